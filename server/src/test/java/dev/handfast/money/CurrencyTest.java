package dev.handfast.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

final class CurrencyTest {
    @ParameterizedTest
    @CsvSource({
        "USD, 840, 2", "CNY, 156, 2", "EUR, 978, 2", "JPY, 392, 0", "KRW, 410, 0", "VND, 704, 0",
        "BHD, 048, 3", "KWD, 414, 3", "TND, 788, 3", "CLF, 990, 4", "UYW, 927, 4", "ISK, 352, 0",
        "ALL, 008, 2", "XAF, 950, 0", "XCG, 532, 2", "ZWG, 924, 2", "SLE, 925, 2", "UGX, 800, 0"
    })
    void knows_codes_and_decimals(String code, String numeric, int decimals) {
        Currency currency = Currency.of(code);
        assertEquals(decimals, currency.decimals());
        assertEquals(numeric, currency.numericCode());
        assertEquals(Integer.parseInt(numeric), currency.numeric());
        assertSame(currency, Currency.parse(numeric).orElseThrow());
        assertSame(currency, Currency.parse(code.toLowerCase(java.util.Locale.ROOT)).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "US", "USDT", "DEM", "HRK", "BGN", "ANG", "36", "8", "0840", "us d"})
    void refuses_what_is_no_active_code(String text) {
        assertEquals(MoneyRefusal.NOT_A_CURRENCY, refusal(text).why());
    }

    @ParameterizedTest
    @ValueSource(strings = {"XAU", "xag", "XXX", "XTS", "XDR", "999", "959"})
    void refuses_codes_no_account_may_hold(String text) {
        assertEquals(MoneyRefusal.CURRENCY_NOT_FOR_ACCOUNTS, refusal(text).why());
        assertThrows(IllegalArgumentException.class, () -> Currency.of(text));
    }

    @Test
    void says_the_rule_and_what_was_got() {
        assertEquals(
                "a currency is an active ISO 4217 code of three letters or three digits, got"
                        + " \"DEM\"",
                refusal("DEM").message());
        assertEquals(
                "no account may hold XAU: it has no minor unit in ISO 4217",
                refusal("xau").message());
    }

    @Test
    void has_every_code_once() {
        var codes = new TreeSet<String>();
        var numerics = new TreeSet<Integer>();
        for (Currency currency : Currency.all()) {
            codes.add(currency.code());
            numerics.add(currency.numeric());
        }
        assertEquals(165, codes.size());
        assertEquals(165, numerics.size());
        assertEquals(Currency.all().stream().map(Currency::code).toList(), codes.stream().toList());
    }

    /**
     * Two tables that were made apart from each other agree, but for the differences named here.
     */
    @Test
    void agrees_with_the_table_of_the_jdk() {
        Set<String> differences =
                Currency.all().stream()
                        .filter(currency -> !jdkAgrees(currency))
                        .map(Currency::code)
                        .collect(Collectors.toSet());
        differences.removeAll(Set.of("UYW", "XAD")); // Too new for some builds of the JDK.
        assertEquals(Set.of(), differences);
    }

    private static boolean jdkAgrees(Currency ours) {
        return java.util.Currency.getAvailableCurrencies().stream()
                .filter(theirs -> theirs.getCurrencyCode().equals(ours.code()))
                .anyMatch(
                        theirs ->
                                theirs.getNumericCode() == ours.numeric()
                                        && theirs.getDefaultFractionDigits() == ours.decimals());
    }

    private static Parsed.Refused<Currency> refusal(String text) {
        return Refusals.of(Currency.parse(text));
    }
}
