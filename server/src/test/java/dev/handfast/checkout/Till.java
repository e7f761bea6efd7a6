package dev.handfast.checkout;

import com.stripe.StripeClient;

import dev.handfast.acceptance.ApplePayAcceptance;
import dev.handfast.acceptance.ApplePayDomains;
import dev.handfast.acceptance.ApplePaySessions;
import dev.handfast.app.Core;
import dev.handfast.cashier.Cashier;
import dev.handfast.cashier.CashierService;
import dev.handfast.engine.Engine;
import dev.handfast.merchantapi.ApiParts;
import dev.handfast.merchantapi.HostedSetups;
import dev.handfast.merchantapi.MerchantAnnouncer;
import dev.handfast.merchantapi.MerchantApi;
import dev.handfast.merchants.ApiKeys;
import dev.handfast.merchants.HandedTokens;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.Mode;
import dev.handfast.merchants.WebhookEndpoints;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.outbox.DeliveryLog;
import dev.handfast.outbox.Events;
import dev.handfast.pages.FormGuard;
import dev.handfast.pages.Page;
import dev.handfast.pages.PagesService;
import dev.handfast.payments.Announcer;
import dev.handfast.payments.Channel;
import dev.handfast.payments.Request;
import dev.handfast.payments.Terms;
import dev.handfast.rails.SandboxIssuer;
import dev.handfast.sales.Addresses;
import dev.handfast.sandbox.Cast;
import dev.handfast.sandbox.Sandbox;
import dev.handfast.sandbox.SandboxCertificates;
import dev.handfast.sandbox.SandboxClock;
import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.LookupHash;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.testing.AuditAfterTest;
import dev.handfast.testing.TestClock;
import dev.handfast.visits.Visit;
import dev.handfast.visits.Visits;
import dev.handfast.web.Json;
import dev.handfast.web.WebServers;

import io.helidon.webserver.WebServer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A running installation with the sandbox, the merchant API and hosted checkout. */
final class Till implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final TestClock machine = new TestClock();
    final Core core;
    final Sandbox sandbox;
    final String base;
    private final SandboxClock clock;
    private final WebServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    /** An answer over HTTP. */
    record Got(int status, HttpResponse<String> answer) {
        JsonNode json() {
            return Json.parse(answer.body()).orElseThrow();
        }

        String header(String name) {
            return answer.headers().firstValue(name).orElse("");
        }
    }

    /** The edges over the core. */
    private final class Services {
        private final Database database;
        private final Vault vault;
        private final Page.Stage stage;
        private final ApplePayAcceptance acceptance;
        private final ApplePayDomains domains;
        private final ApplePaySessions sessions;
        private final Merchants merchants;
        private final WebhookEndpoints endpoints;
        private final ApiParts.Settings settings;
        private final Visits visits;

        private Services(
                Database database, Vault vault, ApplePayAcceptance acceptance, Page.Stage stage) {
            this.stage = stage;
            this.database = database;
            this.vault = vault;
            this.acceptance = acceptance;
            domains = new ApplePayDomains(database, clock);
            sessions = new ApplePaySessions(domains, sandbox.applePayGateways(), "localhost");
            merchants = new Merchants(database, clock);
            endpoints = new WebhookEndpoints(database, vault, clock, core.ids());
            visits = new Visits(database, core.keys(), clock, base);
            settings = new ApiParts.Settings(Mode.TEST, base + "/docs/errors", core.keys(), base);
        }

        private Announcer announcer() {
            return new MerchantAnnouncer(settings, endpoints);
        }

        private ApiParts api() {
            ApiParts.What what =
                    new ApiParts.What(
                            core.payments(),
                            core.store(),
                            new HandedTokens(database, vault, clock, core.ids()),
                            (merchant, json, at) ->
                                    acceptance.accept(merchant, json, Optional.empty(), at),
                            new ApiParts.ApplePay(domains, sessions),
                            new ApiParts.Hosted(core.sessions(), core.links()),
                            core.customers(),
                            core.mandates(),
                            new Events(database),
                            new DeliveryLog(database, clock, () -> {}),
                            core.payouts(),
                            core.disputes(),
                            core.commissions(),
                            core.partnerOffers());
            ApiKeys keys = new ApiKeys(database, clock, core.ids());
            return new ApiParts(
                    settings,
                    new ApiParts.Who(merchants, keys, endpoints),
                    what,
                    database,
                    core.ids(),
                    clock);
        }

        private CashierService cashier() {
            FormGuard guard = new FormGuard(LookupHash.of(core.keys(), "cashier.form"), base);
            return new CashierService(
                    new Cashier(
                            visits,
                            new Cashier.Books(
                                    core.payments(),
                                    core.store(),
                                    core.wallets(),
                                    core.rates(),
                                    id -> merchants.find(id).map(Merchant::name),
                                    core.ids()),
                            Optional.of(sandbox.holders()),
                            (visit, payment, now) -> settings.after(payment),
                            new MoreWays(parts()),
                            new Cashier.Hall(guard, stage, clock)));
        }

        private Parts parts() {
            return new Parts(
                    new Parts.Site(
                            stage,
                            new Addresses(base, core.keys()),
                            settings::after,
                            stage == Page.Stage.SANDBOX ? Optional.of(visits) : Optional.empty(),
                            visits),
                    new Parts.Money(core.payments(), core.store(), core.rates()),
                    new Parts.ApplePay(acceptance, sessions),
                    merchants,
                    new Parts.Sales(core.links(), core.sessions(), new HostedSetups(api())),
                    new Parts.Elsewhere(core.partnerOffers(), core.partners()),
                    new Parts.Means(core.tokens(), core.wallets()),
                    core.ids(),
                    clock);
        }
    }

    /**
     * The cashier's page for a trade of Jasmine Tea's in the Alipay dialect.
     *
     * @param number the trade's, and what its code says
     */
    String trade(String number) {
        String code = base + "/qr/" + number;
        Terms terms =
                new Terms(
                        Cast.JASMINE_TEA,
                        Cast.LANTERN,
                        Channel.GATEWAY,
                        new Money(3_600, Currency.of("CNY")),
                        Terms.CaptureMode.AUTOMATIC,
                        Optional.of(number),
                        "Jasmine tea, two tins",
                        "{}",
                        Optional.of(clock.instant().plus(Duration.ofMinutes(15))));
        UUID id = core.ids().next();
        core.payments().run(new Request.Create(id, terms, Optional.of(code)));
        return new Visits(core.database(), core.keys(), clock, base)
                .open(
                        id,
                        new Visit.Way(Visit.Look.SCAN, Visit.Back.NOWHERE, Optional.of(code), ""));
    }

    Till(Database database) {
        this(database, Page.Stage.SANDBOX);
    }

    /** One whose hosted pages say that this is the sandbox, or that it is not. */
    Till(Database database, Page.Stage stage) {
        int port = freePort();
        base = "http://localhost:" + port;
        KeyRing keys = KeyRing.open(keyFile());
        AuditAfterTest.sealedBy(database, LookupHash.of(keys, "journal-head")::hash);
        Vault vault = new Vault(keys);
        clock = new SandboxClock(machine, database);
        AtomicReference<Announcer> announcer = new AtomicReference<>(news -> List.of());
        core =
                new Core(
                        new Core.Ground(
                                database,
                                keys,
                                clock,
                                new Engine.Options(2, 200, 20_000, Duration.ofSeconds(5))),
                        List.of(news -> announcer.get().announce(news)),
                        tokens -> List.of(new SandboxIssuer(database, tokens, keys, clock)));
        sandbox =
                new Sandbox(
                        new Sandbox.Parts(
                                database,
                                keys,
                                clock,
                                core.ids(),
                                core.partners(),
                                core.rates(),
                                core.wallets(),
                                core.tokens(),
                                core.store(),
                                core.payments(),
                                core.mandates(),
                                core.freezes(),
                                core.disputes(),
                                core.applePayIdentities()),
                        new Sandbox.Site(
                                () -> base, () -> "the gateway's key", new SandboxCertificates()));
        sandbox.seed();
        ApplePayAcceptance acceptance =
                new ApplePayAcceptance(
                        core.applePayIdentities(),
                        List.of(sandbox.trustRoot()),
                        core.tokens(),
                        clock);
        Services services = new Services(database, vault, acceptance, stage);
        announcer.set(services.announcer());
        server =
                WebServers.start(
                        new WebServers.Settings(
                                "127.0.0.1",
                                port,
                                List.of(
                                        new MerchantApi(services.api()),
                                        new CheckoutService(services.parts()),
                                        services.cashier(),
                                        sandbox.service(acceptance, Optional.empty()),
                                        new PagesService())),
                        core.ids()::next);
    }

    private static Path keyFile() {
        String name = ProcessHandle.current().pid() + "-till-" + NUMBER.incrementAndGet();
        try {
            return Files.createDirectories(Path.of("target", "test-keys", name)).resolve("keyring");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stripe's own client, with Harbor Coffee's secret key. */
    StripeClient client() {
        return sandbox.merchantSecretKey()
                .use(key -> StripeClient.builder().setApiKey(key).setApiBase(base).build());
    }

    Got get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).GET().build());
    }

    Got post(String url, String type, String body) {
        return send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private Got send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Got(answer.statusCode(), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The holder of a wallet of the sandbox scans a code. */
    Got scan(String holder, String code) {
        return wallet(holder, "scan", "code", code);
    }

    /** The holder of a wallet of the sandbox agrees to what a page asks. */
    Got agree(String holder, String page) {
        return wallet(holder, "agree", "agreement", page);
    }

    private Got wallet(String holder, String does, String name, String value) {
        for (JsonNode wallet : get(base + "/sandbox/wallets").json().path("wallets")) {
            if (wallet.path("holder").asString().equals(holder)) {
                return post(
                        base + "/sandbox/wallets/" + wallet.path("id").asString() + "/" + does,
                        "application/json",
                        "{\"%s\": \"%s\"}".formatted(name, value));
            }
        }
        throw new IllegalStateException("nobody called " + holder);
    }

    /**
     * What a device of the sandbox gives a page whose payment its holder approves.
     *
     * @param binding the code of the payment that was shown on the device
     */
    JsonNode approved(String holder, long minor, String binding) {
        for (JsonNode device : get(base + "/sandbox/devices").json().path("devices")) {
            if (device.path("holder").asString().equals(holder)) {
                ObjectNode body = Json.object();
                body.put("token", device.at("/tokens/0/id").asString());
                body.put("merchant_id", Cast.HARBOR_COFFEE_APPLE_PAY);
                body.put("amount_minor", minor);
                body.put("currency", "USD");
                body.put("application_data", ApplePayDesk.bindingOf(binding));
                return post(
                                base
                                        + "/sandbox/devices/"
                                        + device.path("id").asString()
                                        + "/apple_pay",
                                "application/json",
                                Json.write(body))
                        .json();
            }
        }
        throw new IllegalStateException("nobody called " + holder);
    }

    @Override
    public void close() {
        server.stop();
        core.close();
        clock.close();
    }
}
