package dev.handfast.payments;

import static dev.handfast.testing.World.AURORA;
import static dev.handfast.testing.World.CNY;
import static dev.handfast.testing.World.HARBOR_COFFEE;
import static dev.handfast.testing.World.LANTERN;
import static dev.handfast.testing.World.USD;
import static dev.handfast.testing.World.cny;
import static dev.handfast.testing.World.usd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.handfast.disputes.DisputeOutcome;
import dev.handfast.disputes.DisputeRequest;
import dev.handfast.engine.Ids;
import dev.handfast.fx.ExchangeRate;
import dev.handfast.fx.Rates;
import dev.handfast.limits.LimitProfile;
import dev.handfast.mandates.Allowance;
import dev.handfast.mandates.Mandate;
import dev.handfast.mandates.MandateOutcome;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.money.Rate;
import dev.handfast.partners.Agreement;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.tokens.DeviceToken;
import dev.handfast.tokens.Funding;
import dev.handfast.tokens.Tokens;
import dev.handfast.wallets.Wallet;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Every reason to refuse a payment, reached from outside, with no effect on the books. */
@DatabaseTest
final class PaymentRefusalTest {
    private static final UUID NOBODY = Ids.named("nobody");
    private static final Currency EUR = Currency.of("EUR");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-24");
    private static final Allowance.Cycle CYCLE = new Allowance.Cycle(Allowance.Unit.DAY, 30);

    @SuppressWarnings("NullAway.Init") // set by the test before any way is gone
    private World world;

    /** How each is reached: everything before, and the request that is refused. */
    private static final Map<PaymentRefusal, Function<PaymentRefusalTest, Request>> WAYS =
            new EnumMap<>(PaymentRefusal.class);

    private static void way(PaymentRefusal why, Function<PaymentRefusalTest, Request> way) {
        WAYS.put(why, way);
    }

    static {
        way(PaymentRefusal.PAYMENT_NOT_FOUND, t -> refund(NOBODY, usd("1.00"), "x"));
        way(
                PaymentRefusal.REFERENCE_REUSED,
                t -> {
                    t.world.core.payments().run(t.create("same", usd("1.00")));
                    return t.create("same", usd("2.00"));
                });
        way(
                PaymentRefusal.PAYMENT_ALREADY_PAID,
                t -> t.existing(t.paid(t.world.coffee()), t.wallet()));
        way(PaymentRefusal.PAYMENT_IN_PROGRESS, t -> t.existing(t.inDoubt(), t.wallet()));
        way(
                PaymentRefusal.PAYMENT_CLOSED,
                t -> {
                    Payment payment = t.waiting(Duration.ofHours(1));
                    t.done(new Request.Close(HARBOR_COFFEE, payment.id()));
                    return t.existing(payment, t.wallet());
                });
        way(
                PaymentRefusal.PAYMENT_EXPIRED,
                t -> {
                    Payment payment = t.waiting(Duration.ofMinutes(1));
                    t.world.clock.advance(Duration.ofMinutes(1));
                    return t.existing(payment, t.wallet());
                });
        tokens();
        codesAndWallets();
        corridorsAndRates();
        way(
                PaymentRefusal.DAY_LIMIT_EXCEEDED,
                t -> t.limited(LimitProfile.AccountClass.III, LimitProfile.Verification.C));
        way(
                PaymentRefusal.ACCOUNT_LIMIT_EXCEEDED,
                t -> t.limited(LimitProfile.AccountClass.I, LimitProfile.Verification.A));
        way(
                PaymentRefusal.BALANCE_NOT_ENOUGH,
                t -> t.fresh(usd("10000.00"), t.wallet(), Optional.empty()));
        way(
                PaymentRefusal.DECLINED,
                t -> {
                    t.world.rail.answer(new Rail.Answer.Declined("lost card"));
                    return t.fresh(
                            usd("10.00"),
                            t.world.instrument(t.world.anaToken, usd("10.00")),
                            Optional.empty());
                });
        changes();
    }

    private static void tokens() {
        way(
                PaymentRefusal.TOKEN_NOT_ACCEPTED,
                t -> t.coffee(new Instrument.RefusedToken("SIGNATURE", "not ours")));
        way(
                PaymentRefusal.TOKEN_REPLAYED,
                t -> {
                    Instrument instrument = t.world.instrument(t.world.linToken, usd("10.00"));
                    t.done(t.coffee(instrument));
                    return t.coffee(instrument);
                });
        way(
                PaymentRefusal.APPROVED_AMOUNT_DIFFERS,
                t -> t.coffee(t.world.instrument(t.world.linToken, usd("9.99"))));
        way(
                PaymentRefusal.TOKEN_UNKNOWN,
                t -> {
                    Instrument.Token good = t.world.instrument(t.world.linToken, usd("10.00"));
                    return t.coffee(
                            new Instrument.Token(NOBODY, "t", good.cryptogram(), good.approved()));
                });
        way(PaymentRefusal.TOKEN_DELETED, t -> t.coffeeBy(DeviceToken.State.DELETED));
        way(PaymentRefusal.TOKEN_SUSPENDED, t -> t.coffeeBy(DeviceToken.State.SUSPENDED));
        way(
                PaymentRefusal.TOKEN_EXPIRED,
                t -> {
                    Funding funding = new Funding.FromWallet(t.world.lin.id());
                    Tokens.Order order = new Tokens.Order(NOBODY, "Aurora", funding, "251231");
                    DeviceToken old = t.world.core.tokens().provision(order);
                    return t.coffee(t.world.instrument(old, usd("10.00")));
                });
        way(
                PaymentRefusal.CRYPTOGRAM_WRONG,
                t -> {
                    Instrument.Token other = t.world.instrument(t.world.linToken, usd("9.00"));
                    return t.coffee(
                            new Instrument.Token(
                                    other.token(),
                                    other.transaction(),
                                    other.cryptogram(),
                                    usd("10.00")));
                });
        way(
                PaymentRefusal.COUNTER_REUSED,
                t -> {
                    Instrument.Token once = t.world.instrument(t.world.linToken, usd("10.00"));
                    t.done(t.coffee(once));
                    return t.coffee(
                            new Instrument.Token(
                                    once.token(), "another", once.cryptogram(), once.approved()));
                });
    }

    private static void codesAndWallets() {
        way(PaymentRefusal.CODE_UNKNOWN, t -> t.coffee(new Instrument.Code("280000000000000000")));
        way(
                PaymentRefusal.CODE_USED,
                t -> {
                    Instrument code = t.code();
                    t.done(t.coffee(code));
                    return t.coffee(code);
                });
        way(
                PaymentRefusal.CODE_EXPIRED,
                t -> {
                    Instrument code = t.code();
                    t.world.clock.advance(Duration.ofMinutes(1));
                    return t.coffee(code);
                });
        way(PaymentRefusal.MANDATE_NOT_FOUND, t -> t.coffee(new Instrument.Mandate(NOBODY)));
        way(PaymentRefusal.MANDATE_NOT_ACTIVE, t -> t.coffee(t.proposed(t.open("10.00"))));
        way(
                PaymentRefusal.MANDATE_CURRENCY_DIFFERS,
                t -> t.fresh(cny("1.00"), t.mandate(t.open("10.00")), Optional.empty()));
        way(PaymentRefusal.MANDATE_PAYMENT_TOO_LARGE, t -> t.coffee(t.mandate(t.open("9.99"))));
        way(
                PaymentRefusal.MANDATE_TOTAL_EXCEEDED,
                t -> t.coffee(t.mandate(t.rule("10.00", Optional.of(usd("9.99"))))));
        way(
                PaymentRefusal.MANDATE_PAYMENTS_EXCEEDED,
                t -> {
                    Instrument once = t.mandate(t.open("10.00"));
                    t.done(t.coffee(once));
                    return t.coffee(once);
                });
        way(
                PaymentRefusal.MANDATE_NOT_DUE,
                t ->
                        t.coffee(
                                t.mandate(
                                        new Allowance(
                                                Optional.of(
                                                        new Allowance.Plan(
                                                                CYCLE, TODAY.plusDays(6))),
                                                usd("10.00"),
                                                Optional.empty(),
                                                Optional.empty()))));
        way(PaymentRefusal.WALLET_NOT_FOUND, t -> t.coffee(new Instrument.Wallet(NOBODY)));
        way(
                PaymentRefusal.WALLET_FROZEN,
                t -> {
                    Wallet frozen = t.world.wallet("Cold", CNY, "100.00");
                    t.world.core.wallets().set(frozen.id(), Wallet.State.FROZEN);
                    return t.coffee(new Instrument.Wallet(frozen.id()));
                });
    }

    private static void corridorsAndRates() {
        way(
                PaymentRefusal.CORRIDOR_MISSING,
                t -> {
                    Terms terms = t.world.coffee();
                    return t.world.payRequest(
                            new Terms(
                                    NOBODY,
                                    NOBODY,
                                    terms.channel(),
                                    terms.amount(),
                                    terms.capture(),
                                    Optional.empty(),
                                    "",
                                    "{}",
                                    Optional.empty()),
                            t.wallet());
                });
        way(
                PaymentRefusal.CORRIDOR_CLOSED,
                t -> {
                    t.world.core.partners().set(LANTERN, LANTERN, Agreement.State.CLOSED);
                    return t.world.payRequest(t.world.tea(), t.wallet());
                });
        way(
                PaymentRefusal.QUOTE_NOT_FOUND,
                t -> t.fresh(usd("10.00"), t.wallet(), Optional.of(NOBODY)));
        way(
                PaymentRefusal.QUOTE_MISMATCH,
                t -> t.fresh(usd("10.00"), t.wallet(), Optional.of(t.quote(usd("9.00")))));
        way(
                PaymentRefusal.QUOTE_EXPIRED,
                t -> {
                    UUID quote = t.quote(usd("10.00"));
                    t.world.clock.advance(Rates.QUOTE_LIFE);
                    return t.fresh(usd("10.00"), t.wallet(), Optional.of(quote));
                });
        way(
                PaymentRefusal.RATE_MISSING,
                t -> t.fresh(new Money(100, EUR), t.wallet(), Optional.empty()));
        way(
                PaymentRefusal.RATE_EXPIRED,
                t -> {
                    t.rate(Currency.of("GBP"), "9", Duration.ZERO);
                    Money pound = new Money(100, Currency.of("GBP"));
                    return t.fresh(pound, t.wallet(), Optional.empty());
                });
        way(
                PaymentRefusal.AMOUNT_TOO_SMALL,
                t -> {
                    t.rate(Currency.of("JPY"), "0.001", Duration.ofDays(1));
                    Money yen = new Money(1, Currency.of("JPY"));
                    return t.fresh(yen, t.wallet(), Optional.empty());
                });
    }

    private static void changes() {
        way(PaymentRefusal.NOT_AUTHORISED, t -> take(t.waiting(Duration.ofHours(1)), usd("1.00")));
        way(
                PaymentRefusal.AUTHORISATION_EXPIRED,
                t -> {
                    Payment held = t.held();
                    t.world.clock.advance(PayCommand.HOLD);
                    return take(held, usd("1.00"));
                });
        way(PaymentRefusal.CURRENCY_DIFFERS, t -> take(t.held(), cny("1.00")));
        way(PaymentRefusal.CAPTURE_EXCEEDS_AUTHORISATION, t -> take(t.held(), usd("10.01")));
        way(
                PaymentRefusal.CANCEL_AFTER_CAPTURE,
                t -> new Request.Close(HARBOR_COFFEE, t.paid(t.world.coffee()).id()));
        way(PaymentRefusal.NOT_CAPTURED, t -> refund(t.held().id(), usd("1.00"), "x"));
        way(
                PaymentRefusal.PAYMENT_DISPUTED,
                t -> {
                    Payment paid = t.paid(t.world.coffee());
                    t.dispute(paid, Optional.empty());
                    return refund(paid.id(), usd("1.00"), "x");
                });
        way(
                PaymentRefusal.REFUND_REFERENCE_REUSED,
                t -> {
                    Payment paid = t.paid(t.world.coffee());
                    t.world.core.payments().run(refund(paid.id(), usd("1.00"), "r"));
                    return refund(paid.id(), usd("2.00"), "r");
                });
        way(
                PaymentRefusal.REFUND_EXCEEDS_CAPTURE,
                t -> refund(t.paid(t.world.coffee()).id(), usd("10.01"), "x"));
        way(
                PaymentRefusal.SETTLEMENT_NOT_FOUND,
                t -> t.refundFrom(new RefundRequest.Sources(List.of(), Optional.of("none"))));
        way(
                PaymentRefusal.SPLIT_RETURN_EXCEEDED,
                t -> {
                    var part = new RefundRequest.Return("2088100000000009", usd("0.01"));
                    return t.refundFrom(new RefundRequest.Sources(List.of(part), Optional.empty()));
                });
        way(PaymentRefusal.FREEZE_NOT_FOUND, t -> t.coffee(frozen(NOBODY)));
        way(
                PaymentRefusal.FREEZE_NOT_STANDING,
                t -> {
                    UUID freeze = FreezeScenarios.freeze(t.world, HARBOR_COFFEE).id();
                    FreezeScenarios.unfreeze(t.world, HARBOR_COFFEE, freeze, "100.00", "U");
                    return t.coffee(frozen(freeze));
                });
        way(
                PaymentRefusal.FREEZE_EXCEEDED,
                t -> t.coffee(frozen(FreezeScenarios.freeze(t.world, HARBOR_COFFEE).id())));
        way(PaymentRefusal.RECEIVER_BALANCE_NOT_ENOUGH, PaymentRefusalTest::spentSplit);
        way(
                PaymentRefusal.SHARE_EXCEEDS_AMOUNT,
                t -> {
                    Terms terms =
                            CommissionScenarios.terms(
                                    CommissionScenarios.DIRECT, Terms.CaptureMode.AUTOMATIC);
                    UUID id = t.world.core.ids().next();
                    t.done(new Request.Create(id, terms, Optional.empty()));
                    Optional<Money> less = Optional.of(usd("1.22"));
                    Amendment amendment = new Amendment(less, Optional.empty(), details -> details);
                    return new Request.Amend(HARBOR_COFFEE, id, amendment);
                });
        way(
                PaymentRefusal.SHARE_MISSING,
                t -> t.refundFrom(RefundRequest.Sources.of(EnumSet.of(Commission.Part.PASSED))));
    }

    private static Instrument frozen(UUID freeze) {
        return new Instrument.Frozen(freeze, Instrument.Frozen.Rest.KEPT);
    }

    private Request refundFrom(RefundRequest.Sources sources) {
        return refundFrom(paid(world.coffee()), sources);
    }

    private Request refundFrom(Payment payment, RefundRequest.Sources sources) {
        return new Request.Refund(
                new RefundRequest(
                        world.core.ids().next(),
                        HARBOR_COFFEE,
                        payment.id(),
                        Optional.of(usd("1.00")),
                        Optional.empty(),
                        "{}",
                        sources));
    }

    /** A wallet gets a split and spends it. */
    private Request spentSplit() {
        Wallet mei = world.wallet("Mei", World.USD, "0.00");
        String account = "2088100000000009";
        Receiver receiver = new Receiver(Receiver.Kind.WALLET, mei.id(), LANTERN);
        world.core
                .relations()
                .bind(HARBOR_COFFEE, List.of(new Relations.Known(account, receiver, "")));
        Payment payment = paid(world.coffee());
        world.core
                .settlements()
                .run(
                        new SplitRequest(
                                world.core.ids().next(),
                                HARBOR_COFFEE,
                                payment.id(),
                                "P1",
                                List.of(new SplitRequest.Part(account, usd("1.00"), "")),
                                new SplitRequest.Unfreeze.Nothing()));
        done(fresh(usd("1.00"), new Instrument.Wallet(mei.id()), Optional.empty()));
        var part = new RefundRequest.Return(account, usd("1.00"));
        return refundFrom(payment, new RefundRequest.Sources(List.of(part), Optional.empty()));
    }

    private static Request refund(UUID payment, Money amount, String reference) {
        return new Request.Refund(
                new RefundRequest(
                        Ids.named("refund", payment.toString(), amount.format()),
                        HARBOR_COFFEE,
                        payment,
                        Optional.of(amount),
                        Optional.of(reference),
                        "{}"));
    }

    private static Request take(Payment payment, Money amount) {
        return new Request.TakeHeld(HARBOR_COFFEE, payment.id(), Optional.of(amount));
    }

    private Request create(String reference, Money amount) {
        return new Request.Create(
                world.core.ids().next(),
                terms(amount, Optional.of(reference), Optional.empty()),
                Optional.empty());
    }

    private static Terms terms(
            Money amount, Optional<String> reference, Optional<java.time.Instant> expiresAt) {
        return new Terms(
                HARBOR_COFFEE,
                AURORA,
                Channel.MERCHANT_API,
                amount,
                Terms.CaptureMode.AUTOMATIC,
                reference,
                "",
                "{}",
                expiresAt);
    }

    private Allowance open(String single) {
        return rule(single, Optional.empty());
    }

    private Allowance rule(String single, Optional<Money> total) {
        return new Allowance(
                Optional.of(new Allowance.Plan(CYCLE, TODAY)), usd(single), total, Optional.of(1L));
    }

    /** A mandate of Harbor Coffee's, to which Lin has agreed. */
    private Instrument mandate(Allowance rule) {
        Instrument.Mandate proposed = proposed(rule);
        assertInstanceOf(
                MandateOutcome.Done.class,
                world.core.mandates().agree(proposed.mandate(), world.lin.id()));
        return proposed;
    }

    /** The same before anybody agrees. */
    private Instrument.Mandate proposed(Allowance rule) {
        Mandate.Kind kind =
                new Mandate.Kind("test", "test", Optional.of(world.core.ids().next().toString()));
        Mandate.Times times =
                new Mandate.Times(
                        world.clock.instant().plus(Duration.ofHours(1)), Optional.empty());
        UUID id =
                world.core
                        .mandates()
                        .propose(
                                new Mandate.Proposal(
                                        HARBOR_COFFEE, kind, USD, Optional.of(rule), times, "{}"))
                        .id();
        return new Instrument.Mandate(id);
    }

    /** More than a thousand yuan from a wallet of this class. */
    private Request limited(
            LimitProfile.AccountClass accountClass, LimitProfile.Verification verification) {
        UUID wallet = world.wallet("Known", CNY, "9000.00").id();
        world.core.limitProfiles().classify(new LimitProfile(wallet, accountClass, verification));
        Terms terms = world.terms(HARBOR_COFFEE, usd("200.00"), Terms.CaptureMode.AUTOMATIC);
        return world.payRequest(terms, new Instrument.Wallet(wallet));
    }

    private Instrument wallet() {
        return new Instrument.Wallet(world.lin.id());
    }

    private Instrument code() {
        return new Instrument.Code(world.core.wallets().issueCode(world.lin.id()));
    }

    private Request coffee(Instrument instrument) {
        return world.payRequest(world.coffee(), instrument);
    }

    private Request coffeeBy(DeviceToken.State state) {
        DeviceToken token = world.provision(new Funding.FromWallet(world.lin.id()));
        world.core.tokens().set(token.id(), state);
        return coffee(world.instrument(token, usd("10.00")));
    }

    private Request existing(Payment payment, Instrument instrument) {
        UUID merchant = payment.terms().merchant();
        return new Request.Pay(
                new PayRequest(
                        world.core.ids().next(),
                        new PayRequest.Target.Existing(merchant, payment.id()),
                        instrument,
                        Optional.empty()));
    }

    private Request fresh(Money amount, Instrument instrument, Optional<UUID> quote) {
        Terms terms = world.terms(HARBOR_COFFEE, amount, Terms.CaptureMode.AUTOMATIC);
        PayRequest.Target target = new PayRequest.Target.Create(terms);
        return new Request.Pay(new PayRequest(world.core.ids().next(), target, instrument, quote));
    }

    private UUID quote(Money base) {
        return assertInstanceOf(Rates.Quoted.Promised.class, world.core.rates().quote(base, CNY))
                .quote()
                .id();
    }

    private void rate(Currency base, String rate, Duration life) {
        Rate price = Rate.parse(rate).orElseThrow();
        UUID id = ExchangeRate.idOf(base, CNY);
        world.core
                .rates()
                .set(
                        new ExchangeRate(
                                id, base, CNY, price, price, world.clock.instant().plus(life)));
    }

    private Payment done(Request request) {
        return assertInstanceOf(Outcome.Done.class, world.core.payments().run(request)).payment();
    }

    private Payment paid(Terms terms) {
        return done(world.payRequest(terms, wallet()));
    }

    private Payment held() {
        return paid(world.terms(HARBOR_COFFEE, usd("10.00"), Terms.CaptureMode.MANUAL));
    }

    private Payment waiting(Duration life) {
        Terms terms =
                terms(
                        usd("10.00"),
                        Optional.empty(),
                        Optional.of(world.clock.instant().plus(life)));
        return done(new Request.Create(world.core.ids().next(), terms, Optional.empty()));
    }

    private Payment inDoubt() {
        world.rail.answer(new Rail.Answer.NoAnswer());
        Outcome outcome = world.pay(world.coffee(), world.instrument(world.anaToken, usd("10.00")));
        return assertInstanceOf(Outcome.InDoubt.class, outcome).payment();
    }

    private DisputeOutcome dispute(Payment payment, Optional<Money> amount) {
        return world.core
                .disputes()
                .run(
                        new DisputeRequest.Open(
                                world.core.ids().next(), payment.id(), amount, "fraudulent"));
    }

    private long transfers() {
        return world.core
                .database()
                .read(
                        tx ->
                                tx.queryOne(
                                                """
                                                select count(*) as n from transfer
                                                """,
                                                row -> row.number("n"))
                                        .orElseThrow());
    }

    @Test
    void every_refusal_is_reached_and_moves_nothing(Database database) {
        List<PaymentRefusal> wanted = new ArrayList<>(List.of(PaymentRefusal.values()));
        wanted.remove(PaymentRefusal.DISPUTE_EXCEEDS_CAPTURE); // A dispute's; see below.
        assertEquals(wanted, List.copyOf(WAYS.keySet()));
        try (World given = new World(database)) {
            world = given;
            world.core.wallets().topUp(world.lin, cny("9000.00"), world.core.ids().next());
            WAYS.forEach(
                    (why, way) -> {
                        Request request = way.apply(this);
                        long before = transfers();
                        Outcome outcome = world.core.payments().run(request);
                        Outcome.Refused refused =
                                assertInstanceOf(
                                        Outcome.Refused.class, outcome, () -> why + ": " + outcome);
                        assertEquals(why, refused.why());
                        // Until the issuer declines, the money is held: one transfer, and its end.
                        long held = why == PaymentRefusal.DECLINED ? 2 : 0;
                        assertEquals(before + held, transfers(), why::name);
                    });
        }
    }

    @Test
    void a_dispute_of_more_than_is_left_is_refused_and_moves_nothing(Database database) {
        try (World given = new World(database)) {
            world = given;
            world.core.wallets().topUp(world.lin, cny("9000.00"), world.core.ids().next());
            Payment paid = paid(world.coffee());
            long before = transfers();
            DisputeOutcome.NotDisputable refused =
                    assertInstanceOf(
                            DisputeOutcome.NotDisputable.class,
                            dispute(paid, Optional.of(usd("10.01"))));
            assertEquals(PaymentRefusal.DISPUTE_EXCEEDS_CAPTURE, refused.why());
            assertEquals(before, transfers());
        }
    }
}
