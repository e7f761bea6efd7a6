package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.ledger.AccountKind;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.web.Json;

import org.junit.jupiter.api.Test;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many at once. */
@DatabaseTest
final class StormTest {
    private static final int COPIES = 50;

    @Test
    void fifty_copies_of_a_request_have_one_effect_and_one_answer(Database database)
            throws Exception {
        try (Shop shop = new Shop(database)) {
            String form = paying(shop);
            Set<String> answers = new HashSet<>();
            for (HttpResponse<String> answer :
                    atOnce(
                            COPIES,
                            () -> shop.post("/v1/payment_intents", form, "Idempotency-Key", "k"))) {
                answers.add(answer.statusCode() + " " + answer.body());
            }
            assertEquals(1, answers.size(), answers.toString());
            assertEquals("9.72", owed(shop));
        }
    }

    @Test
    void refunds_that_race_never_exceed_the_capture(Database database) throws Exception {
        try (Shop shop = new Shop(database)) {
            String paid = shop.post("/v1/payment_intents", paying(shop)).body();
            String id = Json.parse(paid).orElseThrow().path("id").asString();
            String form = "amount=300&payment_intent=" + id;
            long given =
                    atOnce(20, () -> shop.post("/v1/refunds", form)).stream()
                            .filter(answer -> answer.statusCode() == 200)
                            .count();
            assertEquals(3, given);
        }
    }

    private static String paying(Shop shop) {
        String token = shop.token(shop.world.linToken, World.usd("10.00"));
        return "amount=1000&currency=usd&confirm=true&payment_method_data[type]=card"
                + "&payment_method_data[card][pk_token]="
                + URLEncoder.encode(token, UTF_8);
    }

    private static String owed(Shop shop) {
        return shop.world.balance(
                AccountKind.MERCHANT_PAYABLE, World.AURORA, World.HARBOR_COFFEE, World.USD);
    }

    /** What one of many clients does. */
    @FunctionalInterface
    private interface Act {
        HttpResponse<String> go() throws Exception;
    }

    private static List<HttpResponse<String>> atOnce(int clients, Act act) throws Exception {
        List<HttpResponse<String>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                running.add(threads.submit(act::go));
            }
            for (Future<HttpResponse<String>> one : running) {
                answers.add(one.get());
            }
        }
        return answers;
    }
}
