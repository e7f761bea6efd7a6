package dev.handfast.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.engine.Ids;
import dev.handfast.merchants.ApiKeys;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.Mode;
import dev.handfast.partners.Partners;
import dev.handfast.rails.PartnerGateways;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.web.Json;
import dev.handfast.web.WebServers;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpService;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** What an operator does to merchants and partners' gateways, over HTTP. */
@DatabaseTest
final class OperatorCallsTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final KeyPair PAIR = pair();
    private static final String MERCHANTS = "/operator/merchants";
    private static final String GATEWAYS = "/operator/partner_gateways";
    private static final String FIRST =
            "{'name':'Platform','country':'US','currency':'USD','category':'5999',"
                    + "'partner':'borealis','partner_name':'Borealis','partner_country':'US'}";

    private final HttpClient client = HttpClient.newHttpClient();
    private World world;
    private ApiKeys keys;
    private PartnerGateways gateways;
    private WebServer server;

    @BeforeEach
    void open(Database database) {
        world = new World(database);
        Ids ids = new Ids(CLOCK);
        keys = new ApiKeys(database, CLOCK, ids);
        gateways = new PartnerGateways(database, new Vault(world.core.keys()));
        Partners partners = world.core.partners();
        MerchantCalls merchants =
                new MerchantCalls(
                        new MerchantForm.Place(
                                database,
                                new Merchants(database, CLOCK),
                                partners::add,
                                ids,
                                Mode.LIVE),
                        keys);
        PartnerCalls calls = new PartnerCalls(gateways, partners, CLOCK);
        HttpService service =
                rules -> {
                    merchants.routing(rules, handler -> handler);
                    calls.routing(rules, handler -> handler);
                };
        server =
                WebServers.start(
                        new WebServers.Settings("127.0.0.1", 0, List.of(service)), ids::next);
    }

    @AfterEach
    void close() {
        server.stop();
        world.close();
    }

    @Test
    void a_fresh_installation_gets_its_first_merchant_and_its_partner() throws Exception {
        for (String bad :
                List.of(
                        "",
                        "{",
                        FIRST.replace("'Platform'", "''"),
                        FIRST.replace("'US','currency'", "'us','currency'"),
                        FIRST.replace("USD", "ZZZ"),
                        FIRST.replace("5999", "59"),
                        FIRST.replace("'borealis'", "'Borealis 1'"),
                        FIRST.replace(",'partner_name':'Borealis'", ""),
                        FIRST.replace("'partner_country':'US'", "'partner_country':'USA'"))) {
            assertEquals("field_invalid", code(post(400, MERCHANTS, bad)), bad);
        }
        assertTrue(get(200, MERCHANTS).path("merchants").isEmpty());
        assertEquals(2, world.core.partners().all().size(), "and no partner came of it");

        JsonNode made = post(201, MERCHANTS, FIRST);
        UUID id = UUID.fromString(made.path("id").asString());
        String secret = made.path("secret_key").asString();
        assertTrue(secret.startsWith("sk_live_"), "a live key");
        assertEquals(id, keys.find(secret).orElseThrow().merchant());
        JsonNode listed = get(200, MERCHANTS).path("merchants").path(0);
        assertEquals("Platform", listed.path("name").asString());
        assertFalse(listed.has("secret_key"));
        assertEquals("field_invalid", code(post(400, MERCHANTS, FIRST)), "the name is taken");
        post(201, MERCHANTS, FIRST.replace("'Platform'", "'Second'"));
        assertEquals(3, world.core.partners().all().size());
    }

    @Test
    void a_partners_gateway_is_registered_changed_and_turned_off_while_the_server_runs()
            throws Exception {
        String good =
                "{'name':'lantern-gw','partner':'lantern','codes':'CNY:29','app_id':'7',"
                        + "'address':'http://127.0.0.1:1/gateway.do','app_key':'%s',"
                                .formatted(text(PAIR.getPrivate().getEncoded()))
                        + "'gateway_key':'%s'}".formatted(text(PAIR.getPublic().getEncoded()));
        for (String bad :
                List.of(
                        "{}",
                        good.replace("lantern-gw", "Lantern GW"),
                        good.replace("'lantern'", "'nobody'"),
                        good.replace("CNY:29", "29"),
                        good.replace("CNY:29", "ZZZ:29"),
                        good.replace("CNY:29", "CNY:99"),
                        good.replace("http://", "ftp://"),
                        good.replace("'app_id':'7',", ""),
                        good.replace("'app_key':'", "'app_key':'x"),
                        good.replace("'gateway_key':'", "'gateway_key':'x"),
                        good.replace("'gateway_key'", "'gateway_certificate'"),
                        good.replace("}", ",'patience':'soon'}"),
                        good.replace("}", ",'patience':'PT1H'}"),
                        good.replace("}", ",'sign_type':'RSA'}"))) {
            JsonNode refused = post(400, GATEWAYS, bad);
            assertEquals("field_invalid", code(refused), bad);
            assertFalse(refused.toString().contains("MII"), "no key is in what is said");
        }
        assertTrue(gateways.all().isEmpty());

        JsonNode made = post(201, GATEWAYS, good);
        assertEquals("lantern", made.path("partner").asString());
        assertEquals("on", made.path("state").asString());
        assertFalse(made.toString().contains("MII"));
        post(200, GATEWAYS, good.replace("'7'", "'8'"));
        assertEquals(2, gateways.all().getFirst().accesses().size());
        assertEquals(
                "8", get(200, GATEWAYS).path("partner_gateways").path(0).path("app_id").asString());

        String path = GATEWAYS + "/lantern-gw";
        assertEquals("field_invalid", code(post(400, path, "{'state':'gone'}")));
        assertEquals("partner_gateway_missing", code(post(404, path + "x", "{'state':'off'}")));
        assertEquals("off", post(200, path, "{'state':'off'}").path("state").asString());
        JsonNode findings = get(200, path + "/doctor").path("findings");
        assertTrue(
                findings.valueStream()
                        .anyMatch(one -> one.path("verdict").asString("").equals("wrong")),
                findings.toString());
        get(404, path + "x/doctor");
    }

    private static String code(JsonNode answer) {
        return answer.path("error").path("code").asString("");
    }

    private JsonNode post(int status, String path, String body) throws Exception {
        return send(
                status,
                path,
                HttpRequest.newBuilder()
                        .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    private JsonNode get(int status, String path) throws Exception {
        return send(status, path, HttpRequest.newBuilder());
    }

    private JsonNode send(int status, String path, HttpRequest.Builder request) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + server.port() + path);
        HttpResponse<String> answer =
                client.send(request.uri(address).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(status, answer.statusCode(), answer.body());
        return Json.parse(answer.body()).orElseThrow();
    }

    private static String text(byte[] key) {
        return Base64.getEncoder().encodeToString(key);
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has RSA", missing);
        }
    }
}
