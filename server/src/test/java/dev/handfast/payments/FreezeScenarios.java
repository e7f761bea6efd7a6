package dev.handfast.payments;

import static dev.handfast.testing.World.AURORA;
import static dev.handfast.testing.World.HARBOR_COFFEE;
import static dev.handfast.testing.World.JASMINE_TEA;
import static dev.handfast.testing.World.LANTERN;
import static dev.handfast.testing.World.cny;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.handfast.testing.World;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** CNY 100.00 of Lin's frozen for a merchant, and what becomes of them. */
final class FreezeScenarios {
    private FreezeScenarios() {}

    /** Adds the flows by their headings, in the order of the page. */
    static void putAll(Map<String, BooksTest.Scenario> all) {
        putAll(all, "Money is frozen for a merchant at home", JASMINE_TEA);
        putAll(all, "Money is frozen for a merchant abroad", HARBOR_COFFEE);
    }

    private static void putAll(Map<String, BooksTest.Scenario> all, String name, UUID merchant) {
        BooksTest.Before frozen = flows -> freeze(flows.world, merchant).id();
        all.put(
                name,
                new BooksTest.Scenario(flows -> JASMINE_TEA, (flows, _) -> frozen.run(flows)));
        all.put(
                name + ": paid in part",
                new BooksTest.Scenario(
                        frozen,
                        (flows, id) ->
                                pay(flows.world, merchant, id, Instrument.Frozen.Rest.KEPT)));
        all.put(
                name + ": paid in part, the rest unfrozen",
                new BooksTest.Scenario(
                        frozen,
                        (flows, id) ->
                                pay(flows.world, merchant, id, Instrument.Frozen.Rest.UNFROZEN)));
        all.put(
                name + ": unfrozen in part",
                new BooksTest.Scenario(
                        frozen,
                        (flows, id) ->
                                assertInstanceOf(
                                        FreezeOutcome.Done.class,
                                        unfreeze(flows.world, merchant, id, "40.00", "U"))));
        all.put(
                name + ": cancelled",
                new BooksTest.Scenario(
                        frozen,
                        (flows, id) ->
                                flows.world
                                        .core
                                        .freezes()
                                        .run(
                                                new FreezeRequest.Cancel(
                                                        flows.world.core.ids().next(),
                                                        merchant,
                                                        id,
                                                        "{}"))));
        all.put(
                name + ": over",
                new BooksTest.Scenario(
                        flows -> {
                            // What the flows before this one left frozen is over first.
                            end(flows.world);
                            return frozen.run(flows);
                        },
                        (flows, _) -> end(flows.world)));
    }

    /**
     * Lets the time of everything that is frozen pass; rates, which are good for a year, do not.
     */
    private static void end(World world) {
        world.clock.advance(FreezeCommand.FROZEN_MAX);
        world.core.freezes().round();
        world.rate(World.USD, World.CNY, "7.2000", "7.2345");
        world.rate(World.CNY, World.USD, "0.1385", "0.1400");
    }

    static Freeze.Order order(World world, UUID merchant, String number) {
        return new Freeze.Order(
                merchant,
                merchant.equals(HARBOR_COFFEE) ? AURORA : LANTERN,
                cny("100.00"),
                number,
                "F" + number,
                "a room",
                "{}",
                world.clock.instant().plus(Duration.ofMinutes(15)));
    }

    /** Freezes Lin's money. */
    static Freeze freeze(World world, UUID merchant) {
        UUID id = world.core.ids().next();
        FreezeOutcome outcome =
                world.core
                        .freezes()
                        .run(
                                new FreezeRequest.Take(
                                        id,
                                        order(world, merchant, "O" + id),
                                        world.core.wallets().issueCode(world.lin.id())));
        return assertInstanceOf(FreezeOutcome.Done.class, outcome).freeze();
    }

    static FreezeOutcome unfreeze(
            World world, UUID merchant, UUID freeze, String amount, String number) {
        return world.core
                .freezes()
                .run(
                        new FreezeRequest.Unfreeze(
                                world.core.ids().next(),
                                merchant,
                                freeze,
                                cny(amount),
                                number,
                                "{}"));
    }

    private static void pay(World world, UUID merchant, UUID freeze, Instrument.Frozen.Rest rest) {
        assertInstanceOf(
                Outcome.Done.class,
                world.pay(
                        world.terms(merchant, cny("30.00"), Terms.CaptureMode.AUTOMATIC),
                        new Instrument.Frozen(freeze, rest)));
    }

    /** A payment of one yuan out of a freeze for Jasmine Tea. */
    static Outcome payOne(World world, UUID freeze) {
        return world.pay(
                world.terms(JASMINE_TEA, cny("1.00"), Terms.CaptureMode.AUTOMATIC),
                new Instrument.Frozen(freeze, Instrument.Frozen.Rest.KEPT));
    }

    /** A freeze that waits for somebody to agree. */
    static UUID open(World world, String number, Optional<String> code) {
        UUID id = world.core.ids().next();
        world.core
                .freezes()
                .run(new FreezeRequest.Open(id, order(world, JASMINE_TEA, number), code));
        return id;
    }
}
