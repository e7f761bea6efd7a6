package dev.handfast.applepay;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something that happened to a merchant token. Apple taps: it calls the merchant's notification
 * address with an event id. The merchant pulls: it asks Apple, over mutual TLS, what the event is.
 * The tap is not authenticated, so nothing is done on it but to pull; only what was pulled counts.
 *
 * <p>Source: Apple, "Merchant Token Notification Services".
 *
 * @param type what happened
 * @param merchantTokenId which token, as in {@link MerchantToken#id}
 * @param reason why, for people
 * @param metadata new card data or art, when that is what changed
 */
public record MerchantTokenEvent(
        Type type, String merchantTokenId, String reason, Optional<MerchantToken> metadata) {
    private static final Pattern TAP = Pattern.compile(".*/merchantToken/([A-Za-z0-9_.-]{1,128})");
    private static final int ID_CHARS_MAX = 64;
    private static final int REASON_CHARS_MAX = 256;

    /** What can happen. */
    public enum Type {
        /** The token ended: charge it no more. */
        UNLINK,
        /** Card data changed. */
        UPDATED_METADATA,
        /** Card art changed. */
        UPDATED_CARD_ART
    }

    /** What came of reading a pulled event. */
    public sealed interface Reading {
        /** It is an event. */
        record Event(MerchantTokenEvent event) implements Reading {}

        /** It is none; safe to log. */
        record Refused(String expected, String got) implements Reading {}
    }

    /**
     * The event id in a tap's path, {@code .../merchantToken/{eventId}}. Answer 200 also when it is
     * unknown; anything else makes Apple call again.
     */
    public static Optional<String> eventId(String path) {
        var matcher = TAP.matcher(path);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Where the event is pulled from; the id is taken only from {@link #eventId}. */
    public static URI pullUri(GatewayHost host, String merchantId, String eventId) {
        demandMerchantId(merchantId);
        if (eventId("/merchantToken/" + eventId).isEmpty()) {
            throw new IllegalArgumentException(
                    "an event id has letters, digits, points and dashes, got another character");
        }
        return URI.create(
                "https://%s/paymentservices/v1/merchantId/%s/merchantToken/event/%s"
                        .formatted(host.host(), merchantId, eventId));
    }

    /** Where Apple is told something about a merchant's tokens. */
    static URI uri(GatewayHost host, String merchantId, Call call) {
        demandMerchantId(merchantId);
        return URI.create(
                "https://%s/paymentservices/v1/merchantId/%s/merchantToken/%s"
                        .formatted(host.host(), merchantId, call.word));
    }

    /** What a merchant tells or asks about its tokens. */
    enum Call {
        UNLINK("unlink"),
        UPDATE_MERCHANT_METADATA("updateMerchantMetadata"),
        PUBLIC_KEY("publicKey"),
        NOTIFY("notify");

        private final String word;

        Call(String word) {
            this.word = word;
        }
    }

    private static void demandMerchantId(String merchantId) {
        if (!merchantId.matches("[A-Za-z0-9.-]{1,256}")) {
            throw new IllegalArgumentException(
                    "a merchant id has letters, digits, points and dashes, got another character");
        }
    }

    /** Reads Apple's answer to the pull, {@code MerchantTokenEventResponse}. */
    public static Reading read(String json) {
        try {
            Fields fields =
                    Fields.of(
                            JsonReader.read(json, Refusal.PAYLOAD_MALFORMED),
                            "",
                            Refusal.PAYLOAD_MALFORMED);
            String id = bounded(fields, "merchantTokenIdentifier", ID_CHARS_MAX);
            String reason = bounded(fields, "reason", REASON_CHARS_MAX);
            Optional<Fields> metadata = fields.optionalObject("merchantTokenMetadata");
            Optional<MerchantToken> token =
                    metadata.isEmpty()
                            ? Optional.empty()
                            : Optional.of(MerchantToken.read(id, metadata.get()));
            return new Reading.Event(new MerchantTokenEvent(type(fields), id, reason, token));
        } catch (RefusedException refused) {
            return new Reading.Refused(refused.refused().expected(), refused.refused().got());
        }
    }

    private static String bounded(Fields fields, String name, int charsMax)
            throws RefusedException {
        String text = fields.text(name);
        if (text.length() > charsMax) {
            throw fields.wrong(name, "at most " + charsMax + " characters", text.length() + "");
        }
        return text;
    }

    private static Type type(Fields fields) throws RefusedException {
        String word = fields.text("eventType");
        for (Type type : Type.values()) {
            if (type.name().equals(word.toUpperCase(Locale.ROOT))) {
                return type;
            }
        }
        throw fields.wrong("eventType", "a known event", "another");
    }
}
