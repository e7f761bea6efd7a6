package dev.handfast.app;

import dev.handfast.outbox.Deliverer;
import dev.handfast.outbox.Deliveries;
import dev.handfast.outbox.Delivery;
import dev.handfast.web.Answers;
import dev.handfast.web.Json;
import dev.handfast.web.Loopback;
import dev.handfast.web.PublicId;

import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What an operator on this machine sees and does: deliveries to merchants, merchants and their
 * apps, and gateways of partners. Others get status 403, also through a proxy.
 */
final class OperatorService implements HttpService {
    private static final String PREFIX = "dlv";
    private static final int LIMIT = 50;
    private static final int NOT_FOUND = 404;
    private static final int REFUSED = 400;

    private final Deliveries deliveries;
    private final Deliverer deliverer;
    private final Calls calls;

    /** Calls that are kept elsewhere. */
    record Calls(GatewayAppCalls apps, PartnerCalls partners, MerchantCalls merchants) {}

    OperatorService(Deliveries deliveries, Deliverer deliverer, Calls calls) {
        this.deliveries = deliveries;
        this.deliverer = deliverer;
        this.calls = calls;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/operator/deliveries", here(this::list))
                .post("/operator/deliveries/{id}/redeliver", here(this::redeliver));
        calls.apps().routing(rules, OperatorService::here);
        calls.partners().routing(rules, OperatorService::here);
        calls.merchants().routing(rules, OperatorService::here);
    }

    private static Handler here(Handler handler) {
        return (request, response) -> {
            if (Loopback.admits(request)) {
                handler.handle(request, response);
            } else {
                Answers.error(
                        response,
                        403,
                        "operator_only_here",
                        "the operator's calls answer programs on this machine only");
            }
        };
    }

    private void list(ServerRequest request, ServerResponse response) {
        String state = request.query().first("state").orElse("");
        Optional<Delivery.State> wanted = Optional.empty();
        if (!state.isEmpty()) {
            try {
                wanted = Optional.of(Delivery.State.valueOf(state.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException unknown) {
                Answers.error(
                        response,
                        REFUSED,
                        "field_invalid",
                        "state is waiting, delivered or failed");
                return;
            }
        }
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("deliveries");
        deliveries.page(new Deliveries.Page(wanted, LIMIT)).forEach(line -> list.add(view(line)));
        Answers.json(response, 200, body);
    }

    private static ObjectNode view(Deliveries.Line line) {
        Delivery delivery = line.delivery();
        ObjectNode body = Json.object();
        body.put("id", PublicId.format(PREFIX, delivery.id()));
        body.put("type", line.type());
        body.put("channel", delivery.channel().name().toLowerCase(Locale.ROOT));
        body.put("url", delivery.url());
        body.put("state", delivery.state().name().toLowerCase(Locale.ROOT));
        body.put("attempts", delivery.attempts());
        body.put("due_at", delivery.dueAt().toString());
        line.status().ifPresent(status -> body.put("last_status", status));
        line.answer().ifPresent(answer -> body.put("last_answer", answer));
        line.deliveredAt().ifPresent(at -> body.put("delivered_at", at.toString()));
        hint(line).ifPresent(hint -> body.put("hint", hint));
        return body;
    }

    /** The mistake that receivers of notifications make most. */
    private static Optional<String> hint(Deliveries.Line line) {
        boolean almost =
                line.delivery().channel() == Delivery.Channel.NOTIFICATION
                        && line.delivery().state() != Delivery.State.DELIVERED
                        && line.answer().orElse("").toLowerCase(Locale.ROOT).contains("success");
        return almost
                ? Optional.of(
                        "a notification is confirmed by status 200 and exactly the 7 characters"
                                + " success, without line ends, quotes or markup")
                : Optional.empty();
    }

    private void redeliver(ServerRequest request, ServerResponse response) {
        String id = request.path().pathParameters().get("id");
        Optional<UUID> delivery = PublicId.parse(PREFIX, id);
        if (delivery.isPresent() && deliverer.redeliver(delivery.get())) {
            Answers.json(response, 200, Json.object().put("id", id).put("state", "waiting"));
        } else {
            Answers.error(response, NOT_FOUND, "delivery_missing", "no delivery has this id");
        }
    }
}
