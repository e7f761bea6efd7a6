package dev.handfast.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.LookupHash;
import dev.handfast.web.Body;
import dev.handfast.web.Form;
import dev.handfast.web.WebServers;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Forms that only the browser they were shown to can send. */
final class FormGuardTest {
    @TempDir private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private URI base = URI.create("about:blank");
    private @Nullable FormGuard guard;

    @Test
    void a_token_is_good_in_its_browser_for_its_purpose_and_nowhere_else() throws Exception {
        guard = guard("ring");
        HttpService service =
                rules ->
                        rules.get("/form", (request, response) -> show(request, response))
                                .post("/form", (request, response) -> take(request, response));
        WebServer server =
                WebServers.start(
                        new WebServers.Settings("127.0.0.1", 0, List.of(service)),
                        UUID::randomUUID);
        base = URI.create("http://127.0.0.1:" + server.port());
        try {
            HttpResponse<String> shown = get(Optional.empty());
            String cookie = shown.headers().firstValue("Set-Cookie").orElseThrow();
            for (String part : List.of("HttpOnly", "Secure", "SameSite=Lax", "Path=/")) {
                assertTrue(cookie.contains(part), cookie);
            }
            String own = cookie.split(";", 2)[0];
            String token = shown.body().replaceAll(".*value=\"([^\"]+)\".*", "$1");
            assertEquals("admitted", post(own, "form_token=" + token));
            assertEquals("refused", post(own, ""));
            assertEquals("refused", post(own, "form_token=" + token + "x"));
            assertEquals("refused", post(own, "form_token=%C3%A9"));
            assertEquals("refused", post("handfast_visitor=short", "form_token=" + token));
            HttpResponse<String> other = get(Optional.empty());
            String strange = other.headers().firstValue("Set-Cookie").orElseThrow();
            assertNotEquals(own, strange.split(";", 2)[0]);
            assertEquals("refused", post(strange.split(";", 2)[0], "form_token=" + token));
            assertTrue(get(Optional.of(own)).headers().firstValue("Set-Cookie").isEmpty());
            guard = guard("another");
            assertEquals("refused", post(own, "form_token=" + token));
        } finally {
            server.stop();
        }
    }

    private FormGuard guard(String ring) {
        return new FormGuard(
                LookupHash.of(KeyRing.open(folder.resolve(ring)), "test.form"),
                "https://pay.example");
    }

    private FormGuard guard() {
        return Objects.requireNonNull(guard, "no guard yet");
    }

    private void show(ServerRequest request, ServerResponse response) {
        Html field = guard().field(guard().visitor(request, response), "pay 1");
        response.send(field.toString());
    }

    private void take(ServerRequest request, ServerResponse response) {
        boolean good =
                Body.read(request, 1_000) instanceof Body.Whole(byte[] bytes)
                        && Form.parse(bytes) instanceof Form.Read.Good(Form form)
                        && guard().admits(request, form, "pay 1")
                        && !guard().admits(request, form, "pay 2");
        response.send(good ? "admitted" : "refused");
    }

    private HttpResponse<String> get(Optional<String> cookie) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/form"));
        cookie.ifPresent(value -> request.header("Cookie", value));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String post(String cookie, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve("/form"))
                        .header("Cookie", cookie)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
