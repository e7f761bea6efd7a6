package dev.handfast.money;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Runs a property over random numbers from a fresh seed, and names the seed when it fails.
 *
 * <p>{@code -Dhandfast.seed=N} repeats a failing run exactly.
 */
final class Seeded {
    private Seeded() {}

    static void forAll(int rounds, Consumer<RandomGenerator> property) {
        long first = Long.getLong("handfast.seed", System.nanoTime());
        for (int round = 0; round < rounds; round++) {
            long seed = first + round;
            try {
                property.accept(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
            } catch (Throwable failure) {
                String repeat = "fails with -Dhandfast.seed=" + seed;
                throw new AssertionError(repeat + ": " + failure.getMessage(), failure);
            }
        }
    }

    /** A long of a random number of bits, so that small, large and extreme ones all occur. */
    static long anyLong(RandomGenerator random) {
        return random.nextLong() >> random.nextInt(Long.SIZE);
    }
}
