package dev.handfast.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.cashier.Holders.Proof;
import dev.handfast.payments.Payment;
import dev.handfast.secrets.SecretText;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** What a wallet's app does for its holder, and how holders prove themselves. */
@DatabaseTest
final class HolderCallsTest {
    @Test
    void an_app_pays_an_order_once_and_says_how_it_went(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            Payment tea = house.tea("25.00", "order-1");
            String path = house.walletPath("Lin") + "/app_pay";
            SandboxHouse.Got paid = house.post(path, "{\"order_string\": \"order-1\"}");
            assertEquals("9000", paid.text("/resultStatus"));
            assertEquals("paid " + tea.id(), paid.text("/result"));
            assertEquals("captured", house.status(tea));
            SandboxHouse.Got again = house.post(path, "{\"order_string\": \"order-1\"}");
            assertEquals("5000", again.text("/resultStatus"));
            assertEquals(
                    "4000",
                    house.post(path, "{\"order_string\": \"forged\"}").text("/resultStatus"));
            house.tea("9999999.00", "order-2");
            SandboxHouse.Got poor = house.post(path, "{\"order_string\": \"order-2\"}");
            assertEquals("4000", poor.text("/resultStatus"));
            assertTrue(!poor.text("/memo").isEmpty(), poor.body().toString());
            house.freeze("freeze-1");
            assertEquals(
                    "9000",
                    house.post(path, "{\"order_string\": \"freeze-1\"}").text("/resultStatus"));
            assertEquals(
                    "5000",
                    house.post(path, "{\"order_string\": \"freeze-1\"}").text("/resultStatus"));
            assertEquals(404, house.post("/sandbox/wallets/x/app_pay", "{}").status());
            assertEquals(400, house.post(path, "{}").status());
        }
    }

    @Test
    void a_password_is_believed_until_it_was_wrong_too_often(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            String path = house.walletPath("Lin") + "/password";
            assertEquals(400, house.post(path, "{\"password\": \"12345\"}").status());
            assertEquals(200, house.post(path, "{\"password\": \"123456\"}").status());
            assertInstanceOf(Proof.Wrong.class, prove(house, "111111"));
            assertInstanceOf(Proof.Proved.class, prove(house, "123456"));
            // Many at once are counted one by one: no more are tried than are allowed.
            List<Proof> proofs =
                    IntStream.range(0, 40)
                            .parallel()
                            .mapToObj(i -> prove(house, "%06d".formatted(i)))
                            .toList();
            long tried = proofs.stream().filter(Proof.Wrong.class::isInstance).count();
            assertEquals(SandboxHolders.TRIES_MAX - 1, tried);
            assertInstanceOf(Proof.Locked.class, prove(house, "123456"));
            house.machine.advance(Duration.ofMinutes(15));
            assertInstanceOf(Proof.Proved.class, prove(house, "123456"));
        }
    }

    private static Proof prove(SandboxHouse house, String password) {
        return house.sandbox.holders().prove(Cast.LIN, SecretText.of(password));
    }
}
