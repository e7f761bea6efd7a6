package dev.handfast.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.mandates.Mandate;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Request;
import dev.handfast.sandbox.SandboxHouse.Got;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.web.PublicId;

import org.junit.jupiter.api.Test;

import java.util.Optional;

@DatabaseTest
final class WalletCallsTest {
    @Test
    void a_wallet_scans_a_code_and_pays_at_the_offered_rate(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            Payment coffee = house.coffee("10.00", "https://localhost/qr/1");

            Got got = house.scan("Lin", "https://localhost/qr/1");

            assertEquals(200, got.status(), got::toString);
            assertEquals(PublicId.format("pi", coffee.id()), got.text("/id"));
            assertEquals("captured", got.text("/status"));
            assertEquals("Harbor Coffee", got.text("/merchant_name"));
            assertEquals("1000 USD", got.text("/amount_minor") + " " + got.text("/currency"));
            assertEquals("7235", got.text("/payer/amount_minor"));
            assertEquals("CNY", got.text("/payer/currency"));
            assertEquals("7.2345", got.text("/payer/rate"));
            assertEquals("35", got.text("/payer/margin_minor"));
            assertEquals("18", got.text("/fees/acquiring_minor"));
            assertEquals("10", got.text("/fees/issuing_minor"));
            assertEquals("972", got.text("/fees/merchant_gets_minor"));
            assertEquals(1_000_000 - 7_235, house.balance("Lin"));
            assertEquals("lantern", house.get("/sandbox/positions").text("/positions/0/owes"));

            Got again = house.scan("Wei", "https://localhost/qr/1");
            assertEquals(409, again.status());
            assertEquals("payment_already_paid", again.error());
        }
    }

    @Test
    void a_printed_code_takes_what_the_payer_types_up_to_the_limit_of_the_day(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            String made =
                    "{\"app_id\":\"%s\",\"label\":\"Till 1\"}".formatted(Cast.JASMINE_TEA_APP);
            Got printed = house.post("/sandbox/static_codes", made);
            assertEquals(200, printed.status(), printed::toString);
            String scan = "{\"code\":\"%s\",\"amount_minor\":%d}";
            String path = house.walletPath("Lin") + "/scan";
            Got first = house.post(path, scan.formatted(printed.text("/code"), 48_000));
            assertEquals("captured", first.text("/status"), first::toString);
            assertEquals("Jasmine Tea", first.text("/merchant_name"));
            Got more = house.post(path, scan.formatted(printed.text("/code"), 3_000));
            assertEquals("day_limit_exceeded", more.error(), more::toString);
            assertEquals(402, more.status());
            assertTrue(more.toString().contains("CNY 20.00 is left"), more::toString);
            Got without = house.post(path, "{\"code\":\"%s\"}".formatted(printed.text("/code")));
            assertEquals(400, without.status());
            assertEquals(1_000_000 - 48_000, house.balance("Lin"));

            String level = "{\"account_class\":\"II\",\"verification\":\"C\"}";
            assertEquals(200, house.post(house.walletPath("Lin") + "/limits", level).status());
            house.tea("1000.01", "https://localhost/qr/big");
            assertEquals(
                    "day_limit_exceeded", house.scan("Lin", "https://localhost/qr/big").error());
        }
    }

    @Test
    void a_holder_agrees_to_a_mandate_and_ends_it(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            Mandate.Times times =
                    new Mandate.Times(
                            house.core.clock().instant().plusSeconds(60), Optional.empty());
            Mandate proposed =
                    house.core
                            .mandates()
                            .propose(
                                    new Mandate.Proposal(
                                            Cast.JASMINE_TEA,
                                            new Mandate.Kind("tea", "shop", Optional.empty()),
                                            Cast.CNY,
                                            Optional.empty(),
                                            times,
                                            "{}"));
            String address = "https://x/agree/" + PublicId.format("agr", proposed.id());
            String body = "{\"agreement\":\"" + address + "\"}";
            String lin = house.walletPath("Lin");
            Got agreed = house.post(lin + "/agree", body);
            assertEquals("active", agreed.text("/status"), agreed::toString);
            assertEquals(proposed.number(), agreed.text("/agreement_no"));
            Got other = house.post(house.walletPath("Wei") + "/agree", body);
            assertEquals("mandate_already_agreed", other.error());
            assertEquals(404, house.post(house.walletPath("Wei") + "/unsign", body).status());
            assertEquals("ended", house.post(lin + "/unsign", body).text("/status"));
            assertEquals(400, house.post(lin + "/agree", "{\"agreement\":\"x\"}").status());
        }
    }

    @Test
    void a_payment_code_lets_a_merchant_take_one_payment(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            Got got = house.post(house.walletPath("Lin") + "/payment_code", "");
            assertEquals(200, got.status(), got::toString);
            String code = got.text("/code");
            assertTrue(code.matches("28[0-9]{16}"), code);

            assertInstanceOf(Outcome.Done.class, payBy(house, code, "a"));
            assertEquals(1_000_000 - 2_500, house.balance("Lin"));
            assertInstanceOf(Outcome.Refused.class, payBy(house, code, "b"));
        }
    }

    private static Outcome payBy(SandboxHouse house, String digits, String code) {
        Payment tea = house.tea("25.00", code);
        return house.core
                .payments()
                .run(
                        new Request.Pay(
                                new PayRequest(
                                        house.core.ids().next(),
                                        new PayRequest.Target.Existing(Cast.JASMINE_TEA, tea.id()),
                                        new Instrument.Code(digits),
                                        Optional.empty())));
    }

    @Test
    void a_quote_promises_what_the_scan_then_takes(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            house.coffee("10.00", "c");
            Got quote = house.post(house.walletPath("Lin") + "/quote", "{\"code\": \"c\"}");
            assertEquals("7235", quote.text("/amount_minor"), quote::toString);
            Got paid =
                    house.post(
                            house.walletPath("Lin") + "/scan",
                            "{\"code\": \"c\", \"quote\": \"%s\"}".formatted(quote.text("/quote")));
            assertEquals("7235", paid.text("/payer/amount_minor"), paid::toString);
            house.tea("1.00", "t");
            Got needless = house.post(house.walletPath("Lin") + "/quote", "{\"code\": \"t\"}");
            assertEquals("no_quote_needed", needless.error());
        }
    }

    @Test
    void a_quote_that_is_over_moves_nothing(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            Payment coffee = house.coffee("10.00", "c");
            String lin = house.walletPath("Lin");
            Got quote = house.post(lin + "/quote", "{\"code\": \"c\"}");
            String scan = "{\"code\": \"c\", \"quote\": \"%s\"}".formatted(quote.text("/quote"));
            house.post("/sandbox/clock", "{\"advance\": \"PT1M\"}");

            Got late = house.post(lin + "/scan", scan);

            assertEquals(409, late.status(), late::toString);
            assertEquals("quote_expired", late.error());
            assertEquals(1_000_000, house.balance("Lin"));
            assertEquals("waiting", late.text("/payment/status"));
            assertEquals(PublicId.format("pi", coffee.id()), late.text("/payment/id"));
            assertEquals(200, house.scan("Lin", "c").status());
        }
    }

    @Test
    void a_wallet_with_too_little_pays_after_a_top_up(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            house.tea("25.00", "c");
            Got poor = house.scan("Wei", "c");
            assertEquals(402, poor.status(), poor::toString);
            assertEquals("balance_not_enough", poor.error());
            assertEquals("waiting", poor.text("/payment/status"));
            assertEquals(2_000, house.balance("Wei"));

            Got richer = house.post(house.walletPath("Wei") + "/top_up", "{\"amount_minor\": 500}");
            assertEquals("2500", richer.text("/balance_minor"), richer::toString);
            assertEquals(200, house.scan("Wei", "c").status());
            assertEquals(0, house.balance("Wei"));
        }
    }

    @Test
    void what_is_asked_wrong_is_told_with_field_and_rule(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            String scan = house.walletPath("Lin") + "/scan";
            assertRefused(house.post(scan, "{\"code\": \"never seen\"}"), 404, "code_unknown");
            assertRefused(house.post(scan, "{\"code\": 7}"), 400, "field_invalid");
            assertRefused(house.post(scan, ""), 400, "field_invalid");
            assertRefused(house.post(scan, "{\"cod\": \"x\"}"), 400, "field_invalid");
            assertRefused(house.post(scan, "[]"), 400, "body_invalid");
            assertRefused(house.post(scan, "{"), 400, "body_invalid");
            assertRefused(
                    house.post(scan, "{\"code\": \"%s\"}".formatted("x".repeat(20_000))),
                    400,
                    "field_invalid");
            assertRefused(
                    house.post(scan, "{\"code\": \"%s\"}".formatted("x".repeat(70_000))),
                    413,
                    "body_too_large");
            assertRefused(
                    house.post("/sandbox/wallets/nobody/scan", "{\"code\": \"x\"}"),
                    404,
                    "not_found");
            assertRefused(
                    house.post(house.walletPath("Lin") + "/top_up", "{\"amount_minor\": 1.5}"),
                    400,
                    "field_invalid");
            Got got = house.post(scan, "{\"code\": 7}");
            assertEquals("code", got.text("/error/param"));
            assertEquals(
                    "code: is a text of 1 to 16384 characters, got 7", got.text("/error/message"));
            assertEquals(1_000_000, house.balance("Lin"));
        }
    }

    private static void assertRefused(Got got, int status, String code) {
        assertEquals(status, got.status(), got::toString);
        assertEquals(code, got.error(), got::toString);
    }
}
