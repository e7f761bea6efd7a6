package dev.handfast.payments;

import static dev.handfast.testing.World.CNY;
import static dev.handfast.testing.World.HARBOR_COFFEE;
import static dev.handfast.testing.World.JASMINE_TEA;
import static dev.handfast.testing.World.cny;
import static dev.handfast.testing.World.usd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.app.Core;
import dev.handfast.engine.Engine;
import dev.handfast.engine.Idempotency;
import dev.handfast.sql.Database;
import dev.handfast.sql.Slice;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.wallets.Wallet;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What fifty callers do at the same moment. */
@DatabaseTest
final class RacesTest {
    private static final int CALLERS = 50;

    /** Starts all at once; their results. */
    private static <T> List<T> race(List<Callable<T>> callers) {
        CountDownLatch gate = new CountDownLatch(1);
        List<Future<T>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            callers.forEach(
                    caller ->
                            futures.add(
                                    threads.submit(
                                            () -> {
                                                gate.await();
                                                return caller.call();
                                            })));
            gate.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError(failed);
        }
    }

    private static <T> List<Callable<T>> times(int count, Callable<T> caller) {
        List<Callable<T>> callers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            callers.add(caller);
        }
        return callers;
    }

    private static long done(List<Outcome> outcomes) {
        return outcomes.stream().filter(outcome -> !(outcome instanceof Outcome.Refused)).count();
    }

    private static Idempotency.Reply.Final render(Outcome outcome) {
        return new Idempotency.Reply.Final(200, outcome.toString());
    }

    /** The same installation once more, with lanes of its own. */
    private static Core anotherProcess(World world) {
        Engine.Options options = new Engine.Options(2, 50, 1_000, Duration.ofSeconds(5));
        Core core = world.core;
        return new Core(
                new Core.Ground(core.database(), core.keys(), world.clock, options),
                List.of(),
                tokens -> List.of(world.rail));
    }

    private static Payment pay(World world, Terms.CaptureMode mode) {
        Terms terms = world.terms(HARBOR_COFFEE, usd("10.00"), mode);
        Outcome outcome = world.pay(terms, new Instrument.Wallet(world.lin.id()));
        return assertInstanceOf(Outcome.Done.class, outcome).payment();
    }

    @Test
    void fifty_copies_of_a_payment_have_one_effect_and_one_answer(Database database) {
        try (World world = new World(database)) {
            Idempotency.Key key = new Idempotency.Key("merchant", "key", "print");
            Request request =
                    world.payRequest(world.coffee(), new Instrument.Wallet(world.lin.id()));

            List<Replied> replies =
                    race(
                            times(
                                    CALLERS,
                                    () ->
                                            world.core
                                                    .payments()
                                                    .runOnce(key, request, RacesTest::render)));

            Set<String> bodies = new HashSet<>();
            int first = 0;
            for (Replied reply : replies) {
                var answered = assertInstanceOf(Replied.Answered.class, reply);
                bodies.add(answered.body());
                first += answered.replayed() ? 0 : 1;
            }
            assertEquals(1, bodies.size());
            assertEquals(1, first);
            assertEquals(cny("927.65"), world.core.wallets().available(world.lin));
            Idempotency.Key other = new Idempotency.Key("merchant", "key", "another print");
            assertInstanceOf(
                    Replied.KeyReused.class,
                    world.core.payments().runOnce(other, request, RacesTest::render));
        }
    }

    @Test
    void fifty_copies_of_a_payment_by_card_ask_the_issuer_once(Database database) {
        try (World world = new World(database)) {
            Idempotency.Key key = new Idempotency.Key("merchant", "key", "print");
            Request request =
                    world.payRequest(world.tea(), world.instrument(world.anaToken, cny("25.00")));

            Set<Replied> bodies = new HashSet<>();
            for (Replied reply :
                    race(
                            times(
                                    CALLERS,
                                    () ->
                                            world.core
                                                    .payments()
                                                    .runOnce(key, request, RacesTest::render)))) {
                var answered = assertInstanceOf(Replied.Answered.class, reply);
                bodies.add(new Replied.Answered(answered.status(), answered.body(), true));
            }

            assertEquals(1, bodies.size());
            assertEquals(1, world.core.store().page(JASMINE_TEA, Slice.newest(10)).size());
        }
    }

    @Test
    void of_refunds_that_exceed_the_capture_just_the_fitting_ones_succeed(Database database) {
        try (World world = new World(database)) {
            Payment payment = pay(world, Terms.CaptureMode.AUTOMATIC);
            List<Callable<Outcome>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                RefundRequest refund =
                        new RefundRequest(
                                world.core.ids().next(),
                                HARBOR_COFFEE,
                                payment.id(),
                                Optional.of(usd("0.33")),
                                Optional.of("r" + i),
                                "{}");
                callers.add(() -> world.core.payments().run(new Request.Refund(refund)));
            }

            assertEquals(30, done(race(callers)));

            Payment after = world.core.store().find(payment.id()).orElseThrow();
            assertEquals(usd("9.90"), after.capture().orElseThrow().refunded());
            assertEquals(30, world.core.store().refundsOf(payment.id()).size());
        }
    }

    @Test
    void of_fifty_captures_one_succeeds(Database database) {
        try (World world = new World(database)) {
            Payment payment = pay(world, Terms.CaptureMode.MANUAL);
            Request take =
                    new Request.TakeHeld(HARBOR_COFFEE, payment.id(), Optional.of(usd("6.00")));

            List<Outcome> outcomes = race(times(CALLERS, () -> world.core.payments().run(take)));

            assertEquals(1, done(outcomes));
            assertEquals(cny("956.59"), world.core.wallets().available(world.lin));
        }
    }

    @Test
    void of_fifty_who_spend_one_wallet_just_those_who_fit_succeed(Database database) {
        try (World world = new World(database);
                Core second = anotherProcess(world)) {
            Wallet wallet = world.wallet("Shared", CNY, "100.00");
            List<Callable<Outcome>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Payments one = i % 2 == 0 ? world.core.payments() : second.payments();
                boolean home = i % 4 < 2;
                Terms terms =
                        home
                                ? world.terms(JASMINE_TEA, cny("7.00"), Terms.CaptureMode.AUTOMATIC)
                                : world.terms(HARBOR_COFFEE, usd("0.97"), Terms.CaptureMode.MANUAL);
                Request request = world.payRequest(terms, new Instrument.Wallet(wallet.id()));
                callers.add(() -> one.run(request));
            }

            // USD 0.97 are CNY 7.02: fourteen of either, mixed as they come.
            assertEquals(14, done(race(callers)));
            assertTrue(world.core.wallets().available(wallet).isLessThan(cny("7.00")));
        }
    }

    @Test
    void an_approval_that_comes_after_the_hold_has_run_out_is_taken_in(Database database) {
        try (World world = new World(database)) {
            world.rail.answer(new Rail.Answer.NoAnswer());
            Outcome outcome =
                    world.pay(world.tea(), world.instrument(world.anaToken, cny("25.00")));
            Payment payment = assertInstanceOf(Outcome.InDoubt.class, outcome).payment();
            world.rail.decide(payment.id(), new Rail.Answer.Approved("very late"));
            world.clock.advance(Duration.ofDays(9));

            world.core.railDesk().round();

            Payment known = world.core.store().find(payment.id()).orElseThrow();
            assertInstanceOf(State.Captured.class, known.state());
        }
    }
}
