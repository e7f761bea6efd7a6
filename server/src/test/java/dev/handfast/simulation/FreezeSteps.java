package dev.handfast.simulation;

import static java.util.Objects.requireNonNull;

import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeOperation;
import dev.handfast.payments.FreezeOutcome;
import dev.handfast.payments.FreezeRequest;
import dev.handfast.payments.Instrument;
import dev.handfast.simulation.Auditor.Purchase;
import dev.handfast.simulation.Auditor.Source;
import dev.handfast.simulation.FreezeAuditor.Frost;
import dev.handfast.simulation.FreezeAuditor.Order;
import dev.handfast.simulation.FreezeAuditor.Payer;
import dev.handfast.simulation.Simulator.Job;
import dev.handfast.simulation.Simulator.Paying;
import dev.handfast.simulation.Simulator.Slip;
import dev.handfast.wallets.PaymentCode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The steps of a simulation that freeze money of wallets, unfreeze it and pay with it. */
final class FreezeSteps {
    private static final int RECENT = 12;

    private final Simulator sim;
    private final List<Frost> known = new ArrayList<>();
    private final List<UUID> fresh = new ArrayList<>();
    private Optional<Frost> last = Optional.empty();
    private Optional<Frost> justAgreed = Optional.empty();
    private int codes;

    FreezeSteps(Simulator sim) {
        this.sim = sim;
    }

    /** What was asked for in a batch can be named from now on. */
    void batchIsOver() {
        for (UUID id : fresh) {
            Optional.ofNullable(sim.auditor.freezes.frosts.get(id)).ifPresent(known::add);
        }
        fresh.clear();
        justAgreed = Optional.empty();
        known.forEach(frost -> frost.justAgreed = false);
    }

    /** One of the last freezes, often the very last one named; empty where there is none yet. */
    Optional<Frost> any() {
        if (known.isEmpty()) {
            return Optional.empty();
        }
        if (last.isEmpty() || sim.chance(70)) {
            int from = Math.max(0, known.size() - RECENT);
            last = Optional.of(known.get(from + sim.below(known.size() - from)));
        }
        return last;
    }

    /** Asks, agrees, pays, unfreezes, cancels, or looks whether the time is over. */
    Job job(List<UUID> payments) {
        int dice = sim.below(12);
        Optional<Frost> some = any();
        if (some.isEmpty() || dice < 4) {
            return ask();
        }
        Frost frost = some.get();
        UUID owner = UUID.fromString(frost.order.merchant());
        if (dice < 6) {
            return agree(frost, owner);
        }
        if (dice < 8) {
            return sim.payFrom(frost, payments);
        }
        if (dice < 10) {
            return unfreeze(frost, owner);
        }
        if (dice < 11) {
            FreezeRequest cancel =
                    new FreezeRequest.Cancel(sim.id("change"), owner, frost.id, "{}");
            String expected = FreezeAuditor.cancel(frost);
            return sim.once(
                    sim.commands.freeze(sim.slip == Slip.CANCELLING ? agreed(frost) : cancel),
                    expected,
                    cancel.toString());
        }
        return new Job(
                sim.commands.endFreeze(sim.id("change"), owner, frost.id),
                FreezeAuditor.end(frost, sim.now()),
                "end of freeze " + frost.id);
    }

    private Job agree(Frost frost, UUID owner) {
        Source wallet = wallet();
        FreezeAuditor.Stage before = frost.stage;
        String expected =
                sim.auditor.freezes.agree(frost, Optional.of(new Payer(wallet, true)), sim.now());
        if (frost.stage != before) {
            justAgreed = Optional.of(frost);
        }
        return sim.once(
                sim.commands.freeze(new FreezeRequest.Agree(owner, frost.id, wallet.id)),
                expected,
                wallet.id + " agrees to " + frost.id);
    }

    /** Sometimes pays in the very batch in which somebody has agreed, before knowing of it. */
    Optional<Job> atOnce(List<UUID> payments) {
        Optional<Frost> frost = justAgreed.filter(any -> sim.chance(50));
        justAgreed = Optional.empty();
        return frost.map(one -> sim.payFrom(one, payments));
    }

    private FreezeRequest agreed(Frost frost) {
        return new FreezeRequest.Agree(
                UUID.fromString(frost.order.merchant()), frost.id, wallet().id);
    }

    private Source wallet() {
        return sim.any(sim.sources.stream().filter(source -> !source.card).toList());
    }

    private Job ask() {
        UUID id = sim.id("freeze");
        Source wallet = wallet();
        UUID merchant = sim.any(sim.merchants);
        Order order =
                new Order(
                        merchant.toString(),
                        String.valueOf(sim.acquirers.get(merchant)),
                        sim.chance(90) ? wallet.currency : "EUR",
                        1 + sim.below(sim.chance(80) ? 40_000 : 400_000),
                        sim.chance(90) ? id.toString() : "n" + sim.below(4),
                        sim.chance(80) ? "request" : "another",
                        sim.now().plus(Duration.ofMinutes(sim.below(900))));
        fresh.add(id);
        if (sim.chance(40)) {
            FreezeRequest open = new FreezeRequest.Open(id, asked(order), Optional.empty());
            return sim.once(
                    sim.commands.freeze(open),
                    sim.auditor.freezes.ask(id, order, Optional.empty(), sim.now()),
                    open.toString());
        }
        String digits = "code" + ++codes;
        boolean good = sim.chance(90);
        Instant until = good ? sim.now().plus(PaymentCode.LIFE) : sim.now();
        sim.engine.put(
                PaymentCode.TABLE,
                new PaymentCode(PaymentCode.idOf(digits), wallet.id, until, Optional.empty()));
        FreezeRequest take = new FreezeRequest.Take(id, asked(order), digits);
        return sim.once(
                sim.commands.freeze(take),
                sim.auditor.freezes.ask(id, order, Optional.of(new Payer(wallet, good)), sim.now()),
                take.toString());
    }

    private static Freeze.Order asked(Order order) {
        return new Freeze.Order(
                UUID.fromString(order.merchant()),
                UUID.fromString(order.acquirer()),
                Simulator.money(order.amount(), order.currency()),
                order.number(),
                order.request(),
                "",
                "{}",
                order.expiresAt());
    }

    private Job unfreeze(Frost frost, UUID owner) {
        long amount = sim.around(Math.max(1, frost.rest));
        String number = sim.chance(80) ? sim.id("number").toString() : "n" + sim.below(2);
        String expected = sim.auditor.freezes.unfreeze(frost, amount, number);
        long more = sim.slip == Slip.UNFREEZING ? 1 : 0;
        FreezeRequest unfreeze =
                new FreezeRequest.Unfreeze(
                        sim.id("change"),
                        owner,
                        frost.id,
                        Simulator.money(amount + more, frost.order.currency()),
                        number,
                        "{}");
        return sim.once(sim.commands.freeze(unfreeze), expected, unfreeze.toString());
    }

    /** Pays a purchase out of a freeze. */
    Paying pay(Purchase p, Frost frost, Optional<String> late) {
        boolean unfreezing = sim.chance(30);
        String expected =
                late.map(why -> "REFUSED " + why)
                        .orElseGet(() -> FreezeAuditor.pay(p, frost, unfreezing, sim.now()));
        boolean asked = unfreezing && sim.slip != Slip.PAYING_OUT;
        return new Paying(
                new Instrument.Frozen(
                        frost.id,
                        asked ? Instrument.Frozen.Rest.UNFROZEN : Instrument.Frozen.Rest.KEPT),
                expected);
    }

    static String say(FreezeOutcome outcome) {
        return switch (outcome) {
            case FreezeOutcome.Done(Freeze freeze, var what) -> say("DONE", freeze, what);
            case FreezeOutcome.Again(Freeze freeze, var what) -> say("AGAIN", freeze, what);
            case FreezeOutcome.Refused(var why, String detail) -> "REFUSED " + why;
        };
    }

    private static String say(String how, Freeze freeze, FreezeOperation what) {
        return "FREEZE %s %s %s %d, rest %d paid %d"
                .formatted(
                        how,
                        freeze.state(),
                        what.kind(),
                        what.amount().minor(),
                        freeze.rest().minor(),
                        freeze.paid().minor());
    }

    /** Sums what was done to every freeze: rest, paid and unfrozen are what was frozen. */
    void compareRows() {
        Map<UUID, Map<FreezeOperation.Kind, Long>> done = new HashMap<>();
        for (Object row : sim.engine.rows("freeze_operation")) {
            FreezeOperation what = (FreezeOperation) row;
            done.computeIfAbsent(what.freeze(), any -> new HashMap<>())
                    .merge(what.kind(), what.amount().minor(), Long::sum);
        }
        for (Object row : sim.engine.rows("fund_freeze")) {
            Freeze freeze = (Freeze) row;
            Frost told = requireNonNull(sim.auditor.freezes.frosts.get(freeze.id()));
            Map<FreezeOperation.Kind, Long> sums = requireNonNull(done.get(freeze.id()));
            long paid = sums.getOrDefault(FreezeOperation.Kind.PAY, 0L);
            long unfrozen = sums.getOrDefault(FreezeOperation.Kind.UNFREEZE, 0L);
            long frozen =
                    freeze.holding().isEmpty()
                            ? 0
                            : requireNonNull(sums.get(FreezeOperation.Kind.FREEZE));
            List<Long> expected = List.of(told.rest, told.paid, told.unfrozen);
            List<Long> got = List.of(frozen - paid - unfrozen, paid, unfrozen);
            if (!expected.equals(got) || freeze.rest().minor() != told.rest) {
                throw new AssertionError(
                        "rest, paid, unfrozen of %s: expected %s, got %s and %s"
                                .formatted(freeze.id(), expected, got, freeze.rest().minor()));
            }
        }
    }
}
