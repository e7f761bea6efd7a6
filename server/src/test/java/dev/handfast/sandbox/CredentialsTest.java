package dev.handfast.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.alipay.Certificates;
import dev.handfast.alipay.Keys;
import dev.handfast.applepay.Pem;
import dev.handfast.merchants.ApiKey;
import dev.handfast.merchants.ApiKeys;
import dev.handfast.merchants.GatewayApp;
import dev.handfast.merchants.GatewayApps;
import dev.handfast.sandbox.SandboxHouse.Got;
import dev.handfast.secrets.KeyRing;
import dev.handfast.sql.Database;
import dev.handfast.sql.DatabaseConfig;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@DatabaseTest
final class CredentialsTest {
    @Test
    void credentials_have_every_field_of_the_contract(Database database) throws Exception {
        try (SandboxHouse house = new SandboxHouse(database)) {
            ObjectNode got = house.credentials();
            assertEquals(
                    List.of("merchant_api", "alipay", "applepay", "wallets", "devices"),
                    names(got));

            JsonNode merchantApi = got.get("merchant_api");
            assertEquals(List.of("base_url", "secret_key", "publishable_key"), names(merchantApi));
            assertEquals(house.baseUrl(), merchantApi.get("base_url").asString());
            ApiKeys keys = new ApiKeys(database, house.clock, house.core.ids());
            for (String field : List.of("secret_key", "publishable_key")) {
                assertEquals(
                        Cast.HARBOR_COFFEE,
                        keys.find(merchantApi.get(field).asString()).orElseThrow().merchant());
            }

            JsonNode alipay = got.get("alipay");
            assertEquals(
                    List.of("gateway_url", "app_id", "app_private_key", "alipay_public_key"),
                    names(alipay).subList(0, 4));
            assertCertificates(database, alipay.get("certificate_mode"));
            assertEquals(house.baseUrl() + "/gateway.do", alipay.get("gateway_url").asString());
            assertEquals(SandboxHouse.ALIPAY_KEY, alipay.get("alipay_public_key").asString());
            byte[] key = Base64.getDecoder().decode(alipay.get("app_private_key").asString());
            PrivateKey signing =
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key));
            GatewayApp app =
                    new GatewayApps(database, house.clock)
                            .find(alipay.get("app_id").asString())
                            .orElseThrow();
            assertEquals(Cast.JASMINE_TEA, app.merchant());
            assertBelongTogether(signing, Keys.rsaPublic(app.signing().publicKeys().getFirst()));

            JsonNode applePay = got.get("applepay");
            assertEquals(
                    List.of("merchant_id", "processing_certificate_pem", "trust_root_pem"),
                    names(applePay));
            X509Certificate root = Pem.certificate(applePay.get("trust_root_pem").asString());
            Pem.certificate(applePay.get("processing_certificate_pem").asString())
                    .verify(root.getPublicKey());

            JsonNode lin = got.at("/wallets/0");
            assertEquals(List.of("id", "holder", "currency", "balance_minor"), names(lin));
            assertEquals("Lin", lin.get("holder").asString());
            assertEquals(1_000_000, lin.get("balance_minor").asLong());
            JsonNode phone = got.at("/devices/0");
            assertEquals(List.of("id", "holder", "tokens"), names(phone));
            assertTrue(
                    names(phone.at("/tokens/0"))
                            .containsAll(List.of("id", "network", "suffix", "funding")));
            assertEquals("wallet", phone.at("/tokens/0/funding").asString());
            assertEquals("card", got.at("/devices/1/tokens/0/funding").asString());
            assertEquals("Aurora", got.at("/devices/1/tokens/0/network").asString());
        }
    }

    @Test
    void keys_are_issued_on_the_terms_asked_for(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            String asked =
                    """
                    {"kind": "restricted", "allow": "charges:read", "per_second": 2}
                    """;
            Got got = house.post("/sandbox/api_keys", asked);
            ApiKey key =
                    new ApiKeys(database, house.clock, house.core.ids())
                            .find(got.text("/key"))
                            .orElseThrow();
            assertEquals(Cast.HARBOR_COFFEE, key.merchant());
            assertEquals("charges:read", key.terms().permissions().line());
            assertEquals(2, key.terms().perSecondMax().orElseThrow());
            for (String wrong :
                    List.of("\"allow\":\"charges\"", "\"per_second\":0", "\"kind\":\"golden\"")) {
                String body = "{\"kind\":\"secret\"," + wrong + "}";
                String other = wrong.contains("kind") ? "{" + wrong + "}" : body;
                assertEquals(400, house.post("/sandbox/api_keys", other).status(), wrong);
            }
        }
    }

    @Test
    void a_restart_on_the_same_database_shows_the_same_credentials(Database database) {
        Path keyFile = SandboxHouse.keyFile();
        ObjectNode before;
        try (SandboxHouse house = new SandboxHouse(database, keyFile)) {
            house.tea("25.00", "code");
            house.scan("Lin", "code");
            before = withoutAddresses(house.credentials());
        }
        try (SandboxHouse house = new SandboxHouse(database, keyFile)) {
            assertEquals(before, withoutAddresses(house.credentials()));
            house.sandbox.seed();
            assertEquals(before, withoutAddresses(house.credentials()));
        }
    }

    @Test
    void processes_that_start_at_once_set_up_one_sandbox(DatabaseConfig config) throws Exception {
        Path keyFile = SandboxHouse.keyFile();
        List<ObjectNode> seen = new ArrayList<>();
        Callable<ObjectNode> process =
                () -> {
                    try (Database database = Database.open(config);
                            SandboxHouse house = new SandboxHouse(database, keyFile)) {
                        return withoutAddresses(house.credentials());
                    }
                };
        KeyRing.open(keyFile);
        try (ExecutorService processes = Executors.newFixedThreadPool(3)) {
            for (Future<ObjectNode> one : processes.invokeAll(List.of(process, process, process))) {
                seen.add(one.get());
            }
        }
        assertEquals(seen.get(0), seen.get(1));
        assertEquals(seen.get(0), seen.get(2));
        assertEquals(1_000_000, seen.getFirst().at("/wallets/0/balance_minor").asLong());
        assertEquals(1, seen.getFirst().at("/devices/0/tokens").size());
    }

    private static void assertCertificates(Database database, JsonNode shown) throws Exception {
        X509Certificate mine =
                Certificates.parse(shown.get("app_certificate").asString()).getFirst();
        X509Certificate root =
                Certificates.parse(shown.get("alipay_root_certificate").asString()).getFirst();
        mine.verify(root.getPublicKey());
        Certificates.parse(shown.get("alipay_certificate").asString())
                .getFirst()
                .verify(root.getPublicKey());
        byte[] key = Base64.getDecoder().decode(shown.get("app_private_key").asString());
        assertBelongTogether(
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key)),
                mine.getPublicKey());
        GatewayApp app =
                new GatewayApps(database, InstantSource.system())
                        .find(shown.get("app_id").asString())
                        .orElseThrow();
        assertEquals(
                Certificates.serialNumber(mine),
                app.signing().certificates().getFirst().serialNumber());
    }

    private static void assertBelongTogether(PrivateKey signing, PublicKey checking)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(signing);
        byte[] signed = signature.sign();
        signature.initVerify(checking);
        assertTrue(signature.verify(signed));
    }

    private static ObjectNode withoutAddresses(ObjectNode credentials) {
        ((ObjectNode) credentials.get("merchant_api")).remove("base_url");
        ((ObjectNode) credentials.get("alipay")).remove("gateway_url");
        return credentials;
    }

    private static List<String> names(JsonNode object) {
        return List.copyOf(object.propertyNames());
    }
}
