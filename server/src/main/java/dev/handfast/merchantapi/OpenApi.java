package dev.handfast.merchantapi;

import dev.handfast.web.Json;
import dev.handfast.web.PublicId;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;

/**
 * The OpenAPI document, made from the routes. Pure.
 *
 * <p>Source: the OpenAPI Specification 3.1, whose schemas are those of JSON Schema 2020-12.
 */
final class OpenApi {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String SCHEMAS = "#/components/schemas/";

    private OpenApi() {}

    /** The document over these routes. */
    static ObjectNode document(List<Route> routes) {
        ObjectNode info = Json.object();
        info.put("title", "Handfast merchant API");
        info.put("version", MerchantApi.VERSION);
        info.put(
                "description",
                "Payments over device wallets and account wallets. The official client libraries of"
                        + " the API it follows work against it.");
        ObjectNode address = Json.object();
        address.put("url", "/");
        ObjectNode json = Json.object();
        json.put("openapi", "3.1.0");
        json.set("info", info);
        json.set("servers", Json.array().add(address));
        json.set("security", security());
        json.set("paths", paths(routes));
        json.set("components", components());
        return json;
    }

    static ObjectNode ref(String shape) {
        ObjectNode ref = Json.object();
        ref.put("$ref", SCHEMAS + shape);
        return ref;
    }

    /** A page of objects of a shape. */
    static ObjectNode page(String shape) {
        return list("list", shape);
    }

    private static ObjectNode list(String object, String shape) {
        ObjectNode data = typed("array");
        data.set("items", ref(shape));
        ObjectNode properties = Json.object();
        properties.set("object", constant(object));
        properties.set("data", data);
        properties.set("has_more", typed("boolean"));
        properties.set("url", typed("string"));
        ArrayNode required = Json.array().add("object").add("data").add("has_more").add("url");
        if (object.equals("search_result")) {
            properties.set("next_page", nullable(typed("string")));
            required.add("next_page");
        }
        return closed(properties, required);
    }

    private static ObjectNode deleted(String shape) {
        ObjectNode properties = Json.object();
        properties.set("id", typed("string"));
        properties.set("object", constant(shape));
        ObjectNode yes = typed("boolean");
        yes.put("const", true);
        properties.set("deleted", yes);
        return closed(properties, Json.array().add("id").add("object").add("deleted"));
    }

    private static ObjectNode closed(ObjectNode properties, ArrayNode required) {
        ObjectNode schema = typed("object");
        schema.set("properties", properties);
        schema.set("required", required);
        schema.put("additionalProperties", false);
        return schema;
    }

    /** The schema of what a call answers when all is well. */
    static ObjectNode answer(Route route) {
        String shape = route.answers().shape().name();
        return switch (route.answers().form()) {
            case ONE -> ref(shape);
            case PAGE -> page(shape);
            case FOUND -> list("search_result", shape);
            case ONE_OR_DELETED -> {
                ObjectNode either = Json.object();
                either.set("anyOf", Json.array().add(ref(shape)).add(deleted(shape)));
                yield either;
            }
            case DELETED -> deleted(shape);
        };
    }

    private static ObjectNode paths(List<Route> routes) {
        ObjectNode paths = Json.object();
        for (Route route : routes) {
            ObjectNode path =
                    paths.get(route.path()) instanceof ObjectNode known ? known : Json.object();
            path.set(route.verb().name().toLowerCase(Locale.ROOT), operation(route));
            paths.set(route.path(), path);
        }
        return paths;
    }

    private static ObjectNode operation(Route route) {
        ObjectNode operation = Json.object();
        operation.put("operationId", operationId(route));
        operation.put("summary", route.doc());
        operation.put("description", "Takes " + route.access().words() + ".");
        operation.set("tags", Json.array().add(route.resource()));
        ArrayNode parameters = Json.array();
        route.variables().forEach(name -> parameters.add(inPath(name)));
        boolean form = route.verb() == Route.Verb.POST;
        if (form) {
            operation.set("requestBody", body(route));
        } else {
            route.params().forEach(param -> parameters.add(inQuery(param)));
        }
        operation.set("parameters", parameters);
        ObjectNode responses = Json.object();
        responses.set("200", response("It was done.", answer(route)));
        responses.set("4XX", response("The request is wrong, and nothing was done.", ref("error")));
        responses.set("5XX", response("It could not be done.", ref("error")));
        operation.set("responses", responses);
        return operation;
    }

    /** {@code post_payment_intents_id_confirm}. */
    private static String operationId(Route route) {
        return (route.verb() + route.path().substring("/v1".length()))
                .replaceAll("[/{}]+", "_")
                .replaceAll("_$", "")
                .toLowerCase(Locale.ROOT);
    }

    private static ObjectNode inPath(String name) {
        ObjectNode parameter = Json.object();
        parameter.put("name", name);
        parameter.put("in", "path");
        parameter.put("required", true);
        parameter.set("schema", typed("string"));
        return parameter;
    }

    private static ObjectNode inQuery(Param param) {
        ObjectNode parameter = Json.object();
        parameter.put("name", param.name());
        parameter.put("in", "query");
        parameter.put("required", param.need() == Param.Need.REQUIRED);
        if (isNested(param.type())) {
            parameter.put("style", "deepObject");
            parameter.put("explode", true);
        }
        parameter.put("description", param.doc());
        parameter.set("schema", schema(param));
        return parameter;
    }

    private static ObjectNode body(Route route) {
        ObjectNode encoding = Json.object();
        for (Param param : route.params()) {
            if (isNested(param.type())) {
                ObjectNode style = Json.object();
                style.put("style", "deepObject");
                style.put("explode", true);
                encoding.set(param.name(), style);
            }
        }
        ObjectNode media = Json.object();
        media.set("schema", group(route.params()));
        if (!encoding.isEmpty()) {
            media.set("encoding", encoding);
        }
        ObjectNode content = Json.object();
        content.set(FORM, media);
        ObjectNode body = Json.object();
        body.set("content", content);
        body.put(
                "required",
                route.params().stream().anyMatch(param -> param.need() == Param.Need.REQUIRED));
        return body;
    }

    private static boolean isNested(ParamType type) {
        return type instanceof ParamType.Group
                || type instanceof ParamType.ListOf
                || type instanceof ParamType.Metadata
                || type instanceof ParamType.Moments;
    }

    private static ObjectNode group(List<Param> params) {
        ObjectNode properties = Json.object();
        ArrayNode required = Json.array();
        for (Param param : params) {
            if (param.type() instanceof ParamType.NotTaken) {
                continue;
            }
            properties.set(param.name(), schema(param));
            if (param.need() == Param.Need.REQUIRED) {
                required.add(param.name());
            }
        }
        return closed(properties, required);
    }

    /** The schema of a parameter's value. */
    static ObjectNode schema(Param param) {
        ObjectNode schema = schema(param.type());
        if (param.need() == Param.Need.CLEARABLE) {
            ObjectNode either = Json.object();
            either.set("anyOf", Json.array().add(schema).add(constant("")));
            schema = either;
        }
        schema.put("description", param.doc());
        return schema;
    }

    private static ObjectNode schema(ParamType type) {
        return switch (type) {
            case ParamType.Text(int lengthMax) -> text(lengthMax);
            case ParamType.Word(List<String> words) -> words(words);
            case ParamType.Whole(long min, long max) -> whole(min, max);
            case ParamType.Amount amount -> whole(1, amountMax());
            case ParamType.CurrencyCode code -> pattern("^[a-zA-Z]{3}$");
            case ParamType.Flag flag -> typed("boolean");
            case ParamType.Id(PublicIds kind) ->
                    pattern("^%s_[0-9a-z]{%d}$".formatted(kind.prefix(), PublicId.DIGITS));
            case ParamType.Metadata metadata -> metadata();
            case ParamType.Moments moments -> moments();
            case ParamType.ListOf(ParamType element, int countMax) -> {
                ObjectNode list = typed("array");
                list.put("maxItems", countMax);
                list.set("items", schema(element));
                yield list;
            }
            case ParamType.Group(List<Param> params) -> group(params);
            case ParamType.Anything anything -> Json.object();
            case ParamType.NotTaken none -> Json.object();
        };
    }

    private static long amountMax() {
        long max = 1;
        for (int i = 0; i < ParamCheck.AMOUNT_DIGITS_MAX; i++) {
            max *= 10;
        }
        return max - 1;
    }

    private static ObjectNode text(int lengthMax) {
        ObjectNode schema = typed("string");
        schema.put("minLength", 1);
        schema.put("maxLength", lengthMax);
        return schema;
    }

    private static ObjectNode whole(long min, long max) {
        ObjectNode schema = typed("integer");
        schema.put("minimum", min);
        schema.put("maximum", max);
        return schema;
    }

    private static ObjectNode words(List<String> words) {
        ArrayNode all = Json.array();
        words.forEach(all::add);
        ObjectNode schema = typed("string");
        schema.set("enum", all);
        return schema;
    }

    private static ObjectNode pattern(String pattern) {
        ObjectNode schema = typed("string");
        schema.put("pattern", pattern);
        return schema;
    }

    private static ObjectNode metadata() {
        ObjectNode name = Json.object();
        name.put("maxLength", ParamCheck.METADATA_KEY_LENGTH_MAX);
        ObjectNode value = typed("string");
        value.put("maxLength", ParamCheck.METADATA_VALUE_LENGTH_MAX);
        ObjectNode schema = typed("object");
        schema.put("maxProperties", ParamCheck.METADATA_KEYS_MAX);
        schema.set("propertyNames", name);
        schema.set("additionalProperties", value);
        return schema;
    }

    private static ObjectNode moments() {
        ObjectNode either = Json.object();
        either.set(
                "anyOf",
                Json.array().add(whole(0, ParamCheck.SECONDS_MAX)).add(group(ParamCheck.BOUNDS)));
        return either;
    }

    private static ObjectNode response(String doc, ObjectNode schema) {
        ObjectNode media = Json.object();
        media.set("schema", schema);
        ObjectNode content = Json.object();
        content.set("application/json", media);
        ObjectNode response = Json.object();
        response.put("description", doc);
        response.set("content", content);
        return response;
    }

    private static ArrayNode security() {
        ObjectNode bearer = Json.object();
        bearer.set("bearer", Json.array());
        ObjectNode basic = Json.object();
        basic.set("basic", Json.array());
        return Json.array().add(bearer).add(basic);
    }

    private static ObjectNode components() {
        ObjectNode schemas = Json.object();
        Shapes.all().forEach(shape -> schemas.set(shape.name(), shape.schema()));
        ObjectNode ways = Json.object();
        for (String scheme : List.of("bearer", "basic")) {
            ObjectNode way = Json.object();
            way.put("type", "http");
            way.put("scheme", scheme);
            ways.set(scheme, way);
        }
        ObjectNode components = Json.object();
        components.set("schemas", schemas);
        components.set("securitySchemes", ways);
        return components;
    }

    private static ObjectNode typed(String type) {
        ObjectNode schema = Json.object();
        schema.put("type", type);
        return schema;
    }

    private static ObjectNode constant(String text) {
        ObjectNode schema = typed("string");
        schema.put("const", text);
        return schema;
    }

    private static ObjectNode nullable(ObjectNode schema) {
        ObjectNode either = Json.object();
        either.set("anyOf", Json.array().add(schema).add(typed("null")));
        return either;
    }
}
