package dev.handfast.sdktests;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code /openapi.json} says about answers, held against answers. Knows of JSON Schema what
 * the document uses, and says of a word it does not know that it does not know it.
 */
final class OpenApiSchemas {
    private static final List<String> KNOWN =
            List.of(
                    "type",
                    "properties",
                    "required",
                    "additionalProperties",
                    "items",
                    "anyOf",
                    "const",
                    "enum",
                    "format",
                    "description");

    private final JsonNode document;
    private final List<String> problems = new ArrayList<>();

    OpenApiSchemas(JsonNode document) {
        this.document = document;
    }

    /** What is wrong with an answer of a route; empty if nothing is. */
    List<String> problems(MerchantRoute route, int status, JsonNode answer) {
        problems.clear();
        JsonNode schema =
                document.path("paths")
                        .path(route.path())
                        .path(route.verb().toLowerCase(Locale.ROOT))
                        .path("responses")
                        .path(status == 200 ? "200" : status / 100 + "XX")
                        .at("/content/application~1json/schema");
        if (schema.isMissingNode()) {
            return List.of("no schema for status " + status);
        }
        check(schema, answer, "");
        return List.copyOf(problems);
    }

    private void check(JsonNode schema, JsonNode value, String at) {
        if (schema.has("$ref")) {
            check(document.at(schema.path("$ref").asString().substring(1)), value, at);
            return;
        }
        for (String word : schema.propertyNames()) {
            if (!KNOWN.contains(word)) {
                wrong(at, "a schema with " + word, value);
            }
        }
        if (schema.has("anyOf") && !fitsAny(schema.path("anyOf"), value, at)) {
            wrong(at, "one of " + schema.path("anyOf"), value);
        }
        if (schema.has("const") && !schema.path("const").equals(value)) {
            wrong(at, schema.path("const").toString(), value);
        }
        if (schema.has("enum") && !isAmong(schema.path("enum"), value)) {
            wrong(at, "one of " + schema.path("enum"), value);
        }
        String type = schema.path("type").asString("");
        if (!isOf(type, value)) {
            wrong(at, type, value);
            return;
        }
        if (type.equals("array")) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.path("items"), value.path(i), at + "/" + i);
            }
        }
        if (type.equals("object")) {
            checkFields(schema, value, at);
        }
    }

    private void checkFields(JsonNode schema, JsonNode value, String at) {
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asString())) {
                wrong(at, "to have " + name.asString(), value);
            }
        }
        JsonNode others = schema.path("additionalProperties");
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode own = schema.path("properties").path(field.getKey());
            String deeper = at + "/" + field.getKey();
            if (!own.isMissingNode()) {
                check(own, field.getValue(), deeper);
            } else if (others.isObject()) {
                check(others, field.getValue(), deeper);
            } else if (others.isBoolean() && !others.asBoolean()) {
                wrong(deeper, "nothing", field.getValue());
            }
        }
    }

    private boolean fitsAny(JsonNode schemas, JsonNode value, String at) {
        int before = problems.size();
        for (JsonNode schema : schemas) {
            check(schema, value, at);
            if (problems.size() == before) {
                return true;
            }
            problems.subList(before, problems.size()).clear();
        }
        return false;
    }

    private static boolean isAmong(JsonNode all, JsonNode value) {
        for (JsonNode one : all) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> type.isEmpty();
        };
    }

    private void wrong(String at, String wanted, JsonNode value) {
        problems.add("%s: expected %s, got %s".formatted(at, wanted, value));
    }
}
