package dev.handfast.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PercentageTest {
    private static final Currency USD = Currency.of("USD");

    @ParameterizedTest
    @CsvSource({
        "2.80, 1000, 28",
        "1.00, 1000, 10",
        "2.5, 20, 1",
        "2.5, 19, 0",
        "2.5, -20, -1",
        "0, 1000, 0",
        "100, 9223372036854775807, 9223372036854775807",
        "0.000001, 50000000, 1",
        "33.333333, 300, 100"
    })
    void takes_its_part_and_rounds_halves_away_from_zero(String percent, long of, long part) {
        Percentage percentage = Percentage.parse(percent).orElseThrow();
        assertEquals(new Money(part, USD), percentage.of(new Money(of, USD)));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, OUT_OF_RANGE", "100.000001, OUT_OF_RANGE", "101, OUT_OF_RANGE",
        "0.0000001, TOO_MANY_DECIMALS", "2.8 %, NOT_A_DECIMAL", "9999999999999999999, OUT_OF_RANGE"
    })
    void refuses_what_is_no_percentage(String text, MoneyRefusal why) {
        Parsed.Refused<Percentage> refused = Refusals.of(Percentage.parse(text));
        assertEquals(why, refused.why(), refused.message());
    }

    @Test
    void percentages_are_equal_by_number() {
        Percentage fee = Percentage.parse("2.80").orElseThrow();
        assertEquals(Percentage.parse("2.8").orElseThrow(), fee);
        assertEquals(Percentage.parse("2.8").orElseThrow().hashCode(), fee.hashCode());
        assertNotEquals(Percentage.parse("2.81").orElseThrow(), fee);
        assertEquals("2.8 %", fee.toString());
        assertEquals("2.8", fee.toDecimalString());
    }
}
