package dev.handfast.merchantapi;

import dev.handfast.web.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which part of a list is wanted: newest first, after a cursor.
 *
 * @param after only what is older than this
 * @param limit 1 to 100
 */
record Page(Optional<UUID> after, int limit) {
    private static final int LIMIT_USUAL = 10;

    static Page read(Params params, PublicIds kind) {
        long limit = params.whole("limit").orElse((long) LIMIT_USUAL);
        return new Page(params.id("starting_after", kind), (int) limit);
    }

    /** The list as it is answered. */
    static Answer answer(String url, List<ObjectNode> objects, boolean more) {
        ArrayNode data = Json.array();
        objects.forEach(data::add);
        ObjectNode json = Json.object();
        json.put("object", "list");
        json.set("data", data);
        json.put("has_more", more);
        json.put("url", url);
        return Answer.ok(json);
    }
}
