package dev.handfast.sandbox;

import dev.handfast.disputes.Dispute;
import dev.handfast.disputes.DisputeOutcome;
import dev.handfast.disputes.DisputeRequest;
import dev.handfast.disputes.DisputeRequest.About;
import dev.handfast.disputes.DisputeRequest.Verdict;
import dev.handfast.money.Money;
import dev.handfast.payments.Payment;
import dev.handfast.rails.SandboxBank;
import dev.handfast.web.Json;
import dev.handfast.web.PublicId;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the payer's side and the bank do about merchants' money, when they are asked to. */
final class DisputeDesk {
    private static final String PREFIX = "dp";

    /** A payment by the id of the merchant API, or by the sandbox's own. */
    private static final List<String> PAYMENT_PREFIXES = List.of("pi", "ch", Views.PAYMENT);

    private static final List<String> REASONS =
            List.of(
                    "bank_cannot_process",
                    "check_returned",
                    "credit_not_processed",
                    "customer_initiated",
                    "debit_not_authorized",
                    "duplicate",
                    "fraudulent",
                    "general",
                    "incorrect_account_details",
                    "insufficient_funds",
                    "noncompliant",
                    "product_not_received",
                    "product_unacceptable",
                    "subscription_canceled",
                    "unrecognized");

    private final Sandbox.Parts parts;
    private final SandboxBank bank;

    DisputeDesk(Sandbox sandbox) {
        this.parts = sandbox.parts();
        this.bank = new SandboxBank(parts.database(), parts.clock());
    }

    /** Disputes a payment. */
    Reply open(Input input) {
        Optional<Payment> payment = payment(input);
        String reason = input.findText("reason").orElse("general");
        if (!REASONS.contains(reason)) {
            input.wrong("reason", "is one of %s, got %s".formatted(REASONS, Input.shown(reason)));
        }
        Optional<Long> minor =
                input.has("amount_minor")
                        ? Optional.of(input.minor("amount_minor", 1))
                        : Optional.empty();
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        Payment known = payment.orElseThrow();
        return reply(
                parts.disputes()
                        .run(
                                new DisputeRequest.Open(
                                        parts.ids().next(),
                                        known.id(),
                                        minor.map(
                                                amount ->
                                                        new Money(
                                                                amount,
                                                                known.terms().amount().currency())),
                                        reason)));
    }

    private Optional<Payment> payment(Input input) {
        String prefix =
                PAYMENT_PREFIXES.stream()
                        .filter(known -> input.address("id").startsWith(known + "_"))
                        .findFirst()
                        .orElse(Views.PAYMENT);
        return input.named("id", prefix, id -> parts.store().find(id));
    }

    /** Decides a dispute. */
    Reply decide(Input input) {
        Optional<Dispute> dispute = input.named("id", PREFIX, id -> parts.disputes().find(id));
        Verdict verdict = input.word("verdict", Verdict.class);
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        return reply(
                parts.disputes()
                        .run(new DisputeRequest.Decide(About.of(dispute.orElseThrow()), verdict)));
    }

    /** Lets the next call to the bank go wrong. */
    Reply fault(Input input) {
        SandboxBank.Fault next = input.word("next", SandboxBank.Fault.class);
        SandboxBank.Call call =
                input.has("call")
                        ? input.word("call", SandboxBank.Call.class)
                        : SandboxBank.Call.SEND;
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        bank.fail(call, next);
        ObjectNode body = Json.object();
        body.put("next", next.name().toLowerCase(Locale.ROOT));
        body.put("call", call.name().toLowerCase(Locale.ROOT));
        return Reply.good(body);
    }

    private static Reply reply(DisputeOutcome outcome) {
        return switch (outcome) {
            case DisputeOutcome.Done(Dispute dispute) -> Reply.good(shown(dispute));
            case DisputeOutcome.Refused refused ->
                    Reply.refused(409, code(refused.why()), "", refused.detail());
            case DisputeOutcome.NotDisputable refused ->
                    Reply.refused(409, code(refused.why()), "", refused.detail());
        };
    }

    private static String code(Enum<?> why) {
        return why.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode shown(Dispute dispute) {
        ObjectNode body = Json.object();
        body.put("id", PublicId.format(PREFIX, dispute.id()));
        body.put("payment", PublicId.format(Views.PAYMENT, dispute.payment()));
        body.put("status", dispute.state().name().toLowerCase(Locale.ROOT));
        body.put("amount_minor", dispute.claim().amount().minor());
        body.put("currency", dispute.claim().amount().currency().code());
        body.put("reason", dispute.claim().reason());
        body.put("due_at", dispute.dueAt().toString());
        return body;
    }
}
