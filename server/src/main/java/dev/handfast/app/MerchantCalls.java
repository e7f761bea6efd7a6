package dev.handfast.app;

import dev.handfast.merchants.ApiKeys;
import dev.handfast.merchants.Merchant;
import dev.handfast.secrets.ApiSecret;
import dev.handfast.web.Answers;
import dev.handfast.web.Json;

import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.function.UnaryOperator;

/**
 * An operator's calls about merchants: makes one, with its first secret key, and lists them. By
 * these a fresh installation comes to its first merchant, the platform that makes the others.
 *
 * @param place where they are
 * @param keys issues their first keys
 */
record MerchantCalls(MerchantForm.Place place, ApiKeys keys) {
    private static final String PATH = "/operator/merchants";

    void routing(HttpRules rules, UnaryOperator<Handler> guard) {
        rules.get(PATH, guard.apply(this::list))
                .post(PATH, guard.apply(OperatorForm.saying(this::add)));
    }

    private void list(ServerRequest request, ServerResponse response) {
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("merchants");
        place.merchants().all().stream()
                .filter(merchant -> merchant.mode() == place.mode())
                .forEach(merchant -> list.add(view(merchant)));
        Answers.json(response, 200, body);
    }

    private void add(ServerRequest request, ServerResponse response, JsonNode wanted) {
        Merchant merchant =
                new MerchantForm(name -> OperatorForm.text(wanted, name).map(String::strip))
                        .add(place);
        ApiSecret.Kind kind =
                switch (place.mode()) {
                    case LIVE -> ApiSecret.Kind.SECRET_LIVE;
                    case TEST -> ApiSecret.Kind.SECRET_TEST;
                };
        ObjectNode body = view(merchant);
        keys.issue(merchant, kind).use(text -> body.put("secret_key", text));
        Answers.json(response, 201, body);
    }

    private static ObjectNode view(Merchant merchant) {
        ObjectNode body = Json.object();
        body.put("id", merchant.id().toString());
        body.put("name", merchant.name());
        body.put("partner", merchant.partner().toString());
        body.put("country", merchant.country());
        body.put("currency", merchant.currency().code());
        body.put("category", merchant.category());
        return body;
    }
}
