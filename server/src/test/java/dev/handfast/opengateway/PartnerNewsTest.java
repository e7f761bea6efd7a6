package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.handfast.alipay.GatewayKeys;
import dev.handfast.alipay.NotificationSigner;
import dev.handfast.alipay.Parameters;
import dev.handfast.alipay.SignType;
import dev.handfast.alipay.Signatures;
import dev.handfast.alipay.SigningKey;
import dev.handfast.alipay.WireCharset;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Rail;
import dev.handfast.payments.Request;
import dev.handfast.payments.State;
import dev.handfast.payments.Terms;
import dev.handfast.rails.AlipayRail;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

@DatabaseTest
final class PartnerNewsTest {
    private static final String APP_ID = "2021000000000077";

    private static final String SELLER = "2088100000000099";

    /** What a gateway tells, and who signs it. */
    private record News(PrivateKey key, Map<String, String> fields) {
        static News of(UUID attempt) {
            return new News(
                    TestGateway.GATEWAY.getPrivate(),
                    Map.of(
                            "app_id",
                            APP_ID,
                            "seller_id",
                            SELLER,
                            "out_trade_no",
                            AlipayRail.number(attempt),
                            "total_amount",
                            "25.00",
                            "trade_status",
                            "TRADE_SUCCESS"));
        }

        News with(String name, String value) {
            Map<String, String> other = new HashMap<>(fields);
            other.put(name, value);
            return new News(key, other);
        }

        News signedBy(PrivateKey other) {
            return new News(other, fields);
        }
    }

    @Test
    void news_makes_us_ask_if_it_is_signed_and_about_what_we_asked_for(Database database)
            throws Exception {
        try (World world = new World(database)) {
            UUID attempt = world.core.ids().next();
            UUID payment = inDoubt(world, attempt);
            PartnerNews.Source source =
                    new PartnerNews.Source(APP_ID, Optional.of(SELLER), PartnerNewsTest::keys);
            PartnerNews news =
                    new PartnerNews(
                            name ->
                                    name.equals(FakeRail.Gateway.NAME)
                                            ? List.of(source)
                                            : List.of(),
                            world.core.railDesk()::heard);
            WebServer server =
                    WebServers.start(
                            new WebServers.Settings("127.0.0.1", 0, List.of(news)),
                            world.core.ids()::next);
            String url =
                    "http://127.0.0.1:" + server.port() + PartnerNews.path(FakeRail.Gateway.NAME);
            News good = News.of(attempt);

            // The gateway has not said so when it is asked, so the news is to come again.
            world.gateway.decide(attempt, new Rail.Answer.NoAnswer());
            assertEquals("failure", told(url, good));
            world.gateway.decide(attempt, new Rail.Answer.Approved("B1"));
            for (News bad :
                    List.of(
                            good.signedBy(TestGateway.STRANGER.getPrivate()),
                            good.with("app_id", "2021000000000078"),
                            good.with("seller_id", "2088100000000098"),
                            good.with("total_amount", "25.01"),
                            good.with("out_trade_no", "20150320010101001"))) {
                assertEquals("failure", told(url, bad), bad.fields()::toString);
            }
            String elsewhere = url.replace(FakeRail.Gateway.NAME, "nobody");
            assertEquals("failure", told(elsewhere, good));
            assertEquals("success", told(url, good.with("trade_status", "WAIT_BUYER_PAY")));
            assertInstanceOf(State.Unknown.class, state(world, payment));

            assertEquals("success", told(url, good));
            assertInstanceOf(State.Captured.class, state(world, payment));
            assertEquals("success", told(url, good), "once more");
            assertEquals("success", told(url, News.of(new UUID(1, 2))), "long over");
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

    private static String told(String url, News news) throws Exception {
        NotificationSigner signer =
                new NotificationSigner(
                        SigningKey.of(news.key(), Signatures.installed()),
                        SignType.RSA2,
                        WireCharset.UTF_8);
        NotificationSigner.Form form = signer.sign(Parameters.of(news.fields()));
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

    private static GatewayKeys keys() {
        return GatewayKeys.of(Signatures.installed(), TestGateway.GATEWAY.getPublic());
    }
}
