package dev.handfast.merchantapi;

import dev.handfast.web.PublicId;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The prefixes of this dialect's ids. A payment and its charge share one id under two prefixes. */
enum PublicIds {
    PAYMENT_INTENT("pi"),
    CHARGE("ch"),
    REFUND("re"),
    TOKEN("tok"),
    CARD("card"),
    EVENT("evt"),
    WEBHOOK_ENDPOINT("we"),
    WEBHOOK_DELIVERY("whd"),
    CUSTOMER("cus"),
    PAYMENT_METHOD("pm"),
    SETUP_INTENT("seti"),
    MANDATE("mandate"),
    CHECKOUT_SESSION("cs"),
    PAYMENT_LINK("plink"),
    LINE_ITEM("li"),
    PRICE("price"),
    PRODUCT("prod"),
    APPLE_PAY_DOMAIN("apwc"),
    BALANCE_TRANSACTION("txn"),
    PAYOUT("po"),
    DISPUTE("dp"),
    ACCOUNT("acct"),
    APPLICATION_FEE("fee"),
    FEE_REFUND("fr"),
    TRANSFER("tr"),
    TRANSFER_REVERSAL("trr"),
    PAYMENT("py"),
    PAYMENT_REFUND("pyr");

    private final String prefix;

    PublicIds(String prefix) {
        this.prefix = prefix;
    }

    String format(UUID id) {
        return PublicId.format(prefix, id);
    }

    /** What begins such an id. */
    String prefix() {
        return prefix;
    }

    /** What such an id names, in words. */
    String words() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** That nobody knows this id. */
    String missing(String text) {
        return "No such %s: '%s'".formatted(words(), Params.shown(text));
    }

    Optional<UUID> parse(String text) {
        return PublicId.parse(prefix, text);
    }
}
