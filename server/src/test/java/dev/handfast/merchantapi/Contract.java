package dev.handfast.merchantapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.web.Json;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

/**
 * Stands in front of the API in a test and holds every answer against the OpenAPI document. Knows
 * of JSON Schema what the document uses.
 */
final class Contract implements HttpService {
    private final List<Route> routes;
    private final ObjectNode document;
    private final Queue<String> breaches = new ConcurrentLinkedQueue<>();

    Contract(List<Route> routes) {
        this.routes = routes;
        this.document = OpenApi.document(routes);
    }

    /** What was answered otherwise than the document says. */
    List<String> breaches() {
        return List.copyOf(breaches);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any("/v1/*", this::listen);
    }

    private void listen(ServerRequest request, ServerResponse response) {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        response.streamFilter(out -> new Tee(out, copy));
        response.whenSent(
                () ->
                        check(
                                request.prologue().method().text(),
                                request.path().absolute().path(),
                                response.status().code(),
                                copy.toString(UTF_8)));
        response.next();
    }

    private static final class Tee extends FilterOutputStream {
        private final OutputStream copy;

        Tee(OutputStream out, OutputStream copy) {
            super(out);
            this.copy = copy;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            copy.write(value);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            copy.write(bytes, from, length);
        }
    }

    void check(String method, String path, int status, String body) {
        String call = method + " " + path;
        Optional<JsonNode> json = Json.parse(body);
        if (json.isEmpty()) {
            breaches.add(call + ": the answer is no JSON: " + body);
            return;
        }
        Optional<Route> route = route(method, path);
        if (route.isEmpty()) {
            validate(OpenApi.ref("error"), json.get(), call);
            return;
        }
        String name = status == 200 ? "200" : (status / 100) + "XX";
        JsonNode schema =
                document.path("paths")
                        .path(route.get().path())
                        .path(method.toLowerCase(Locale.ROOT))
                        .path("responses")
                        .path(name)
                        .path("content")
                        .path("application/json")
                        .path("schema");
        if (schema.isMissingNode()) {
            breaches.add(call + ": status " + status + " is not declared");
            return;
        }
        validate(schema, json.get(), call + " " + status);
    }

    private Optional<Route> route(String method, String path) {
        return routes.stream()
                .filter(route -> route.verb().name().equals(method))
                .filter(route -> fits(route, path))
                .min((a, b) -> Integer.compare(a.variables().size(), b.variables().size()));
    }

    private static boolean fits(Route route, String path) {
        String pattern = route.path().replaceAll("\\{[a-z_]+}", "[^/]*");
        return Pattern.matches(pattern, path);
    }

    private void validate(JsonNode schema, JsonNode value, String at) {
        problem(schema, value, at).ifPresent(breaches::add);
    }

    private Optional<String> problem(JsonNode schema, JsonNode value, String at) {
        if (schema.has("$ref")) {
            return problem(document.at(schema.path("$ref").asString().substring(1)), value, at);
        }
        if (schema.has("anyOf")) {
            boolean fits = false;
            for (JsonNode one : schema.path("anyOf")) {
                fits |= problem(one, value, at).isEmpty();
            }
            return fits ? Optional.empty() : wrong(at, "fits none of anyOf", value);
        }
        if (schema.has("const") && !schema.path("const").equals(value)) {
            return wrong(at, "is not " + schema.path("const"), value);
        }
        if (schema.has("enum") && !anyEquals(schema.path("enum"), value)) {
            return wrong(at, "is not among " + schema.path("enum"), value);
        }
        return switch (schema.path("type").asString("")) {
            case "string" -> value.isString() ? Optional.empty() : wrong(at, "no text", value);
            case "integer" ->
                    value.isIntegralNumber() ? Optional.empty() : wrong(at, "no integer", value);
            case "boolean" -> value.isBoolean() ? Optional.empty() : wrong(at, "no flag", value);
            case "null" -> value.isNull() ? Optional.empty() : wrong(at, "not null", value);
            case "array" -> array(schema, value, at);
            case "object" -> object(schema, value, at);
            default -> Optional.empty();
        };
    }

    private static boolean anyEquals(JsonNode all, JsonNode value) {
        for (JsonNode one : all) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private Optional<String> array(JsonNode schema, JsonNode value, String at) {
        if (!value.isArray()) {
            return wrong(at, "no array", value);
        }
        for (int i = 0; i < value.size(); i++) {
            Optional<String> problem =
                    problem(schema.path("items"), value.path(i), at + "[" + i + "]");
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private Optional<String> object(JsonNode schema, JsonNode value, String at) {
        if (!value.isObject()) {
            return wrong(at, "no object", value);
        }
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asString())) {
                return wrong(at, "lacks " + name.asString(), value);
            }
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode known = schema.path("properties").path(field.getKey());
            JsonNode other = schema.path("additionalProperties");
            String deeper = at + "." + field.getKey();
            if (known.isMissingNode() && other.isBoolean() && !other.asBoolean()) {
                return wrong(deeper, "is not declared", field.getValue());
            }
            JsonNode its = known.isMissingNode() ? other : known;
            Optional<String> problem =
                    its.isObject() ? problem(its, field.getValue(), deeper) : Optional.empty();
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> wrong(String at, String what, JsonNode value) {
        return Optional.of("%s: %s: %s".formatted(at, what, value));
    }
}
