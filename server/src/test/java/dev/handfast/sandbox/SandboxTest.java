package dev.handfast.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.handfast.sandbox.SandboxHouse.Got;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.Test;

@DatabaseTest
final class SandboxTest {
    @Test
    void a_wallet_scans_and_pays_a_code_of_the_other_side(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            house.coffee("10.00", "https://pay.example/qr/1");
            Got got =
                    house.post(
                            "/sandbox/wallets/" + house.wallet("Lin") + "/scan",
                            "{\"code\": \"https://pay.example/qr/1\"}");
            assertEquals(200, got.status(), () -> got.body().toString());
            assertEquals("captured", got.body().get("status").asString());
            assertEquals(7235, got.body().at("/payer/amount_minor").asLong());
            assertEquals(1_000_000 - 7235, house.balance("Lin"));
        }
    }

    @Test
    void a_device_scans_and_pays_with_its_card(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            house.tea("25.00", "https://pay.example/qr/2");
            Got got =
                    house.post(
                            "/sandbox/devices/" + house.device("Ana") + "/scan",
                            "{\"code\": \"https://pay.example/qr/2\", \"token\": \"%s\"}"
                                    .formatted(house.token("Ana")));
            assertEquals(200, got.status(), () -> got.body().toString());
            assertEquals("captured", got.body().get("status").asString());
            assertEquals(350, got.body().at("/payer/amount_minor").asLong());
        }
    }
}
