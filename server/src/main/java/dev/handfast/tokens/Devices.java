package dev.handfast.tokens;

import dev.handfast.sql.Database;
import dev.handfast.sql.Row;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Registers devices and finds them again. */
public final class Devices {
    /** How many {@link #all} gives at most. */
    public static final int ALL_MAX = 1_000;

    private final Database database;

    /** Devices in a database. */
    public Devices(Database database) {
        this.database = database;
    }

    /** Registers a device; one with the same id stays as it is. */
    public void add(Device device) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into device (id, holder, created_at) values (?, ?, ?)
                                on conflict do nothing
                                """,
                                device.id(),
                                device.holder(),
                                device.createdAt()));
    }

    /** The device with this id. */
    public Optional<Device> find(UUID id) {
        return database.read(
                tx ->
                        tx.queryOne(
                                """
                                select id, holder, created_at from device where id = ?
                                """,
                                Devices::device,
                                id));
    }

    /** All devices, oldest first. */
    public List<Device> all() {
        return database.read(
                tx ->
                        tx.query(
                                """
                                select id, holder, created_at from device
                                order by created_at, id limit ?
                                """,
                                Devices::device,
                                ALL_MAX));
    }

    private static Device device(Row row) throws SQLException {
        return new Device(row.uuid("id"), row.text("holder"), row.instant("created_at"));
    }
}
