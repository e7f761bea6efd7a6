package dev.handfast.limits;

import static dev.handfast.testing.World.JASMINE_TEA;
import static dev.handfast.testing.World.USD;
import static dev.handfast.testing.World.cny;
import static dev.handfast.testing.World.usd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.handfast.limits.LimitProfile.AccountClass;
import dev.handfast.limits.LimitProfile.Verification;
import dev.handfast.mandates.Mandate;
import dev.handfast.mandates.MandateOutcome;
import dev.handfast.money.Money;
import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeOutcome;
import dev.handfast.payments.FreezeRequest;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.Payment;
import dev.handfast.payments.RefundRequest;
import dev.handfast.payments.Request;
import dev.handfast.payments.Terms;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.wallets.Wallet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Limits as payers meet them, at the edges of amounts, days and years. */
@DatabaseTest
final class LimitsTest {
    /** From the world's first moment to midnight in Beijing. */
    private static final Duration TO_MIDNIGHT = Duration.ofHours(8);

    private World world;
    private Wallet rich;

    @BeforeEach
    void open(Database database) {
        world = new World(database);
        rich = world.wallet("Rich", World.CNY, "500000.00");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void a_printed_code_takes_five_hundred_yuan_a_day_and_a_new_day_begins_at_midnight_there() {
        paid("480.00", new Instrument.StaticCode(rich.id()));
        assertEquals(
                "limit static-code-day allows CNY 500.00 a day; CNY 480.00 is used, CNY 20.00 is"
                        + " left, CNY 20.01 was asked for",
                refused("20.01", new Instrument.StaticCode(rich.id())));
        paid("20.00", new Instrument.StaticCode(rich.id()));
        paid("4000.00", new Instrument.Wallet(rich.id()));
        world.clock.advance(TO_MIDNIGHT.minusMillis(1));
        refused("0.01", new Instrument.StaticCode(rich.id()));
        world.clock.advance(Duration.ofMillis(1));
        paid("500.00", new Instrument.StaticCode(rich.id()));
        refused("0.01", new Instrument.StaticCode(rich.id()));
    }

    @Test
    void codes_that_are_shown_and_scanned_share_the_limit_of_how_their_payer_confirms() {
        classify(AccountClass.III, Verification.C);
        paid("600.00", new Instrument.Wallet(rich.id()));
        paid("400.00", code());
        refused("0.01", code());
        refused("0.01", new Instrument.Wallet(rich.id()));
        paid("500.00", new Instrument.StaticCode(rich.id()));
        classify(AccountClass.III, Verification.B);
        paid("5000.00", code());
        refused("0.01", code());
        classify(AccountClass.III, Verification.A);
        paid("9000.00", code());
    }

    @Test
    void what_an_account_class_allows_in_a_year_or_a_life_is_counted_on_every_way() {
        classify(AccountClass.I, Verification.A);
        paid("300.00", new Instrument.StaticCode(rich.id()));
        paid("700.00", code());
        refused("0.01", code());
        world.clock.advance(Duration.ofDays(30));
        assertEquals(
                "limit account-class-1-life allows CNY 1000.00 in all; CNY 1000.00 is used, CNY"
                        + " 0.00 is left, CNY 0.01 was asked for",
                refused("0.01", new Instrument.StaticCode(rich.id())));
        classify(AccountClass.II, Verification.A);
        paid("100000.00", code());
        refused("0.01", code());
        // 24 November and 30 days are in December; ten more are in the next year.
        world.clock.advance(Duration.ofDays(10));
        paid("100000.00", code());
    }

    @Test
    void a_payment_abroad_counts_in_yuan_and_money_given_back_stays_used() {
        classify(AccountClass.III, Verification.C);
        Outcome.Done done =
                assertInstanceOf(
                        Outcome.Done.class,
                        world.pay(
                                world.terms(
                                        World.HARBOR_COFFEE,
                                        usd("100.00"),
                                        Terms.CaptureMode.AUTOMATIC),
                                code()));
        Payment coffee = done.payment();
        refused("276.56", code());
        world.core
                .payments()
                .run(
                        new Request.Refund(
                                new RefundRequest(
                                        world.core.ids().next(),
                                        World.HARBOR_COFFEE,
                                        coffee.id(),
                                        Optional.of(new Money(10_000, USD)),
                                        Optional.empty(),
                                        "{}")));
        refused("276.56", code());
        paid("276.55", code());
    }

    @Test
    void what_is_frozen_counts_once_and_stays_used_when_it_is_unfrozen() {
        classify(AccountClass.III, Verification.C);
        Freeze frozen = assertInstanceOf(FreezeOutcome.Done.class, freeze("F1", "600.00")).freeze();
        paid("250.00", new Instrument.Frozen(frozen.id(), Instrument.Frozen.Rest.KEPT));
        assertEquals(
                "limit dynamic-code-c-day allows CNY 1000.00 a day; CNY 600.00 is used, CNY 400.00"
                        + " is left, CNY 400.01 was asked for",
                assertInstanceOf(FreezeOutcome.Refused.class, freeze("F2", "400.01")).detail());
        world.core
                .freezes()
                .run(
                        new FreezeRequest.Unfreeze(
                                world.core.ids().next(),
                                JASMINE_TEA,
                                frozen.id(),
                                cny("350.00"),
                                "U1",
                                "{}"));
        refused("400.01", code());
        paid("400.00", code());
        refused("0.01", new Instrument.Wallet(rich.id()));
        world.clock.advance(TO_MIDNIGHT);
        assertInstanceOf(FreezeOutcome.Done.class, freeze("F3", "1000.00"));
        refused("0.01", code());
    }

    @Test
    void what_is_taken_under_an_agreement_counts_for_the_class_and_not_for_codes() {
        classify(AccountClass.I, Verification.C);
        UUID mandate = mandate();
        paid("600.00", new Instrument.Mandate(mandate));
        paid("400.00", code());
        assertEquals(
                "limit account-class-1-life allows CNY 1000.00 in all; CNY 1000.00 is used, CNY"
                        + " 0.00 is left, CNY 0.01 was asked for",
                refused("0.01", new Instrument.Mandate(mandate)));
        classify(AccountClass.III, Verification.C);
        paid("200000.00", new Instrument.Mandate(mandate));
        refused("0.01", new Instrument.Mandate(mandate));
        // 24 November and 38 days are in the next year.
        world.clock.advance(Duration.ofDays(38));
        paid("0.01", new Instrument.Mandate(mandate));
    }

    private FreezeOutcome freeze(String number, String amount) {
        Freeze.Order order =
                new Freeze.Order(
                        JASMINE_TEA,
                        World.LANTERN,
                        cny(amount),
                        number,
                        number,
                        "a room",
                        "{}",
                        world.clock.instant().plus(Duration.ofMinutes(15)));
        String digits = world.core.wallets().issueCode(rich.id());
        return world.core
                .freezes()
                .run(new FreezeRequest.Take(world.core.ids().next(), order, digits));
    }

    private UUID mandate() {
        Mandate.Proposal proposal =
                new Mandate.Proposal(
                        JASMINE_TEA,
                        new Mandate.Kind("test", "test", Optional.of("M1")),
                        World.CNY,
                        Optional.empty(),
                        new Mandate.Times(
                                world.clock.instant().plus(Duration.ofHours(1)), Optional.empty()),
                        "{}");
        UUID id = world.core.mandates().propose(proposal).id();
        assertInstanceOf(MandateOutcome.Done.class, world.core.mandates().agree(id, rich.id()));
        return id;
    }

    @Test
    void fifty_at_once_get_just_what_the_limit_allows() throws Exception {
        List<Callable<Outcome>> scans =
                Stream.generate(
                                () ->
                                        (Callable<Outcome>)
                                                () ->
                                                        pay(
                                                                "20.00",
                                                                new Instrument.StaticCode(
                                                                        rich.id())))
                        .limit(50)
                        .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long paid =
                    threads.invokeAll(scans).stream()
                            .map(Future::resultNow)
                            .filter(Outcome.Done.class::isInstance)
                            .collect(Collectors.counting());
            assertEquals(25, paid);
        }
        assertEquals("499500.00", world.core.wallets().available(rich).toDecimalString());
    }

    private void classify(AccountClass accountClass, Verification verification) {
        LimitProfile profile = new LimitProfile(rich.id(), accountClass, verification);
        world.core.limitProfiles().classify(profile);
        assertEquals(Optional.of(profile), world.core.limitProfiles().find(rich.id()));
    }

    private Instrument code() {
        return new Instrument.Code(world.core.wallets().issueCode(rich.id()));
    }

    private void paid(String amount, Instrument instrument) {
        assertInstanceOf(Outcome.Done.class, pay(amount, instrument));
    }

    private String refused(String amount, Instrument instrument) {
        return assertInstanceOf(Outcome.Refused.class, pay(amount, instrument)).detail();
    }

    private Outcome pay(String amount, Instrument instrument) {
        return world.pay(
                world.terms(JASMINE_TEA, cny(amount), Terms.CaptureMode.AUTOMATIC), instrument);
    }
}
