package dev.handfast.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.acceptance.ApplePayDomains;
import dev.handfast.acceptance.ApplePaySessions;
import dev.handfast.acceptance.ApplePaySessions.Answer;
import dev.handfast.acceptance.ApplePaySessions.Asking;
import dev.handfast.acceptance.LiveGateways;
import dev.handfast.acceptance.MerchantIdentities;
import dev.handfast.applepay.Pem;
import dev.handfast.applepay.SessionRequest;
import dev.handfast.applepay.SigningRequest;
import dev.handfast.sandbox.SandboxHouse.Got;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.web.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.Optional;
import java.util.UUID;

@DatabaseTest
final class AppleGatewayTest {
    private static final String OWN_HOST = "pay.example";

    private static Asking asking(UUID merchant, String domain) {
        return new Asking(merchant, domain, "Harbor Coffee", Optional.empty());
    }

    private static ApplePaySessions.Refusal refused(Answer answer) {
        return assertInstanceOf(Answer.Refused.class, answer).why();
    }

    private static JsonNode session(Answer answer) {
        return Json.parse(assertInstanceOf(Answer.Session.class, answer).json()).orElseThrow();
    }

    @Test
    void a_page_is_given_a_session_only_on_a_registered_domain(Database database)
            throws InterruptedException {
        try (SandboxHouse house = new SandboxHouse(database)) {
            ApplePayDomains domains = new ApplePayDomains(database, house.clock);
            ApplePaySessions sessions =
                    new ApplePaySessions(domains, house.sandbox.applePayGateways(), OWN_HOST);
            JsonNode own = session(sessions.open(asking(Cast.HARBOR_COFFEE, "Pay.Example:8443")));
            assertEquals(OWN_HOST, own.at("/domainName").asString());
            assertEquals("Harbor Coffee", own.at("/displayName").asString());

            Asking elsewhere = asking(Cast.HARBOR_COFFEE, "coffee.example");
            assertEquals(
                    ApplePaySessions.Refusal.DOMAIN_NOT_REGISTERED,
                    refused(sessions.open(elsewhere)));
            domains.add(Cast.HARBOR_COFFEE, "coffee.example");
            assertEquals(
                    "coffee.example",
                    session(sessions.open(elsewhere)).at("/domainName").asString());
            assertEquals(
                    ApplePaySessions.Refusal.DOMAIN_NOT_REGISTERED,
                    refused(sessions.open(asking(Cast.JASMINE_TEA, "coffee.example"))));
            assertTrue(domains.remove(Cast.HARBOR_COFFEE, "coffee.example"));
            assertFalse(domains.remove(Cast.HARBOR_COFFEE, "coffee.example"));
            assertEquals(
                    ApplePaySessions.Refusal.MERCHANT_IDENTITY_MISSING,
                    refused(sessions.open(asking(new UUID(9, 9), OWN_HOST))));
        }
    }

    @Test
    void no_address_is_taken_from_a_page_but_one_of_apples_hosts(Database database)
            throws InterruptedException {
        try (SandboxHouse house = new SandboxHouse(database)) {
            ApplePaySessions sessions =
                    new ApplePaySessions(
                            new ApplePayDomains(database, house.clock),
                            house.sandbox.applePayGateways(),
                            OWN_HOST);
            for (String url :
                    new String[] {
                        "https://evil.example/paymentservices/startSession",
                        "http://apple-pay-gateway.apple.com/paymentservices/startSession",
                        "https://apple-pay-gateway.apple.com@evil.example/",
                        "https://apple-pay-gateway.apple.com:8443/",
                        "https://127.0.0.1/",
                        "not an address"
                    }) {
                Asking asking = new Asking(Cast.HARBOR_COFFEE, OWN_HOST, "Shop", Optional.of(url));
                assertEquals(
                        ApplePaySessions.Refusal.VALIDATION_URL_NOT_APPLES,
                        refused(sessions.open(asking)),
                        url);
            }
            String apples = "https://cn-apple-pay-gateway.apple.com/paymentservices/startSession";
            session(
                    sessions.open(
                            new Asking(Cast.HARBOR_COFFEE, OWN_HOST, "Shop", Optional.of(apples))));
        }
    }

    @Test
    void the_gateway_answers_over_http_as_apples_does(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            String path = "/sandbox/applepay/paymentservices/";
            String body =
                    SessionRequest.web(Cast.HARBOR_COFFEE_APPLE_PAY, "Café", "coffee.example")
                            .json();
            Got got = house.post(path + "paymentSession", body);
            assertEquals(200, got.status(), got::toString);
            assertEquals("Café", got.text("/displayName"));
            assertEquals(
                    300_000,
                    got.body().at("/expiresAt").asLong()
                            - got.body().at("/epochTimestamp").asLong());
            assertEquals(200, house.post(path + "startSession", body).status());
            String unknown = body.replace("harbor", "other");
            assertEquals(417, house.post(path + "paymentSession", unknown).status());
            assertEquals(400, house.post(path + "paymentSession", "{}").status());
            assertEquals(400, house.post(path + "paymentSession", "[").status());
        }
    }

    @Test
    void a_live_merchant_is_known_by_its_longest_certificate(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            MerchantIdentities identities =
                    new MerchantIdentities(database, new Vault(house.core.keys()));
            LiveGateways gateways = new LiveGateways(identities);
            assertTrue(gateways.of(Cast.HARBOR_COFFEE).isEmpty());
            SigningRequest request =
                    SigningRequest.create(SigningRequest.Use.MERCHANT_IDENTITY, "Harbor Coffee");
            identities.register(
                    new MerchantIdentities.Identity(
                            Cast.HARBOR_COFFEE,
                            "merchant.live",
                            request.privateKey(),
                            house.sandbox
                                    .keys()
                                    .authority()
                                    .issueIdentityCertificate(
                                            "merchant.live",
                                            request.pem(),
                                            house.clock.instant())));
            MerchantIdentities.Identity read = identities.of(Cast.HARBOR_COFFEE).orElseThrow();
            assertEquals(Pem.write(request.privateKey()), Pem.write(read.key()));
            assertEquals(
                    "merchant.live", gateways.of(Cast.HARBOR_COFFEE).orElseThrow().merchantId());
            gateways.close();
        }
    }

    @Test
    void a_hosts_file_is_its_first_merchants(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            ApplePayDomains domains = new ApplePayDomains(database, house.clock);
            assertTrue(domains.keepFile(Cast.HARBOR_COFFEE, "a.example", "7B"));
            assertFalse(domains.keepFile(Cast.JASMINE_TEA, "a.example", "7C"));
            assertEquals(Optional.of("7B"), domains.file("a.example"));
            assertTrue(domains.keepFile(Cast.HARBOR_COFFEE, "a.example", "7D"));
            assertEquals(Optional.of("7D"), domains.file("a.example"));
            for (String none : new String[] {"", "a b", "a..b", "-a.example", "a_b.example", "é"}) {
                assertEquals(Optional.empty(), ApplePayDomains.host(none), none);
            }
            assertEquals(Optional.of("a.example"), ApplePayDomains.host(" A.Example.:443"));
        }
    }
}
