package dev.handfast.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.web.Json;

import org.junit.jupiter.api.Test;

final class FigureTest {
    @Test
    void a_figure_with_a_bound_reaches_by_its_ratio() {
        assertTrue(Figure.against("posted", 70, "1/s", 100, 0.70).reached());
        assertFalse(Figure.against("posted", 69, "1/s", 100, 0.70).reached());
    }

    @Test
    void a_figure_without_a_bound_is_not_to_exceed_its_limit() {
        assertTrue(Figure.within("start", 3.0, "s", 3).reached());
        assertFalse(Figure.within("start", 3.1, "s", 3).reached());
    }

    @Test
    void a_figure_that_is_only_told_misses_nothing() {
        assertTrue(Figure.told("p99", 12, "ms").reached());
    }

    @Test
    void programs_read_every_column_and_null_for_what_there_is_not() {
        assertEquals(
                "{\"name\":\"p99\",\"value\":12.0,\"unit\":\"ms\",\"bound\":null,\"ratio\":null,"
                        + "\"reach\":null}",
                Json.write(Figure.told("p99", 12, "ms").json()));
    }

    @Test
    void a_miss_is_named_in_its_row() {
        assertTrue(Figure.against("posted", 69, "1/s", 100, 0.70).row().endsWith("missed"));
    }
}
