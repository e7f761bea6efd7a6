package dev.handfast.simulation;

import static java.util.Objects.requireNonNull;

import dev.handfast.customers.Keeper;
import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Engine;
import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Ids;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Simulated;
import dev.handfast.engine.Working;
import dev.handfast.fx.ExchangeRate;
import dev.handfast.ledger.Account;
import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Entry;
import dev.handfast.ledger.Ledger;
import dev.handfast.ledger.Leg;
import dev.handfast.ledger.Purpose;
import dev.handfast.ledger.Step;
import dev.handfast.limits.Limits;
import dev.handfast.limits.Rulebook;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.money.Percentage;
import dev.handfast.money.Rate;
import dev.handfast.partners.Agreement;
import dev.handfast.payments.Capture;
import dev.handfast.payments.Channel;
import dev.handfast.payments.Custody;
import dev.handfast.payments.FreezeOutcome;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Moved;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentTables;
import dev.handfast.payments.PureCommands;
import dev.handfast.payments.Rail;
import dev.handfast.payments.RefundRequest;
import dev.handfast.payments.Request;
import dev.handfast.payments.Rules;
import dev.handfast.payments.State;
import dev.handfast.payments.Terms;
import dev.handfast.simulation.Auditor.Offer;
import dev.handfast.simulation.Auditor.Purchase;
import dev.handfast.simulation.Auditor.Source;
import dev.handfast.tokens.Card;
import dev.handfast.tokens.Counters;
import dev.handfast.tokens.Cryptogram;
import dev.handfast.tokens.DeviceToken;
import dev.handfast.tokens.Funding;
import dev.handfast.wallets.Wallet;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Drives the server's own decisions with everything that can happen to them - retries, lost and
 * late answers of rails, closed corridors, old rates, clocks that jump, batches that are thrown
 * away - from one seed, and holds every outcome against what the {@link Auditor} says must come.
 */
final class Simulator {
    private static final SecretKey KEY = new SecretKeySpec(new byte[16], "AES");
    private static final UUID RAIL = Ids.named("rail", "sim");
    private static final List<UUID> PARTNERS =
            List.of(Ids.named("partner", "a"), Ids.named("partner", "b"));
    private static final List<String> CURRENCIES = List.of("USD", "CNY", "EUR");

    /** A request under way: the command, and what it must come to. */
    record Job(Command<?> command, String expected, String what) {}

    /** What was recorded under a key. */
    private record Recorded(
            Command<?> command, Idempotency.Key key, String answer, String what, Instant at) {
        /** Whether a retry still gets the answer; later it is a request of its own. */
        boolean isKept(Instant now) {
            return now.isBefore(at.plus(key.kept()));
        }
    }

    /** A rail that owes an answer. */
    private record Owed(UUID payment, UUID attempt) {}

    private final Random random;
    private final Ledger ledger = new Ledger(head -> head);
    final Simulated engine;
    final PureCommands commands;
    final Auditor auditor = new Auditor();
    final List<UUID> merchants = new ArrayList<>();
    final Map<UUID, UUID> acquirers = new HashMap<>();
    final List<Source> sources = new ArrayList<>();
    private final Map<UUID, UUID> tokens = new HashMap<>();
    private final Map<UUID, Integer> counters = new HashMap<>();
    private final List<UUID> payments = new ArrayList<>();
    private final SplitSteps splits;
    private final FreezeSteps freezes;
    final Slip slip;
    private final List<Recorded> recorded = new ArrayList<>();
    private final List<Owed> owed = new ArrayList<>();
    private final Map<String, Integer> seen = new TreeMap<>();
    private Instant now = Instant.parse("2026-11-24T08:00:00Z");
    private int serial;
    private long decisions;

    Simulator(long seed) {
        this(seed, Slip.NONE);
    }

    /** A simulation in which the server is asked for something else than the auditor is told. */
    Simulator(long seed, Slip slip) {
        this.slip = slip;
        random = new Random(seed);
        engine = new Simulated(new Engine.Plan(PaymentTables.inOrder(ledger), ledger::check));
        commands =
                new PureCommands(
                        new Rules(
                                ledger,
                                token -> KEY,
                                news -> List.of(),
                                news -> List.of(),
                                new Limits(Rulebook.included()),
                                Map.of(),
                                Keeper.NONE));
        for (int i = 0; i < 4; i++) {
            UUID merchant = id("merchant");
            merchants.add(merchant);
            acquirers.put(merchant, PARTNERS.get(i % 2));
        }
        for (int i = 0; i < 6; i++) {
            openWallet();
            registerCard();
        }
        PARTNERS.forEach(issuing -> PARTNERS.forEach(acquiring -> agree(issuing, acquiring)));
        CURRENCIES.forEach(base -> CURRENCIES.forEach(counter -> quote(base, counter)));
        splits = new SplitSteps(this);
        freezes = new FreezeSteps(this);
    }

    /** What the server is asked for otherwise than the auditor is told, to show that it notices. */
    enum Slip {
        NONE,
        /** A part of a split is a cent more. */
        SPLIT,
        /** A settlement that was to be frozen is payable. */
        SETTLEMENT,
        /** The time in escrow ends a month late. */
        ESCROW_END,
        /** A cent more is unfrozen. */
        UNFREEZING,
        /** What is left of a freeze after a payment stays frozen. */
        PAYING_OUT,
        /** A cancelled freeze stands. */
        CANCELLING
    }

    /** Who says what must come. */
    Auditor auditor() {
        return auditor;
    }

    /** How many decisions were taken. */
    long decisions() {
        return decisions;
    }

    /** How often each outcome came. */
    Map<String, Integer> seen() {
        return seen;
    }

    /** Takes so many steps, and compares the books as it goes. */
    void run(int steps) {
        for (int step = 1; step <= steps; step++) {
            batch();
            if (step % 50 == 0 || step == steps) {
                compareBooks();
            }
        }
    }

    /** The moment of the next batch. */
    Instant now() {
        return now;
    }

    UUID id(String kind) {
        return Ids.named(kind, Integer.toString(++serial));
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    static Money money(long minor, String currency) {
        return new Money(minor, Currency.of(currency));
    }

    /** One batch of up to six requests, on either lane. */
    private void batch() {
        outside();
        List<Job> jobs = new ArrayList<>();
        List<UUID> fresh = new ArrayList<>();
        int size = 1 + random.nextInt(6);
        int lane = random.nextInt(2);
        while (jobs.size() < size) {
            jobs.add(freezes.atOnce(fresh).orElseGet(() -> job(fresh)));
        }
        List<Command<?>> batch = new ArrayList<>();
        jobs.forEach(job -> batch.add(job.command()));
        if (chance(10)) {
            engine.run(batch, lane, now, Simulated.Fate.ROLLED_BACK);
        }
        List<Object> results = engine.run(batch, lane, now, Simulated.Fate.COMMITTED);
        for (int i = 0; i < jobs.size(); i++) {
            String got = say(results.get(i));
            Job job = jobs.get(i);
            decisions++;
            seen.merge(got.replaceAll(" \\d.*", ""), 1, Integer::sum);
            if (!got.equals(job.expected())) {
                throw new AssertionError(
                        "%s at %s: expected %s, got %s"
                                .formatted(job.what(), now, job.expected(), got));
            }
        }
        payments.addAll(fresh);
        freezes.batchIsOver();
    }

    /** What happens without a request: time, rates, corridors, freezes, top-ups. */
    private void outside() {
        int dice = random.nextInt(100);
        if (dice < 60) {
            now = now.plusMillis(random.nextInt(5_000));
        } else if (dice < 66) {
            now = now.plus(Duration.ofHours(random.nextInt(48)));
        } else if (dice < 67) {
            now = now.plus(Duration.ofDays(8));
        } else if (dice < 68) {
            now = chance(10) ? now.plus(Duration.ofDays(361)) : now;
        } else if (dice < 70) {
            splits.bindOrUnbind();
        } else if (dice < 77) {
            quote(any(CURRENCIES), any(CURRENCIES));
        } else if (dice < 80) {
            agree(any(PARTNERS), any(PARTNERS));
        } else if (dice < 85) {
            Source source = any(sources);
            if (!source.card) {
                source.frozen = !source.frozen;
                store(source);
            }
        } else {
            Source source = any(sources);
            if (!source.card) {
                topUp(source, 1 + random.nextInt(30_000));
            }
        }
    }

    private void openWallet() {
        Source wallet = new Source(id("wallet"), any(PARTNERS).toString(), any(CURRENCIES), false);
        sources.add(wallet);
        auditor.sources.put(wallet.id, wallet);
        store(wallet);
        topUp(wallet, 150_000);
        provision(wallet);
    }

    private void store(Source wallet) {
        engine.put(
                Wallet.TABLE,
                new Wallet(
                        wallet.id,
                        UUID.fromString(wallet.issuer),
                        "holder",
                        Currency.of(wallet.currency),
                        "2088000000000001",
                        wallet.frozen ? Wallet.State.FROZEN : Wallet.State.ACTIVE,
                        now));
    }

    private void registerCard() {
        Source card = new Source(id("card"), any(PARTNERS).toString(), any(CURRENCIES), true);
        sources.add(card);
        auditor.sources.put(card.id, card);
        engine.put(
                Card.TABLE,
                new Card(
                        card.id,
                        UUID.fromString(card.issuer),
                        "holder",
                        Currency.of(card.currency),
                        "Network",
                        "0000",
                        "sim",
                        new byte[1],
                        now));
        provision(card);
    }

    private void provision(Source source) {
        UUID token = id("token");
        tokens.put(source.id, token);
        engine.put(
                DeviceToken.TABLE,
                new DeviceToken(
                        token,
                        id("device"),
                        "Network",
                        "0000",
                        new DeviceToken.Sealed(new byte[1], new byte[1]),
                        source.card
                                ? new Funding.FromCard(source.id)
                                : new Funding.FromWallet(source.id),
                        "991231",
                        DeviceToken.State.ACTIVE,
                        Counters.NONE,
                        now));
    }

    private record TopUp(Ledger ledger, Leg leg, UUID subject) implements Command<String> {
        @Override
        public void name(Naming naming) {
            ledger.nameAccounts(naming, working -> List.of(leg.debit(), leg.credit()));
        }

        @Override
        public Decision<String> decide(Working working) {
            ledger.post(working, new Entry(subject, List.of(new Step.Post(leg))));
            return new Decision.Done<>("DONE");
        }
    }

    private void topUp(Source wallet, long minor) {
        UUID partner = UUID.fromString(wallet.issuer);
        Currency currency = Currency.of(wallet.currency);
        Leg leg =
                new Leg(
                        AccountRef.own(AccountKind.RESERVE, partner, currency),
                        new AccountRef(AccountKind.WALLET, partner, wallet.id, currency),
                        new Money(minor, currency),
                        Purpose.TOP_UP);
        engine.run(new TopUp(ledger, leg, id("top-up")), now);
        wallet.toppedUp += minor;
    }

    /** Sets the terms of a corridor, open or closed; sometimes there is none. */
    private void agree(UUID issuing, UUID acquiring) {
        int fee = random.nextInt(400);
        int share = random.nextInt(300);
        boolean open = chance(90);
        auditor.deals.put(issuing.toString() + acquiring, new Auditor.Deal(fee, share, open));
        engine.put(
                Agreement.TABLE,
                new Agreement(
                        Agreement.idOf(issuing, acquiring),
                        issuing,
                        acquiring,
                        Percentage.parse(BigDecimal.valueOf(fee, 2).toPlainString()).orElseThrow(),
                        Percentage.parse(BigDecimal.valueOf(share, 2).toPlainString())
                                .orElseThrow(),
                        open ? Agreement.State.OPEN : Agreement.State.CLOSED));
    }

    private void quote(String base, String counter) {
        if (base.equals(counter)) {
            return;
        }
        long middle = chance(5) ? 100 : 100_000 + random.nextInt(9_000_000);
        long offered = middle + random.nextInt(20_000) - (chance(10) ? 50 : 0);
        Instant until = now.plus(Duration.ofHours(1 + random.nextInt(600)));
        auditor.rates.put(base + counter, new Auditor.Rate(middle, offered, until));
        Currency from = Currency.of(base);
        Currency to = Currency.of(counter);
        engine.put(
                ExchangeRate.TABLE,
                new ExchangeRate(
                        ExchangeRate.idOf(from, to), from, to, rate(middle), rate(offered), until));
    }

    private static Rate rate(long millionths) {
        return Rate.parse(BigDecimal.valueOf(millionths, 6).toPlainString()).orElseThrow();
    }

    private Job job(List<UUID> fresh) {
        int dice = random.nextInt(100);
        recorded.removeIf(one -> !one.isKept(now));
        if (payments.isEmpty() || dice < 30) {
            return pay(fresh);
        } else if (dice < 37) {
            return create(fresh);
        } else if (dice < 50 && !owed.isEmpty()) {
            return answer();
        } else if (dice < 60 && !recorded.isEmpty()) {
            return again();
        }
        Purchase p = purchase(recent());
        UUID owner = UUID.fromString(p.merchant);
        UUID change = id("change");
        if (chance(45)) {
            return chance(55) ? splits.job(captured()) : freezes.job(fresh);
        }
        if (dice < 68) {
            return new Job(
                    commands.expire(change, owner, p.id), auditor.expire(p, now), "expire " + p.id);
        } else if (dice < 78) {
            long amount = around(p.amount);
            Request take =
                    new Request.TakeHeld(owner, p.id, Optional.of(money(amount, p.currency)));
            return once(take, change, auditor.capture(p, amount, now));
        } else if (dice < 84) {
            return once(new Request.Close(owner, p.id), change, auditor.close(p));
        }
        return refund(p, change);
    }

    Job refund(Purchase p, UUID change) {
        long amount = around(Math.max(1, (p.captured - p.refunded) / 2));
        SplitSteps.Returns returns = splits.returns(p, amount);
        RefundRequest refund =
                new RefundRequest(
                        change,
                        UUID.fromString(p.merchant),
                        p.id,
                        Optional.of(money(amount, p.currency)),
                        Optional.empty(),
                        "{}",
                        returns.asked());
        String expected = auditor.refund(p, amount, returns.told());
        return once(new Request.Refund(refund), change, expected);
    }

    private Purchase purchase(UUID id) {
        return requireNonNull(auditor.purchases.get(id));
    }

    /** Mostly one of the last captured payments. */
    private Purchase captured() {
        List<Purchase> some =
                payments.subList(Math.max(0, payments.size() - 80), payments.size()).stream()
                        .map(this::purchase)
                        .filter(p -> p.stage == Auditor.Stage.CAPTURED && !p.gone())
                        .toList();
        return some.isEmpty() || chance(10) ? purchase(recent()) : any(some);
    }

    private UUID recent() {
        int from = Math.max(0, payments.size() - 40);
        return payments.get(from + random.nextInt(payments.size() - from));
    }

    /** Mostly within the limit, sometimes just it, nothing, or more. */
    long around(long limit) {
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> limit + 1;
            case 2, 3 -> limit;
            default -> 1 + random.nextLong(limit);
        };
    }

    private Offer offer() {
        UUID merchant = any(merchants);
        long amount = chance(10) ? 1 + random.nextInt(3) : 1 + random.nextInt(60_000);
        Optional<Instant> expires =
                chance(30)
                        ? Optional.of(now.plus(Duration.ofMinutes(random.nextInt(600))))
                        : Optional.empty();
        return new Offer(
                merchant.toString(),
                requireNonNull(acquirers.get(merchant)).toString(),
                any(CURRENCIES),
                amount,
                chance(50),
                expires,
                any(List.of("", "ESCROW", "FROZEN")));
    }

    private static Terms terms(Offer offer) {
        return new Terms(
                        UUID.fromString(offer.merchant()),
                        UUID.fromString(offer.acquirer()),
                        Channel.MERCHANT_API,
                        money(offer.amount(), offer.currency()),
                        offer.manual() ? Terms.CaptureMode.MANUAL : Terms.CaptureMode.AUTOMATIC,
                        Optional.empty(),
                        "",
                        "{}",
                        offer.expiresAt())
                .keptIn(
                        switch (offer.custody()) {
                            case "ESCROW" -> new Custody.Escrow(7);
                            case "FROZEN" -> new Custody.Frozen();
                            default -> Custody.PAYABLE;
                        });
    }

    private Job create(List<UUID> fresh) {
        Offer offer = offer();
        UUID id = id("payment");
        auditor.purchases.put(id, new Purchase(id, offer));
        fresh.add(id);
        Request create = new Request.Create(id, terms(offer), Optional.empty());
        return once(create, id("change"), "DONE WAITING");
    }

    /** Pays a new payment or a known one, with whatever comes to hand. */
    private Job pay(List<UUID> fresh) {
        Source source = any(sources);
        UUID id = id("payment");
        if (payments.isEmpty() || chance(70)) {
            Purchase p = new Purchase(id, offer());
            return pay(p, paying(p, source, id), fresh);
        }
        Purchase p = purchase(recent());
        Paying paying = paying(p, source, id);
        PayRequest request =
                new PayRequest(
                        id,
                        new PayRequest.Target.Existing(UUID.fromString(p.merchant), p.id),
                        paying.instrument(),
                        Optional.empty());
        return once(new Request.Pay(request), id, paying.expected());
    }

    /** Pays a new payment. */
    private Job pay(Purchase p, Paying paying, List<UUID> fresh) {
        if (!paying.expected().startsWith("REFUSED")) {
            auditor.purchases.put(p.id, p);
            fresh.add(p.id);
        }
        PayRequest request =
                new PayRequest(
                        p.id,
                        new PayRequest.Target.Create(terms(p.offer)),
                        paying.instrument(),
                        Optional.empty());
        return once(new Request.Pay(request), p.id, paying.expected());
    }

    /** Pays a new payment out of a freeze, of about what is frozen. */
    Job payFrom(FreezeAuditor.Frost frost, List<UUID> fresh) {
        FreezeAuditor.Order order = frost.order;
        Offer offer =
                new Offer(
                        order.merchant(),
                        order.acquirer(),
                        order.currency(),
                        Math.max(1, around(Math.max(1, frost.rest))),
                        chance(20),
                        Optional.empty(),
                        any(List.of("", "ESCROW", "FROZEN")));
        Purchase p = new Purchase(id("payment"), offer);
        return pay(p, freezes.pay(p, frost, Optional.empty()), fresh);
    }

    record Paying(Instrument instrument, String expected) {}

    private Paying paying(Purchase p, Source source, UUID attempt) {
        Optional<String> late = Auditor.late(p, now);
        Optional<FreezeAuditor.Frost> frost = chance(5) ? freezes.any() : Optional.empty();
        if (frost.isPresent()) {
            return freezes.pay(p, frost.get(), late);
        }
        if (!source.card && chance(50)) {
            Instrument wallet = new Instrument.Wallet(source.id);
            String expected =
                    late.map(why -> "REFUSED " + why)
                            .orElseGet(
                                    () ->
                                            source.frozen
                                                    ? "REFUSED WALLET_FROZEN"
                                                    : auditor.pay(p, source, now));
            return new Paying(wallet, note(p, attempt, expected));
        }
        boolean wrong = chance(5);
        boolean replayed = !auditor.usedCounters.isEmpty() && chance(5);
        long approved = chance(5) ? p.amount + 1 : p.amount;
        serial++;
        int counter = counters.merge(source.id, 1, Integer::sum);
        UUID token = requireNonNull(tokens.get(source.id));
        String transaction = replayed ? any(List.copyOf(auditor.usedCounters)) : "t" + serial;
        Money amount = money(p.amount, p.currency);
        byte[] cryptogram =
                Cryptogram.make(KEY, counter, 1, wrong ? amount.times(2) : amount).toBytes();
        Instrument instrument =
                new Instrument.Token(token, transaction, cryptogram, money(approved, p.currency));
        String expected =
                late.or(() -> replayed ? Optional.of("TOKEN_REPLAYED") : Optional.empty())
                        .or(
                                () ->
                                        approved == p.amount
                                                ? Optional.empty()
                                                : Optional.of("APPROVED_AMOUNT_DIFFERS"))
                        .or(() -> wrong ? Optional.of("CRYPTOGRAM_WRONG") : Optional.empty())
                        .or(() -> source.frozen ? Optional.of("WALLET_FROZEN") : Optional.empty())
                        .map(why -> "REFUSED " + why)
                        .orElseGet(() -> auditor.pay(p, source, now));
        if (!expected.startsWith("REFUSED")) {
            auditor.usedCounters.add(transaction);
        }
        return new Paying(instrument, note(p, attempt, expected));
    }

    /** Whoever is asked owes an answer from now on. */
    private String note(Purchase p, UUID attempt, String expected) {
        if (expected.startsWith("ASK")) {
            p.attempt = attempt;
            owed.add(new Owed(p.id, attempt));
        }
        return expected;
    }

    private Job answer() {
        Owed debt = any(owed);
        Purchase p = purchase(debt.payment());
        String name = any(List.of("APPROVED", "APPROVED", "APPROVED", "DECLINED", "NEVER", "NONE"));
        Rail.Answer answer =
                switch (name) {
                    case "APPROVED" -> new Rail.Answer.Approved("r");
                    case "DECLINED" -> new Rail.Answer.Declined("no");
                    case "NEVER" -> new Rail.Answer.NeverHeard();
                    default -> new Rail.Answer.NoAnswer();
                };
        // An answer may come more than once, and late; only sometimes is the debt forgotten.
        if (!name.equals("NONE") && chance(70)) {
            owed.remove(debt);
        }
        String expected =
                auditor.answered(p, debt.attempt(), name.equals("NEVER") ? "DECLINED" : name, now);
        UUID owner = UUID.fromString(p.merchant);
        return new Job(
                commands.answered(
                        id("change"),
                        owner,
                        new PureCommands.Attempt(p.id, debt.attempt()),
                        answer),
                expected,
                "answer " + p.id);
    }

    /** A request under a fresh key. */
    private Job once(Request request, UUID change, String expected) {
        return once(commands.of(change, request), expected, request.toString());
    }

    /** A command under a fresh key. */
    Job once(Command<?> command, String expected, String what) {
        Idempotency.Key key =
                new Idempotency.Key("scope", "key" + ++serial, command.getClass().getName());
        recorded.add(new Recorded(command, key, expected, what, now));
        return new Job(keyed(key, command), "FIRST " + expected, what);
    }

    /** A request that was made before: the same key, with the same or another content. */
    private Job again() {
        Recorded before = any(recorded);
        if (chance(20)) {
            Idempotency.Key other =
                    new Idempotency.Key("scope", before.key().key(), "another request");
            return new Job(keyed(other, before.command()), "KEY REUSED", "reuse " + before.what());
        }
        String expected =
                before.answer().startsWith("ASK") ? "STILL RUNNING" : "AGAIN " + before.answer();
        return new Job(keyed(before.key(), before.command()), expected, "again " + before.what());
    }

    private static <R> Command<?> keyed(Idempotency.Key key, Command<R> command) {
        return Idempotency.once(
                key,
                command,
                result ->
                        result instanceof Outcome.AskRail ask
                                ? new Idempotency.Reply.Pending(ask.payment().id())
                                : new Idempotency.Reply.Final(200, say(result)));
    }

    private static String say(Object result) {
        return switch (result) {
            case Idempotency.Answer.First<?> first -> "FIRST " + say(first.result());
            case Idempotency.Answer.Again<?> again -> "AGAIN " + again.body();
            case Idempotency.Answer.StillRunning<?> running -> "STILL RUNNING";
            case Idempotency.Answer.KeyReused<?> reused -> "KEY REUSED";
            case Outcome outcome -> say(outcome);
            case Moved.Done<?>(Object what) -> SplitSteps.say(what);
            case Moved.Again<?>(Object what) -> "ALREADY " + SplitSteps.say(what);
            case Moved.Refused<?> refused -> "REFUSED " + refused.why();
            case FreezeOutcome outcome -> FreezeSteps.say(outcome);
            case Boolean ended -> SplitSteps.said(ended);
            default -> result.toString();
        };
    }

    private static String say(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(Payment payment) -> "DONE " + say(payment);
            case Outcome.Already(Payment payment) -> "ALREADY " + say(payment);
            case Outcome.Refunded(Payment payment, var refund) ->
                    "REFUNDED %d for %d, %s"
                            .formatted(
                                    refund.amount().minor(), refund.home().minor(), say(payment));
            case Outcome.AlreadyRefunded(Payment payment, var refund) -> "ALREADY REFUNDED";
            case Outcome.AskRail(Payment payment, var order) -> "ASK " + say(payment);
            case Outcome.InDoubt(Payment payment) -> "IN DOUBT " + say(payment);
            case Outcome.Refused(var why, String detail, var payment) -> "REFUSED " + why;
        };
    }

    private static String say(Payment payment) {
        return switch (payment.state()) {
            case State.Waiting waiting -> "WAITING";
            case State.Unknown(var backing, Instant at) ->
                    "UNKNOWN " + backing.home(payment.terms().amount()).minor();
            case State.Authorised(var backing, Instant at) ->
                    "AUTHORISED " + backing.home(payment.terms().amount()).minor();
            case State.Captured(var backing, Capture capture) ->
                    "CAPTURED %d fees %d %d back %d"
                            .formatted(
                                    capture.amount().minor(),
                                    capture.acquiringFee().minor(),
                                    capture.issuingFee().minor(),
                                    capture.refunded().minor());
            case State.Closed(var reason, Instant at) -> "CLOSED " + reason;
        };
    }

    private void compareBooks() {
        Map<String, List<Long>> books = new TreeMap<>();
        for (Object row : engine.rows("account")) {
            Account account = (Account) row;
            AccountRef ref = account.ref();
            String holder = ref.holder().equals(RAIL) ? "rail" : ref.holder().toString();
            List<Long> sums =
                    List.of(
                            account.creditBalance().minor(),
                            account.balances().debitsPending(),
                            account.balances().creditsPending());
            if (!sums.equals(List.of(0L, 0L, 0L))) {
                books.put(
                        "%s %s %s %s"
                                .formatted(
                                        ref.kind(), ref.partner(), holder, ref.currency().code()),
                        sums);
            }
        }
        splits.compareRows();
        freezes.compareRows();
        if (!books.equals(auditor.books())) {
            throw new AssertionError(
                    "the books differ at %s:%nexpected %s%ngot      %s"
                            .formatted(now, auditor.books(), books));
        }
    }
}
