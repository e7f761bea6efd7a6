package dev.handfast.applepay;

/**
 * What a wallet shows about the card, beside the token and outside its signature: display data that
 * nobody may trust (Apple Pay on the web, {@code ApplePayPaymentMethod}).
 *
 * @param displayName such as "Visa 6020"
 * @param network such as "Visa"
 * @param type debit, credit, prepaid or store
 */
public record PaymentMethod(String displayName, String network, Type type) {
    /** Kinds of cards, by Apple's words. */
    public enum Type {
        DEBIT("debit"),
        CREDIT("credit"),
        PREPAID("prepaid"),
        STORE("store");

        private final String word;

        Type(String word) {
            this.word = word;
        }
    }

    JsonObject json() {
        return new JsonObject()
                .text("displayName", displayName)
                .text("network", network)
                .text("type", type.word);
    }
}
