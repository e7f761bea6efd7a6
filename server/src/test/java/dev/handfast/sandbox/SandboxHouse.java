package dev.handfast.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.handfast.acceptance.ApplePayAcceptance;
import dev.handfast.app.Core;
import dev.handfast.engine.Engine;
import dev.handfast.money.Money;
import dev.handfast.payments.Channel;
import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeRequest;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Request;
import dev.handfast.payments.Terms;
import dev.handfast.rails.SandboxIssuer;
import dev.handfast.secrets.KeyRing;
import dev.handfast.sql.Database;
import dev.handfast.testing.TestClock;
import dev.handfast.web.Json;
import dev.handfast.web.WebServers;

import io.helidon.webserver.WebServer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A process with the sandbox in it, and what a tool does with it over HTTP. */
final class SandboxHouse implements AutoCloseable {
    static final String ALIPAY_KEY = "MIIB-the-gateway's-own";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    final TestClock machine = new TestClock();
    final SandboxClock clock;
    final Core core;
    final Sandbox sandbox;
    final ApplePayAcceptance acceptance;
    private final WebServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    /** An answer over HTTP. */
    record Got(int status, JsonNode body) {
        String error() {
            return text("/error/code");
        }

        String text(String pointer) {
            return body.at(pointer).asString();
        }
    }

    /** A process on this database with a key file of its own. */
    SandboxHouse(Database database) {
        this(database, keyFile());
    }

    /** A process on this database; several may share a key file. */
    SandboxHouse(Database database, Path keyFile) {
        KeyRing keys = KeyRing.open(keyFile);
        clock = new SandboxClock(machine, database);
        core =
                new Core(
                        new Core.Ground(
                                database,
                                keys,
                                clock,
                                new Engine.Options(2, 200, 20_000, Duration.ofSeconds(5))),
                        List.of(),
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
                                this::baseUrl, () -> ALIPAY_KEY, new SandboxCertificates()));
        sandbox.seed();
        acceptance =
                new ApplePayAcceptance(
                        core.applePayIdentities(),
                        List.of(sandbox.trustRoot()),
                        core.tokens(),
                        clock);
        server =
                WebServers.start(
                        new WebServers.Settings(
                                "127.0.0.1",
                                0,
                                List.of(
                                        sandbox.service(
                                                acceptance,
                                                Optional.of(
                                                        new PlainOrders(
                                                                core.store(), core.freezes()))))),
                        core.ids()::next);
    }

    static Path keyFile() {
        String name = "sandbox-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
        try {
            return Files.createDirectories(Path.of("target", "test-keys", name)).resolve("keyring");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String baseUrl() {
        return "http://localhost:" + server.port();
    }

    Got get(String path) {
        return send(HttpRequest.newBuilder(URI.create(baseUrl() + path)).GET().build());
    }

    Got post(String path, String body) {
        return send(
                HttpRequest.newBuilder(URI.create(baseUrl() + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    Got send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Got(answer.statusCode(), Json.parse(answer.body()).orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The credentials. */
    ObjectNode credentials() {
        Got got = get("/sandbox/credentials");
        assertEquals(200, got.status(), () -> got.body().toString());
        return (ObjectNode) got.body();
    }

    /** The id of a holder's wallet. */
    String wallet(String holder) {
        return of(credentials().get("wallets"), holder).get("id").asString();
    }

    /** The id of a holder's device. */
    String device(String holder) {
        return of(credentials().get("devices"), holder).get("id").asString();
    }

    /** The id of the token on a holder's device. */
    String token(String holder) {
        return of(credentials().get("devices"), holder).at("/tokens/0/id").asString();
    }

    String walletPath(String holder) {
        return "/sandbox/wallets/" + wallet(holder);
    }

    String devicePath(String holder) {
        return "/sandbox/devices/" + device(holder);
    }

    Got scan(String holder, String code) {
        return post(walletPath(holder) + "/scan", "{\"code\": \"%s\"}".formatted(code));
    }

    Got deviceScan(String holder, String code) {
        return post(
                devicePath(holder) + "/scan",
                "{\"code\": \"%s\", \"token\": \"%s\"}".formatted(code, token(holder)));
    }

    Got setToken(String holder, String state) {
        return post(
                devicePath(holder) + "/tokens/" + token(holder),
                "{\"state\": \"%s\"}".formatted(state));
    }

    Got setCorridor(String issuing, String acquiring, String state) {
        return post(
                "/sandbox/corridors",
                "{\"issuing\": \"%s\", \"acquiring\": \"%s\", \"state\": \"%s\"}"
                        .formatted(issuing, acquiring, state));
    }

    Got fault(String next) {
        return post("/sandbox/issuer/faults", "{\"next\": \"%s\"}".formatted(next));
    }

    /** How a payment stands now. */
    String status(Payment payment) {
        return core.store()
                .find(payment.id())
                .orElseThrow()
                .state()
                .getClass()
                .getSimpleName()
                .toLowerCase(Locale.ROOT);
    }

    long balance(String holder) {
        return of(credentials().get("wallets"), holder).get("balance_minor").asLong();
    }

    private static JsonNode of(JsonNode list, String holder) {
        for (JsonNode one : list) {
            if (one.get("holder").asString().equals(holder)) {
                return one;
            }
        }
        throw new IllegalStateException("nobody called " + holder);
    }

    /** A payment for Jasmine Tea that waits for somebody to scan this code. */
    Payment tea(String amount, String code) {
        return create(
                terms(Cast.JASMINE_TEA, Cast.LANTERN, Channel.GATEWAY, money(amount, "CNY")), code);
    }

    /** A freeze for Jasmine Tea that waits for somebody who agrees by this code. */
    void freeze(String code) {
        Freeze.Order order =
                new Freeze.Order(
                        Cast.JASMINE_TEA,
                        Cast.LANTERN,
                        money("5.00", "CNY"),
                        code,
                        code,
                        "a room",
                        "{}",
                        clock.instant().plus(Duration.ofMinutes(15)));
        core.freezes().run(new FreezeRequest.Open(core.ids().next(), order, Optional.of(code)));
    }

    /** A payment for Harbor Coffee that waits for somebody to scan this code. */
    Payment coffee(String amount, String code) {
        return create(
                terms(Cast.HARBOR_COFFEE, Cast.AURORA, Channel.MERCHANT_API, money(amount, "USD")),
                code);
    }

    private static Money money(String amount, String currency) {
        return Money.parse(amount, dev.handfast.money.Currency.of(currency)).orElseThrow();
    }

    private static Terms terms(UUID merchant, UUID acquirer, Channel channel, Money amount) {
        return new Terms(
                merchant,
                acquirer,
                channel,
                amount,
                Terms.CaptureMode.AUTOMATIC,
                Optional.empty(),
                "test",
                "{}",
                Optional.empty());
    }

    private Payment create(Terms terms, String code) {
        Outcome outcome =
                core.payments()
                        .run(new Request.Create(core.ids().next(), terms, Optional.of(code)));
        return switch (outcome) {
            case Outcome.Done(Payment payment) -> payment;
            default -> throw new IllegalStateException(outcome.toString());
        };
    }

    @Override
    public void close() {
        server.stop();
        core.close();
        clock.close();
    }
}
