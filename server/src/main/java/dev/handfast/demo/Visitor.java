package dev.handfast.demo;

import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Lets somebody at the first page play the people of the demonstration, over HTTP. */
public final class Visitor {
    /**
     * What came of it.
     *
     * @param code the QR code that waits to be scanned, where there is one
     * @param message in words
     */
    public record Result(Optional<String> code, String message) {}

    private final URI base;
    private final InstantSource clock;

    /**
     * A visitor of the server at {@code base}.
     *
     * @param clock in which requests to the gateway are dated
     */
    public Visitor(URI base, InstantSource clock) {
        this.base = base;
        this.clock = clock;
    }

    /** Does what a button says; what goes wrong is told in the message. */
    public Result play(String what, String code) {
        Http http = new Http(base);
        try {
            JsonNode credentials = http.get("/sandbox/credentials");
            return switch (what) {
                case "coffee" -> coffee(http, credentials);
                case "order" -> order(credentials);
                case "ana" -> scan(http, Customers.phone(credentials, "card"), code);
                case "lin" -> scanWithWallet(http, credentials, code);
                default -> new Result(Optional.empty(), "There is no such button.");
            };
        } catch (StepFailed failed) {
            return new Result(Optional.empty(), String.valueOf(failed.getMessage()));
        }
    }

    private static Result coffee(Http http, JsonNode credentials) {
        Customers.Phone phone = Customers.phone(credentials, "wallet");
        JsonNode token = Customers.seal(http, credentials, phone, HarborCoffee.AMOUNT_MINOR);
        JsonNode intent =
                new HarborCoffee(http, credentials)
                        .charge(Json.write(token), UUID.randomUUID().toString());
        return new Result(
                Optional.empty(),
                "%s paid at Harbor Coffee: %s"
                        .formatted(phone.holder(), intent.path("status").asString()));
    }

    private Result order(JsonNode credentials) {
        String code = new JasmineTea(credentials, clock).precreate("TEA" + System.nanoTime(), "");
        return new Result(Optional.of(code), "Jasmine Tea waits for a scan.");
    }

    private static Result scan(Http http, Customers.Phone phone, String code) {
        Customers.scan(http, phone, code);
        return new Result(Optional.empty(), phone.holder() + " scanned the code and paid.");
    }

    private static Result scanWithWallet(Http http, JsonNode credentials, String code) {
        JsonNode wallet = Customers.wallet(credentials, Customers.phone(credentials, "wallet"));
        ObjectNode body = Json.object();
        body.put("code", code);
        http.postJson("/sandbox/wallets/%s/scan".formatted(wallet.path("id").asString()), body);
        return new Result(
                Optional.empty(), wallet.path("holder").asString() + " scanned the code and paid.");
    }
}
