package dev.handfast.simulation;

import dev.handfast.payments.Proceeds;
import dev.handfast.payments.PureCommands;
import dev.handfast.payments.RefundRequest;
import dev.handfast.payments.Relation;
import dev.handfast.payments.SettleRequest;
import dev.handfast.payments.Settlement;
import dev.handfast.payments.SplitOrder;
import dev.handfast.payments.SplitRequest;
import dev.handfast.simulation.Auditor.Purchase;
import dev.handfast.simulation.Auditor.Receiver;
import dev.handfast.simulation.Auditor.Source;
import dev.handfast.simulation.ProceedsAuditor.Finish;
import dev.handfast.simulation.ProceedsAuditor.Part;
import dev.handfast.simulation.ProceedsAuditor.Settling;
import dev.handfast.simulation.ProceedsAuditor.Splitting;
import dev.handfast.simulation.Simulator.Job;
import dev.handfast.simulation.Simulator.Slip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The steps of a simulation that move a merchant's share: settling, splitting, giving back. */
final class SplitSteps {
    private final Simulator sim;
    private final List<Receiver> receivers = new ArrayList<>();

    /** Every merchant may split to everybody at first, itself as well, which is refused. */
    SplitSteps(Simulator sim) {
        this.sim = sim;
        for (UUID merchant : sim.merchants) {
            String partner = String.valueOf(sim.acquirers.get(merchant));
            receivers.add(new Receiver(merchant.toString(), partner, Optional.empty()));
        }
        for (Source source : sim.sources) {
            if (!source.card) {
                receivers.add(
                        new Receiver(source.id.toString(), source.issuer, Optional.of(source)));
            }
        }
        for (UUID merchant : sim.merchants) {
            receivers.forEach(receiver -> bind(merchant, receiver, true));
        }
    }

    /** Somebody changes to whom they may split. */
    void bindOrUnbind() {
        bind(sim.any(sim.merchants), sim.any(receivers), sim.chance(70));
    }

    private void bind(UUID merchant, Receiver receiver, boolean bound) {
        sim.engine.put(
                PureCommands.relations(),
                new Relation(
                        PureCommands.relation(merchant, account(receiver)),
                        merchant,
                        account(receiver),
                        new dev.handfast.payments.Receiver(
                                receiver.wallet().isPresent()
                                        ? dev.handfast.payments.Receiver.Kind.WALLET
                                        : dev.handfast.payments.Receiver.Kind.MERCHANT,
                                UUID.fromString(receiver.id()),
                                UUID.fromString(receiver.partner())),
                        "",
                        bound ? Relation.State.BOUND : Relation.State.UNBOUND,
                        sim.now()));
        String name = merchant + receiver.id();
        if (bound) {
            sim.auditor.shares.bound.add(name);
        } else {
            sim.auditor.shares.bound.remove(name);
        }
    }

    private static String account(Receiver receiver) {
        return "a" + receiver.id();
    }

    /** A receiver whose account is in this currency. */
    private Receiver receiver(String currency) {
        List<Receiver> good =
                receivers.stream()
                        .filter(
                                one ->
                                        one.wallet().isEmpty()
                                                || one.wallet().get().currency.equals(currency))
                        .toList();
        return sim.any(good);
    }

    /** Mostly a new number, sometimes one that may have been used. */
    private String number() {
        return sim.chance(90) ? sim.id("number").toString() : "n" + sim.below(5);
    }

    /** Settles, splits, gives back, or looks whether the time in escrow is over. */
    Job job(Purchase p) {
        int dice = sim.below(10);
        if (dice < 2) {
            return settle(p);
        }
        if (dice < 4) {
            return sim.refund(p, sim.id("change"));
        }
        if (dice < 5) {
            return new Job(
                    sim.commands.endEscrow(sim.id("change"), UUID.fromString(p.merchant), p.id),
                    ProceedsAuditor.end(p, sim.now().minus(late())),
                    "end of escrow of " + p.id);
        }
        return split(p);
    }

    private Duration late() {
        return sim.slip == Slip.ESCROW_END ? Duration.ofDays(30) : Duration.ZERO;
    }

    private Job settle(Purchase p) {
        long left = p.captured - p.refunded;
        long total = sim.chance(85) ? left : left + 1;
        Optional<Long> part =
                sim.chance(50)
                        ? Optional.of(sim.around(Math.max(1, p.proceeds.unsettled)))
                        : Optional.empty();
        Settling told = new Settling(number(), part, total, sim.chance(50));
        boolean frozen = told.frozen() && sim.slip != Slip.SETTLEMENT;
        SettleRequest request =
                new SettleRequest(
                        sim.id("settlement"),
                        UUID.fromString(p.merchant),
                        p.id,
                        told.number(),
                        part.map(minor -> Simulator.money(minor, p.currency)),
                        Optional.of(Simulator.money(total, p.currency)),
                        frozen ? SettleRequest.Then.FROZEN : SettleRequest.Then.PAYABLE);
        return sim.once(
                sim.commands.settle(request),
                sim.auditor.shares.settle(p, told),
                request.toString());
    }

    private Job split(Purchase p) {
        long left = Math.max(1, p.captured - p.refunded - p.proceeds.split());
        List<Part> parts = new ArrayList<>();
        for (int i = sim.below(3); i >= 0; i--) {
            parts.add(new Part(receiver(p.currency), sim.around(Math.max(1, left / 3))));
        }
        Finish finish =
                new Finish(sim.chance(30), sim.chance(30) ? sim.around(Math.max(1, left / 2)) : 0);
        Splitting told = new Splitting(number(), List.copyOf(parts), finish);
        SplitRequest request =
                new SplitRequest(
                        sim.id("split"),
                        UUID.fromString(p.merchant),
                        p.id,
                        told.number(),
                        parts.stream().map(part -> asked(p, part)).toList(),
                        unfreeze(p, finish));
        return sim.once(
                sim.commands.split(request), sim.auditor.shares.split(p, told), request.toString());
    }

    private SplitRequest.Part asked(Purchase p, Part part) {
        long more = sim.slip == Slip.SPLIT && part.amount() > 0 ? 1 : 0;
        return new SplitRequest.Part(
                account(part.receiver()), Simulator.money(part.amount() + more, p.currency), "");
    }

    private static SplitRequest.Unfreeze unfreeze(Purchase p, Finish finish) {
        if (finish.all()) {
            return new SplitRequest.Unfreeze.Everything();
        }
        return finish.some() == 0
                ? new SplitRequest.Unfreeze.Nothing()
                : new SplitRequest.Unfreeze.Some(Simulator.money(finish.some(), p.currency));
    }

    /** What receivers give back, as the server is asked and as the auditor is told. */
    record Returns(RefundRequest.Sources asked, Auditor.Returns told) {}

    /** Sometimes what receivers give back with a refund of this amount. */
    Returns returns(Purchase p, long amount) {
        List<Receiver> having = List.copyOf(p.proceeds.portions.keySet());
        if (having.isEmpty() || sim.chance(30)) {
            return new Returns(RefundRequest.Sources.USUAL, Auditor.Returns.NONE);
        }
        if (sim.chance(50)) {
            return new Returns(
                    RefundRequest.Sources.inProportion(
                            having.stream().map(SplitSteps::account).toList()),
                    new Auditor.Returns(Map.of(), true));
        }
        Map<Receiver, Long> told = new LinkedHashMap<>();
        List<RefundRequest.Return> asked = new ArrayList<>();
        for (Receiver receiver : having) {
            long part = sim.around(Math.max(1, amount / 2));
            told.put(receiver, part);
            asked.add(
                    new RefundRequest.Return(account(receiver), Simulator.money(part, p.currency)));
        }
        return new Returns(
                new RefundRequest.Sources(asked, Optional.empty()),
                new Auditor.Returns(told, false));
    }

    static String say(Object what) {
        return switch (what) {
            case Settlement row ->
                    "SETTLED %d releasing %d"
                            .formatted(row.amount().minor(), row.released().minor());
            case SplitOrder row -> "SPLIT unfreezing %d".formatted(row.unfrozen().minor());
            default -> what.toString();
        };
    }

    static String said(boolean ended) {
        return ended ? "ESCROW ENDED" : "ESCROW STAYS";
    }

    /** Holds the rows that say where money is against what the auditor takes to be there. */
    void compareRows() {
        Map<UUID, Proceeds> rows = new LinkedHashMap<>();
        for (Object row : sim.engine.rows("proceeds")) {
            rows.put(((Proceeds) row).payment(), (Proceeds) row);
        }
        for (Purchase p : sim.auditor.purchases.values()) {
            Auditor.Proceeds told = p.proceeds;
            List<Long> expected = List.of(told.unsettled, told.escrow, told.frozen, told.split());
            Proceeds row = rows.get(p.id);
            List<Long> got =
                    row == null
                            ? List.of(0L, 0L, 0L, 0L)
                            : List.of(
                                    row.unsettled().minor(),
                                    row.escrow().minor(),
                                    row.frozen().minor(),
                                    row.split().minor());
            if (!expected.equals(got)) {
                throw new AssertionError(
                        "unsettled, escrow, frozen, split of %s: expected %s, got %s"
                                .formatted(p.id, expected, got));
            }
        }
        long split = rows.values().stream().mapToLong(row -> row.split().minor()).sum();
        long portions =
                sim.engine.rows("portion").stream()
                        .mapToLong(row -> PureCommands.portion(row).minor())
                        .sum();
        if (split != portions) {
            throw new AssertionError("receivers have %d, %d was split".formatted(portions, split));
        }
    }
}
