package dev.handfast.merchantapi;

import dev.handfast.payments.Payment;
import dev.handfast.payouts.Payouts;

import tools.jackson.databind.node.ObjectNode;

import java.util.UUID;

/** Shows payments with what is to be shown in full; reads, so not for use inside a command. */
final class PaymentExpansion {
    static final String CHARGE = "latest_charge";
    static final String LINE = "balance_transaction";

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
        boolean line = expand.wants(CHARGE + "." + LINE);
        if ((line || expand.wants(CHARGE)) && payment.backing().isPresent()) {
            intent.set(CHARGE, charge(payment, line));
        }
        return expand.paths().isEmpty() ? intent : people(payment, intent, expand);
    }

    /**
     * A charge, told whether it was ever disputed.
     *
     * @param inFull whether what it did to the merchant's balance is shown in full
     */
    ObjectNode charge(Payment payment, boolean inFull) {
        ObjectNode charge = json.charge(payment);
        UUID merchant = payment.terms().merchant();
        charge.put("disputed", parts.what().disputes().of(payment.id()).isPresent());
        if (inFull) {
            Payouts payouts = parts.what().payouts();
            payouts.statement()
                    .find(merchant, PaymentJson.lineOf(payment))
                    .ifPresent(
                            line ->
                                    charge.set(
                                            LINE,
                                            BalanceTransactionJson.of(
                                                    line,
                                                    payouts.store().schedule(merchant),
                                                    parts.clock().instant())));
        }
        return charge;
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
