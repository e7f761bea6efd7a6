package dev.handfast.merchants;

import dev.handfast.money.Currency;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Somebody who is paid.
 *
 * @param id its id
 * @param partner the acquiring partner, who owes it what it has been paid
 * @param name as it is shown to payers, 1 to 100 characters
 * @param country ISO 3166 alpha-2
 * @param currency its own currency
 * @param category four digits, ISO 18245
 * @param mode whether its money is real
 */
public record Merchant(
        UUID id,
        UUID partner,
        String name,
        String country,
        Currency currency,
        String category,
        Mode mode) {
    private static final int NAME_LENGTH_MAX = 100;
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Pattern CATEGORY = Pattern.compile("[0-9]{4}");

    /** Checks the texts. */
    public Merchant {
        if (name.isBlank() || name.length() > NAME_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "merchant name: has 1 to %d characters, got %d"
                            .formatted(NAME_LENGTH_MAX, name.length()));
        }
        if (!COUNTRY.matcher(country).matches()) {
            throw new IllegalArgumentException(
                    "merchant country: two capital letters, got " + country);
        }
        if (!CATEGORY.matcher(category).matches()) {
            throw new IllegalArgumentException("merchant category: four digits, got " + category);
        }
    }
}
