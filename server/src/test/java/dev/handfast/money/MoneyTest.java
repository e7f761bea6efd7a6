package dev.handfast.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

final class MoneyTest {
    private static final Currency USD = Currency.of("USD");
    private static final Currency JPY = Currency.of("JPY");

    @Test
    void adds_and_subtracts_exactly() {
        assertEquals(usd(1250), usd(1000).plus(usd(250)));
        assertEquals(usd(-250), usd(1000).minus(usd(1250)));
        assertEquals(usd(-1000), usd(1000).negated());
        assertEquals(usd(3000), usd(1000).times(3));
        assertEquals(usd(0), Money.zero(USD));
    }

    @Test
    void refuses_what_does_not_fit_into_64_bits() {
        var most = usd(Long.MAX_VALUE);
        var least = usd(Long.MIN_VALUE);
        assertThrows(ArithmeticException.class, () -> most.plus(usd(1)));
        assertThrows(ArithmeticException.class, () -> least.minus(usd(1)));
        assertThrows(ArithmeticException.class, least::negated);
        assertThrows(ArithmeticException.class, () -> most.times(2));
    }

    @Test
    void refuses_to_mix_currencies() {
        var yen = new Money(1, JPY);
        var mixed = assertThrows(IllegalArgumentException.class, () -> usd(1).plus(yen));
        assertEquals("amounts of two currencies do not mix: USD and JPY", mixed.getMessage());
        assertThrows(IllegalArgumentException.class, () -> usd(1).minus(yen));
        assertThrows(IllegalArgumentException.class, () -> usd(1).isMoreThan(yen));
        assertThrows(IllegalArgumentException.class, () -> usd(1).isLessThan(yen));
    }

    @Test
    void compares_and_tells_its_sign() {
        assertTrue(usd(2).isMoreThan(usd(1)) && !usd(1).isMoreThan(usd(1)));
        assertTrue(usd(1).isLessThan(usd(2)) && !usd(1).isLessThan(usd(1)));
        assertTrue(usd(1).isPositive() && usd(0).isZero() && usd(-1).isNegative());
        assertFalse(usd(0).isPositive() || usd(0).isNegative() || usd(1).isZero());
    }

    @ParameterizedTest
    @CsvSource({
        "1000, USD, 10.00",
        "5, USD, 0.05",
        "-5, USD, -0.05",
        "0, USD, 0.00",
        "1000, JPY, 1000",
        "1234, BHD, 1.234",
        "-1, CLF, -0.0001",
        "9223372036854775807, USD, 92233720368547758.07",
        "-9223372036854775808, CLF, -922337203685477.5808"
    })
    void writes_decimals_and_reads_them_back(long minor, String code, String decimal) {
        var money = new Money(minor, Currency.of(code));
        assertEquals(decimal, money.toDecimalString());
        assertEquals(code + " " + decimal, money.format());
        assertEquals(code + " " + decimal, money.toString());
        assertEquals(money, Money.parse(decimal, money.currency()).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"10, 1000", "10.5, 1050", "0.1, 10", "0, 0", "-0.01, -1", "-0, 0"})
    void reads_fewer_decimals_than_the_currency_has(String decimal, long minor) {
        assertEquals(usd(minor), Money.parse(decimal, USD).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "'', NOT_A_DECIMAL",
        "' 1', NOT_A_DECIMAL",
        "'1 ', NOT_A_DECIMAL",
        "+1, NOT_A_DECIMAL",
        "1., NOT_A_DECIMAL",
        ".5, NOT_A_DECIMAL",
        "-, NOT_A_DECIMAL",
        "--1, NOT_A_DECIMAL",
        "1.2.3, NOT_A_DECIMAL",
        "1e3, NOT_A_DECIMAL",
        "'1,000', NOT_A_DECIMAL",
        "١, NOT_A_DECIMAL",
        "0x10, NOT_A_DECIMAL",
        "01, NOT_A_DECIMAL",
        "00.1, NOT_A_DECIMAL",
        "NaN, NOT_A_DECIMAL",
        "1.-1, NOT_A_DECIMAL",
        "111111111111111111111111111111111, NOT_A_DECIMAL",
        "1.000, TOO_MANY_DECIMALS",
        "0.001, TOO_MANY_DECIMALS",
        "92233720368547758.08, OUT_OF_RANGE",
        "-92233720368547758.09, OUT_OF_RANGE",
        "92233720368547759, OUT_OF_RANGE",
        "99999999999999999999999999999999, OUT_OF_RANGE"
    })
    void refuses_what_is_no_amount(String decimal, MoneyRefusal why) {
        Parsed.Refused<Money> refused = Refusals.of(Money.parse(decimal, USD));
        assertEquals(why, refused.why(), refused.message());
    }

    @Test
    void says_the_rule_and_what_was_got() {
        Parsed.Refused<Money> refused = Refusals.of(Money.parse("10.50", JPY));
        assertEquals("at most 0 decimals are allowed here, got \"10.50\" JPY", refused.message());
        Parsed.Refused<Money> cut = Refusals.of(Money.parse("\n" + "x".repeat(99), JPY));
        assertTrue(cut.message().endsWith(", got \"?" + "x".repeat(31) + "...\" JPY"));
    }

    @Test
    void allocates_by_largest_remainder() {
        assertEquals(List.of(usd(34), usd(33), usd(33)), usd(100).allocate(1, 1, 1));
        assertEquals(List.of(usd(-34), usd(-33), usd(-33)), usd(-100).allocate(1, 1, 1));
        assertEquals(List.of(usd(0), usd(2), usd(3)), usd(5).allocate(0, 2, 3));
        assertEquals(List.of(usd(18), usd(10)), usd(28).allocate(180, 100));
        assertEquals(List.of(usd(1), usd(0)), usd(1).allocate(1, 1));
        assertEquals(List.of(usd(0), usd(0)), usd(0).allocate(1, 1));
    }

    @Test
    void refuses_to_allocate_to_nobody() {
        assertThrows(IllegalArgumentException.class, () -> usd(1).allocate());
        assertThrows(IllegalArgumentException.class, () -> usd(1).allocate(0, 0));
        assertThrows(IllegalArgumentException.class, () -> usd(1).allocate(2, -1));
    }

    @Test
    void allocated_parts_always_add_up_and_are_fair() {
        Seeded.forAll(
                20_000,
                random -> {
                    Money whole = usd(Seeded.anyLong(random));
                    long[] weights = new long[1 + random.nextInt(6)];
                    Arrays.setAll(weights, i -> Seeded.anyLong(random) & Long.MAX_VALUE);
                    weights[random.nextInt(weights.length)] |= 1;
                    List<Money> parts = whole.allocate(weights);
                    BigInteger sum = BigInteger.ZERO;
                    for (Money part : parts) sum = sum.add(BigInteger.valueOf(part.minor()));
                    assertEquals(BigInteger.valueOf(whole.minor()), sum);
                    assertFair(whole, weights, parts);
                });
    }

    /** Each part is the exact quota cut down or up by less than one minor unit. */
    private static void assertFair(Money whole, long[] weights, List<Money> parts) {
        BigInteger total = BigInteger.ZERO;
        for (long weight : weights) total = total.add(BigInteger.valueOf(weight));
        for (int i = 0; i < weights.length; i++) {
            BigInteger quota = BigInteger.valueOf(whole.minor());
            quota = quota.multiply(BigInteger.valueOf(weights[i]));
            BigInteger given = BigInteger.valueOf(parts.get(i).minor()).multiply(total);
            assertTrue(given.subtract(quota).abs().compareTo(total) < 0, whole + " to " + parts);
            if (weights[i] == 0) assertTrue(parts.get(i).isZero());
        }
    }

    @Test
    void every_amount_of_every_currency_survives_writing_and_reading() {
        Seeded.forAll(
                200,
                random -> {
                    for (Currency currency : Currency.all()) {
                        var money = new Money(Seeded.anyLong(random), currency);
                        String decimal = money.toDecimalString();
                        assertEquals(money, Money.parse(decimal, currency).orElseThrow());
                    }
                });
    }

    private static Money usd(long minor) {
        return new Money(minor, USD);
    }
}
