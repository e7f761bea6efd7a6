package dev.handfast.sales;

import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/**
 * A hosted page that sells nothing: its visitor agrees to be charged later. Kept with the setup, in
 * its details, under the name {@code checkout}, as a {@link Sale} is with its payment.
 *
 * @param page where the page stands and where it leads
 * @param own what the dialect keeps with the session itself, as JSON text of an object
 */
public record SetupPage(Sale.Page page, String own) {
    private static final String NAME = "checkout";

    /** The details of a setup with this beside them. */
    public String into(String details) {
        ObjectNode json = Json.object();
        json.put("place", page.place().name());
        page.done().ifPresent(url -> json.put("done", url));
        page.back().ifPresent(url -> json.put("back", url));
        json.set("own", Json.parseObject(own).orElseThrow());
        ObjectNode all = Json.parseObject(details).orElseThrow();
        all.set(NAME, json);
        return Json.write(all);
    }

    /** The page of a setup with these details; empty for one that has none. */
    public static Optional<SetupPage> of(String details) {
        if (!details.contains("\"" + NAME + "\"")) {
            return Optional.empty();
        }
        return Json.parseObject(details)
                .map(all -> all.path(NAME))
                .filter(JsonNode::isObject)
                .map(
                        json ->
                                new SetupPage(
                                        new Sale.Page(
                                                Sale.Place.valueOf(json.path("place").asString()),
                                                text(json, "done"),
                                                text(json, "back")),
                                        Json.write(json.path("own"))));
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.of(json.path(name)).filter(JsonNode::isString).map(JsonNode::asString);
    }
}
