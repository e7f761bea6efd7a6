package dev.handfast.sdktests;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A route of the merchant API, as {@code /openapi.json} has it.
 *
 * @param verb such as {@code POST}
 * @param path with names in braces, such as {@code /v1/refunds/{id}}
 */
record MerchantRoute(String verb, String path) {
    private static final int OK = 200;

    /** Whether a route was ever carried out, and whether it was ever refused. */
    record Seen(boolean done, boolean refused) {
        Seen and(int status) {
            return new Seen(done || status == OK, refused || status != OK);
        }
    }

    /** All of them. */
    static List<MerchantRoute> all(JsonNode document) {
        List<MerchantRoute> all = new ArrayList<>();
        document.path("paths")
                .forEachEntry(
                        (path, verbs) ->
                                verbs.propertyNames()
                                        .forEach(
                                                verb ->
                                                        all.add(
                                                                new MerchantRoute(
                                                                        verb.toUpperCase(
                                                                                Locale.ROOT),
                                                                        path))));
        return all;
    }

    /** The route a call goes to; a word comes before a name in braces. */
    static Optional<MerchantRoute> of(List<MerchantRoute> routes, String verb, String path) {
        return routes.stream()
                .filter(route -> route.verb.equals(verb))
                .filter(route -> path.matches(route.path.replaceAll("\\{[a-z_]+}", "[^/]+")))
                .min(Comparator.comparing(route -> route.path.contains("{")));
    }

    /**
     * What was seen of each route.
     *
     * @param calls each a verb, a path and a status
     */
    static Map<MerchantRoute, Seen> seen(List<MerchantRoute> routes, List<String> calls) {
        Map<MerchantRoute, Seen> seen = new LinkedHashMap<>();
        routes.forEach(route -> seen.put(route, new Seen(false, false)));
        for (String call : calls) {
            String[] words = call.split(" ", -1);
            int status = Integer.parseInt(words[2]);
            of(routes, words[0], words[1])
                    .ifPresent(
                            route -> seen.computeIfPresent(route, (key, had) -> had.and(status)));
        }
        return seen;
    }

    @Override
    public String toString() {
        return verb + " " + path;
    }
}
