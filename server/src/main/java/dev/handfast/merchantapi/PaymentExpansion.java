package dev.handfast.merchantapi;

import dev.handfast.partners.Partner;
import dev.handfast.partners.Partners;
import dev.handfast.payments.PartnerOffer;
import dev.handfast.payments.PartnerOffers;
import dev.handfast.payments.Payment;
import dev.handfast.payouts.Payouts;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Shows payments with what is to be shown in full; reads, so not for use inside a command. */
final class PaymentExpansion {
    static final String CHARGE = "latest_charge";
    static final String LINE = "balance_transaction";

    /** Whose wallets else may pay an offered payment: an extension, shown only where asked for. */
    static final String PARTNERS = "next_action.partners";

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
        if (expand.wants(PARTNERS) && intent.get("next_action") instanceof ObjectNode action) {
            action.set("partners", partners(payment));
        }
        return expand.paths().isEmpty() ? intent : people(payment, intent, expand);
    }

    /** The partners to whose wallets the payment is offered too, with the codes already shown. */
    private ArrayNode partners(Payment payment) {
        NextAction action = new NextAction(parts.settings().addresses());
        Map<UUID, String> names =
                Partners.in(parts.database()).stream()
                        .collect(Collectors.toMap(Partner::id, Partner::name));
        ArrayNode list = Json.array();
        for (PartnerOffers.Choice choice : parts.what().offers().choices(payment)) {
            Optional<PartnerOffer> shown =
                    parts.what()
                            .offers()
                            .standing(payment, choice.rail())
                            .filter(offer -> offer.progress().code().isPresent());
            ObjectNode one = Json.object();
            one.put("partner", choice.rail());
            one.put("name", names.getOrDefault(choice.partner(), choice.rail()));
            if (shown.isPresent()) {
                one.put("amount", shown.get().home().minor());
                one.put("currency", PaymentJson.lower(shown.get().home()));
                one.set("next_action", action.of(payment, shown.get()));
            } else {
                one.putNull("next_action");
            }
            list.add(one);
        }
        return list;
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
