package dev.handfast.merchantapi;

import dev.handfast.payments.Payment;

import tools.jackson.databind.node.ObjectNode;

import java.util.UUID;

/** Shows payments with what is to be shown in full; reads, so not for use inside a command. */
final class PaymentExpansion {
    private final ApiParts parts;
    private final PaymentJson json;
    private final CustomerJson people;

    PaymentExpansion(ApiParts parts, PaymentJson json) {
        this.parts = parts;
        this.json = json;
        people = parts.settings().customerJson();
    }

    ObjectNode shown(Payment payment, Expand expand) {
        ObjectNode intent = json.intent(payment);
        if (expand.wants("latest_charge") && payment.backing().isPresent()) {
            intent.set("latest_charge", json.charge(payment));
        }
        return expand.paths().isEmpty() ? intent : people(payment, intent, expand);
    }

    /** Customers and payment methods in full. */
    private ObjectNode people(Payment payment, ObjectNode intent, Expand expand) {
        UUID merchant = payment.terms().merchant();
        if (expand.wants(PaymentJson.CUSTOMER)) {
            PublicIds.CUSTOMER
                    .parse(intent.path(PaymentJson.CUSTOMER).asString(""))
                    .flatMap(id -> parts.what().customers().find(merchant, id))
                    .ifPresent(row -> intent.set(PaymentJson.CUSTOMER, people.customer(row)));
        }
        if (expand.wants(PaymentJson.METHOD)) {
            PublicIds.PAYMENT_METHOD
                    .parse(intent.path(PaymentJson.METHOD).asString(""))
                    .flatMap(id -> parts.what().customers().findMethod(merchant, id))
                    .ifPresent(row -> intent.set(PaymentJson.METHOD, people.method(row)));
        }
        return intent;
    }
}
