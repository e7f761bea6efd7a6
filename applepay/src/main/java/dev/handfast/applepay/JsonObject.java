package dev.handfast.applepay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the members of a JSON object in order; what is absent is left out. */
final class JsonObject {
    private final Map<String, Json> byName = new LinkedHashMap<>();

    JsonObject text(String name, String value) {
        byName.put(name, new Json.Text(value));
        return this;
    }

    JsonObject text(String name, Optional<String> value) {
        value.ifPresent(text -> text(name, text));
        return this;
    }

    JsonObject number(String name, long value) {
        byName.put(name, new Json.Numeral(Long.toString(value)));
        return this;
    }

    JsonObject put(String name, JsonObject value) {
        byName.put(name, value.json());
        return this;
    }

    JsonObject put(String name, Json value) {
        byName.put(name, value);
        return this;
    }

    JsonObject put(String name, List<JsonObject> values) {
        byName.put(name, new Json.Values(values.stream().map(JsonObject::json).toList()));
        return this;
    }

    Json json() {
        return new Json.Members(byName);
    }

    String write() {
        return JsonWriter.write(json());
    }
}
