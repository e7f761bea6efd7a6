package dev.handfast.app;

import dev.handfast.engine.Engine;
import dev.handfast.sql.SqlFailure;
import dev.handfast.web.Answers;
import dev.handfast.web.Json;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.databind.node.ObjectNode;

import java.util.function.ToLongFunction;

/** Says whether the process lives and whether it can work. */
final class HealthService implements HttpService {
    private final Ground ground;
    private final String provider;
    private final Engine engine;

    HealthService(Ground ground, String provider, Engine engine) {
        this.ground = ground;
        this.provider = provider;
        this.engine = engine;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/healthz", (request, response) -> Answers.text(response, 200, "ok\n"));
        rules.get("/readyz", this::ready);
        rules.get("/metrics", (request, response) -> Answers.text(response, 200, metrics()));
    }

    /** The Prometheus text format, version 0.0.4. */
    private String metrics() {
        StringBuilder text = new StringBuilder();
        family(text, "handfast_batches_total", "counter", Engine.Load::batches);
        family(text, "handfast_commands_total", "counter", Engine.Load::commands);
        family(text, "handfast_commands_waiting", "gauge", load -> (long) load.waiting());
        return text.toString();
    }

    private void family(
            StringBuilder text, String name, String type, ToLongFunction<Engine.Load> value) {
        text.append("# TYPE %s %s%n".formatted(name, type));
        for (Engine.Load load : engine.load()) {
            text.append(
                    "%s{lane=\"%d\"} %d%n".formatted(name, load.lane(), value.applyAsLong(load)));
        }
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
