package dev.handfast.bench;

import dev.handfast.engine.Engine;
import dev.handfast.sql.Database;
import dev.handfast.sql.Tx;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * The same rows as the ledger writes for a batch of transfers, read, inserted and updated in bulk
 * by bare JDBC, in tables of the same shape, and nothing else: no decision, no digest, no answer to
 * anybody.
 */
final class BareTransfers {
    private final Database database;
    private final int loops;
    private final int batch;
    private final long[] next;

    BareTransfers(Database database, Engine.Options options) {
        this.database = database;
        this.loops = options.lanes();
        this.batch = options.batch();
        this.next = new long[loops];
    }

    /** Copies the accounts the engine has opened. */
    void prepare() {
        database.transact(
                tx -> {
                    tx.update("create table bare_transfer (like transfer including all)");
                    tx.update(
                            """
                            create table bare_account (like account including all)
                            with (fillfactor = 50)
                            """);
                    return tx.update(
                            """
                            insert into bare_account
                            select id, kind, partner, holder, currency, 0, 0, 0, 0, created_at
                            from account where partner = ?
                            """,
                            TransferBench.PARTNER);
                });
    }

    void remove() {
        database.transact(tx -> tx.update("drop table bare_transfer, bare_account"));
    }

    /** Transfers per second, by one loop for each of the engine's lanes. */
    double run(Duration how) {
        long begin = System.nanoTime();
        List<UUID> ids =
                database.read(
                        tx ->
                                tx.query(
                                        "select id from bare_account order by id",
                                        row -> row.uuid("id")));
        try (var threads = Executors.newFixedThreadPool(loops)) {
            List<Future<Long>> running =
                    IntStream.range(0, loops)
                            .mapToObj(
                                    loop ->
                                            threads.submit(
                                                    () -> loop(loop, ids, begin + how.toNanos())))
                            .toList();
            long done = 0;
            for (Future<Long> each : running) {
                done += each.get();
            }
            return done / ((System.nanoTime() - begin) / 1e9);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the bare loop failed", e);
        }
    }

    private long loop(int number, List<UUID> ids, long end) {
        SplittableRandom random = new SplittableRandom(next[number] * loops + number);
        long done = 0;
        while (System.nanoTime() < end) {
            Rows rows = rows(number, ids, random);
            database.transact(
                    tx -> {
                        new Statements(tx, rows).run();
                        return true;
                    });
            done += batch;
        }
        return done;
    }

    private Rows rows(int number, List<UUID> ids, SplittableRandom random) {
        Rows rows = new Rows(new ArrayList<>(batch), new HashMap<>());
        for (int i = 0; i < batch; i++) {
            int debit = random.nextInt(ids.size());
            int credit = (debit + 1 + random.nextInt(ids.size() - 1)) % ids.size();
            long id = next[number]++ * loops + number;
            long amount = 1L + random.nextInt(10_000);
            rows.transfers().add(new Transfer(id, ids.get(debit), ids.get(credit), amount));
            rows.sums().computeIfAbsent(ids.get(debit), any -> new long[4])[0] += amount;
            rows.sums().computeIfAbsent(ids.get(credit), any -> new long[4])[1] += amount;
        }
        return rows;
    }

    private record Transfer(long id, UUID debit, UUID credit, long amount) {}

    /**
     * One batch.
     *
     * @param sums by account what is added to its four balances
     */
    private record Rows(List<Transfer> transfers, Map<UUID, long[]> sums) {
        long[] sumsOf(UUID account) {
            return Objects.requireNonNull(sums.get(account), "an account nobody asked for");
        }
    }

    /** The three statements of a batch. */
    private record Statements(Tx tx, Rows rows) {
        void run() throws SQLException {
            lock();
            insert();
            update();
        }

        /** Reads and locks the accounts, every column, and adds what they hold already. */
        private void lock() throws SQLException {
            try (PreparedStatement statement =
                    tx.connection()
                            .prepareStatement(
                                    """
                                    select id, kind, partner, holder, currency, debits_posted,
                                      credits_posted, debits_pending, credits_pending, created_at
                                    from bare_account where id = any(?) order by id for update
                                    """)) {
                UUID[] keys = rows.sums().keySet().toArray(UUID[]::new);
                statement.setArray(1, tx.array("uuid", keys));
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        long[] sums = rows.sumsOf(result.getObject(1, UUID.class));
                        for (int i = 0; i < sums.length; i++) {
                            sums[i] += result.getLong(6 + i);
                        }
                    }
                }
            }
        }

        private void insert() throws SQLException {
            int count = rows.transfers().size();
            Long[] ids = rows.transfers().stream().map(Transfer::id).toArray(Long[]::new);
            write(
                    """
                    insert into bare_transfer (id, entry, kind, debit, credit, currency,
                      amount_minor, hold, subject, purpose, at, digest)
                    select id, entry, kind, debit, credit, currency, amount_minor, hold, subject,
                      purpose, at, digest
                    from unnest(?::int8[], ?::int8[], ?::text[], ?::uuid[], ?::uuid[], ?::text[],
                      ?::int8[], ?::int8[], ?::uuid[], ?::text[], ?::timestamptz[], ?::bytea[])
                      as u(id, entry, kind, debit, credit, currency, amount_minor, hold, subject,
                        purpose, at, digest)
                    """,
                    new Column("int8", ids),
                    new Column("int8", ids),
                    new Column("text", filled(new String[count], "POSTED")),
                    new Column(
                            "uuid",
                            rows.transfers().stream().map(Transfer::debit).toArray(UUID[]::new)),
                    new Column(
                            "uuid",
                            rows.transfers().stream().map(Transfer::credit).toArray(UUID[]::new)),
                    new Column("text", filled(new String[count], "USD")),
                    new Column(
                            "int8",
                            rows.transfers().stream().map(Transfer::amount).toArray(Long[]::new)),
                    new Column("int8", new Long[count]),
                    new Column("uuid", filled(new UUID[count], TransferBench.PARTNER)),
                    new Column("text", filled(new String[count], "TOP_UP")),
                    new Column("timestamptz", filled(new Instant[count], Instant.EPOCH)),
                    new Column("bytea", filled(new byte[count][], new byte[32])));
        }

        private void update() throws SQLException {
            UUID[] keys = rows.sums().keySet().toArray(UUID[]::new);
            write(
                    """
                    update bare_account as t
                    set debits_posted = u.debits_posted, credits_posted = u.credits_posted,
                      debits_pending = u.debits_pending, credits_pending = u.credits_pending
                    from unnest(?::uuid[], ?::int8[], ?::int8[], ?::int8[], ?::int8[])
                      as u(id, debits_posted, credits_posted, debits_pending, credits_pending)
                    where t.id = u.id
                    """,
                    new Column("uuid", keys),
                    new Column("int8", balances(keys, 0)),
                    new Column("int8", balances(keys, 1)),
                    new Column("int8", balances(keys, 2)),
                    new Column("int8", balances(keys, 3)));
        }

        private Long[] balances(UUID[] keys, int which) {
            return Arrays.stream(keys).map(key -> rows.sumsOf(key)[which]).toArray(Long[]::new);
        }

        @SuppressWarnings("ArrayRecordComponent") // on its way into one statement
        private record Column(String type, Object[] values) {}

        private void write(String sql, Column... columns) throws SQLException {
            try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
                for (int i = 0; i < columns.length; i++) {
                    statement.setArray(i + 1, tx.array(columns[i].type(), columns[i].values()));
                }
                statement.executeUpdate();
            }
        }

        private static <T> T[] filled(T[] array, T value) {
            Arrays.fill(array, value);
            return array;
        }
    }
}
