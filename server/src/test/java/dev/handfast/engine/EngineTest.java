package dev.handfast.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.sql.Database;
import dev.handfast.sql.DatabaseUnavailable;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.TestClock;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.LongStream;

/** Batches on a real database, over a table of counters. */
@DatabaseTest
final class EngineTest {
    private record Counter(String id, long value) {}

    private static final Table<String, Counter> COUNTER =
            Table.<String, Counter>named("counter", Table.Access.LOCK)
                    .fixed("id", ColumnType.TEXT, Counter::id)
                    .changing("value", ColumnType.BIGINT, Counter::value)
                    .readBy(Counter::id, fields -> new Counter(fields.text(), fields.number()));

    private static final Engine.Plan PLAN =
            new Engine.Plan(List.of(Idempotency.TABLE, COUNTER), working -> {});

    private static final Engine.Options OPTIONS =
            new Engine.Options(2, 100, 10_000, Duration.ofSeconds(5));

    @BeforeEach
    void create_table(Database database) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                create table counter (id text primary key,
                                  value bigint not null constraint small check (value < 100000))
                                """));
    }

    private static Engine engine(Database database) {
        return new Engine(database, PLAN, new TestClock(), OPTIONS);
    }

    /** A command that is its name and its decision. */
    private record On<R>(Collection<String> keys, int lane, Function<Working, Decision<R>> decision)
            implements Command<R> {
        @Override
        public void name(Naming naming) {
            naming.rows(COUNTER, working -> keys);
        }

        @Override
        public Decision<R> decide(Working working) {
            return decision.apply(working);
        }
    }

    private static Command<Long> add(String key, long amount) {
        return new On<>(
                List.of(key),
                key.hashCode(),
                working -> new Decision.Done<>(bump(working, key, amount)));
    }

    private static long bump(Working working, String key, long amount) {
        Optional<Counter> found = working.find(COUNTER, key);
        long value = found.map(Counter::value).orElse(0L) + amount;
        BiFunction<Table<String, Counter>, Counter, Void> write =
                (table, row) -> {
                    if (found.isPresent()) {
                        working.update(table, row);
                    } else {
                        working.insert(table, row);
                    }
                    return null;
                };
        write.apply(COUNTER, new Counter(key, value));
        return value;
    }

    private static Command<Long> failing(String key, Function<Working, Decision<Long>> then) {
        return new On<>(
                List.of(key),
                key.hashCode(),
                working -> {
                    bump(working, key, 1_000);
                    return then.apply(working);
                });
    }

    private static long value(Database database, String key) {
        return database.read(
                tx ->
                        Reader.by(tx, COUNTER, List.of(key)).stream()
                                .mapToLong(Counter::value)
                                .sum());
    }

    @Test
    void a_refusal_undoes_its_own_changes_and_nobody_elses(Database database) {
        try (Engine engine = engine(database)) {
            List<CompletableFuture<Long>> futures = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                futures.add(engine.submit(add("a", 1)));
                futures.add(engine.submit(failing("a", _ -> new Decision.Refused<>(-1L))));
            }
            List<Long> results = futures.stream().map(CompletableFuture::join).toList();

            assertEquals(200, results.stream().filter(result -> result == -1).count());
            assertEquals(200, value(database, "a"));
        }
    }

    @Test
    void a_command_that_throws_hurts_only_itself(Database database) {
        try (Engine engine = engine(database)) {
            List<CompletableFuture<Long>> good = new ArrayList<>();
            List<CompletableFuture<Long>> bad = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                good.add(engine.submit(add("a", 1)));
                bad.add(
                        engine.submit(
                                failing(
                                        "a",
                                        _ -> {
                                            throw new IllegalStateException("a bug");
                                        })));
                bad.add(
                        engine.submit(
                                failing(
                                        "a",
                                        _ -> {
                                            throw new AssertionError("an error");
                                        })));
                // The database refuses it at the very end.
                bad.add(engine.submit(add("a", 1_000_000)));
                // It asks for a row that it has not named.
                bad.add(
                        engine.submit(
                                failing(
                                        "a",
                                        working -> new Decision.Done<>(bump(working, "b", 1)))));
            }
            good.forEach(CompletableFuture::join);
            bad.forEach(one -> assertThrows(CompletionException.class, one::join));

            assertEquals(20, value(database, "a"));
            assertEquals(0, value(database, "b"));
        }
    }

    @Test
    void a_command_that_cannot_be_named_hurts_only_itself(Database database) {
        Command<Long> unnameable =
                new Command<>() {
                    @Override
                    public void name(Naming naming) {
                        throw new IllegalStateException("no name");
                    }

                    @Override
                    public Decision<Long> decide(Working working) {
                        return new Decision.Done<>(1L);
                    }
                };
        try (Engine engine = engine(database)) {
            CompletableFuture<Long> bad = engine.submit(unnameable);
            CompletableFuture<Long> good = engine.submit(add("a", 1));

            assertEquals(1, good.join());
            assertThrows(CompletionException.class, bad::join);
            assertThrows(CommandFailed.class, () -> engine.run(unnameable));
        }
    }

    @Test
    void a_guard_that_objects_stops_the_batch(Database database) {
        Guard guard =
                working -> {
                    for (Working.Change<Counter> change : working.changes(COUNTER)) {
                        if (change.after().value() == 13) {
                            throw new IllegalStateException("thirteen");
                        }
                    }
                };
        Engine.Plan plan = new Engine.Plan(PLAN.tables(), guard);
        try (Engine engine = new Engine(database, plan, new TestClock(), OPTIONS)) {
            assertThrows(CommandFailed.class, () -> engine.run(add("a", 13)));
            assertEquals(12, engine.run(add("a", 12)));
            assertEquals(12, value(database, "a"));
        }
    }

    @Test
    void a_key_runs_once_and_answers_the_same_to_all(Database database) {
        try (Engine engine = engine(database);
                Engine other = engine(database)) {
            Idempotency.Key key = new Idempotency.Key("scope", "key", "print");
            List<CompletableFuture<Idempotency.Answer<Long>>> futures = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                Command<Idempotency.Answer<Long>> once =
                        Idempotency.once(
                                key,
                                add("a", 7),
                                value -> new Idempotency.Reply.Final(201, "now " + value));
                futures.add((i % 2 == 0 ? engine : other).submit(once));
            }
            long first = 0;
            for (CompletableFuture<Idempotency.Answer<Long>> future : futures) {
                switch (future.join()) {
                    case Idempotency.Answer.First<Long>(Long value, var reply) -> first += value;
                    case Idempotency.Answer.Again<Long>(int status, String body) ->
                            assertEquals("201 now 7", status + " " + body);
                    case Idempotency.Answer<Long> wrong -> throw new AssertionError(wrong);
                }
            }
            assertEquals(7, first);
            assertEquals(7, value(database, "a"));
            Idempotency.Key reused = new Idempotency.Key("scope", "key", "other print");
            assertInstanceOf(
                    Idempotency.Answer.KeyReused.class,
                    engine.run(
                            Idempotency.once(
                                    reused,
                                    add("a", 7),
                                    value -> new Idempotency.Reply.Final(200, ""))));
        }
    }

    @Test
    void a_pending_answer_is_finished_once(Database database) {
        try (Engine engine = engine(database)) {
            Idempotency.Key key = new Idempotency.Key("scope", "key", "print");
            Command<Idempotency.Answer<Long>> once =
                    Idempotency.once(
                            key,
                            add("a", 1),
                            value -> new Idempotency.Reply.Pending(Ids.named("subject")));
            assertInstanceOf(Idempotency.Answer.First.class, engine.run(once));
            assertEquals(
                    new Idempotency.Answer.StillRunning<>(Ids.named("subject")), engine.run(once));

            Idempotency.Reply.Final done = new Idempotency.Reply.Final(200, "done");
            assertEquals(done, engine.run(Idempotency.finish(key, done)));
            Idempotency.Reply.Final late = new Idempotency.Reply.Final(500, "late");
            assertEquals(done, engine.run(Idempotency.finish(key, late)));
            assertEquals(new Idempotency.Answer.Again<>(200, "done"), engine.run(once));
        }
    }

    @Test
    void two_engines_that_fight_for_rows_lose_nothing(Database database) {
        try (Engine one = engine(database);
                Engine other = engine(database)) {
            List<CompletableFuture<Long>> futures = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                int turn = i;
                List<String> keys = List.of("k" + turn % 7, "k" + (turn * 5 + 3) % 7);
                Command<Long> both =
                        new On<>(
                                keys,
                                turn,
                                working -> {
                                    keys.forEach(key -> bump(working, key, 1));
                                    return new Decision.Done<>(1L);
                                });
                futures.add((turn % 2 == 0 ? one : other).submit(both));
            }
            assertEquals(2_000, futures.stream().mapToLong(CompletableFuture::join).sum());
            long all = LongStream.range(0, 7).map(key -> value(database, "k" + key)).sum();
            assertEquals(4_000, all);
        }
    }

    @Test
    void a_lost_connection_is_no_lost_command(Database database) {
        try (Engine engine = engine(database)) {
            List<CompletableFuture<Long>> futures = new ArrayList<>();
            for (int round = 0; round < 10; round++) {
                for (int i = 0; i < 100; i++) {
                    futures.add(engine.submit(add("a", 1)));
                }
                killOthers(database);
            }
            futures.forEach(CompletableFuture::join);

            assertEquals(1_000, value(database, "a"));
        }
    }

    private static void killOthers(Database database) {
        try {
            database.transact(
                    tx ->
                            tx.query(
                                    """
                                    select pg_terminate_backend(pid) as dead from pg_stat_activity
                                    where datname = current_database() and pid <> pg_backend_pid()
                                    """,
                                    row -> row.flag("dead")));
        } catch (DatabaseUnavailable killed) {
            // This session was being opened when the round before looked, and dies of that one.
        }
    }

    @Test
    void who_comes_after_the_end_is_turned_away(Database database) {
        Engine engine = engine(database);
        CompletableFuture<Long> before = engine.submit(add("a", 1));
        engine.close();

        assertEquals(1, before.join());
        assertThrows(EngineUnavailable.class, () -> engine.run(add("a", 1)));
        assertEquals(1, value(database, "a"));
    }

    @Test
    void too_many_who_wait_are_turned_away(Database database) {
        Engine.Options narrow = new Engine.Options(1, 1, 1, Duration.ofSeconds(5));
        try (Engine engine = new Engine(database, PLAN, new TestClock(), narrow)) {
            List<CompletableFuture<Long>> futures = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                futures.add(engine.submit(add("a", 1)));
            }
            long done =
                    futures.stream()
                            .map(future -> future.handle((value, failure) -> failure))
                            .map(CompletableFuture::join)
                            .filter(failure -> !(failure instanceof EngineUnavailable))
                            .count();

            assertTrue(done < 500, "somebody was turned away");
            assertEquals(done, value(database, "a"));
        }
    }
}
