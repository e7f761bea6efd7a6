package dev.handfast.merchantapi;

import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What this dialect keeps with a payment or a refund beyond what every dialect has, as JSON text.
 * Texts of another dialect read as empty.
 */
final class Details {
    private final ObjectNode fields;

    private Details(ObjectNode fields) {
        this.fields = fields;
    }

    static Details none() {
        return new Details(Json.object());
    }

    static Details read(String text) {
        return new Details(Json.parseObject(text).orElseGet(Json::object));
    }

    Details with(String name, Optional<String> value) {
        value.ifPresent(text -> fields.put(name, text));
        return this;
    }

    Details with(String name, ObjectNode value) {
        if (!value.isEmpty()) {
            fields.set(name, value);
        }
        return this;
    }

    /** The words of a list; none where there is no such list. */
    List<String> words(String name) {
        List<String> words = new ArrayList<>();
        if (fields.get(name) instanceof ArrayNode list) {
            list.forEach(word -> words.add(word.asString()));
        }
        return words;
    }

    Details with(String name, List<String> words) {
        if (!words.isEmpty()) {
            ArrayNode list = Json.array();
            words.forEach(list::add);
            fields.set(name, list);
        }
        return this;
    }

    /** The text, or null where there is none, as the API has it. */
    JsonNode text(String name) {
        JsonNode found = fields.get(name);
        return found != null && found.isString() ? found : fields.nullNode();
    }

    /** The group, or null where there is none, as the API has it. */
    JsonNode group(String name) {
        return fields.get(name) instanceof ObjectNode group ? group.deepCopy() : fields.nullNode();
    }

    /** Takes in what a call says of metadata: an entry sent empty is removed, as is all of it. */
    Details mergingMetadata(Params params) {
        ObjectNode merged = params.text("metadata").isPresent() ? Json.object() : metadata();
        params.metadata()
                .properties()
                .forEach(
                        entry -> {
                            if (entry.getValue().asString().isEmpty()) {
                                merged.remove(entry.getKey());
                            } else {
                                merged.set(entry.getKey(), entry.getValue());
                            }
                        });
        fields.remove("metadata");
        return with("metadata", merged);
    }

    /** Removes what a call has sent empty. */
    Details clearedBy(Params params, String name) {
        if (params.text(name).filter(String::isEmpty).isPresent()) {
            fields.remove(name);
        }
        return this;
    }

    /** Takes in a text that a call has sent; one sent empty is removed. */
    Details taking(Params params, String name) {
        return with(name, params.text(name).filter(text -> !text.isEmpty()))
                .clearedBy(params, name);
    }

    ObjectNode metadata() {
        return fields.get("metadata") instanceof ObjectNode metadata
                ? metadata.deepCopy()
                : Json.object();
    }

    /** Changes the merchant's own data: an entry with an empty value goes. */
    Details merged(ObjectNode changes) {
        ObjectNode metadata = metadata();
        changes.properties()
                .forEach(
                        entry -> {
                            if (entry.getValue().asString().isEmpty()) {
                                metadata.remove(entry.getKey());
                            } else {
                                metadata.set(entry.getKey(), entry.getValue());
                            }
                        });
        fields.set("metadata", metadata);
        return this;
    }

    String write() {
        return Json.write(fields);
    }
}
