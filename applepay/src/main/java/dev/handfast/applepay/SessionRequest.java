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
        if (!isDisplayName(displayName)) {
            throw new IllegalArgumentException(
                    "a display name has 1 to %d characters, got %d"
                            .formatted(
                                    DISPLAY_NAME_CHARS_MAX,
                                    displayName.codePointCount(0, displayName.length())));
        }
        if (merchantId.isEmpty() || context.isEmpty()) {
            throw new IllegalArgumentException(
                    "a session needs a merchant id and a context, got \"%s\" and \"%s\""
                            .formatted(merchantId, context));
        }
    }

    /** What came of reading a request's body. */
    public sealed interface Reading {
        /** It is a request. */
        record Request(SessionRequest request) implements Reading {}

        /** It is none; safe to log. */
        record Refused(String expected, String got) implements Reading {}
    }

    /** Reads a body as {@link #json} writes it: what a gateway does. */
    public static Reading read(String json) {
        try {
            Fields fields =
                    Fields.of(
                            JsonReader.read(json, Refusal.MALFORMED_TOKEN),
                            "",
                            Refusal.MALFORMED_TOKEN);
            String merchantId = fields.text("merchantIdentifier");
            String displayName = fields.text("displayName");
            String context = fields.text("initiativeContext");
            if (!isDisplayName(displayName) || merchantId.isEmpty() || context.isEmpty()) {
                return new Reading.Refused(
                        "merchantIdentifier, initiativeContext and a displayName of 1 to 64"
                                + " characters",
                        "an empty one, or a longer name");
            }
            return new Reading.Request(
                    new SessionRequest(merchantId, displayName, initiative(fields), context));
        } catch (RefusedException refused) {
            return new Reading.Refused(refused.refused().expected(), refused.refused().got());
        }
    }

    private static Initiative initiative(Fields fields) throws RefusedException {
        String word = fields.text("initiative");
        for (Initiative known : Initiative.values()) {
            if (known.word().equals(word)) {
                return known;
            }
        }
        throw fields.wrong("initiative", "web, messaging or in_app", "another");
    }

    private static boolean isDisplayName(String text) {
        int characters = text.codePointCount(0, text.length());
        return characters >= 1 && characters <= DISPLAY_NAME_CHARS_MAX;
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
