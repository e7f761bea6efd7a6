package dev.handfast.sdktests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sends docs/handfast.http from top to bottom, and holds each answer against the document. */
@ExtendWith(SandboxExtension.class)
final class HttpFileTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void every_call_of_the_collection_is_answered_as_it_and_the_document_say(Sandbox sandbox)
            throws Exception {
        HttpFile file = new HttpFile(Files.readString(Path.of("..", "docs", "handfast.http")));
        file.set("base", sandbox.baseUrl());
        JsonNode document = sandbox.get("/openapi.json");
        OpenApiSchemas schemas = new OpenApiSchemas(document);
        List<MerchantRoute> routes = MerchantRoute.all(document);
        Set<MerchantRoute> done = new HashSet<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (HttpFile.Entry entry : file.entries()) {
                HttpFile.Sendable request = file.fill(entry);
                HttpRequest sent = request(request);
                HttpResponse<String> answer = http.send(sent, BodyHandlers.ofString());
                int status = answer.statusCode();
                String what = "%s: %s: %s".formatted(entry.title(), request, answer.body());
                assertTrue(entry.expected().contains(status), what);
                file.answered(entry, answer.body());
                Optional<MerchantRoute> route =
                        MerchantRoute.of(routes, request.verb(), sent.uri().getPath());
                if (route.isPresent()) {
                    JsonNode body = JSON.readTree(answer.body());
                    assertEquals(List.of(), schemas.problems(route.get(), status, body), what);
                    done.add(route.get());
                }
            }
        }
        List<MerchantRoute> left = routes.stream().filter(route -> !done.contains(route)).toList();
        assertEquals(List.of(), left, "add these calls to docs/handfast.http");
    }

    @Test
    void an_answer_that_the_document_does_not_know_is_found() {
        String document =
                """
                {"paths": {"/v1/tea": {"get": {"responses": {"200": {"content":
                  {"application/json": {"schema": {"$ref": "#/tea"}}}}}}}},
                 "tea": {"type": "object", "required": ["id"], "additionalProperties": false,
                  "properties": {"id": {"type": "string"}, "kinds": {"type": "array",
                   "items": {"anyOf": [{"enum": ["green"]}, {"type": "null"}]}}}}}
                """;
        OpenApiSchemas schemas = new OpenApiSchemas(JSON.readTree(document));
        MerchantRoute tea = new MerchantRoute("GET", "/v1/tea");
        String good = "{\"id\": \"t\", \"kinds\": [null, \"green\"]}";
        assertEquals(List.of(), schemas.problems(tea, 200, JSON.readTree(good)));
        for (String bad :
                List.of(
                        "[]",
                        "{\"kinds\": []}",
                        "{\"id\": 1}",
                        "{\"id\": \"t\", \"colour\": \"red\"}",
                        "{\"id\": \"t\", \"kinds\": [\"black\"]}")) {
            assertEquals(1, schemas.problems(tea, 200, JSON.readTree(bad)).size(), bad);
        }
        assertEquals(1, schemas.problems(tea, 404, JSON.readTree(good)).size());
    }

    private static HttpRequest request(HttpFile.Sendable sendable) {
        String url = sendable.url().replace("[", "%5B").replace("]", "%5D").replace("'", "%27");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url))
                        .method(sendable.verb(), BodyPublishers.ofString(sendable.body()));
        sendable.headers().forEach(request::header);
        return request.build();
    }
}
