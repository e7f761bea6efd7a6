package dev.handfast.merchantapi;

import dev.handfast.mandates.Allowance;
import dev.handfast.mandates.Mandate;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Renders mandates. Pure. */
final class MandateJson {
    static final Shape MANDATE =
            Shape.of(
                    "mandate",
                    "That the holder of an account wallet lets a merchant charge it again.",
                    """
                    id                      text
                    object                  =mandate
                    customer_acceptance     any    when and how the holder agreed
                    livemode                bool
                    multi_use               any
                    on_behalf_of            text?
                    payment_method          id@payment_method
                    payment_method_details  any    what may be taken
                    status                  =active|inactive|pending
                    type                    =multi_use
                    """);

    static final List<Shape> ALL = List.of(MANDATE);

    private MandateJson() {}

    static ObjectNode mandate(Mandate mandate, boolean live, Instant now) {
        ObjectNode json = Json.object();
        json.put("id", PublicIds.MANDATE.format(mandate.id()));
        json.put("object", "mandate");
        json.set("customer_acceptance", acceptance(mandate));
        json.put("livemode", live);
        json.set("multi_use", Json.object());
        json.putNull("on_behalf_of");
        json.put("payment_method", PublicIds.PAYMENT_METHOD.format(mandate.id()));
        json.set("payment_method_details", details(mandate));
        json.put("status", status(mandate, now));
        json.put("type", "multi_use");
        return json;
    }

    private static String status(Mandate mandate, Instant now) {
        return switch (mandate.state()) {
            case Mandate.State.Proposed proposed -> "pending";
            case Mandate.State.Active active -> mandate.isActive(now) ? "active" : "inactive";
            case Mandate.State.Ended ended -> "inactive";
        };
    }

    private static ObjectNode acceptance(Mandate mandate) {
        Optional<Instant> agreedAt =
                switch (mandate.state()) {
                    case Mandate.State.Proposed proposed -> Optional.empty();
                    case Mandate.State.Active active -> Optional.of(active.agreedAt());
                    case Mandate.State.Ended ended -> Optional.of(ended.agreedAt());
                };
        ObjectNode json = Json.object();
        agreedAt.ifPresentOrElse(
                at -> json.put("accepted_at", at.getEpochSecond()),
                () -> json.putNull("accepted_at"));
        json.set("online", Json.object().putNull("ip_address").putNull("user_agent"));
        json.put("type", "online");
        return json;
    }

    private static ObjectNode details(Mandate mandate) {
        ObjectNode alipay = Json.object();
        alipay.put("currency", mandate.proposal().currency().code().toLowerCase(Locale.ROOT));
        mandate.proposal().rule().ifPresent(rule -> allowance(alipay, rule));
        mandate.proposal()
                .times()
                .validUntil()
                .ifPresent(end -> alipay.put("end_date", end.getEpochSecond()));
        alipay.put("payments", mandate.taken().payments());
        alipay.put("amount_taken", mandate.taken().minor());
        mandate.taken().nextDue().ifPresent(day -> alipay.put("next_due", day.toString()));
        ObjectNode json = Json.object();
        json.set(MethodTypes.ALIPAY, alipay);
        json.put("type", MethodTypes.ALIPAY);
        return json;
    }

    private static void allowance(ObjectNode alipay, Allowance rule) {
        alipay.put("amount", rule.single().minor());
        alipay.put("amount_type", "maximum");
        rule.plan()
                .ifPresent(
                        plan -> {
                            alipay.put(
                                    "interval",
                                    plan.cycle().unit().name().toLowerCase(Locale.ROOT));
                            alipay.put("interval_count", plan.cycle().length());
                        });
    }
}
