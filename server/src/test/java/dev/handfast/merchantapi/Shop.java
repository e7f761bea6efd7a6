package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.stripe.StripeClient;

import dev.handfast.acceptance.ApplePayDomains;
import dev.handfast.acceptance.ApplePaySessions;
import dev.handfast.app.Core;
import dev.handfast.applepay.MerchantGateway;
import dev.handfast.disputes.DisputeAnnouncer;
import dev.handfast.merchants.ApiKeys;
import dev.handfast.merchants.HandedTokens;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.Mode;
import dev.handfast.merchants.WebhookEndpoints;
import dev.handfast.money.Money;
import dev.handfast.outbox.Deliverer;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.DeliveryLog;
import dev.handfast.outbox.Events;
import dev.handfast.payments.Announcer;
import dev.handfast.payments.Instrument;
import dev.handfast.payouts.PayoutAnnouncer;
import dev.handfast.secrets.ApiSecret;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.testing.World;
import dev.handfast.tokens.DeviceToken;
import dev.handfast.web.WebServers;

import io.helidon.webserver.WebServer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Harbor Coffee and another merchant behind a running server, with keys and tokens to pay with. */
final class Shop implements AutoCloseable {
    static final String DOCS = "https://docs.example/errors";

    /** Where the hosted pages would be. */
    static final String PAGES = "https://pay.example";

    /** Held here, as a logger that nobody holds forgets its level. */
    private static final Logger QUIET = Logger.getLogger("io.helidon");

    static {
        QUIET.setLevel(Level.WARNING);
    }

    final World world;
    final WebhookEndpoints endpoints;
    final Deliverer deliverer;
    final Merchants merchants;
    final ApiKeys keys;
    final Merchant harbor;
    final ApiSecret secretKey;
    final ApiSecret publishableKey;
    final ApiSecret otherSecretKey;
    final MerchantApi api;
    final ApiParts parts;
    private final Mode mode;
    private final Contract contract;

    /** What the gateway answers here, to be passed through as it is. */
    static final String SESSION = "{\"opaque\":1, \"of\":\"%s\"}";

    private final Map<String, Instrument> tokens = new ConcurrentHashMap<>();
    private final WebServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    private ApiParts.ApplePay applePay(Database database) {
        ApplePayDomains domains = new ApplePayDomains(database, world.clock);
        ApplePaySessions.Way way =
                new ApplePaySessions.Way(
                        "merchant.example.harbor",
                        (host, request) ->
                                new MerchantGateway.Answer.Body(
                                        SESSION.formatted(request.context())));
        return new ApiParts.ApplePay(
                domains,
                new ApplePaySessions(
                        domains,
                        merchant -> Optional.of(way).filter(any -> merchant.equals(harbor.id())),
                        "pay.example"));
    }

    Shop(Database database) {
        this(database, Mode.TEST);
    }

    Shop(Database database, Mode mode) {
        this.mode = mode;
        AtomicReference<Announcer> announcer = new AtomicReference<>(news -> List.of());
        AtomicReference<DisputeAnnouncer> disputes = new AtomicReference<>(news -> List.of());
        LateEvents kept = new LateEvents();
        AtomicReference<PayoutAnnouncer> payouts = new AtomicReference<>(news -> List.of());
        world =
                new World(
                        database,
                        new Core.Voices(
                                List.of(news -> announcer.get().announce(news)),
                                List.of(news -> payouts.get().announce(news)),
                                List.of(news -> disputes.get().announce(news)),
                                kept));
        Vault vault = new Vault(world.core.keys());
        endpoints = new WebhookEndpoints(database, vault, world.clock, world.core.ids());
        merchants = new Merchants(database, world.clock);
        keys = new ApiKeys(database, world.clock, world.core.ids());
        ApiParts.Settings settings = new ApiParts.Settings(mode, DOCS, world.core.keys(), PAGES);
        announcer.set(new MerchantAnnouncer(settings, endpoints));
        kept.set(new KeptEvents(settings, endpoints));
        disputes.set(new DisputeEvents(settings, endpoints));
        payouts.set(new PayoutEvents(settings, endpoints));
        harbor = merchant("Harbor Coffee", World.HARBOR_COFFEE);
        Merchant other = merchant("Pier Books", new UUID(7, 7));
        boolean live = mode.isLive();
        ApiSecret.Kind secret = live ? ApiSecret.Kind.SECRET_LIVE : ApiSecret.Kind.SECRET_TEST;
        secretKey = keys.issue(harbor, secret);
        publishableKey =
                keys.issue(
                        harbor,
                        live ? ApiSecret.Kind.PUBLISHABLE_LIVE : ApiSecret.Kind.PUBLISHABLE_TEST);
        otherSecretKey = keys.issue(other, secret);
        deliverer =
                new Deliverer(
                        database,
                        world.clock,
                        Map.of(Delivery.Channel.WEBHOOK, new WebhookSender(endpoints)),
                        Deliverer.Destinations.ANY);
        ApiParts.What what =
                new ApiParts.What(
                        world.core.payments(),
                        world.core.store(),
                        new HandedTokens(database, vault, world.clock, world.core.ids()),
                        (merchant, json, at) -> opened(json),
                        applePay(database),
                        new ApiParts.Hosted(world.core.sessions(), world.core.links()),
                        world.core.customers(),
                        world.core.mandates(),
                        new Events(database),
                        new DeliveryLog(database, world.clock, deliverer::nudge),
                        world.core.payouts(),
                        world.core.disputes(),
                        world.core.commissions(),
                        world.core.partnerOffers());
        parts =
                new ApiParts(
                        settings,
                        new ApiParts.Who(merchants, keys, endpoints),
                        what,
                        database,
                        world.core.ids(),
                        world.clock);
        api = new MerchantApi(parts);
        contract = new Contract(api.routes());
        server =
                WebServers.start(
                        new WebServers.Settings("127.0.0.1", 0, List.of(contract, api)),
                        world.core.ids()::next);
    }

    private Merchant merchant(String name, UUID id) {
        Merchant merchant = new Merchant(id, World.AURORA, name, "US", World.USD, "5814", mode);
        merchants.add(merchant);
        return merchant;
    }

    /** The text of a token with which its holder approves an amount. */
    String token(DeviceToken token, Money amount) {
        String text = "{\"number\":%d}".formatted(tokens.size());
        tokens.put(text, world.instrument(token, amount));
        return text;
    }

    private Instrument opened(String json) {
        return tokens.getOrDefault(
                json, new Instrument.RefusedToken("MALFORMED_TOKEN", "this is no token"));
    }

    String base() {
        return "http://127.0.0.1:" + server.port();
    }

    /** Stripe's own client, with a secret key. */
    StripeClient client() {
        return secretKey.use(
                key -> StripeClient.builder().setApiKey(key).setApiBase(base()).build());
    }

    /** A POST with the secret key. */
    HttpResponse<String> post(String path, String form, String... headers) throws Exception {
        return send(form(path, form).headers(with(secretKey, headers)));
    }

    HttpResponse<String> get(String path, ApiSecret key) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(base() + path)).headers(with(key)));
    }

    HttpRequest.Builder form(String path, String form) {
        return HttpRequest.newBuilder(URI.create(base() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    static String[] with(ApiSecret key, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Authorization";
        all[1] = key.use(text -> "Bearer " + text);
        System.arraycopy(headers, 0, all, 2, headers.length);
        return all;
    }

    @Override
    public void close() {
        deliverer.close();
        server.stop();
        world.close();
        assertEquals(List.of(), contract.breaches(), "answers are as the document says");
    }
}
