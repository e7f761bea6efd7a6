package dev.handfast.payments;

import static dev.handfast.testing.World.AURORA;
import static dev.handfast.testing.World.HARBOR_COFFEE;
import static dev.handfast.testing.World.USD;
import static dev.handfast.testing.World.usd;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
