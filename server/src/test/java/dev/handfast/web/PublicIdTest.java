package dev.handfast.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;
import java.util.Random;
import java.util.UUID;

final class PublicIdTest {
    private static final long SEED = 20_261_124;

    @Test
    void every_id_comes_back() {
        Random random = new Random(SEED);
        for (int i = 0; i < 10_000; i++) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            assertEquals(Optional.of(id), PublicId.parse("pi", PublicId.format("pi", id)));
        }
    }

    @Test
    void the_smallest_and_the_largest_id_have_known_texts() {
        assertEquals("pi_00000000000000000000000000", PublicId.format("pi", new UUID(0, 0)));
        assertEquals("pi_7zzzzzzzzzzzzzzzzzzzzzzzzz", PublicId.format("pi", new UUID(-1, -1)));
        assertEquals("pi_00000000000000000000000001", PublicId.format("pi", new UUID(0, 1)));
    }

    @Test
    void texts_sort_as_their_ids_do() {
        Random random = new Random(SEED);
        for (int i = 0; i < 1_000; i++) {
            UUID one = new UUID(random.nextLong(), random.nextLong());
            UUID two = new UUID(random.nextLong(), random.nextLong());
            int expected =
                    Long.compareUnsigned(
                            one.getMostSignificantBits(), two.getMostSignificantBits());
            int actual = PublicId.format("x", one).compareTo(PublicId.format("x", two));
            assertEquals(Integer.signum(expected), Integer.signum(actual));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pi_",
                "pi",
                "re_00000000000000000000000001",
                "pi00000000000000000000000001x",
                "pi_0000000000000000000000001",
                "pi_000000000000000000000000010",
                "pi_0000000000000000000000000A",
                "pi_0000000000000000000000000i",
                "pi_0000000000000000000000000\u00e9",
                "pi_80000000000000000000000000",
                "pi_zzzzzzzzzzzzzzzzzzzzzzzzzz",
                " pi_00000000000000000000000001"
            })
    void any_other_text_is_none(String text) {
        assertTrue(PublicId.parse("pi", text).isEmpty());
    }
}
