package dev.handfast.payments;

import static dev.handfast.testing.World.AURORA;
import static dev.handfast.testing.World.HARBOR_COFFEE;
import static dev.handfast.testing.World.LANTERN;
import static dev.handfast.testing.World.USD;
import static dev.handfast.testing.World.cny;
import static dev.handfast.testing.World.usd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.handfast.disputes.Dispute;
import dev.handfast.disputes.DisputeFee;
import dev.handfast.disputes.DisputeOutcome;
import dev.handfast.disputes.DisputeRequest;
import dev.handfast.disputes.DisputeRequest.Verdict;
import dev.handfast.money.Money;
import dev.handfast.payouts.Payout;
import dev.handfast.payouts.PayoutOutcome;
import dev.handfast.payouts.PayoutRequest;
import dev.handfast.rails.SandboxBank;
import dev.handfast.testing.World;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The flows of docs/books.md in which a merchant's money moves after a payment. */
final class MerchantMoneyScenarios {
    private MerchantMoneyScenarios() {}

    static void putAll(Map<String, BooksTest.Scenario> all) {
        all.put(
                "A merchant is paid out",
                new BooksTest.Scenario(flows -> AURORA, (flows, _) -> payOut(flows.world)));
        BooksTest.Before made =
                flows -> {
                    round(flows.world);
                    return payOut(flows.world);
                };
        all.put(
                "A merchant is paid out: paid",
                new BooksTest.Scenario(made, (flows, id) -> settle(flows.world, id, "PAID")));
        all.put(
                "A merchant is paid out: sent back",
                new BooksTest.Scenario(
                        made,
                        (flows, id) -> {
                            flows.world.bank.fail(SandboxBank.Call.SEND, SandboxBank.Fault.DECLINE);
                            settle(flows.world, id, "FAILED");
                        }));
        all.put(
                "A merchant is paid out: called back",
                new BooksTest.Scenario(
                        made,
                        (flows, id) ->
                                done(flows.world, new PayoutRequest.Cancel(HARBOR_COFFEE, id))));
        disputes(all);
        disputesInCustody(all);
    }

    private static void disputesInCustody(Map<String, BooksTest.Scenario> all) {
        BooksTest.Before kept =
                flows -> ProceedsScenarios.pay(flows.world, ProceedsScenarios.ESCROW);
        BooksTest.Before frozen =
                flows -> ProceedsScenarios.pay(flows.world, ProceedsScenarios.FROZEN);
        Optional<Money> part = Optional.of(cny("10.00"));
        String escrow = "A payment in escrow is disputed";
        all.put(
                escrow,
                new BooksTest.Scenario(
                        kept, (flows, id) -> dispute(flows.world, id, Optional.empty())));
        all.put(
                escrow + " in part",
                new BooksTest.Scenario(kept, (flows, id) -> dispute(flows.world, id, part)));
        all.put(
                escrow + " in part: the rest is settled",
                new BooksTest.Scenario(
                        flows -> {
                            UUID id = kept.run(flows);
                            dispute(flows.world, id, part);
                            return id;
                        },
                        (flows, id) -> ProceedsScenarios.settle(flows.world, id, "", "S")));
        BooksTest.Before disputed =
                flows -> dispute(flows.world, kept.run(flows), Optional.empty());
        all.put(
                escrow + ": won",
                new BooksTest.Scenario(
                        disputed, (flows, id) -> decide(flows.world, id, Verdict.WON)));
        all.put(
                escrow + ": lost",
                new BooksTest.Scenario(
                        disputed, (flows, id) -> decide(flows.world, id, Verdict.LOST)));
        all.put(
                "A payment frozen for splits is disputed",
                new BooksTest.Scenario(
                        frozen, (flows, id) -> dispute(flows.world, id, Optional.empty())));
    }

    private static void disputes(Map<String, BooksTest.Scenario> all) {
        BooksTest.Before abroad = flows -> paid(flows, BooksTest.Flows.CROSS);
        BooksTest.Before home = flows -> paid(flows, BooksTest.Flows.CARD_HOME);
        Optional<Money> part = Optional.of(usd("4.00"));
        all.put(
                "A payment is disputed",
                new BooksTest.Scenario(
                        abroad, (flows, id) -> dispute(flows.world, id, Optional.empty())));
        all.put(
                "A payment is disputed in part",
                new BooksTest.Scenario(abroad, (flows, id) -> dispute(flows.world, id, part)));
        BooksTest.Before disputed =
                flows -> dispute(flows.world, abroad.run(flows), Optional.empty());
        BooksTest.Before inPart = flows -> dispute(flows.world, abroad.run(flows), part);
        BooksTest.Before atHome = flows -> dispute(flows.world, home.run(flows), Optional.empty());
        all.put(
                "A payment is disputed: won",
                new BooksTest.Scenario(
                        disputed, (flows, id) -> decide(flows.world, id, Verdict.WON)));
        all.put(
                "A payment is disputed: lost",
                new BooksTest.Scenario(
                        disputed, (flows, id) -> decide(flows.world, id, Verdict.LOST)));
        all.put(
                "A payment is disputed in part: lost",
                new BooksTest.Scenario(
                        inPart, (flows, id) -> decide(flows.world, id, Verdict.LOST)));
        all.put(
                "A payment at home is disputed: lost",
                new BooksTest.Scenario(
                        atHome, (flows, id) -> decide(flows.world, id, Verdict.LOST)));
    }

    private static UUID paid(BooksTest.Flows flows, BooksTest.Flows.Buy buy) {
        flows.world.core.disputes().agree(DisputeFee.between(LANTERN, AURORA, usd("15.00")));
        return flows.pay(buy, Terms.CaptureMode.AUTOMATIC);
    }

    private static UUID dispute(World world, UUID payment, Optional<Money> amount) {
        UUID id = world.core.ids().next();
        done(world, new DisputeRequest.Open(id, payment, amount, "fraudulent"));
        return id;
    }

    private static void decide(World world, UUID id, Verdict verdict) {
        Dispute dispute = world.core.disputes().find(id).orElseThrow();
        done(world, new DisputeRequest.Decide(DisputeRequest.About.of(dispute), verdict));
    }

    private static void done(World world, DisputeRequest request) {
        DisputeOutcome outcome = world.core.disputes().run(request);
        assertInstanceOf(DisputeOutcome.Done.class, outcome, outcome::toString);
    }

    private static UUID payOut(World world) {
        return done(
                        world,
                        new PayoutRequest.Create(
                                world.core.ids().next(),
                                new Payout.Owner(HARBOR_COFFEE, AURORA),
                                USD,
                                Optional.of(usd("5.00")),
                                Payout.Origin.MANUAL,
                                "{}"))
                .id();
    }

    private static void settle(World world, UUID payout, String state) {
        round(world);
        assertEquals(
                state,
                world.core
                        .payouts()
                        .store()
                        .find(HARBOR_COFFEE, payout)
                        .orElseThrow()
                        .state()
                        .name());
    }

    /** Everything that has been made so far leaves. */
    private static void round(World world) {
        world.clock.advance(Duration.ofMinutes(2));
        world.core.payoutDesk().round();
    }

    private static Payout done(World world, PayoutRequest request) {
        return switch (world.core.payouts().run(request)) {
            case PayoutOutcome.Done(Payout payout) -> payout;
            case PayoutOutcome.Refused refused -> throw new AssertionError(refused);
        };
    }
}
