package dev.handfast.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.util.List;

final class RateTest {
    @ParameterizedTest
    @CsvSource({
        "USD 10.00, 7.2345, CNY 72.35",
        "USD -10.00, 7.2345, CNY -72.35",
        "CNY 72.35, 0.138226, USD 10.00",
        "USD 0.01, 0.5, EUR 0.01",
        "USD 0.01, 0.499999999999999, EUR 0.00",
        "USD 1.00, 155.5, JPY 156",
        "JPY 156, 0.0064, USD 1.00",
        "USD 1.00, 0.3765, BHD 0.377",
        "BHD 1.000, 2.65555, USD 2.66",
        "USD 1.00, 0.02345, CLF 0.0235"
    })
    void converts_and_rounds_halves_away_from_zero(String base, String rate, String counter) {
        Money expected = money(counter);
        assertEquals(expected, rate(rate).convert(money(base), expected.currency()));
    }

    @Test
    void refuses_a_conversion_into_the_same_currency() {
        Money dollar = money("USD 1.00");
        Rate one = rate("1");
        assertThrows(IllegalArgumentException.class, () -> one.convert(dollar, dollar.currency()));
    }

    @Test
    void refuses_a_result_beyond_64_bits() {
        var most = new Money(Long.MAX_VALUE, Currency.of("USD"));
        Rate two = rate("2");
        assertThrows(ArithmeticException.class, () -> two.convert(most, Currency.of("EUR")));
    }

    @ParameterizedTest
    @CsvSource({
        "0, OUT_OF_RANGE",
        "0.000, OUT_OF_RANGE",
        "-7.2345, OUT_OF_RANGE",
        "'', NOT_A_DECIMAL",
        "7.2345e0, NOT_A_DECIMAL",
        "0.0000000000000001, TOO_MANY_DECIMALS",
        "9999999999999999999, OUT_OF_RANGE"
    })
    void refuses_what_is_no_rate(String text, MoneyRefusal why) {
        Parsed.Refused<Rate> refused = Refusals.of(Rate.parse(text));
        assertEquals(why, refused.why(), refused.message());
    }

    @Test
    void rates_are_equal_by_number_and_written_without_trailing_zeros() {
        assertEquals(rate("7.2345"), rate("7.234500"));
        assertEquals(rate("7.2345").hashCode(), rate("7.234500").hashCode());
        assertNotEquals(rate("7.2345"), rate("7.2346"));
        assertEquals("7.2345", rate("7.234500").toDecimalString());
        assertEquals("100", rate("100").toString());
    }

    @Test
    void a_conversion_is_never_off_by_more_than_half_a_minor_unit() {
        List<Currency> all = Currency.all();
        Seeded.forAll(
                20_000,
                random -> {
                    Currency from = all.get(random.nextInt(all.size()));
                    Currency to = all.get(random.nextInt(all.size()));
                    if (from == to) return;
                    var base = new Money(random.nextInt(), from);
                    var text = BigDecimal.valueOf(1 + random.nextInt(1_000_000_000), 6);
                    Rate rate = rate(text.toPlainString());
                    Money counter = rate.convert(base, to);
                    BigDecimal exact =
                            BigDecimal.valueOf(base.minor(), from.decimals()).multiply(text);
                    BigDecimal got = BigDecimal.valueOf(counter.minor(), to.decimals());
                    BigDecimal half = BigDecimal.valueOf(5, to.decimals() + 1);
                    assertTrue(
                            exact.subtract(got).abs().compareTo(half) <= 0, base + " at " + rate);
                    assertEquals(counter.negated(), rate.convert(base.negated(), to));
                });
    }

    private static Rate rate(String text) {
        return Rate.parse(text).orElseThrow();
    }

    private static Money money(String text) {
        return Money.parse(text.substring(4), Currency.of(text.substring(0, 3))).orElseThrow();
    }
}
