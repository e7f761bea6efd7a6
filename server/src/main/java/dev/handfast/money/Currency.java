package dev.handfast.money;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A currency an account may hold, such as USD with two decimals or JPY with none.
 *
 * <p>There is exactly one object per code, so {@code ==} compares currencies. The table is our own
 * and not the JDK's, because the JDK keeps withdrawn codes, lags behind amendments and has no UYW,
 * whose minor unit has four decimals.
 *
 * <p>Source: the active codes of ISO 4217 as of January 2026; see the package.
 */
public final class Currency {
    private static final SequencedMap<String, Currency> BY_CODE = new LinkedHashMap<>();
    private static final Map<String, Currency> BY_NUMERIC = new HashMap<>();
    private static final Map<String, CurrencyTable.Row> NOT_FOR_ACCOUNTS = new HashMap<>();

    static {
        for (CurrencyTable.Row row : CurrencyTable.rows().values()) {
            if (row.decimals() < 0) {
                NOT_FOR_ACCOUNTS.put(row.code(), row);
                NOT_FOR_ACCOUNTS.put(threeDigits(row.numeric()), row);
            } else {
                var currency = new Currency(row);
                BY_CODE.put(currency.code, currency);
                BY_NUMERIC.put(currency.numericCode(), currency);
            }
        }
    }

    private final String code;
    private final int numeric;
    private final int decimals;

    private Currency(CurrencyTable.Row row) {
        code = row.code();
        numeric = row.numeric();
        decimals = row.decimals();
    }

    /**
     * The currency of a code that is known to be good, such as a constant or a database column.
     *
     * @param code three capital letters
     * @throws IllegalArgumentException if no account may hold such a currency
     */
    public static Currency of(String code) {
        Currency currency = BY_CODE.get(code); // The common case, without a copy of the code.
        return currency == null ? parse(code).orElseThrow() : currency;
    }

    /**
     * Reads an alphabetic code in any case ({@code usd}) or a numeric code of three digits ({@code
     * 036}).
     *
     * <p>Refusals: {@link MoneyRefusal#NOT_A_CURRENCY}, {@link
     * MoneyRefusal#CURRENCY_NOT_FOR_ACCOUNTS}.
     */
    public static Parsed<Currency> parse(String text) {
        String key = text.toUpperCase(Locale.ROOT);
        Currency byCode = BY_CODE.get(key);
        if (byCode != null) return new Parsed.Valid<>(byCode);
        Currency byNumeric = BY_NUMERIC.get(key);
        if (byNumeric != null) return new Parsed.Valid<>(byNumeric);
        if (NOT_FOR_ACCOUNTS.containsKey(key)) {
            String message = "no account may hold " + key + ": it has no minor unit in ISO 4217";
            return new Parsed.Refused<>(MoneyRefusal.CURRENCY_NOT_FOR_ACCOUNTS, message);
        }
        String rule = "a currency is an active ISO 4217 code of three letters or three digits";
        return new Parsed.Refused<>(MoneyRefusal.NOT_A_CURRENCY, rule + Decimal.got(text));
    }

    /** Every currency an account may hold, in the order of their codes. */
    public static List<Currency> all() {
        return List.copyOf(BY_CODE.values());
    }

    /** The alphabetic code: three capital letters. */
    public String code() {
        return code;
    }

    /** The numeric code as it is written: three digits with leading zeros, such as "036". */
    public String numericCode() {
        return threeDigits(numeric);
    }

    /** The numeric code as a number, 8 to 999, for compact columns and binary messages. */
    public int numeric() {
        return numeric;
    }

    /** How many decimals the minor unit has: 0, 2, 3 or 4. */
    public int decimals() {
        return decimals;
    }

    /** The code, such as "USD". */
    @Override
    public String toString() {
        return code;
    }

    private static String threeDigits(int numeric) {
        String digits = Integer.toString(numeric);
        return "0".repeat(3 - digits.length()) + digits;
    }
}
