package dev.handfast.merchants;

import dev.handfast.sql.Database;
import dev.handfast.sql.Row;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Makes merchants' printed codes and finds them again. */
public final class StaticCodes {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** 72 bits: nobody is to print another merchant's code by chance. */
    private static final int CODE_BYTES = 9;

    private final Database database;
    private final InstantSource clock;
    private final String publicUrl;

    /**
     * Codes in a database.
     *
     * @param publicUrl what they begin with, without a slash at the end
     */
    public StaticCodes(Database database, InstantSource clock, String publicUrl) {
        this.database = database;
        this.clock = clock;
        this.publicUrl = publicUrl;
    }

    /** Makes a new code. */
    public StaticCode issue(UUID merchant, String label) {
        byte[] bytes = new byte[CODE_BYTES];
        RANDOM.nextBytes(bytes);
        String code =
                publicUrl + "/qr/s" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        StaticCode made =
                new StaticCode(StaticCode.idOf(code), code, merchant, label, clock.instant());
        database.transact(
                tx -> {
                    tx.updateExactly(
                            1,
                            """
                            insert into static_code (id, code, merchant, label, created_at)
                            values (?, ?, ?, ?, ?)
                            """,
                            made.id(),
                            made.code(),
                            made.merchant(),
                            made.label(),
                            made.createdAt());
                    return true;
                });
        return made;
    }

    /** The code that says this. */
    public Optional<StaticCode> find(String code) {
        return database.read(
                tx ->
                        tx.queryOne(
                                """
                                select id, code, merchant, label, created_at
                                from static_code where id = ?
                                """,
                                StaticCodes::read,
                                StaticCode.idOf(code)));
    }

    private static StaticCode read(Row row) throws SQLException {
        return new StaticCode(
                row.uuid("id"),
                row.text("code"),
                row.uuid("merchant"),
                row.text("label"),
                row.instant("created_at"));
    }
}
