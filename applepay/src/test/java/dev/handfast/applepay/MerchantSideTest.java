package dev.handfast.applepay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

class MerchantSideTest {
    private static final MerchantTokenRequest.Terms TERMS =
            new MerchantTokenRequest.Terms(
                    "A magazine",
                    "https://shop.example/manage",
                    Optional.empty(),
                    Optional.of("https://shop.example/notify"));

    @Test
    void takes_a_host_from_a_browser_only_if_it_is_apples() {
        assertEquals(
                Optional.of(GatewayHost.GLOBAL),
                GatewayHost.named(
                        "https://apple-pay-gateway.apple.com/paymentservices/startSession"));
        assertEquals(
                Optional.of(GatewayHost.TEST_CHINA),
                GatewayHost.named("HTTPS://CN-apple-pay-gateway-cert.apple.com:443"));
        for (String hostile :
                List.of(
                        "http://apple-pay-gateway.apple.com/",
                        "https://apple-pay-gateway.apple.com.evil.example/",
                        "https://apple-pay-gateway.apple.com@evil.example/",
                        "https://evil@apple-pay-gateway.apple.com/",
                        "https://apple-pay-gateway.apple.com:8443/",
                        "https://169.254.169.254/latest",
                        "file:///etc/passwd",
                        "//apple-pay-gateway.apple.com",
                        "not a uri",
                        "")) {
            assertEquals(Optional.empty(), GatewayHost.named(hostile), hostile);
        }
    }

    @Test
    void writes_a_session_request_as_apple_wants_it() {
        assertEquals(
                "{\"merchantIdentifier\":\"merchant.example\",\"displayName\":\"Shop\","
                        + "\"initiative\":\"web\",\"initiativeContext\":\"shop.example\"}",
                SessionRequest.web("merchant.example", "Shop", "shop.example").json());
        assertThrows(
                IllegalArgumentException.class,
                () -> SessionRequest.web("merchant.example", "x".repeat(65), "shop.example"));
    }

    @Test
    void issues_sandbox_sessions_of_apples_shape_for_five_minutes() throws RefusedException {
        String json =
                new SandboxSessions(Fixtures.AUTHORITY)
                        .issue(
                                SessionRequest.web("merchant.example", "Shop", "shop.example"),
                                Fixtures.NOW);
        Fields session =
                Fields.of(
                        JsonReader.read(json, Refusal.MALFORMED_TOKEN),
                        "",
                        Refusal.MALFORMED_TOKEN);

        assertEquals(
                Duration.ofMinutes(5).toMillis(),
                session.amount("expiresAt") - session.amount("epochTimestamp"));
        assertEquals("shop.example", session.text("domainName"));
        assertEquals(8, session.text("nonce").length());
        Cms.read(Encoding.hex(session.text("signature"), "signature"));
    }

    @Test
    void makes_a_sandbox_domain_file_of_one_hex_line() {
        String file =
                DomainAssociation.sandbox(Fixtures.AUTHORITY, "merchant.example", Fixtures.NOW);
        String json = new String(HexFormat.of().parseHex(file), StandardCharsets.UTF_8);

        assertTrue(json.startsWith("{\"pspId\":\""), json);
        assertTrue(json.contains("\"version\":1,\"createdOn\":1772366400000,"), json);
    }

    @Test
    void writes_the_three_requests_for_a_merchant_token() {
        MerchantTokenRequest.Schedule monthly =
                new MerchantTokenRequest.Schedule(
                        MerchantTokenRequest.Unit.MONTH, 1, Optional.empty(), Optional.empty());
        MerchantTokenRequest recurring =
                new MerchantTokenRequest.Recurring(
                        TERMS,
                        new MerchantTokenRequest.Line("Monthly", "9.99"),
                        monthly,
                        Optional.of(
                                new MerchantTokenRequest.Trial(
                                        new MerchantTokenRequest.Line("First", "0"), monthly)));
        MerchantTokenRequest reload =
                new MerchantTokenRequest.AutomaticReload(
                        TERMS, new MerchantTokenRequest.Line("Top up", "20.00"), "5.00");
        MerchantTokenRequest deferred =
                new MerchantTokenRequest.Deferred(
                        TERMS,
                        new MerchantTokenRequest.Line("Room", "120.00"),
                        Instant.parse("2026-06-01T00:00:00Z"),
                        Optional.of(
                                new MerchantTokenRequest.FreeCancellation(
                                        Instant.parse("2026-05-30T00:00:00Z"),
                                        ZoneId.of("Asia/Shanghai"))));

        assertEquals("recurringPaymentRequest", recurring.member());
        assertTrue(
                recurring
                        .json()
                        .contains(
                                "\"regularBilling\":{\"label\":\"Monthly\",\"amount\":\"9.99\","
                                        + "\"paymentTiming\":\"recurring\","
                                        + "\"recurringPaymentIntervalUnit\":\"month\","
                                        + "\"recurringPaymentIntervalCount\":1}"),
                recurring.json());
        assertEquals("automaticReloadPaymentRequest", reload.member());
        assertTrue(
                reload.json().contains("\"automaticReloadPaymentThresholdAmount\":\"5.00\""),
                reload.json());
        assertEquals("deferredPaymentRequest", deferred.member());
        assertTrue(
                deferred.json().contains("\"freeCancellationDateTimeZone\":\"Asia/Shanghai\""),
                deferred.json());
    }

    @Test
    void pulls_an_event_by_the_id_of_its_tap() {
        String id = MerchantTokenEvent.eventId("/notification/merchantToken/event-1").orElseThrow();

        assertEquals(
                "https://apple-pay-gateway.apple.com/paymentservices/v1/merchantId/"
                        + "merchant.example/merchantToken/event/event-1",
                MerchantTokenEvent.pullUri(GatewayHost.GLOBAL, "merchant.example", id).toString());
        assertEquals(Optional.empty(), MerchantTokenEvent.eventId("/merchantToken/a/b"));
        assertEquals(Optional.empty(), MerchantTokenEvent.eventId("/merchantToken/..%2f"));
    }

    @Test
    void pulls_from_nowhere_but_apple() {
        SigningRequest request =
                SigningRequest.create(SigningRequest.Use.MERCHANT_IDENTITY, "Example shop");
        var certificate =
                Fixtures.AUTHORITY.issueIdentityCertificate(
                        "merchant.x", request.pem(), Fixtures.NOW);
        try (MerchantGateway gateway = MerchantGateway.of(request.privateKey(), certificate)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> gateway.tokenEvent(URI.create("https://evil.example/event"), "1"));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> MerchantTokenEvent.pullUri(GatewayHost.GLOBAL, "a/../b", "1"));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        MerchantTokenEvent.uri(
                                GatewayHost.GLOBAL, "a?b", MerchantTokenEvent.Call.UNLINK));
    }

    @Test
    void reads_a_pulled_event_or_says_what_is_wrong() {
        MerchantTokenEvent.Reading reading =
                MerchantTokenEvent.read(
                        "{\"eventType\":\"UNLINK\",\"merchantTokenIdentifier\":\"t1\","
                                + "\"reason\":\"user removed the card\"}");
        assertEquals(
                new MerchantTokenEvent.Reading.Event(
                        new MerchantTokenEvent(
                                MerchantTokenEvent.Type.UNLINK,
                                "t1",
                                "user removed the card",
                                Optional.empty())),
                reading);
        for (String bad : List.of("", "{}", "{\"eventType\":\"PARTY\"}")) {
            assertInstanceOf(
                    MerchantTokenEvent.Reading.Refused.class, MerchantTokenEvent.read(bad), bad);
        }
    }

    private static Doctor.Report examine(MerchantKey key, MerchantKey certified, String token) {
        return Doctor.examine(
                new Doctor.Case(
                        Pem.write(key.privateKey()),
                        Pem.write(certified.certificate()),
                        Optional.of(token),
                        List.of(Fixtures.AUTHORITY.root())),
                Fixtures.NOW);
    }

    @Test
    void doctor_finds_a_healthy_set_healthy() {
        Doctor.Report report =
                examine(
                        Fixtures.MERCHANT,
                        Fixtures.MERCHANT,
                        Fixtures.AUTHORITY.seal(Fixtures.request()));

        assertTrue(report.healthy(), report.text());
        assertTrue(report.text().contains(Fixtures.MERCHANT.publicKeyHash()), report.text());
        assertTrue(report.text().contains("merchant id: merchant.example.shop"), report.text());
        assertTrue(report.text().contains("token opens: 1000 minor units"), report.text());
    }

    @Test
    void doctor_names_each_misfit() {
        MerchantKey other = Fixtures.AUTHORITY.issueMerchantKey("merchant.other", Fixtures.NOW);
        String token = Fixtures.AUTHORITY.seal(Fixtures.request());

        Doctor.Report mixed = examine(Fixtures.MERCHANT, other, token);
        Doctor.Report anothers = examine(other, other, token);
        Doctor.Report noToken = examine(other, other, "{}");
        Doctor.Report late =
                Doctor.examine(
                        new Doctor.Case(
                                "x", Pem.write(other.certificate()), Optional.empty(), List.of()),
                        Fixtures.NOW.plus(Duration.ofDays(800)));

        assertFalse(mixed.healthy());
        assertTrue(mixed.text().contains("do not belong together"), mixed.text());
        assertFalse(anothers.healthy());
        assertTrue(anothers.text().contains("encrypted to another certificate"), anothers.text());
        assertFalse(noToken.healthy());
        assertTrue(noToken.text().contains("MALFORMED_TOKEN"), noToken.text());
        assertFalse(late.healthy());
        assertTrue(late.text().contains("certificate ended"), late.text());
    }
}
