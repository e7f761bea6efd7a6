package dev.handfast.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.handfast.sandbox.SandboxHouse.Got;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpRequest;

@DatabaseTest
final class OnlyHereTest {
    @Test
    void a_request_for_others_is_refused(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            URI credentials = URI.create(house.baseUrl() + "/sandbox/credentials");
            HttpRequest.Builder proxied =
                    HttpRequest.newBuilder(credentials).header("X-Forwarded-For", "203.0.113.7");
            assertForbidden(house.send(proxied.build()));
            HttpRequest.Builder page =
                    HttpRequest.newBuilder(URI.create(house.baseUrl() + "/sandbox/clock"))
                            .header("Origin", "http://evil.example")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"advance\": \"PT2H\"}"));
            assertForbidden(house.send(page.build()));
            assertEquals(0, house.clock.ahead().toMillis());
            HttpRequest.Builder own =
                    HttpRequest.newBuilder(credentials).header("Origin", house.baseUrl());
            assertEquals(200, house.send(own.build()).status());
        }
    }

    private static void assertForbidden(Got got) {
        assertEquals(403, got.status(), got::toString);
        assertEquals("sandbox_only_here", got.error());
    }
}
