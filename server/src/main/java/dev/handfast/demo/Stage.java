package dev.handfast.demo;

import dev.handfast.money.Money;
import dev.handfast.payments.Capture;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentStore;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/**
 * What both stories share: the way to the server, the sandbox's credentials, the receipts.
 *
 * @param http the way to the server
 * @param credentials what {@code GET /sandbox/credentials} gave
 * @param store payments, to print what they came to
 * @param receipts where the story is printed
 */
record Stage(Http http, JsonNode credentials, PaymentStore store, Receipts receipts) {
    /** What a payment came to: amounts in both currencies, rate and fees. */
    static List<Receipts.Line> money(Payment payment) {
        List<Receipts.Line> lines = new ArrayList<>();
        Money amount = payment.terms().amount();
        lines.add(Receipts.line("amount", amount.format()));
        payment.backing()
                .flatMap(backing -> backing.price())
                .ifPresent(
                        price -> {
                            lines.add(
                                    Receipts.line(
                                            "the payer pays",
                                            "%s  (rate %s %s per %s)"
                                                    .formatted(
                                                            price.home().format(),
                                                            price.rate().toDecimalString(),
                                                            price.home().currency().code(),
                                                            amount.currency().code())));
                            lines.add(Receipts.line("of it margin", price.margin().format()));
                        });
        payment.capture().ifPresent(capture -> lines.addAll(fees(capture)));
        return lines;
    }

    private static List<Receipts.Line> fees(Capture capture) {
        return List.of(
                Receipts.line("merchant gets", capture.net().format()),
                Receipts.line(
                        "fees",
                        "%s to the acquiring, %s to the issuing side"
                                .formatted(
                                        capture.acquiringFee().format(),
                                        capture.issuingFee().format())));
    }
}
