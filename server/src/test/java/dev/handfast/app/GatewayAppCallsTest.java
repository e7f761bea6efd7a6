package dev.handfast.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.engine.Ids;
import dev.handfast.merchants.ContentKeys;
import dev.handfast.merchants.GatewayAppDesk;
import dev.handfast.merchants.GatewayApps;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.Mode;
import dev.handfast.secrets.KeyRing;
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
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** What an operator does to apps, over HTTP. */
@DatabaseTest
final class GatewayAppCallsTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final UUID LIVE = Ids.named("merchant", "live");
    private static final UUID TEST = Ids.named("merchant", "test");
    private static final String OWN = key();
    private static final String FIRST = key();
    private static final String SECOND = key();

    @TempDir private Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private GatewayApps apps;
    private ContentKeys keys;
    private WebServer server;

    @BeforeEach
    void open(Database database) {
        Merchants merchants = new Merchants(database, CLOCK);
        merchants.add(merchant(LIVE, Mode.LIVE));
        merchants.add(merchant(TEST, Mode.TEST));
        Ids ids = new Ids(CLOCK);
        apps = new GatewayApps(database, CLOCK);
        keys = new ContentKeys(database, new Vault(KeyRing.open(folder.resolve("keyring"))), CLOCK);
        GatewayAppCalls calls =
                new GatewayAppCalls(
                        new GatewayAppDesk(database, apps, keys, CLOCK, ids),
                        apps,
                        merchants,
                        Mode.LIVE,
                        OWN);
        HttpService service = rules -> calls.routing(rules, handler -> handler);
        server =
                WebServers.start(
                        new WebServers.Settings("127.0.0.1", 0, List.of(service)), ids::next);
    }

    @AfterEach
    void close() {
        server.stop();
    }

    @Test
    void an_app_is_registered_changed_and_disabled_and_all_of_it_is_written_down()
            throws Exception {
        JsonNode made =
                post(
                        201,
                        "",
                        "{'merchant':'%s','by':'Mei','public_key':'%s','aes_key':'%s'}"
                                .formatted(LIVE, FIRST, aes()));
        String appId = made.path("app_id").asString();
        assertTrue(appId.matches("2021[0-9]{12}"), appId);
        assertEquals("enabled", made.path("state").asString());
        assertTrue(keys.find(appId).isPresent());
        assertEquals(List.of(FIRST), apps.find(appId).orElseThrow().signing().publicKeys());
        post(
                200,
                "/" + appId,
                ("{'by':'Lin','public_key':'%s','sign_types':['RSA2','RSA'],"
                                + "'notify_url':'https://shop.example/told'}")
                        .formatted(SECOND));
        assertEquals(List.of(SECOND, FIRST), apps.find(appId).orElseThrow().signing().publicKeys());
        assertEquals(List.of("RSA2", "RSA"), apps.find(appId).orElseThrow().signing().signTypes());
        assertEquals("https://shop.example/told", apps.notifyUrl(appId).orElseThrow());
        post(200, "/" + appId, "{'by':'Lin','state':'disabled'}");
        assertTrue(apps.find(appId).isEmpty());
        JsonNode shown = get(200, "/" + appId);
        assertEquals("disabled", shown.path("state").asString());
        assertEquals(
                "disabled notify_url sign_types public_key aes_key public_key registered",
                String.join(
                        " ",
                        shown.path("history")
                                .valueStream()
                                .map(entry -> entry.path("what").asString())
                                .toList()));
        assertEquals("Lin", shown.path("history").path(0).path("by").asString());
        assertEquals("Mei", shown.path("history").path(6).path("by").asString());
        assertFalse(shown.toString().contains(aes()));
        post(200, "/" + appId, "{'by':'Lin','state':'enabled'}");
        assertTrue(apps.find(appId).isPresent());
    }

    @Test
    void what_breaks_a_rule_changes_nothing_and_modes_do_not_mix() throws Exception {
        String app = "{'merchant':'%s','by':'Mei','public_key':'%s'}";
        String first = app.formatted(LIVE, FIRST).replace("}", ",'app_id':'2021000000000009'}");
        post(201, "", first);
        post(409, "", first);
        post(400, "", app.formatted(TEST, FIRST));
        post(400, "", app.formatted("nobody", FIRST));
        post(400, "", app.formatted(LIVE, OWN));
        post(400, "", app.formatted(LIVE, "AAAA"));
        post(400, "", app.formatted(LIVE, FIRST).replace("'by':'Mei',", ""));
        post(400, "", "{'merchant':'%s','by':'Mei'}".formatted(LIVE));
        for (String bad :
                List.of(
                        "{}",
                        "{'by':'Mei'}",
                        "{'state':'disabled'}",
                        "{'by':'Mei','state':'gone'}",
                        "{'by':'Mei','sign_types':[]}",
                        "{'by':'Mei','sign_types':['MD5']}",
                        "{'by':'Mei','certificate':'none'}",
                        "{'by':'Mei','aes_key':'short'}",
                        "{'by':'Mei','notify_url':'ftp://x'}",
                        "{'tells_refunds':'no'}")) {
            post(400, "/2021000000000009", bad);
        }
        post(404, "/2021000000000001", "{'by':'Mei','state':'disabled'}");
        get(404, "/2021000000000001");
        JsonNode all = get(200, "");
        assertEquals(1, all.path("gateway_apps").size());
        assertEquals(2, get(200, "/2021000000000009").path("history").size());
    }

    private JsonNode get(int status, String path) throws Exception {
        return send(status, HttpRequest.newBuilder(uri(path)).build());
    }

    private JsonNode post(int status, String path, String body) throws Exception {
        return send(
                status,
                HttpRequest.newBuilder(uri(path))
                        .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .build());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + "/operator/gateway_apps" + path);
    }

    private JsonNode send(int status, HttpRequest request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(status, answer.statusCode(), answer.body());
        return Json.parse(answer.body()).orElseThrow();
    }

    private static Merchant merchant(UUID id, Mode mode) {
        return new Merchant(id, World.LANTERN, "Tea", "CN", World.CNY, "5814", mode);
    }

    private static String aes() {
        return Base64.getEncoder().encodeToString(new byte[16]);
    }

    private static String key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return Base64.getEncoder()
                    .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has RSA", missing);
        }
    }
}
