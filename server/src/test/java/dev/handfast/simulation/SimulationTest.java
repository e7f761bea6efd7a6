package dev.handfast.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Runs the simulation over fixed seeds, so that what has failed once is never missed again, and
 * over fresh ones. {@code -Dhandfast.sim.seed=} runs just that seed, {@code -Dhandfast.sim.steps=}
 * makes runs longer.
 */
final class SimulationTest {
    private static final int STEPS = Integer.getInteger("handfast.sim.steps", 500);
    private static final int FRESH = 4;

    @Test
    void every_decision_is_as_the_auditor_says() {
        Long only = Long.getLong("handfast.sim.seed");
        SecureRandom fresh = new SecureRandom();
        LongStream seeds =
                only == null
                        ? LongStream.concat(
                                LongStream.rangeClosed(1, 8),
                                LongStream.generate(fresh::nextLong).limit(FRESH))
                        : LongStream.of(only);
        Map<String, Integer> seen = new TreeMap<>();
        long began = System.nanoTime();
        long decisions = 0;
        for (long seed : seeds.toArray()) {
            Simulator simulator = new Simulator(seed);
            try {
                simulator.run(STEPS);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(
                        "seed %d fails; again with -Dhandfast.sim.seed=%d -Dhandfast.sim.steps=%d"
                                .formatted(seed, seed, STEPS),
                        failure);
            }
            decisions += simulator.decisions();
            simulator.seen().forEach((what, times) -> seen.merge(what, times, Integer::sum));
        }
        long perSecond = decisions * 1_000_000_000L / Math.max(1, System.nanoTime() - began);
        System.out.printf("%,d decisions, %,d per second: %s%n", decisions, perSecond, seen);
        if (only == null) {
            assertTrue(seen.size() > 90, () -> "too little happens: " + seen);
        }
    }

    @Test
    void a_cent_too_much_is_noticed() {
        Simulator simulator = new Simulator(1);
        simulator
                .auditor()
                .sources
                .values()
                .forEach(source -> source.toppedUp += source.card ? 0 : 1);

        assertThrows(AssertionError.class, () -> simulator.run(STEPS));
    }

    @Test
    void another_rounding_of_a_fee_is_noticed() {
        Simulator simulator = new Simulator(1);
        simulator
                .auditor()
                .deals
                .replaceAll(
                        (corridor, deal) ->
                                new Auditor.Deal(deal.fee() + 1, deal.share(), deal.open()));

        assertThrows(AssertionError.class, () -> simulator.run(STEPS));
    }

    @ParameterizedTest
    @EnumSource(value = Simulator.Slip.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_wrong_step_is_noticed(Simulator.Slip slip) {
        assertThrows(
                AssertionError.class,
                () -> {
                    for (int seed = 1; seed <= 8; seed++) {
                        new Simulator(seed, slip).run(STEPS);
                    }
                });
    }

    @Test
    void the_same_seed_tells_the_same_story() {
        Simulator first = new Simulator(7);
        Simulator second = new Simulator(7);
        first.run(STEPS);
        second.run(STEPS);

        assertEquals(first.seen(), second.seen());
    }
}
