package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.sql.Database;
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
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Two hundred clients confirm, capture, refund and cancel the same few payments at once, each in an
 * order of its own. Whoever comes first wins, and the answers of all must tell one story of each
 * payment; afterwards the books are audited, as after every test on a database.
 */
@DatabaseTest
final class CrowdTest {
    private static final int CLIENTS = 200;
    private static final int PAYMENTS = 10;
    private static final int CALLS_EACH = 4;
    private static final long SEED = 6_735;

    /** What a client may do to a payment. */
    private enum Act {
        CONFIRM,
        CAPTURE,
        CANCEL,
        REFUND
    }

    /** A call that was answered with 200. */
    private record Done(String payment, Act act) {}

    @Test
    void the_answers_of_a_crowd_tell_one_story_of_each_payment(Database database) throws Exception {
        try (Shop shop = new Shop(database)) {
            List<String> payments = new ArrayList<>();
            for (int i = 0; i < PAYMENTS; i++) {
                String form = "amount=1000&currency=usd&capture_method=manual";
                payments.add(json(shop.post("/v1/payment_intents", form)).path("id").asString());
            }
            Queue<Done> done = crowd(shop, payments);
            Map<String, Map<Act, Integer>> stories = new ConcurrentHashMap<>();
            done.forEach(
                    one ->
                            stories.computeIfAbsent(one.payment(), _ -> new ConcurrentHashMap<>())
                                    .merge(one.act(), 1, Integer::sum));
            for (String payment : payments) {
                Map<Act, Integer> story = stories.getOrDefault(payment, Map.of());
                assertOneStory(shop, payment, story);
            }
            assertTrue(done.size() >= PAYMENTS, "hardly anything was done: " + done);
        }
    }

    private static void assertOneStory(Shop shop, String payment, Map<Act, Integer> story)
            throws Exception {
        JsonNode now = json(shop.get("/v1/payment_intents/" + payment, shop.secretKey));
        String status = now.path("status").asString();
        String told = payment + " is " + status + " after " + story;
        int confirmed = story.getOrDefault(Act.CONFIRM, 0);
        int captured = story.getOrDefault(Act.CAPTURE, 0);
        int cancelled = story.getOrDefault(Act.CANCEL, 0);
        int refunded = story.getOrDefault(Act.REFUND, 0);
        assertTrue(confirmed <= 1 && captured <= 1 && cancelled <= 1, told);
        assertTrue(captured + cancelled <= 1, told);
        assertTrue(captured <= confirmed, told);
        assertTrue(refunded == 0 || captured == 1, told);
        String end =
                cancelled == 1
                        ? "canceled"
                        : captured == 1
                                ? "succeeded"
                                : confirmed == 1 ? "requires_capture" : "requires_payment_method";
        assertEquals(end, status, told);
        JsonNode refunds =
                json(shop.get("/v1/refunds?limit=100&payment_intent=" + payment, shop.secretKey));
        assertEquals(refunded, refunds.path("data").size(), told);
        assertTrue(refunded * 300 <= 1_000, told);
    }

    private static Queue<Done> crowd(Shop shop, List<String> payments) throws Exception {
        Queue<Done> done = new ConcurrentLinkedQueue<>();
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                List<Call> calls = calls(shop, payments, new Random(SEED + i));
                clients.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    for (Call call : calls) {
                                        call.make(shop, done);
                                    }
                                    return null;
                                }));
            }
            start.countDown();
            for (Future<?> client : clients) {
                client.get();
            }
        }
        return done;
    }

    private static List<Call> calls(Shop shop, List<String> payments, Random random) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < CALLS_EACH; i++) {
            String payment = payments.get(random.nextInt(payments.size()));
            Act act = Act.values()[random.nextInt(Act.values().length)];
            calls.add(new Call(payment, act, form(shop, payment, act)));
        }
        return calls;
    }

    private static String form(Shop shop, String payment, Act act) {
        return switch (act) {
            case CONFIRM ->
                    "payment_method_data[type]=card&payment_method_data[card][pk_token]="
                            + URLEncoder.encode(
                                    shop.token(shop.world.linToken, World.usd("10.00")), UTF_8);
            case CAPTURE, CANCEL -> "";
            case REFUND -> "amount=300&payment_intent=" + payment;
        };
    }

    private record Call(String payment, Act act, String form) {
        void make(Shop shop, Queue<Done> done) throws Exception {
            String path =
                    switch (act) {
                        case CONFIRM -> "/v1/payment_intents/" + payment + "/confirm";
                        case CAPTURE -> "/v1/payment_intents/" + payment + "/capture";
                        case CANCEL -> "/v1/payment_intents/" + payment + "/cancel";
                        case REFUND -> "/v1/refunds";
                    };
            HttpResponse<String> answer = shop.post(path, form);
            int status = answer.statusCode();
            assertTrue(status == 200 || status == 400 || status == 402, answer::body);
            if (status == 200) {
                done.add(new Done(payment, act));
            }
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer.body());
        return Json.parse(answer.body()).orElseThrow();
    }
}
