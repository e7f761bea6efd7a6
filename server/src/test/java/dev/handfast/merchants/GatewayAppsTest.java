package dev.handfast.merchants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.TestClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@DatabaseTest
final class GatewayAppsTest {
    private static final UUID MERCHANT = new UUID(1, 1);

    private final TestClock clock = new TestClock();

    @Test
    void an_app_is_found_as_it_was_registered_and_registered_once(Database database) {
        GatewayApps apps = new GatewayApps(database, clock);
        GatewayApp app = app("2021000000000001", MERCHANT, List.of("A"));
        assertTrue(apps.register(app));
        assertFalse(apps.register(app(app.appId(), new UUID(2, 2), List.of("B"))));
        assertEquals(Optional.of(app), apps.find(app.appId()));
        assertEquals(Optional.empty(), apps.find("2021000000000002"));
        assertEquals(List.of(app), apps.of(MERCHANT));
        assertEquals(List.of(), apps.of(new UUID(2, 2)));
    }

    @Test
    void a_replaced_key_is_good_for_a_week_beside_the_new_one(Database database) {
        GatewayApps apps = new GatewayApps(database, clock);
        apps.register(app("2021000000000001", MERCHANT, List.of("old")));
        clock.advance(Duration.ofDays(30));
        apps.replaceKey("2021000000000001", "new");
        assertEquals(List.of("new", "old"), keys(apps));
        clock.advance(GatewayApps.KEY_OVERLAP.minusSeconds(1));
        assertEquals(List.of("new", "old"), keys(apps));
        clock.advance(Duration.ofSeconds(1));
        assertEquals(List.of("new"), keys(apps));
        apps.replaceKey("2021000000000001", "new");
        assertEquals(List.of("new"), keys(apps));
    }

    @Test
    void numbers_of_another_form_are_refused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> app("20210000000000012", MERCHANT, List.of()));
        GatewayApp.Signing signing = new GatewayApp.Signing(List.of(), List.of("RSA2"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new GatewayApp("2021000000000001", MERCHANT, "2089000000000001", signing));
    }

    private static List<String> keys(GatewayApps apps) {
        return apps.find("2021000000000001").orElseThrow().signing().publicKeys();
    }

    private static GatewayApp app(String appId, UUID merchant, List<String> keys) {
        GatewayApp.Signing signing = new GatewayApp.Signing(keys, List.of("RSA2"));
        return new GatewayApp(appId, merchant, "2088100000000001", signing);
    }
}
