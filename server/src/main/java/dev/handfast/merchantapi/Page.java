package dev.handfast.merchantapi;

import dev.handfast.sql.Slice;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Which part of a list is wanted: newest first, behind one object or before one.
 *
 * @param after only what is older than this
 * @param before only what is newer than this, and of that the oldest
 * @param created only what was created then
 * @param limit 1 to 100
 */
record Page(Optional<UUID> after, Optional<UUID> before, TimeRange created, int limit) {
    static final String AFTER = "starting_after";
    static final String BEFORE = "ending_before";
    static final String CREATED = "created";

    private static final int LIMIT_USUAL = 10;

    static Page read(Params params, PublicIds kind) {
        long limit = params.whole("limit").orElse((long) LIMIT_USUAL);
        Optional<UUID> after = params.id(AFTER, kind);
        Optional<UUID> before = params.id(BEFORE, kind);
        TimeRange created =
                params.declares(CREATED) ? TimeRange.read(params, CREATED) : TimeRange.ALL;
        return new Page(after, before, created, (int) limit);
    }

    /** What to read: one more than is shown, to know whether there is more. */
    Slice slice() {
        return new Slice(after, before, created.from(), created.before(), limit + 1);
    }

    /** The same of a list that is in memory, newest first. */
    <T> List<T> of(List<T> all, Function<T, UUID> id) {
        List<UUID> ids = all.stream().map(id).toList();
        int begin = after.map(last -> ids.indexOf(last) + 1).orElse(0);
        int end = before.map(ids::indexOf).filter(at -> at >= 0).orElse(all.size());
        return before.isPresent()
                ? all.subList(Math.max(0, end - limit - 1), end)
                : all.subList(begin, Math.min(all.size(), begin + limit + 1));
    }

    /** Whether there is more at the far end than is shown. */
    boolean hasMore(List<?> found) {
        return found.size() > limit;
    }

    /** Of what was found, newest first, what is shown: the one too many lies at the far end. */
    <T> List<T> shown(List<T> found) {
        if (found.size() <= limit) {
            return found;
        }
        return before.isPresent()
                ? found.subList(found.size() - limit, found.size())
                : found.subList(0, limit);
    }

    /** The list as it is answered, of what was found for {@link #slice}. */
    <T> Answer answer(String url, List<T> found, Function<T, ObjectNode> rendered) {
        List<ObjectNode> objects = shown(found).stream().map(rendered).toList();
        return answer(url, objects, hasMore(found));
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
