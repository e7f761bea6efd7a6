package dev.handfast.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What goes wrong is told in the dialect it came by, and leaves the books as they were. */
@ExtendWith(SharedServer.Extension.class)
final class FaultsTest {
    private final SharedServer house;
    private final Shop shop;
    private final Deeds deeds;
    private long before;

    FaultsTest(SharedServer house) {
        this.house = house;
        shop = house.shop();
        deeds = new Deeds(shop);
    }

    @AfterEach
    void no_test_leaves_a_corridor_closed_or_a_token_suspended() {
        corridor("aurora", "open");
        corridor("lantern", "open");
        shop.setToken(Shop.Payer.LIN, "active");
    }

    @Test
    void a_malformed_form_is_refused() {
        given();
        Client.Wire wire =
                new Client.Wire("/v1/payment_intents", shop.headers(Deeds.mark()), "amount=%zz");
        refused(post(wire), 400, "form_invalid");
        booksStand();
    }

    @Test
    void an_oversize_body_is_refused_in_each_dialect() {
        given();
        String body = "description=" + "x".repeat(900_000);
        refused(
                post(new Client.Wire("/v1/payment_intents", shop.headers("k"), body)),
                413,
                "request_too_large");
        Client.Wire wire = shop.precreate(Deeds.mark(), Deeds.YUAN);
        gatewayRefused(
                post(new Client.Wire(wire.path(), wire.headers(), "biz_content=" + body)),
                "40002",
                "isv.invalid-parameter");
        booksStand();
    }

    @Test
    void an_unknown_key_is_refused() {
        given();
        Map<String, String> headers = new HashMap<>(shop.headers(Deeds.mark()));
        headers.put("Authorization", "Bearer sk_test_51HandfastNobodyKnowsThisKey000000000");
        refused(
                post(new Client.Wire("/v1/payment_intents", headers, "amount=1&currency=usd")),
                401,
                "api_key_invalid");
        booksStand();
    }

    @Test
    void an_unknown_app_a_changed_order_and_content_that_is_no_json_are_refused() {
        given();
        Client.Wire wire = shop.precreate(Deeds.mark(), Deeds.YUAN);
        gatewayRefused(
                post(
                        new Client.Wire(
                                wire.path().replaceAll("app_id=[0-9]+", "app_id=2021000000000000"),
                                wire.headers(),
                                wire.body())),
                "40002",
                "isv.invalid-app-id");
        gatewayRefused(
                post(
                        new Client.Wire(
                                wire.path(), wire.headers(), wire.body().replace("6.00", "0.01"))),
                "40002",
                "isv.invalid-signature");
        booksStand();
    }

    @Test
    void a_token_pays_once_and_only_as_it_was_sealed() {
        String token = shop.seal(Shop.Payer.LIN, 100).orElseThrow();
        assertEquals(200, post(sale(token, 100)).status());
        given();
        refused(post(sale(token, 100)), 400, "token_already_used");
        String fresh = shop.seal(Shop.Payer.LIN, 100).orElseThrow();
        String data = Json.parse(fresh).orElseThrow().at("/paymentData/data").asString("");
        if (data.isEmpty()) {
            data = Json.parse(fresh).orElseThrow().path("data").asString();
        }
        String changed = (data.charAt(9) == 'A' ? "B" : "A") + data.substring(10);
        refused(
                post(sale(fresh.replace(data, data.substring(0, 9) + changed), 100)),
                400,
                "payment_method_invalid_parameter");
        refused(post(sale(fresh, 99)), 400, "approved_amount_mismatch");
        String yuan = shop.seal(Shop.Payer.LIN, 100, "CNY").orElseThrow();
        refused(post(sale(yuan, 100)), 400, "approved_amount_mismatch");
        booksStand();
    }

    @Test
    void a_wallet_without_enough_in_it_is_declined_in_each_dialect() {
        given();
        long much = 100_000_000_00L;
        String token = shop.seal(Shop.Payer.LIN, much).orElseThrow();
        declined(post(sale(token, much)), "insufficient_funds");
        gatewayRefused(
                post(shop.charge(Deeds.mark(), "99000000.00", shop.paymentCode().orElseThrow())),
                "40004",
                "ACQ.BUYER_BALANCE_NOT_ENOUGH");
        booksStand();
    }

    @Test
    void a_suspended_token_is_declined_in_each_direction() {
        String token = shop.seal(Shop.Payer.LIN, 100).orElseThrow();
        String code = deeds.qrCode(Deeds.YUAN);
        shop.setToken(Shop.Payer.LIN, "suspended");
        given();
        declined(post(sale(token, 100)), "restricted_card");
        Client.Answer scan = shop.scanByDevice(Shop.Payer.LIN, code).orElseThrow();
        assertEquals("token_suspended", scan.text("/error/code"), scan::body);
        booksStand();
    }

    @Test
    void a_closed_corridor_is_closed_in_each_dialect() {
        String token = shop.seal(Shop.Payer.LIN, 100).orElseThrow();
        String code = shop.paymentCode().orElseThrow();
        corridor("aurora", "closed");
        corridor("lantern", "closed");
        given();
        declined(post(sale(token, 100)), "transaction_not_allowed");
        gatewayRefused(
                post(shop.charge(Deeds.mark(), Deeds.YUAN, code)),
                "40004",
                "ACQ.MERCHANT_AGREEMENT_INVALID");
        booksStand();
    }

    @Test
    void a_currency_without_a_rate_is_declined() {
        given();
        String token = shop.seal(Shop.Payer.LIN, 100, "EUR").orElseThrow();
        Client.Wire wire = sale(token, 100);
        declined(
                post(
                        new Client.Wire(
                                wire.path(),
                                wire.headers(),
                                wire.body().replace("currency=usd", "currency=eur"))),
                "currency_not_supported");
        booksStand();
    }

    @Test
    void nothing_is_captured_twice_or_refunded_beyond_the_capture() {
        String id = deeds.made(Shop.Payer.LIN, "manual").id();
        assertEquals(200, post(shop.change(id, "capture", Deeds.mark())).status());
        String number = deeds.trade();
        given();
        refused(
                post(shop.change(id, "capture", Deeds.mark())),
                400,
                "payment_intent_unexpected_state");
        refused(post(shop.refund(id, 101, Deeds.mark())), 400, "amount_too_large");
        gatewayRefused(
                post(shop.giveBack(number, Deeds.mark(), "6.01")),
                "40004",
                "ACQ.REASON_TRADE_REFUND_FEE_ERR");
        booksStand();
    }

    @Test
    void clients_that_never_finish_their_requests_keep_nobody_waiting() throws IOException {
        given();
        List<Socket> slow = new ArrayList<>();
        try {
            URI base = house.server().base();
            for (int i = 0; i < 300; i++) {
                Socket socket = new Socket(base.getHost(), base.getPort());
                slow.add(socket);
                OutputStream out = socket.getOutputStream();
                String path = i % 2 == 0 ? "/v1/payment_intents" : "/gateway.do";
                out.write(
                        ("POST "
                                        + path
                                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                                        + " application/x-www-form-urlencoded\r\nContent-Length:"
                                        + " 1000\r\n\r\nam")
                                .getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
            booksStand();
            long begin = System.nanoTime();
            deeds.made(Shop.Payer.LIN, "automatic");
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            assertTrue(took.compareTo(Duration.ofSeconds(5)) < 0, took::toString);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private Client.Wire sale(String token, long minor) {
        return shop.sell(new Shop.Sale(Deeds.mark(), minor, token, "automatic"));
    }

    private void corridor(String acquiring, String state) {
        shop.arrange(
                "/sandbox/corridors",
                Json.object()
                        .put("issuing", "lantern")
                        .put("acquiring", acquiring)
                        .put("state", state));
    }

    private Client.Answer post(Client.Wire wire) {
        return shop.client().post(wire).orElseThrow();
    }

    private static void refused(Client.Answer answer, int status, String code) {
        assertEquals(status, answer.status(), answer::body);
        assertEquals(code, answer.text("/error/code"), answer::body);
    }

    private static void declined(Client.Answer answer, String decline) {
        refused(answer, 402, "card_declined");
        assertEquals(decline, answer.text("/error/decline_code"), answer::body);
    }

    private static void gatewayRefused(Client.Answer answer, String code, String subCode) {
        assertEquals(code, Deed.node(answer).path("code").asString(""), answer::body);
        assertEquals(subCode, Deed.node(answer).path("sub_code").asString(""), answer::body);
    }

    private void given() {
        before = transfers();
    }

    private void booksStand() {
        assertEquals(before, transfers());
    }

    private long transfers() {
        return house.database()
                .read(
                        tx ->
                                tx.queryOne(
                                        """
                                        select count(id) as number from transfer
                                        """,
                                        row -> row.number("number")))
                .orElseThrow();
    }
}
