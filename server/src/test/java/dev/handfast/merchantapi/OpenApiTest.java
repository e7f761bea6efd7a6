package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The document and the page that are made from the routes. */
@DatabaseTest
final class OpenApiTest {
    private static final Path COLLECTION = Path.of("..", "docs", "handfast.http");

    /** A line of a request, without the query. */
    private static final Pattern REQUEST =
            Pattern.compile("(?m)^(GET|POST|DELETE) \\{\\{base}}(/v1/[^ ?\\n]*)");

    private Shop shop;

    @BeforeEach
    void open(Database database) {
        shop = new Shop(database);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void every_route_is_in_the_document_and_every_reference_leads_somewhere() throws Exception {
        JsonNode document = Json.parse(get("/openapi.json").body()).orElseThrow();
        assertEquals("3.1.0", document.path("openapi").asString());
        Set<String> names = new HashSet<>();
        for (Route route : shop.api.routes()) {
            JsonNode operation =
                    document.path("paths")
                            .path(route.path())
                            .path(route.verb().name().toLowerCase(java.util.Locale.ROOT));
            assertTrue(operation.isObject(), route.verb() + " " + route.path());
            assertTrue(names.add(operation.path("operationId").asString()), route.path());
        }
        List<JsonNode> references = document.findValues("$ref");
        assertTrue(references.size() > names.size());
        for (JsonNode reference : references) {
            String pointer = reference.asString().substring(1);
            assertTrue(document.at(pointer).isObject(), pointer);
        }
    }

    @Test
    void the_page_shows_every_route_and_runs_nothing() throws Exception {
        HttpResponse<String> page = get("/docs/api");
        for (Route route : shop.api.routes()) {
            assertTrue(page.body().contains(route.verb() + " " + route.path()), route.path());
        }
        String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
        assertTrue(policy.startsWith("default-src 'none'"), policy);
    }

    @Test
    void the_collection_has_every_call_and_no_other() throws Exception {
        Set<String> routes = new TreeSet<>();
        shop.api.routes().forEach(route -> routes.add(call(route.verb().name(), route.path())));
        Set<String> calls = new TreeSet<>();
        REQUEST.matcher(Files.readString(COLLECTION))
                .results()
                .forEach(found -> calls.add(call(found.group(1), found.group(2))));
        Set<String> missing = new TreeSet<>(routes);
        missing.removeAll(calls);
        Set<String> unknown = new TreeSet<>(calls);
        unknown.removeAll(routes);
        assertEquals(Set.of(), missing, "add these calls to docs/handfast.http");
        assertEquals(Set.of(), unknown, "these calls of docs/handfast.http are not there");
    }

    /** A call with a star for what is in braces, whatever its name. */
    private static String call(String verb, String path) {
        return verb + " " + path.replaceAll("\\{+[^}]*}+", "*");
    }

    private HttpResponse<String> get(String path) throws Exception {
        HttpResponse<String> answer =
                shop.send(HttpRequest.newBuilder(URI.create(shop.base() + path)));
        assertEquals(200, answer.statusCode());
        return answer;
    }
}
