package dev.handfast.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.acceptance.ApplePayAcceptance;
import dev.handfast.ledger.Balances;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentRefusal;
import dev.handfast.payments.Request;
import dev.handfast.sandbox.SandboxHouse.Got;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.web.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.ObjectNode;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

@DatabaseTest
final class DeviceCallsTest {
    @Test
    void a_device_scans_a_code_and_pays_with_its_card(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            house.tea("25.00", "c");
            Got got = house.deviceScan("Ana", "c");
            assertEquals(200, got.status(), got::toString);
            assertEquals("captured", got.text("/status"));
            assertEquals("card", got.text("/payer/funding"));
            assertEquals("350", got.text("/payer/amount_minor"));
            assertEquals("USD", got.text("/payer/currency"));
            assertEquals("0.14", got.text("/payer/rate"));
            assertEquals("payment_already_paid", house.deviceScan("Ana", "c").error());
        }
    }

    @Test
    void a_device_scans_a_code_and_pays_from_the_wallet_behind_its_token(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            house.coffee("10.00", "c");
            Got got = house.deviceScan("Lin", "c");
            assertEquals(200, got.status(), got::toString);
            assertEquals("wallet", got.text("/payer/funding"));
            assertEquals(1_000_000 - 7_235, house.balance("Lin"));
        }
    }

    @Test
    void a_card_at_its_limit_is_declined_and_the_payment_waits_on(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            house.coffee("5.01", "c");
            Got got = house.deviceScan("Ben", "c");
            assertEquals(402, got.status(), got::toString);
            assertEquals("declined", got.error());
            assertEquals("waiting", got.text("/payment/status"));
            assertEquals(200, house.deviceScan("Ana", "c").status());
        }
    }

    @Test
    void an_issuer_that_does_not_answer_leaves_doubt_until_it_is_asked(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            Payment lost = house.tea("25.00", "a");
            Payment never = house.tea("30.00", "b");
            assertEquals(200, house.fault("lose_answer").status());
            assertEquals(200, house.fault("no_answer").status());
            Got first = house.deviceScan("Ana", "a");
            Got second = house.deviceScan("Ana", "b");
            assertEquals(202, first.status(), first::toString);
            assertEquals("unknown", second.text("/status"), second::toString);

            house.post("/sandbox/clock", "{\"advance\": \"PT10S\"}");
            house.core.railDesk().round();

            assertEquals("captured", house.status(lost));
            assertEquals("waiting", house.status(never));
            assertEquals(200, house.fault("decline").status());
            assertEquals("declined", house.deviceScan("Ana", "b").error());
        }
    }

    @Test
    void an_apple_pay_token_is_in_apples_format_and_pays_once(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            Payment coffee = house.coffee("10.00", "c");
            String token = applePay(house, 1_000, "");
            ObjectNode read = Json.parseObject(token).orElseThrow();
            assertEquals(
                    List.of("paymentData", "paymentMethod", "transactionIdentifier"),
                    List.copyOf(read.propertyNames()));
            assertEquals("EC_v1", read.at("/paymentData/version").asString());
            String form = applePay(house, 1_000, ", \"as\": \"form\"");
            assertTrue(form.contains("%22EC_v1%22"), form);

            Instrument instrument = accept(house, token, Optional.empty());
            assertInstanceOf(Outcome.Done.class, pay(house, coffee, instrument));
            assertEquals(1_000_000 - 7_235, house.balance("Lin"));

            List<Balances.Line> before = Balances.trial(database);
            Payment another = house.coffee("10.00", "d");
            Instrument replayed = accept(house, token, Optional.empty());
            assertRefused(PaymentRefusal.TOKEN_REPLAYED, pay(house, another, replayed));
            assertEquals(before, Balances.trial(database));
        }
    }

    @Test
    void an_apple_pay_token_keeps_the_application_data(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            byte[] order = "order 7".getBytes(UTF_8);
            String token =
                    applePay(
                            house,
                            1_000,
                            ", \"application_data\": \"%s\""
                                    .formatted(Base64.getEncoder().encodeToString(order)));
            assertInstanceOf(Instrument.Token.class, accept(house, token, Optional.of(order)));
            assertInstanceOf(
                    Instrument.RefusedToken.class,
                    accept(house, token, Optional.of("order 8".getBytes(UTF_8))));
        }
    }

    @Test
    void a_bad_token_is_refused_and_the_books_stand_still(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            Payment coffee = house.coffee("10.00", "c");
            List<Balances.Line> before = Balances.trial(database);

            String good = applePay(house, 1_000, "");
            ObjectNode tampered = Json.parseObject(good).orElseThrow();
            ObjectNode data = (ObjectNode) tampered.get("paymentData");
            char[] text = data.get("data").asString().toCharArray();
            text[10] = text[10] == 'A' ? 'B' : 'A';
            data.put("data", new String(text));
            assertRefused(
                    PaymentRefusal.TOKEN_NOT_ACCEPTED,
                    pay(house, coffee, accept(house, tampered.toString(), Optional.empty())));

            String cheap = applePay(house, 999, "");
            assertRefused(
                    PaymentRefusal.APPROVED_AMOUNT_DIFFERS,
                    pay(house, coffee, accept(house, cheap, Optional.empty())));

            ApplePayAcceptance elsewhere =
                    new ApplePayAcceptance(
                            house.core.applePayIdentities(),
                            List.of(foreignRoot(house)),
                            house.core.tokens(),
                            house.clock);
            assertRefused(
                    PaymentRefusal.TOKEN_NOT_ACCEPTED,
                    pay(
                            house,
                            coffee,
                            elsewhere.accept(Cast.HARBOR_COFFEE, good, Optional.empty())));
            assertRefused(
                    PaymentRefusal.TOKEN_NOT_ACCEPTED,
                    pay(
                            house,
                            house.tea("10.00", "t"),
                            house.acceptance.accept(Cast.JASMINE_TEA, good, Optional.empty())));

            house.post("/sandbox/clock", "{\"advance\": \"PT1H\"}");
            assertRefused(
                    PaymentRefusal.TOKEN_NOT_ACCEPTED,
                    pay(house, coffee, accept(house, good, Optional.empty())));
            assertEquals(before, Balances.trial(database));
        }
    }

    private static java.security.cert.X509Certificate foreignRoot(SandboxHouse house) {
        return dev.handfast.applepay.TokenAuthority.create("Elsewhere", house.clock.instant())
                .root();
    }

    @Test
    void a_suspended_token_a_closed_corridor_and_a_missing_rate_are_refused(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            house.tea("25.00", "c");
            List<Balances.Line> before = Balances.trial(database);

            assertEquals("SUSPENDED", house.setToken("Ana", "SUSPENDED").text("/state"));
            assertEquals("token_suspended", house.deviceScan("Ana", "c").error());
            assertEquals("ACTIVE", house.setToken("Ana", "active").text("/state"));

            assertEquals(200, house.setCorridor("aurora", "lantern", "CLOSED").status());
            assertEquals("corridor_closed", house.deviceScan("Ana", "c").error());
            assertEquals(200, house.setCorridor("aurora", "lantern", "OPEN").status());

            database.transact(tx -> tx.update("delete from exchange_rate where base = 'CNY'"));
            assertEquals("rate_missing", house.deviceScan("Ana", "c").error());
            assertEquals(before, Balances.trial(database));

            house.sandbox.seed();
            assertEquals(200, house.deviceScan("Ana", "c").status());
        }
    }

    @Test
    void what_is_asked_of_a_device_wrong_is_told(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            house.tea("25.00", "c");
            String path = house.devicePath("Ana");
            Got stolen =
                    house.post(
                            path + "/scan",
                            "{\"code\": \"c\", \"token\": \"%s\"}".formatted(house.token("Lin")));
            assertEquals("token", stolen.text("/error/param"), stolen::toString);
            assertEquals("code_unknown", house.deviceScan("Ana", "nothing").error());
            String body =
                    """
                    {"token": "%s", "merchant_id": "%s", "amount_minor": %s, "currency": "%s",
                     "application_data": "%s"}
                    """;
            String token = house.token("Ana");
            String merchant = Cast.HARBOR_COFFEE_APPLE_PAY;
            assertParam(
                    house, "merchant_id", body.formatted(token, "merchant.x", 1, "USD", "YQ=="));
            assertParam(house, "amount_minor", body.formatted(token, merchant, -1, "USD", "YQ=="));
            assertParam(house, "currency", body.formatted(token, merchant, 1, "XXQ", "YQ=="));
            assertParam(house, "application_data", body.formatted(token, merchant, 1, "USD", "?"));
            assertParam(house, "token", body.formatted("dt_1", merchant, 1, "USD", "YQ=="));
            assertEquals(404, house.post("/sandbox/devices/dev_1/scan", "{}").status());
            assertEquals(400, house.setToken("Ana", "DELETED").status());
            assertEquals(400, house.setCorridor("aurora", "nobody", "OPEN").status());
            assertEquals(400, house.fault("explode").status());
        }
    }

    private static void assertParam(SandboxHouse house, String param, String body) {
        Got got = house.post(house.devicePath("Ana") + "/apple_pay", body);
        assertEquals(400, got.status(), got::toString);
        assertEquals(param, got.text("/error/param"), got::toString);
    }

    private static String applePay(SandboxHouse house, long minor, String more) {
        Got got =
                house.post(
                        house.devicePath("Lin") + "/apple_pay",
                        """
                        {"token": "%s", "merchant_id": "%s",
                         "amount_minor": %d, "currency": "USD"%s}
                        """
                                .formatted(
                                        house.token("Lin"),
                                        Cast.HARBOR_COFFEE_APPLE_PAY,
                                        minor,
                                        more));
        assertEquals(200, got.status(), got::toString);
        return got.body().toString();
    }

    private static Instrument accept(SandboxHouse house, String token, Optional<byte[]> binding) {
        return house.acceptance.accept(Cast.HARBOR_COFFEE, token, binding);
    }

    private static Outcome pay(SandboxHouse house, Payment payment, Instrument instrument) {
        return house.core
                .payments()
                .run(
                        new Request.Pay(
                                new PayRequest(
                                        house.core.ids().next(),
                                        new PayRequest.Target.Existing(
                                                payment.terms().merchant(), payment.id()),
                                        instrument,
                                        Optional.empty())));
    }

    private static void assertRefused(PaymentRefusal why, Outcome outcome) {
        assertEquals(why, assertInstanceOf(Outcome.Refused.class, outcome).why());
    }
}
