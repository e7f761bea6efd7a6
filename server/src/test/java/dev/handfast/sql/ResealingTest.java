package dev.handfast.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.Sealed;
import dev.handfast.secrets.Vault;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

@DatabaseTest
final class ResealingTest {
    private static final String PURPOSE = "drawer.content";
    private static final SealedColumn DRAWERS =
            SealedColumn.ofRows(new SealedColumn.Place("drawer", "id", "sealed"), PURPOSE);

    /** Two whole batches and a part of one. */
    private static final int VALUES = 2 * Resealing.BATCH_VALUES_MAX + 50;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;
    private Path file;
    private KeyRing ring;
    private Vault vault;

    @BeforeEach
    void fill_drawers(Database database) {
        file = folder.resolve("keys");
        ring = KeyRing.open(file);
        vault = new Vault(ring);
        database.transact(
                tx -> tx.update("create table drawer (id uuid primary key, sealed bytea)"));
        UUID[] ids = new UUID[VALUES];
        byte[][] sealed = new byte[VALUES][];
        for (int i = 0; i < VALUES; i++) {
            ids[i] = id(i);
            sealed[i] = vault.seal(content(i), PURPOSE, id(i)).bytes();
        }
        database.transact(
                tx -> {
                    tx.update("insert into drawer (id, sealed) values (?, null)", id(VALUES));
                    return tx.update(
                            """
                            insert into drawer (id, sealed)
                            select id, sealed from unnest(?, ?) as fresh (id, sealed)
                            """,
                            ids,
                            sealed);
                });
        ring.rotate();
    }

    static Resealing resealing(Database database, KeyRing ring) {
        return new Resealing(database, ring, List.of(DRAWERS));
    }

    @Test
    void everything_is_sealed_anew_batch_by_batch_and_opens_as_before(Database database) {
        Resealing resealing = resealing(database, ring);
        assertEquals(VALUES, resealing.under(1));

        assertEquals(Resealing.BATCH_VALUES_MAX, resealing.round().resealed());
        assertEquals(
                Map.of(
                        1,
                        (long) VALUES - Resealing.BATCH_VALUES_MAX,
                        2,
                        (long) Resealing.BATCH_VALUES_MAX),
                resealing.counts().get(DRAWERS.place()));
        assertEquals(VALUES - Resealing.BATCH_VALUES_MAX, finish(resealing));

        assertAllOpenUnder(2, database);
        assertEquals(0, finish(resealing), "nothing is left to do");
        ring.rotate();
        assertEquals(VALUES, finish(resealing), "until there is a newer key");
        assertAllOpenUnder(3, database);
    }

    @Test
    void what_a_killed_process_has_left_is_done_by_the_next(
            Database database, DatabaseConfig config) throws Exception {
        int locked = Resealing.BATCH_VALUES_MAX + 100; // In the middle of the second batch.
        try (Database other = Database.open(config.withPoolSize(1))) {
            Process process =
                    other.transact(
                            tx -> {
                                tx.query(
                                        "select id from drawer where id = ? for update",
                                        row -> row.uuid("id"),
                                        id(locked));
                                Process started = start(config);
                                BufferedReader says = started.inputReader();
                                assertEquals("round", read(says));
                                awaitSomebodyWhoWaits(database);
                                started.destroyForcibly();
                                return started;
                            });
            process.waitFor();
        }
        Resealing resealing = resealing(database, ring);
        assertEquals(Resealing.BATCH_VALUES_MAX, resealing.under(2), "no half of a batch");

        assertEquals(VALUES - Resealing.BATCH_VALUES_MAX, finish(resealing));
        assertAllOpenUnder(2, database);
    }

    @Test
    void several_at_once_do_each_value_once(Database database) throws Exception {
        List<Future<Integer>> done = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3; i++) {
                done.add(threads.submit(() -> finish(resealing(database, KeyRing.open(file)))));
            }
        }
        int sum = 0;
        for (Future<Integer> one : done) {
            sum += one.get();
        }
        assertEquals(VALUES, sum);
        assertAllOpenUnder(2, database);
    }

    @Test
    void values_somebody_has_changed_are_told_and_left_and_hold_their_key(Database database) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                update drawer set sealed = set_byte(sealed, 40,
                                  get_byte(sealed, 40) # 1) where id = ?
                                """,
                                id(7)));
        database.transact(
                tx ->
                        tx.update(
                                """
                                update drawer set sealed =
                                  (select sealed from drawer where id = ?) where id = ?
                                """,
                                id(8),
                                id(9)));
        database.transact(
                tx -> tx.update("update drawer set sealed = '\\x01' where id = ?", id(10)));
        Resealing resealing = resealing(database, ring);

        Resealing.Round first = resealing.round();

        assertEquals(
                List.of(id(7).toString(), id(9).toString(), id(10).toString()),
                first.broken().stream().map(Resealing.Broken::key).toList());
        assertEquals(
                "sealed value: does not open with key 1 for drawer.content of " + id(7),
                first.broken().getFirst().why());
        assertEquals(Resealing.BATCH_VALUES_MAX - 3, first.resealed());
        assertEquals(VALUES - Resealing.BATCH_VALUES_MAX, finish(resealing));
        assertEquals(2, resealing.under(1));
        assertEquals(1, resealing.under(0), "what is no sealed value has no key");
    }

    @Test
    void a_value_that_somebody_replaces_meanwhile_is_left_alone(Database database) {
        SealedColumn.Kept read =
                database.read(tx -> DRAWERS.others(tx, 2, Optional.empty(), 1).getFirst());
        Sealed newer = vault.seal("newer".getBytes(UTF_8), PURPOSE, id(0));
        database.transact(
                tx -> tx.update("update drawer set sealed = ? where id = ?", newer.bytes(), id(0)));

        Sealed late = vault.seal(content(0), PURPOSE, id(0));
        int replaced = database.transact(tx -> DRAWERS.replace(tx, read, late));
        assertEquals(0, replaced);
        assertEquals(id(0).toString(), read.key());
    }

    private static int finish(Resealing resealing) {
        int resealed = 0;
        Resealing.Round round;
        do {
            round = resealing.round();
            resealed += round.resealed();
        } while (round.left() == Resealing.Left.MORE);
        return resealed;
    }

    private void assertAllOpenUnder(int keyId, Database database) {
        assertEquals(
                Map.of(keyId, (long) VALUES),
                resealing(database, ring).counts().get(DRAWERS.place()));
        database.read(
                tx ->
                        tx.query(
                                "select id, sealed from drawer where sealed is not null",
                                row -> {
                                    UUID id = row.uuid("id");
                                    byte[] opened =
                                            vault.open(Sealed.of(row.bytes("sealed")), PURPOSE, id);
                                    assertEquals(content(id), new String(opened, UTF_8));
                                    return id;
                                }));
    }

    private Process start(DatabaseConfig config) {
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ResealingProcess.class.getName(),
                        file.toString(),
                        config.url(),
                        config.user());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        return config.password()
                .use(
                        password -> {
                            builder.environment().put(ResealingProcess.PASSWORD, password);
                            try {
                                return builder.start();
                            } catch (IOException failure) {
                                throw new UncheckedIOException(failure);
                            }
                        });
    }

    private static String read(BufferedReader says) {
        try {
            return String.valueOf(says.readLine());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Until a statement in this database waits for a lock. */
    private static void awaitSomebodyWhoWaits(Database database) {
        long begin = System.nanoTime();
        while (database.read(
                tx ->
                        tx.query(
                                        """
                                        select pid::bigint as pid from pg_stat_activity
                                        where datname = current_database()
                                          and wait_event_type = 'Lock'
                                        """,
                                        row -> row.number("pid"))
                                .isEmpty())) {
            assertTrue(System.nanoTime() - begin < PATIENCE.toNanos(), "nobody waits");
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private static UUID id(int number) {
        return new UUID(0, number + 1L);
    }

    private static byte[] content(int number) {
        return content(id(number)).getBytes(UTF_8);
    }

    private static String content(UUID id) {
        return "content of " + id;
    }
}
