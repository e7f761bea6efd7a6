package dev.handfast.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

final class CountersTest {
    @Test
    void a_counter_is_good_once_and_not_too_far_back() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Set<Long> used = new HashSet<>();
            long highest = 0;
            Counters counters = Counters.NONE;
            for (int i = 0; i < 500; i++) {
                long next = Math.max(1, highest - 80 + random.nextInt(120));
                boolean good = !used.contains(next) && next > highest - 64;
                Optional<Counters> after = counters.use(next);
                String what = "seed %d: %d after %d".formatted(seed, next, highest);
                assertEquals(good, after.isPresent(), what);
                if (after.isPresent()) {
                    counters = after.get();
                    used.add(next);
                    highest = Math.max(highest, next);
                }
            }
            assertEquals(highest, counters.highest());
        }
    }

    @Test
    void a_jump_beyond_the_window_forgets_what_lies_behind() {
        Counters far = Counters.NONE.use(5).orElseThrow().use(70).orElseThrow();

        assertEquals(Optional.empty(), far.use(6));
        assertTrue(far.use(7).isPresent());
        assertEquals(new Counters(200, 1), far.use(200).orElseThrow());
    }
}
