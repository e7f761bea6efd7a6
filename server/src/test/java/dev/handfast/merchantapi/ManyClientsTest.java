package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Line;
import dev.handfast.ledger.LineKind;
import dev.handfast.ledger.Statement;
import dev.handfast.sql.Database;
import dev.handfast.sql.Slice;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.web.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two hundred clients confirm, capture, refund, cancel and pay out the same money at once, over
 * HTTP. The audit of the books after the test is a part of it.
 */
@DatabaseTest
final class ManyClientsTest {
    private static final int CLIENTS = 200;
    private static final int PAYMENTS = 8;

    /** What a client does to every payment. */
    private enum Act {
        CONFIRM,
        CAPTURE,
        REFUND,
        CANCEL
    }

    private record Tally(Map<String, AtomicInteger> done) {
        void count(Act act, String payment) {
            done.computeIfAbsent(act + payment, any -> new AtomicInteger()).incrementAndGet();
        }

        int of(Act act, String payment) {
            return done.getOrDefault(act + payment, new AtomicInteger()).get();
        }
    }

    @Test
    void each_payment_ends_in_one_state_and_the_books_hold(Database database) throws Exception {
        try (Shop shop = new Shop(database)) {
            List<String> payments = new ArrayList<>();
            for (int i = 0; i < PAYMENTS; i++) {
                String made = "amount=1000&currency=usd&capture_method=manual";
                payments.add(text(shop.post("/v1/payment_intents", made), "id"));
            }
            Tally tally = new Tally(new ConcurrentHashMap<>());
            storm(
                    client -> {
                        Act act = Act.values()[client % Act.values().length];
                        for (int i = 0; i < PAYMENTS; i++) {
                            String payment = payments.get((client + i) % PAYMENTS);
                            HttpResponse<String> answer = act(shop, act, payment);
                            assertTrue(answer.statusCode() < 500, answer::body);
                            if (answer.statusCode() == 200) {
                                tally.count(act, payment);
                            }
                        }
                    });
            for (String payment : payments) {
                check(shop, payment, tally);
            }
        }
    }

    private static HttpResponse<String> act(Shop shop, Act act, String payment) throws Exception {
        String path = "/v1/payment_intents/" + payment;
        return switch (act) {
            case CONFIRM ->
                    shop.post(
                            path + "/confirm",
                            "payment_method_data[type]=card&payment_method_data[card][pk_token]="
                                    + URLEncoder.encode(
                                            shop.token(shop.world.linToken, World.usd("10.00")),
                                            UTF_8));
            case CAPTURE -> shop.post(path + "/capture", "");
            case REFUND -> shop.post("/v1/refunds", "amount=150&payment_intent=" + payment);
            case CANCEL -> shop.post(path + "/cancel", "");
        };
    }

    private static void check(Shop shop, String payment, Tally tally) throws Exception {
        JsonNode intent = read(shop.get("/v1/payment_intents/" + payment, shop.secretKey));
        int captured = tally.of(Act.CAPTURE, payment);
        int refunded = tally.of(Act.REFUND, payment);
        int cancelled = tally.of(Act.CANCEL, payment);
        String what = intent + " after " + tally;
        assertTrue(tally.of(Act.CONFIRM, payment) <= 1, what);
        switch (intent.path("status").asString()) {
            case "succeeded" -> {
                assertEquals(1, captured, what);
                assertEquals(0, cancelled, what);
                assertTrue(refunded * 150 <= 1_000, what);
                String charge = intent.path("latest_charge").asString();
                JsonNode shown = read(shop.get("/v1/charges/" + charge, shop.secretKey));
                assertEquals(refunded * 150, shown.path("amount_refunded").asInt(), what);
            }
            case "canceled" -> {
                assertTrue(cancelled >= 1, what);
                assertEquals(0, captured + refunded, what);
            }
            case "requires_capture" -> assertEquals(0, captured + refunded + cancelled, what);
            default -> throw new AssertionError(what);
        }
    }

    @Test
    void payouts_that_race_never_exceed_the_balance(Database database) throws Exception {
        try (Shop shop = new Shop(database)) {
            for (int i = 0; i < 3; i++) {
                String token = shop.token(shop.world.linToken, World.usd("10.00"));
                String paying =
                        "amount=1000&currency=usd&confirm=true&payment_method_data[type]=card"
                                + "&payment_method_data[card][pk_token]=";
                text(
                        shop.post("/v1/payment_intents", paying + URLEncoder.encode(token, UTF_8)),
                        "id");
            }
            AtomicInteger paid = new AtomicInteger();
            storm(
                    client -> {
                        HttpResponse<String> answer =
                                shop.post("/v1/payouts", "amount=100&currency=usd");
                        paid.addAndGet(answer.statusCode() == 200 ? 1 : 0);
                    });
            assertEquals(29, paid.get());
            AccountRef payable =
                    new AccountRef(
                            AccountKind.MERCHANT_PAYABLE,
                            World.AURORA,
                            World.HARBOR_COFFEE,
                            World.USD);
            assertEquals(16, shop.world.core.payouts().funds(payable).available().minor());
            List<Line> lines =
                    new Statement(database)
                            .page(
                                    World.HARBOR_COFFEE,
                                    new Statement.Page(
                                            Optional.of(LineKind.PAYOUT),
                                            Optional.empty(),
                                            Slice.newest(100)));
            assertEquals(29, lines.size());
        }
    }

    @Test
    void a_token_is_handed_in_once_under_its_key(Database database) throws Exception {
        try (Shop shop = new Shop(database)) {
            String token =
                    URLEncoder.encode(shop.token(shop.world.linToken, World.usd("10.00")), UTF_8);
            Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
            storm(
                    client -> {
                        HttpResponse<String> answer =
                                shop.post(
                                        "/v1/tokens", "pk_token=" + token, "Idempotency-Key", "t");
                        answers.computeIfAbsent(answer.body(), any -> new AtomicInteger())
                                .incrementAndGet();
                    });
            assertEquals(1, answers.size(), answers::toString);
            assertEquals(
                    400,
                    shop.post("/v1/tokens", "pk_token=" + token + "x", "Idempotency-Key", "t")
                            .statusCode());
            String hook = "url=https://shop.example/hook&enabled_events[]=*";
            HttpResponse<String> first =
                    shop.post("/v1/webhook_endpoints", hook, "Idempotency-Key", "w");
            assertEquals(
                    first.body(),
                    shop.post("/v1/webhook_endpoints", hook, "Idempotency-Key", "w").body());
        }
    }

    /** What one of the clients does. */
    private interface Client {
        void go(int number) throws Exception;
    }

    private static void storm(Client client) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                running.add(
                        threads.submit(
                                () -> {
                                    client.go(number);
                                    return number;
                                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
    }

    private static String text(HttpResponse<String> answer, String field) {
        return read(answer).path(field).asString();
    }

    private static JsonNode read(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer::body);
        return Json.parse(answer.body()).orElseThrow();
    }
}
