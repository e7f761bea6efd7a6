package dev.handfast.payments;

import static dev.handfast.testing.World.AURORA;
import static dev.handfast.testing.World.HARBOR_COFFEE;
import static dev.handfast.testing.World.usd;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.handfast.engine.Ids;
import dev.handfast.ledger.Step;
import dev.handfast.money.Money;
import dev.handfast.testing.World;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What moves between Pier Market, a platform, and Harbor Coffee, which it has brought. */
final class CommissionScenarios {
    static final UUID PIER_MARKET = Ids.named("merchant", "pier-market");

    static final Brokerage DIRECT = new Brokerage.Direct(PIER_MARKET, usd("1.23"));
    static final Brokerage ONWARD =
            new Brokerage.Onward(HARBOR_COFFEE, Optional.empty(), Optional.of(usd("1.23")));
    static final Brokerage PART =
            new Brokerage.Onward(HARBOR_COFFEE, Optional.of(usd("8.00")), Optional.empty());

    private static final Set<Commission.Part> FEE = EnumSet.of(Commission.Part.FEE);
    private static final Set<Commission.Part> BOTH = EnumSet.allOf(Commission.Part.class);

    private CommissionScenarios() {}

    /** Adds the flows by their headings, in the order of the page. */
    static void putAll(Map<String, BooksTest.Scenario> all) {
        BooksTest.Before nothing = flows -> AURORA;
        String taken = "A platform takes a fee";
        BooksTest.Before direct = flows -> pay(flows.world, DIRECT, Terms.CaptureMode.AUTOMATIC);
        all.put(taken, new BooksTest.Scenario(nothing, (flows, _) -> direct.run(flows)));
        all.put(
                taken + ": captured in part, less than the fee",
                new BooksTest.Scenario(
                        flows -> pay(flows.world, DIRECT, Terms.CaptureMode.MANUAL),
                        (flows, id) -> take(flows.world, id, usd("1.00"))));
        all.put(
                taken + ": refunded in full",
                new BooksTest.Scenario(
                        direct, (flows, id) -> refund(flows.world, id, "10.00", FEE)));
        all.put(
                taken + ": refunded in part",
                new BooksTest.Scenario(
                        direct, (flows, id) -> refund(flows.world, id, "2.50", FEE)));
        all.put(
                taken + ": given back",
                new BooksTest.Scenario(direct, (flows, id) -> giveBack(flows.world, id, "0.23")));
        String passed = "A platform passes a payment on";
        BooksTest.Before onward = flows -> pay(flows.world, ONWARD, Terms.CaptureMode.AUTOMATIC);
        BooksTest.Before part = flows -> pay(flows.world, PART, Terms.CaptureMode.AUTOMATIC);
        all.put(passed, new BooksTest.Scenario(nothing, (flows, _) -> onward.run(flows)));
        all.put(
                passed + " in part",
                new BooksTest.Scenario(nothing, (flows, _) -> part.run(flows)));
        all.put(
                passed + ": refunded in full",
                new BooksTest.Scenario(
                        onward, (flows, id) -> refund(flows.world, id, "10.00", BOTH)));
        all.put(
                passed + ": refunded in part",
                new BooksTest.Scenario(
                        onward, (flows, id) -> refund(flows.world, id, "2.50", BOTH)));
        all.put(
                passed + ": given back",
                new BooksTest.Scenario(onward, (flows, id) -> giveBack(flows.world, id, "1.23")));
    }

    /** Who is paid under such an agreement. */
    static UUID owner(Brokerage by) {
        return switch (by) {
            case Brokerage.Direct direct -> HARBOR_COFFEE;
            case Brokerage.Onward onward -> PIER_MARKET;
        };
    }

    static Terms terms(Brokerage by, Terms.CaptureMode mode) {
        return new Terms(
                        owner(by),
                        AURORA,
                        Channel.MERCHANT_API,
                        usd("10.00"),
                        mode,
                        Optional.empty(),
                        "",
                        "{}",
                        Optional.empty())
                .brokered(Optional.of(by));
    }

    static UUID pay(World world, Brokerage by, Terms.CaptureMode mode) {
        Outcome outcome = world.pay(terms(by, mode), new Instrument.Wallet(world.lin.id()));
        return assertInstanceOf(Outcome.Done.class, outcome, outcome::toString).payment().id();
    }

    private static void take(World world, UUID payment, Money amount) {
        Outcome outcome =
                world.core
                        .payments()
                        .run(new Request.TakeHeld(HARBOR_COFFEE, payment, Optional.of(amount)));
        assertInstanceOf(Outcome.Done.class, outcome, outcome::toString);
    }

    static RefundRequest refunding(
            World world, UUID payment, String amount, Set<Commission.Part> parts) {
        UUID owner = world.core.store().find(payment).orElseThrow().terms().merchant();
        return new RefundRequest(
                world.core.ids().next(),
                owner,
                payment,
                Optional.of(usd(amount)),
                Optional.empty(),
                "{}",
                RefundRequest.Sources.of(parts));
    }

    static void refund(World world, UUID payment, String amount, Set<Commission.Part> parts) {
        Outcome outcome =
                world.core
                        .payments()
                        .run(new Request.Refund(refunding(world, payment, amount, parts)));
        assertInstanceOf(Outcome.Refunded.class, outcome, outcome::toString);
    }

    static FeeOutcome giveBack(World world, UUID payment, String amount) {
        return world.core
                .commissions()
                .run(
                        new FeeRequest.GiveBack(
                                world.core.ids().next(),
                                PIER_MARKET,
                                payment,
                                Optional.of(usd(amount)),
                                "{}"));
    }

    /** Every step these flows can take. */
    static List<Step> steps(Terms terms, Backing backing, Capture capture) {
        List<Step> steps = new ArrayList<>();
        for (Brokerage by : List.of(DIRECT, ONWARD, PART)) {
            Flow flow = Flow.of(terms.brokered(Optional.of(by)), backing);
            steps.addAll(flow.captureAndSettle(backing.holds(), capture));
            steps.addAll(flow.restore(by.of(capture.amount())));
        }
        return steps;
    }
}
