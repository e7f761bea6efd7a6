package dev.handfast.sandbox;

import dev.handfast.mandates.Mandate;
import dev.handfast.money.Money;
import dev.handfast.web.PublicId;

import tools.jackson.databind.node.ObjectNode;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How the sandbox writes ids, amounts and words. */
final class Views {
    /** Prefix of a wallet's id. */
    static final String WALLET = "wal";

    /** Prefix of a device's id. */
    static final String DEVICE = "dev";

    /** Prefix of a device token's id. */
    static final String TOKEN = "dt";

    /** Prefix of a payment's id, the same as in the merchant API. */
    static final String PAYMENT = "pi";

    /** Prefix of a quote's id. */
    static final String QUOTE = "quo";

    /** Prefix of a merchant's id. */
    static final String MERCHANT = "mer";

    /** Prefix of an agreement's id. */
    static final String AGREEMENT = Mandate.PAGE_PREFIX;

    private Views() {}

    /** An amount. */
    static void put(ObjectNode body, Money amount) {
        body.put("amount_minor", amount.minor());
        body.put("currency", amount.currency().code());
    }

    /** The rule for an id, for a message. */
    static String idRule(String prefix) {
        return "is %s_ and %d characters, as GET /sandbox/credentials gives it"
                .formatted(prefix, PublicId.DIGITS);
    }

    /** The words of an enum, for a message. */
    static String words(Enum<?>[] all) {
        return Arrays.stream(all).map(Enum::name).collect(Collectors.joining(", "));
    }
}
