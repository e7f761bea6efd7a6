package dev.handfast.app;

import dev.handfast.sql.SqlFailure;
import dev.handfast.web.Answers;
import dev.handfast.web.Json;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.databind.node.ObjectNode;

/** Says whether the process lives and whether it can work. */
final class HealthService implements HttpService {
    private final Ground ground;
    private final String provider;

    HealthService(Ground ground, String provider) {
        this.ground = ground;
        this.provider = provider;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/healthz", (request, response) -> Answers.text(response, 200, "ok\n"));
        rules.get("/readyz", this::ready);
    }

    private void ready(ServerRequest request, ServerResponse response) {
        ObjectNode body = Json.object();
        body.put("crypto_provider", provider);
        try {
            ground.database().read(tx -> tx.query("select 1 as one", row -> row.number("one")));
            body.put("database", "ready");
            Answers.json(response, 200, body);
        } catch (SqlFailure away) {
            body.put("database", "away");
            Answers.json(response, 503, body);
        }
    }
}
