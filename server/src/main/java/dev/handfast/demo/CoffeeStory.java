package dev.handfast.demo;

import static dev.handfast.demo.Receipts.line;

import dev.handfast.payments.Payment;
import dev.handfast.web.Json;
import dev.handfast.web.PublicId;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Direction one: Lin's account wallet pays at Harbor Coffee, where device wallets are taken. */
final class CoffeeStory {
    private final Stage stage;
    private final HarborCoffee merchant;

    CoffeeStory(Stage stage) {
        this.stage = stage;
        this.merchant = new HarborCoffee(stage.http(), stage.credentials());
    }

    void tell() {
        Receipts receipts = stage.receipts();
        receipts.heading("1  An account wallet pays where device wallets are taken");
        Customers.Phone phone = Customers.phone(stage.credentials(), "wallet");
        receipts.say(
                "%s holds %s at Lantern, and a device token ****%s that stands for it."
                        .formatted(phone.holder(), balance(phone), phone.suffix()));
        try (Letterbox letterbox = new Letterbox("ok")) {
            String webhookSecret = merchant.subscribe(letterbox.url());
            String token = seal(phone);
            String key = UUID.randomUUID().toString();
            long begin = System.nanoTime();
            JsonNode intent = pay(token, key);
            Letterbox.Letter letter = letterbox.await();
            webhook(letter, webhookSecret, intent, letter.since(begin));
            payAgain(token, key, intent);
        }
        receipts.say("%s now holds %s.".formatted(phone.holder(), balance(phone)));
    }

    private String balance(Customers.Phone phone) {
        JsonNode fresh = Customers.wallet(stage.http().get("/sandbox/credentials"), phone);
        long minor = fresh.path("balance_minor").asLong();
        return "%s %,d.%02d".formatted(fresh.path("currency").asString(), minor / 100, minor % 100);
    }

    private String seal(Customers.Phone phone) {
        long begin = System.nanoTime();
        JsonNode sealed =
                Customers.seal(stage.http(), stage.credentials(), phone, HarborCoffee.AMOUNT_MINOR);
        stage.receipts()
                .step(
                        phone.holder() + "'s phone seals an Apple Pay token",
                        Duration.ofNanos(System.nanoTime() - begin),
                        List.of(
                                line(
                                        "for",
                                        stage.credentials().at("/applepay/merchant_id").asString()),
                                line("approved", "USD 10.00"),
                                line(
                                        "version",
                                        sealed.at("/paymentData/version").asString()
                                                + ", signed by the sandbox's own chain"),
                                line(
                                        "transaction",
                                        sealed.path("transactionIdentifier").asString())));
        return Json.write(sealed);
    }

    private JsonNode pay(String token, String key) {
        long begin = System.nanoTime();
        JsonNode intent = merchant.charge(token, key);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        if (!intent.path("status").asString().equals("succeeded")) {
            throw new StepFailed("the payment did not succeed: " + Json.write(intent));
        }
        List<Receipts.Line> lines = new ArrayList<>();
        lines.add(line("payment", intent.path("id").asString()));
        lines.addAll(Stage.money(payment(intent)));
        lines.add(line("status", intent.path("status").asString()));
        stage.receipts().step("Harbor Coffee creates and confirms the payment", took, lines);
        return intent;
    }

    private Payment payment(JsonNode intent) {
        return PublicId.parse("pi", intent.path("id").asString())
                .flatMap(stage.store()::find)
                .orElseThrow(() -> new StepFailed("the payment is not in the books"));
    }

    private void payAgain(String token, String key, JsonNode first) {
        long begin = System.nanoTime();
        JsonNode again = merchant.charge(token, key);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        if (!again.equals(first)) {
            throw new StepFailed("a repeated request got another answer: " + Json.write(again));
        }
        stage.receipts()
                .step(
                        "The same request again, as after a lost answer",
                        took,
                        List.of(line("answer", "the same, to the letter; nothing was paid twice")));
    }

    private void webhook(Letterbox.Letter letter, String secret, JsonNode intent, Duration after) {
        String signature = letter.signature().orElse("");
        String body = letter.body();
        if (!signed(signature, secret, body)) {
            throw new StepFailed("the webhook's signature is wrong: " + signature);
        }
        JsonNode event = Json.parse(body).orElseThrow(() -> new StepFailed("no JSON: " + body));
        if (!event.at("/data/object/id").asString().equals(intent.path("id").asString())) {
            throw new StepFailed("the webhook is about something else: " + body);
        }
        stage.receipts()
                .step(
                        "Harbor Coffee is told",
                        after,
                        List.of(
                                line(
                                        "event",
                                        event.path("type").asString()
                                                + ", after the payment began"),
                                line("signature", "verified")));
    }

    /** The check that client libraries make: HMAC-SHA-256 over timestamp, point and body. */
    private static boolean signed(String header, String secret, String body) {
        String timestamp = part(header, "t=");
        String given = part(header, "v1=");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] right = mac.doFinal((timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(
                    HexFormat.of().formatHex(right).getBytes(StandardCharsets.US_ASCII),
                    given.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static String part(String header, String name) {
        for (String piece : header.split(",", -1)) {
            if (piece.startsWith(name)) {
                return piece.substring(name.length());
            }
        }
        return "";
    }
}
