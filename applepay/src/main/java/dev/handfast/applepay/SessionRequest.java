package dev.handfast.applepay;

import java.util.Locale;

/**
 * What a merchant says to get a payment session (Apple, "Requesting an Apple Pay payment session").
 *
 * @param merchantId such as "merchant.com.example"
 * @param displayName shown to the customer, at most 64 characters
 * @param initiative where the payment happens
 * @param context for the web, the page's fully qualified domain name
 */
public record SessionRequest(
        String merchantId, String displayName, Initiative initiative, String context) {
    private static final int DISPLAY_NAME_CHARS_MAX = 64;

    /** Where a payment happens. */
    public enum Initiative {
        WEB,
        MESSAGING,
        IN_APP;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SessionRequest {
        int characters = displayName.codePointCount(0, displayName.length());
        if (characters < 1 || characters > DISPLAY_NAME_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "a display name has 1 to %d characters, got %d"
                            .formatted(DISPLAY_NAME_CHARS_MAX, characters));
        }
        if (merchantId.isEmpty() || context.isEmpty()) {
            throw new IllegalArgumentException(
                    "a session needs a merchant id and a context, got \"%s\" and \"%s\""
                            .formatted(merchantId, context));
        }
    }

    /** For a page on this domain. */
    public static SessionRequest web(String merchantId, String displayName, String domain) {
        return new SessionRequest(merchantId, displayName, Initiative.WEB, domain);
    }

    /** The request's body. */
    public String json() {
        return new JsonObject()
                .text("merchantIdentifier", merchantId)
                .text("displayName", displayName)
                .text("initiative", initiative.word())
                .text("initiativeContext", context)
                .write();
    }
}
