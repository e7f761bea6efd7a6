package dev.handfast.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.web.WebServers;

import io.helidon.webserver.WebServer;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

final class DomainAssociationServiceTest {
    private static final String PATH = "/.well-known/apple-developer-merchantid-domain-association";

    private static HttpResponse<String> get(DomainAssociationService service) throws Exception {
        WebServer server =
                WebServers.start(
                        new WebServers.Settings("127.0.0.1", 0, List.of(service)),
                        UUID::randomUUID);
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create("http://localhost:" + server.port() + PATH);
            return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        } finally {
            server.stop();
        }
    }

    @Test
    void each_host_has_its_own_file() throws Exception {
        Map<String, String> files = Map.of("localhost", "7B227073", "other.example", "FFFF");
        HttpResponse<String> got =
                get(
                        new DomainAssociationService(
                                host -> Optional.ofNullable(files.get(host)),
                                Optional.of(() -> "0000")));
        assertEquals(200, got.statusCode());
        assertEquals("7B227073", got.body());
        assertTrue(got.headers().firstValue("content-type").orElse("").startsWith("text/plain"));
    }

    @Test
    void a_host_without_a_file_gets_the_standard_one_or_is_told_how_to_hand_one_in()
            throws Exception {
        assertEquals(
                "0000",
                get(new DomainAssociationService(
                                host -> Optional.empty(), Optional.of(() -> "0000")))
                        .body());
        HttpResponse<String> none =
                get(new DomainAssociationService(host -> Optional.empty(), Optional.empty()));
        assertEquals(404, none.statusCode());
        assertTrue(none.body().contains("POST /v1/apple_pay/domains"), none::body);
    }
}
