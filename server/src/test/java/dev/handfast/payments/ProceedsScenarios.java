package dev.handfast.payments;

import static dev.handfast.testing.World.HARBOR_COFFEE;
import static dev.handfast.testing.World.JASMINE_TEA;
import static dev.handfast.testing.World.LANTERN;
import static dev.handfast.testing.World.cny;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.handfast.engine.Ids;
import dev.handfast.ledger.Purpose;
import dev.handfast.ledger.Step;
import dev.handfast.money.Money;
import dev.handfast.testing.World;
import dev.handfast.wallets.Wallet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What happens to Jasmine Tea's share of a payment of CNY 25.00: escrow, freezes and splits. */
final class ProceedsScenarios {
    /** Another merchant at Lantern. */
    static final UUID CHRYSANTHEMUM_TEA = Ids.named("merchant", "chrysanthemum-tea");

    static final String CHRYSANTHEMUM = "2088100000000002";
    static final String HARBOR = "2088100000000003";
    static final String MEI = "2088100000000004";

    /** Mei's other wallet, which Aurora keeps. */
    static final UUID ABROAD = Ids.named("wallet", "abroad");

    private static final String MEI_ABROAD = "2088100000000005";
    static final Custody ESCROW = new Custody.Escrow(7);
    static final Custody FROZEN = new Custody.Frozen();

    private ProceedsScenarios() {}

    /** Adds the flows by their headings, in the order of the page. */
    static void putAll(Map<String, BooksTest.Scenario> all) {
        BooksTest.Before nothing = flows -> JASMINE_TEA;
        String escrow = "A merchant's share goes into escrow";
        BooksTest.Before kept = flows -> pay(flows.world, ESCROW);
        all.put(escrow, new BooksTest.Scenario(nothing, (flows, _) -> kept.run(flows)));
        all.put(escrow + ": settled", after(kept, (world, id) -> settle(world, id, "", "S")));
        all.put(
                escrow + ": settled in part",
                after(kept, (world, id) -> settle(world, id, "10.00", "S")));
        all.put(escrow + ": settled and frozen", after(kept, ProceedsScenarios::settleForSplits));
        all.put(
                escrow + ": over",
                after(
                        flows -> pay(flows.world, new Custody.Escrow(1)),
                        (world, id) -> {
                            world.clock.advance(Duration.ofDays(1));
                            world.core.settlements().round();
                        }));
        all.put(
                escrow + ": refunded in full",
                after(kept, (world, id) -> refund(world, id, "25.00", List.of())));
        all.put(
                escrow + ": refunded in part",
                after(kept, (world, id) -> refund(world, id, "6.25", List.of())));
        String frozen = "A merchant's share is frozen for splits";
        BooksTest.Before freeze = flows -> pay(flows.world, FROZEN);
        all.put(frozen, new BooksTest.Scenario(nothing, (flows, _) -> freeze.run(flows)));
        all.put(
                frozen + ": split, the rest unfrozen",
                after(
                        freeze,
                        (world, id) ->
                                split(
                                        world,
                                        id,
                                        new SplitRequest.Unfreeze.Everything(),
                                        part(CHRYSANTHEMUM, "10.00"))));
        all.put(
                frozen + ": split, the rest stays frozen",
                after(
                        freeze,
                        (world, id) ->
                                split(
                                        world,
                                        id,
                                        new SplitRequest.Unfreeze.Nothing(),
                                        part(MEI, "10.00"))));
        all.put(
                frozen + ": unfrozen in part",
                after(
                        freeze,
                        (world, id) ->
                                split(world, id, new SplitRequest.Unfreeze.Some(cny("4.85")))));
        all.put(
                frozen + ": refunded in full",
                after(freeze, (world, id) -> refund(world, id, "25.00", List.of())));
        putPlanned(all, nothing);
        putSplits(all);
    }

    private static void putPlanned(Map<String, BooksTest.Scenario> all, BooksTest.Before nothing) {
        String planned = "A merchant's share is split as ordered with the payment";
        BooksTest.Before ordered =
                flows -> payPlanned(flows.world, part(CHRYSANTHEMUM, "10.00"), part(MEI, "5.00"));
        Act carryOut = (world, _) -> world.core.settlements().round();
        all.put(planned, new BooksTest.Scenario(nothing, (flows, _) -> ordered.run(flows)));
        all.put(planned + ": carried out", after(ordered, carryOut));
        all.put(
                planned + ": not possible",
                after(flows -> payPlanned(flows.world, part(CHRYSANTHEMUM, "25.00")), carryOut));
        all.put(
                planned + ": returned in proportion with a refund",
                after(
                        flows -> {
                            UUID id = ordered.run(flows);
                            flows.world.core.settlements().round();
                            return id;
                        },
                        (world, id) -> refundInProportion(world, id, "6.25")));
    }

    private static void putSplits(Map<String, BooksTest.Scenario> all) {
        String splits = "A merchant's share is split";
        BooksTest.Before paid = flows -> pay(flows.world, Custody.PAYABLE);
        all.put(splits, after(paid, ProceedsScenarios::splitThree));
        all.put(
                splits + ": returned with a refund",
                after(
                        flows -> {
                            UUID id = paid.run(flows);
                            splitThree(flows.world, id);
                            return id;
                        },
                        (world, id) ->
                                refund(
                                        world,
                                        id,
                                        "25.00",
                                        List.of(
                                                giveBack(CHRYSANTHEMUM, "5.00"),
                                                giveBack(MEI, "3.00"),
                                                giveBack(HARBOR, "2.00"),
                                                giveBack(MEI_ABROAD, "1.00")))));
    }

    private interface Act {
        void run(World world, UUID payment);
    }

    private static BooksTest.Scenario after(BooksTest.Before before, Act act) {
        return new BooksTest.Scenario(before, (flows, id) -> act.run(flows.world, id));
    }

    /** Binds the receivers that scenarios split to; Mei has a wallet. */
    static Wallet bind(World world) {
        Wallet mei = world.wallet("Mei", World.CNY, "0.00");
        world.core
                .relations()
                .bind(
                        JASMINE_TEA,
                        List.of(
                                known(
                                        CHRYSANTHEMUM,
                                        Receiver.Kind.MERCHANT,
                                        CHRYSANTHEMUM_TEA,
                                        LANTERN),
                                known(HARBOR, Receiver.Kind.MERCHANT, HARBOR_COFFEE, World.AURORA),
                                known(MEI, Receiver.Kind.WALLET, mei.id(), LANTERN),
                                known(MEI_ABROAD, Receiver.Kind.WALLET, ABROAD, World.AURORA)));
        return mei;
    }

    private static Relations.Known known(
            String account, Receiver.Kind kind, UUID id, UUID partner) {
        return new Relations.Known(account, new Receiver(kind, id, partner), "");
    }

    static UUID pay(World world, Custody custody) {
        Outcome outcome =
                world.pay(world.tea().keptIn(custody), new Instrument.Wallet(world.lin.id()));
        return assertInstanceOf(Outcome.Done.class, outcome).payment().id();
    }

    /** A request to settle, to be varied. */
    record Settling(SettleRequest request) {
        Settling frozen() {
            return new Settling(
                    new SettleRequest(
                            request.id(),
                            request.merchant(),
                            request.payment(),
                            request.reference(),
                            request.part(),
                            request.total(),
                            SettleRequest.Then.FROZEN));
        }
    }

    /** All that is not settled, where {@code part} is empty. */
    static Settling settling(World world, UUID payment, String part, String number) {
        return new Settling(
                new SettleRequest(
                        world.core.ids().next(),
                        JASMINE_TEA,
                        payment,
                        number + payment,
                        part.isEmpty() ? Optional.empty() : Optional.of(cny(part)),
                        Optional.empty(),
                        SettleRequest.Then.PAYABLE));
    }

    static void settle(World world, UUID payment, String part, String number) {
        run(world, settling(world, payment, part, number));
    }

    static void settleForSplits(World world, UUID payment) {
        run(world, settling(world, payment, "", "F").frozen());
    }

    private static void run(World world, Settling settling) {
        assertInstanceOf(Moved.Done.class, world.core.settlements().run(settling.request()));
    }

    static SplitRequest.Part part(String account, String amount) {
        return new SplitRequest.Part(account, cny(amount), "");
    }

    static RefundRequest.Return giveBack(String account, String amount) {
        return new RefundRequest.Return(account, cny(amount));
    }

    private static void splitThree(World world, UUID payment) {
        split(
                world,
                payment,
                new SplitRequest.Unfreeze.Nothing(),
                part(CHRYSANTHEMUM, "5.00"),
                part(MEI, "3.00"),
                part(HARBOR, "2.00"),
                part(MEI_ABROAD, "1.00"));
    }

    static void split(
            World world, UUID payment, SplitRequest.Unfreeze unfreeze, SplitRequest.Part... parts) {
        SplitRequest request =
                new SplitRequest(
                        world.core.ids().next(),
                        JASMINE_TEA,
                        payment,
                        "P" + payment,
                        List.of(parts),
                        unfreeze);
        assertInstanceOf(Moved.Done.class, world.core.settlements().run(request));
    }

    static Outcome refund(
            World world, UUID payment, String amount, List<RefundRequest.Return> returns) {
        RefundRequest request =
                new RefundRequest(
                        world.core.ids().next(),
                        JASMINE_TEA,
                        payment,
                        Optional.of(cny(amount)),
                        Optional.empty(),
                        "{}",
                        new RefundRequest.Sources(returns, Optional.empty()));
        Outcome outcome = world.core.payments().run(new Request.Refund(request));
        return assertInstanceOf(Outcome.Refunded.class, outcome);
    }

    /** Pays once nobody else's plan waits, so that one act carries out one plan. */
    private static UUID payPlanned(World world, SplitRequest.Part... parts) {
        world.core.settlements().round();
        return pay(world, new Custody.Planned(List.of(parts)));
    }

    private static void refundInProportion(World world, UUID payment, String amount) {
        RefundRequest request =
                new RefundRequest(
                        world.core.ids().next(),
                        JASMINE_TEA,
                        payment,
                        Optional.of(cny(amount)),
                        Optional.of("P" + amount),
                        "{}",
                        RefundRequest.Sources.inProportion(List.of(CHRYSANTHEMUM, MEI)));
        assertInstanceOf(
                Outcome.Refunded.class, world.core.payments().run(new Request.Refund(request)));
    }

    /** Every step these flows can take. */
    static List<Step> steps(Flow flow) {
        Money one = new Money(1, flow.merchant().currency());
        List<Step> steps = new ArrayList<>(flow.release(one));
        steps.addAll(flow.freeze(one));
        steps.addAll(flow.unfreeze(one));
        for (Receiver.Kind kind : Receiver.Kind.values()) {
            for (UUID partner : List.of(LANTERN, World.AURORA)) {
                Receiver receiver = new Receiver(kind, CHRYSANTHEMUM_TEA, partner);
                steps.addAll(receiver.give(flow.merchant(), one, Purpose.SPLIT));
                steps.addAll(receiver.takeBack(flow.merchant(), one, Purpose.SPLIT_BACK));
            }
        }
        return steps;
    }
}
