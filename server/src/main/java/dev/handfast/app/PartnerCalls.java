package dev.handfast.app;

import dev.handfast.partners.Partner;
import dev.handfast.partners.Partners;
import dev.handfast.rails.PartnerAccess;
import dev.handfast.rails.PartnerDoctor;
import dev.handfast.rails.PartnerGateway;
import dev.handfast.rails.PartnerGateways;
import dev.handfast.web.Answers;
import dev.handfast.web.Json;

import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An operator's calls about the gateways of partners: registers, shows, examines and turns them on
 * and off while the server runs, as {@link PartnersCommand} does where none runs.
 *
 * @param gateways the gateways
 * @param partners whose they are
 * @param wall the time by which they are called
 */
record PartnerCalls(PartnerGateways gateways, Partners partners, InstantSource wall) {
    private static final int NOT_FOUND = 404;
    private static final String PATH = "/operator/partner_gateways";

    void routing(HttpRules rules, UnaryOperator<Handler> guard) {
        rules.get(PATH, guard.apply(this::list))
                .post(PATH, guard.apply(OperatorForm.saying(this::set)))
                .post(PATH + "/{name}", guard.apply(OperatorForm.saying(this::turn)))
                .get(PATH + "/{name}/doctor", guard.apply(this::examine));
    }

    private void list(ServerRequest request, ServerResponse response) {
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("partner_gateways");
        List<Partner> known = partners.all();
        gateways.all().forEach(gateway -> list.add(view(gateway, known)));
        Answers.json(response, 200, body);
    }

    private void set(ServerRequest request, ServerResponse response, JsonNode wanted) {
        PartnerGatewayForm form =
                new PartnerGatewayForm(name -> OperatorForm.text(wanted, name).map(String::strip));
        Instant now = wall.instant();
        boolean known = OperatorForm.text(wanted, "name").flatMap(this::find).isPresent();
        PartnerGateway gateway =
                form.read(known ? now.plus(PartnersCommand.READ_BY_ALL) : now, partners.all());
        gateways.set(gateway);
        PartnerGateway stored = find(gateway.name()).orElse(gateway);
        Answers.json(response, known ? 200 : 201, view(stored, partners.all()));
    }

    private void turn(ServerRequest request, ServerResponse response, JsonNode wanted) {
        String name = request.path().pathParameters().get("name");
        PartnerGateway.State state =
                switch (OperatorForm.text(wanted, "state").orElse("")) {
                    case "on" -> PartnerGateway.State.ON;
                    case "off" -> PartnerGateway.State.OFF;
                    default -> throw new IllegalArgumentException("state is on or off");
                };
        if (gateways.turn(name, state)) {
            Answers.json(response, 200, view(find(name).orElseThrow(), partners.all()));
        } else {
            missing(response);
        }
    }

    private void examine(ServerRequest request, ServerResponse response) {
        Optional<PartnerGateway> gateway = find(request.path().pathParameters().get("name"));
        if (gateway.isEmpty()) {
            missing(response);
            return;
        }
        ObjectNode body = Json.object();
        ArrayNode findings = body.putArray("findings");
        for (PartnerDoctor.Finding finding : new PartnerDoctor(wall).examine(gateway.get())) {
            findings.addObject()
                    .put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT))
                    .put("text", finding.text());
        }
        Answers.json(response, 200, body);
    }

    private Optional<PartnerGateway> find(String name) {
        return gateways.all().stream().filter(known -> known.name().equals(name)).findFirst();
    }

    private static void missing(ServerResponse response) {
        Answers.error(
                response, NOT_FOUND, "partner_gateway_missing", "no partner's gateway is named so");
    }

    private static ObjectNode view(PartnerGateway gateway, List<Partner> partners) {
        PartnerAccess access = gateway.access();
        ObjectNode body = Json.object();
        body.put("name", gateway.name());
        body.put("state", gateway.state().name().toLowerCase(Locale.ROOT));
        body.put(
                "partner",
                partners.stream()
                        .filter(known -> known.id().equals(gateway.reach().partner()))
                        .map(Partner::code)
                        .findFirst()
                        .orElseGet(() -> gateway.reach().partner().toString()));
        body.put("codes", gateway.reach().currency().code() + ":" + gateway.reach().codePrefix());
        body.put("address", access.address().toString());
        body.put("app_id", access.app().appId());
        access.app().sellerId().ifPresent(id -> body.put("seller_id", id));
        body.put("sign_type", access.app().signType().name());
        body.put(
                "mode",
                switch (access.trust()) {
                    case PartnerAccess.Trust.ByKey key -> "key";
                    case PartnerAccess.Trust.ByCertificates all -> "certificate";
                });
        body.put("since", access.since().toString());
        return body;
    }
}
