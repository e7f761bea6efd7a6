package dev.handfast.merchantapi;

import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A form that breaks one rule of the OpenAPI document, and the parameter that must be named for it.
 * Goes into groups and lists as deep as they are.
 */
record BadInput(String form, String param) {
    /** A parameter that no route declares. */
    static final String UNKNOWN = "parameter_nobody_declares";

    /** Everything that can be wrong with the parameters of a route, one at a time. */
    static List<BadInput> of(JsonNode document, Route route) {
        Fields fields = Fields.of(document, route);
        List<BadInput> all = new ArrayList<>();
        all.add(new BadInput(join(fields.good(""), UNKNOWN + "=1"), UNKNOWN));
        fields.params()
                .forEach(
                        (name, schema) -> {
                            String others = fields.good(name);
                            if (fields.required().contains(name)) {
                                all.add(new BadInput(others, name));
                            }
                            for (BadInput bad : broken(name, schema)) {
                                all.add(new BadInput(join(others, bad.form()), bad.param()));
                            }
                        });
        return all;
    }

    /** What the route demands, in a form that is good as far as a form can be. */
    static String required(Route route) {
        return required(route, "");
    }

    /** The same without one parameter, which may lie in a group. */
    static String required(Route route, String without) {
        String top = without.contains("[") ? without.substring(0, without.indexOf('[')) : without;
        return join(Fields.of(OpenApi.document(List.of(route)), route).good(top), moreFor(route));
    }

    /** What no schema says to be needed. */
    private static String moreFor(Route route) {
        return route.path().endsWith("_intents/{id}/confirm")
                ? "payment_method_data[type]=card&payment_method_data[card][pk_token]=%7B%7D"
                : "";
    }

    private static List<BadInput> broken(String name, JsonNode given) {
        List<BadInput> all = new ArrayList<>();
        if (given.has("const")) {
            return all;
        }
        if (given.has("anyOf")) {
            given.path("anyOf").forEach(one -> all.addAll(broken(name, one)));
            return all;
        }
        switch (given.path("type").asString("")) {
            case "string" -> brokenText(name, given, all);
            case "integer" -> {
                for (String text : List.of("x", "1.5", "-1", "99999999999999999")) {
                    all.add(new BadInput(name + "=" + text, name));
                }
                long max = given.path("maximum").asLong(Long.MAX_VALUE);
                if (max < Long.MAX_VALUE) {
                    all.add(new BadInput(name + "=" + (max + 1), name));
                }
            }
            case "boolean" -> all.add(new BadInput(name + "=maybe", name));
            case "array" -> brokenList(name, given, all);
            case "object" -> below(name, given, all);
            default -> {}
        }
        return all;
    }

    private static void brokenText(String name, JsonNode schema, List<BadInput> all) {
        all.add(new BadInput(name + "[x]=1", name));
        int longest = schema.path("maxLength").asInt(300);
        all.add(new BadInput(name + "=" + "x".repeat(longest + 1), name));
        all.add(new BadInput(name + "=a%00b", name));
        if (schema.has("enum") || schema.has("pattern")) {
            all.add(new BadInput(name + "=no-such", name));
        }
    }

    private static void brokenList(String name, JsonNode schema, List<BadInput> all) {
        all.add(new BadInput(name + "=x", name));
        String many = (name + "[]=x&").repeat(schema.path("maxItems").asInt() + 1);
        all.add(new BadInput(many, name));
        JsonNode element = schema.path("items");
        if (element.path("type").asString("").equals("object")) {
            all.addAll(broken(name + "[0]", element));
        } else if (element.has("enum")) {
            all.add(new BadInput(name + "[]=no-such", name));
        }
    }

    private static void below(String name, JsonNode schema, List<BadInput> all) {
        if (schema.has("propertyNames")) {
            all.add(new BadInput(name + "=x", name));
            String key = "k".repeat(schema.path("propertyNames").path("maxLength").asInt());
            int longest = schema.path("additionalProperties").path("maxLength").asInt();
            String full = name + "[" + key + "]";
            all.add(new BadInput(full + "=" + "v".repeat(longest + 1), full));
            all.add(new BadInput(name + "[" + key + "k]=v", name + "[" + key + "k]"));
            all.add(new BadInput(name + "[a][b]=c", name + "[a]"));
            return;
        }
        all.add(new BadInput(name + "=x", name));
        Fields fields = Fields.below(name, schema);
        all.add(
                new BadInput(
                        name + "[" + UNKNOWN + "]=1",
                        fields.required().stream().findFirst().orElse(name + "[" + UNKNOWN + "]")));
        fields.params()
                .forEach(
                        (full, one) -> {
                            String others = fields.good(full);
                            if (fields.required().contains(full) && !others.isEmpty()) {
                                all.add(new BadInput(others, full));
                            }
                            for (BadInput bad : broken(full, one)) {
                                all.add(new BadInput(join(others, bad.form()), bad.param()));
                            }
                        });
    }

    /**
     * The parameters on one level, by their full names.
     *
     * @param required those that must be there, in order
     */
    private record Fields(Map<String, JsonNode> params, List<String> required) {
        static Fields of(JsonNode document, Route route) {
            JsonNode operation =
                    document.path("paths")
                            .path(route.path())
                            .path(route.verb().name().toLowerCase(Locale.ROOT));
            Fields fields = new Fields(new LinkedHashMap<>(), new ArrayList<>());
            fields.take(
                    "",
                    operation
                            .path("requestBody")
                            .path("content")
                            .path("application/x-www-form-urlencoded")
                            .path("schema"));
            for (JsonNode parameter : operation.path("parameters")) {
                if (parameter.path("in").asString().equals("query")) {
                    String name = parameter.path("name").asString();
                    fields.params.put(name, parameter.path("schema"));
                    if (parameter.path("required").asBoolean()) {
                        fields.required.add(name);
                    }
                }
            }
            return fields;
        }

        static Fields below(String name, JsonNode schema) {
            Fields fields = new Fields(new LinkedHashMap<>(), new ArrayList<>());
            fields.take(name, schema);
            return fields;
        }

        private void take(String within, JsonNode schema) {
            schema.path("properties")
                    .properties()
                    .forEach(
                            entry ->
                                    params.put(
                                            ParamCheck.full(within, entry.getKey()),
                                            entry.getValue()));
            schema.path("required")
                    .forEach(name -> required.add(ParamCheck.full(within, name.asString())));
        }

        /** All that is required but one, as it may be. */
        String good(String without) {
            String form = "";
            for (String name : required) {
                if (!name.equals(without)) {
                    form = join(form, sample(name, params.getOrDefault(name, Json.object())));
                }
            }
            return form;
        }
    }

    /** Something the schema of a required parameter allows. */
    private static String sample(String name, JsonNode schema) {
        return switch (schema.path("type").asString("")) {
            case "integer" -> name + "=" + schema.path("minimum").asLong(1);
            case "boolean" -> name + "=true";
            case "array" -> sample(name + "[0]", schema.path("items"));
            case "object" -> sample(name, Fields.below(name, schema));
            default -> name + "=" + text(schema);
        };
    }

    /** What a group demands, or any one thing in it. */
    private static String sample(String name, Fields fields) {
        String good = fields.good("");
        return good.isEmpty()
                ? fields.params().entrySet().stream()
                        .findFirst()
                        .map(one -> sample(one.getKey(), one.getValue()))
                        .orElse(name + "[a]=b")
                : good;
    }

    private static String text(JsonNode schema) {
        String pattern = schema.path("pattern").asString("");
        if (schema.has("enum")) {
            return schema.path("enum").path(0).asString();
        }
        if (pattern.contains("_[0-9a-z]")) {
            return pattern.substring(1, pattern.indexOf("_[")) + "_" + "0".repeat(26);
        }
        return pattern.isEmpty() ? "text" : "usd";
    }

    static String join(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + "&" + other;
    }
}
