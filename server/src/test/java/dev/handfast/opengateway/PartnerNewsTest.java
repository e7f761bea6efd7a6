package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.handfast.alipay.NotificationSigner;
import dev.handfast.alipay.Parameters;
import dev.handfast.alipay.SignType;
import dev.handfast.alipay.Signatures;
import dev.handfast.alipay.SigningKey;
import dev.handfast.alipay.WireCharset;
import dev.handfast.money.Currency;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Rail;
import dev.handfast.payments.Request;
import dev.handfast.payments.State;
import dev.handfast.payments.Terms;
import dev.handfast.rails.AlipayRail;
import dev.handfast.rails.PartnerGateways;
import dev.handfast.secrets.SecretText;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.FakeRail;
import dev.handfast.testing.World;
import dev.handfast.web.WebServers;

import io.helidon.webserver.WebServer;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.PrivateKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

@DatabaseTest
final class PartnerNewsTest {
    private static final String APP_ID = "2021000000000077";

    @Test
    void signed_news_makes_us_ask_and_no_other_does(Database database) throws Exception {
        try (World world = new World(database)) {
            UUID attempt = world.core.ids().next();
            UUID payment = inDoubt(world, attempt);
            world.gateway.decide(attempt, new Rail.Answer.Approved("B1"));
            PartnerNews.Source source = new PartnerNews.Source(APP_ID, gateway().access().keys());
            PartnerNews news =
                    new PartnerNews(
                            Map.of(FakeRail.Gateway.NAME, source), world.core.railDesk()::heard);
            WebServer server =
                    WebServers.start(
                            new WebServers.Settings("127.0.0.1", 0, List.of(news)),
                            world.core.ids()::next);
            String url =
                    "http://127.0.0.1:" + server.port() + PartnerNews.path(FakeRail.Gateway.NAME);
            PrivateKey theirs = TestGateway.GATEWAY.getPrivate();

            assertEquals("failure", told(url, TestGateway.STRANGER.getPrivate(), APP_ID, attempt));
            assertEquals("failure", told(url, theirs, "2021000000000078", attempt));
            String elsewhere = url.replace(FakeRail.Gateway.NAME, "nobody");
            assertEquals("failure", told(elsewhere, theirs, APP_ID, attempt));
            assertInstanceOf(State.Unknown.class, state(world, payment));

            assertEquals("success", told(url, theirs, APP_ID, attempt));
            assertInstanceOf(State.Captured.class, state(world, payment));
            assertEquals("success", told(url, theirs, APP_ID, attempt));
            assertEquals("success", told(url, theirs, APP_ID, new UUID(1, 2)));
            server.stop();
        }
    }

    private static UUID inDoubt(World world, UUID attempt) {
        world.gateway.answer(new Rail.Answer.NoAnswer());
        Terms terms =
                world.terms(World.HARBOR_COFFEE, World.cny("25.00"), Terms.CaptureMode.AUTOMATIC);
        Outcome outcome =
                world.core
                        .payments()
                        .run(
                                new Request.Pay(
                                        new PayRequest(
                                                attempt,
                                                new PayRequest.Target.Create(terms),
                                                new Instrument.Code(FakeRail.Gateway.CODE),
                                                Optional.empty())));
        Payment payment = assertInstanceOf(Outcome.InDoubt.class, outcome).payment();
        return payment.id();
    }

    private static State state(World world, UUID payment) {
        return world.core.store().find(payment).orElseThrow().state();
    }

    private static String told(String url, PrivateKey key, String app, UUID attempt)
            throws Exception {
        NotificationSigner signer =
                new NotificationSigner(
                        SigningKey.of(key, Signatures.installed()),
                        SignType.RSA2,
                        WireCharset.UTF_8);
        NotificationSigner.Form form =
                signer.sign(
                        Parameters.of(
                                Map.of(
                                        "app_id",
                                        app,
                                        "out_trade_no",
                                        AlipayRail.number(attempt),
                                        "trade_status",
                                        "TRADE_SUCCESS")));
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .header("Content-Type", form.contentType())
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(form.body()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static PartnerGateways.Gateway gateway() {
        return new PartnerGateways.Gateway(
                "lantern",
                new Rail.Reach(World.LANTERN, Currency.of("CNY"), "28"),
                new PartnerGateways.Access(
                        URI.create("https://gateway.example/gateway.do"),
                        APP_ID,
                        SecretText.of(TestGateway.privateText(TestGateway.APP)),
                        TestGateway.publicText(TestGateway.GATEWAY)));
    }

    @Test
    void keeps_gateways_with_their_keys_sealed(Database database) {
        try (World world = new World(database)) {
            PartnerGateways kept =
                    new PartnerGateways(database, new Vault(world.core.keys()), world.clock);
            kept.set(gateway());
            kept.set(gateway());

            PartnerGateways.Gateway read = kept.all().getFirst();
            assertEquals(1, kept.all().size());
            assertEquals(gateway().reach(), read.reach());
            assertEquals(
                    TestGateway.privateText(TestGateway.APP),
                    read.access().appKey().<String>use(text -> text));
            assertEquals(
                    "lantern", read.rail("https://us.example/n", world.clock, world.clock).name());
        }
    }
}
