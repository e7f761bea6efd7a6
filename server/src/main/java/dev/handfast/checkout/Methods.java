package dev.handfast.checkout;

import dev.handfast.payments.Payment;
import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;

/**
 * With what a payment may be paid, as the merchant API keeps it in the details: {@code card} for
 * device wallets, {@code alipay} for account wallets; both where it says nothing.
 *
 * @param device whether device wallets are taken
 * @param account whether account wallets are taken
 * @param kept whether the payer agrees by paying to be charged again
 */
record Methods(boolean device, boolean account, boolean kept) {
    static Methods of(Payment payment) {
        JsonNode details = Json.parseObject(payment.terms().details()).orElseGet(Json::object);
        JsonNode types = details.path("payment_method_types");
        boolean kept = details.has("keeps_as") && details.has("customer");
        if (types.isEmpty()) {
            return new Methods(true, true, kept);
        }
        boolean device = false;
        boolean account = false;
        for (JsonNode type : types) {
            device |= type.asString().equals("card");
            account |= type.asString().equals("alipay");
        }
        return new Methods(device, account, kept);
    }
}
