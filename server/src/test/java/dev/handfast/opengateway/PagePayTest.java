package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alipay.api.AlipayApiException;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.domain.AlipayFundAuthOrderAppFreezeModel;
import com.alipay.api.domain.AlipayTradeAppPayModel;
import com.alipay.api.domain.AlipayTradeCloseModel;
import com.alipay.api.domain.AlipayTradePagePayModel;
import com.alipay.api.domain.AlipayTradeQueryModel;
import com.alipay.api.domain.AlipayTradeRefundModel;
import com.alipay.api.domain.AlipayTradeWapPayModel;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.request.AlipayFundAuthOrderAppFreezeRequest;
import com.alipay.api.request.AlipayTradeAppPayRequest;
import com.alipay.api.request.AlipayTradeCloseRequest;
import com.alipay.api.request.AlipayTradePagePayRequest;
import com.alipay.api.request.AlipayTradeQueryRequest;
import com.alipay.api.request.AlipayTradeRefundRequest;
import com.alipay.api.request.AlipayTradeWapPayRequest;

import dev.handfast.cashier.AppOrders;
import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeOutcome;
import dev.handfast.payments.FreezeRequest;
import dev.handfast.payments.Payment;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a payer's browser is told, request by request, and what nobody can make it do. */
@DatabaseTest
final class PagePayTest {
    private static final Pattern TOKEN =
            Pattern.compile("name=\"form_token\" value=\"([A-Za-z0-9_-]+)\"");
    private static final Pattern WALLET = Pattern.compile("name=\"wallet\" value=\"(wal_\\w+)\"");

    private TestGateway gateway;
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @BeforeEach
    void open(Database database) {
        gateway = TestGateway.served(database);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void a_link_and_a_form_lead_to_the_cashier_and_the_trade_waits() throws Exception {
        String first = cashier(get(link("T1", "10.00")));
        assertEquals("WAIT_BUYER_PAY", status("T1"));
        assertEquals(first, cashier(get(link("T1", "10.00"))), "the same way has one address");
        assertEquals(first, cashier(postForm(form("T1", "10.00"))));
        HttpResponse<String> other = get(link("T1", "11.00"));
        assertRefused(other, "ACQ.CONTEXT_INCONSISTENT");

        AlipayTradeCloseModel close = new AlipayTradeCloseModel();
        close.setOutTradeNo("T1");
        assertTrue(gateway.call(new AlipayTradeCloseRequest(), close).isSuccess());
        assertRefused(get(link(order("T1", "10.00"), "")), "ACQ.TRADE_HAS_CLOSE");
        assertTrue(get(first).body().contains("This payment is closed"));
        assertEquals(303, get(first + "/wallet").statusCode());
    }

    @Test
    void a_refused_order_is_a_page_in_words_with_the_official_codes() throws Exception {
        assertRefused(get(link("T2", "0.001")), "ACQ.INVALID_PARAMETER");
        AlipayTradePagePayModel model = order("T2", "10.00");
        model.setProductCode("QUICK_WAP_WAY");
        assertRefused(get(link(model, "")), "ACQ.INVALID_PARAMETER");
        model.setProductCode("FAST_INSTANT_TRADE_PAY");
        assertRefused(get(link(model, "javascript:alert(1)")), "ACQ.INVALID_PARAMETER");
        model.setTimeExpire("2026-11-24 15:00:00");
        HttpResponse<String> late = get(link(model, ""));
        assertRefused(late, "ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR");
        assertTrue(late.body().contains("This order has expired"), late.body());
        assertRefused(
                get(link("T2", "10.00").replaceAll("app_id=\\d+", "app_id=2")),
                "isv.invalid-app-id");
        assertEquals("ACQ.TRADE_NOT_EXIST", query("T2"));
        assertTrue(late.headers().firstValue("trace_id").isPresent());
    }

    @Test
    void only_its_own_browser_can_send_a_form_and_twice_has_one_effect() throws Exception {
        String cashier = cashier(get(link("T3", "30.00")));
        String pay = choose(cashier);
        String body = "password=111111&form_token=" + token(get(pay).body());

        HttpClient stranger = HttpClient.newHttpClient();
        assertEquals(403, send(stranger, post(pay, body)).statusCode());
        HttpRequest crossSite =
                HttpRequest.newBuilder(local(pay))
                        .header("Sec-Fetch-Site", "cross-site")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        assertEquals(403, send(browser, crossSite).statusCode());
        assertEquals(403, send(browser, post(pay, "password=111111")).statusCode());
        assertEquals("1000.00", gateway.linHas());

        List<CompletableFuture<HttpResponse<String>>> tries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tries.add(browser.sendAsync(post(pay, body), HttpResponse.BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> one : tries) {
            assertEquals(303, one.join().statusCode());
            assertEquals(
                    URI.create(cashier).getPath(),
                    one.join().headers().firstValue("Location").orElse(""));
        }
        assertEquals("970.00", gateway.linHas());
        assertTrue(get(cashier).body().contains("<h1>Paid</h1>"));
        assertRefused(get(link(order("T3", "30.00"), "")), "ACQ.TRADE_HAS_SUCCESS");

        AlipayTradeRefundModel refund = new AlipayTradeRefundModel();
        refund.setOutTradeNo("T3");
        refund.setRefundAmount("30.00");
        assertTrue(gateway.call(new AlipayTradeRefundRequest(), refund).isSuccess());
        assertTrue(get(cashier).body().contains("<h1>Refunded</h1>"));
        assertEquals("1000.00", gateway.linHas());
    }

    @Test
    void wrong_passwords_are_counted_and_then_nobody_is_believed_for_a_while() throws Exception {
        String pay = choose(cashier(get(link("T4", "5.00"))));
        String token = token(get(pay).body());
        for (int left = 4; left > 0; left--) {
            HttpResponse<String> wrong = password(pay, token, "00000" + left);
            assertEquals(422, wrong.statusCode());
            assertTrue(wrong.body().contains("You can try %d more times".formatted(left)));
        }
        assertTrue(password(pay, token, "000000").body().contains("Try again in 15 min"));
        assertTrue(password(pay, token, "111111").body().contains("Try again in 15 min"));
        assertEquals("WAIT_BUYER_PAY", status("T4"));
        gateway.world.clock.advance(Duration.ofMinutes(15));
        assertEquals(303, password(pay, token, "111111").statusCode());
        assertEquals("TRADE_SUCCESS", status("T4"));
    }

    @Test
    void only_a_code_can_be_framed_and_nothing_of_a_page_comes_from_elsewhere() throws Exception {
        AlipayTradePagePayModel model = order("T5", "5.00");
        model.setQrPayMode("4");
        HttpResponse<String> framed = get(cashier(get(link(model, ""))));
        assertTrue(policy(framed).contains("frame-ancestors https: http:"), policy(framed));
        assertFalse(framed.body().contains("<form") || framed.body().contains("<a "));
        model.setQrPayMode("2");
        String cashier = cashier(get(link(model, "https://shop.example/back")));
        for (String page : List.of("", "/wallet", "/wallet?return_url=https://evil.example")) {
            HttpResponse<String> shown = get(cashier + page);
            assertTrue(policy(shown).contains("default-src 'none'"), policy(shown));
            assertTrue(policy(shown).contains("frame-ancestors 'none'"), policy(shown));
            assertFalse(shown.body().contains("evil.example"), shown.body());
            assertEquals("no-store", shown.headers().firstValue("Cache-Control").orElse(""));
        }
        assertEquals(404, get("/cashier/00000000000000000000000000").statusCode());
    }

    @Test
    void an_order_string_is_paid_by_the_wallets_app_and_its_receipt_is_genuine() throws Exception {
        AlipayTradeAppPayModel model = new AlipayTradeAppPayModel();
        model.setOutTradeNo("T6");
        model.setTotalAmount("66.00");
        model.setSubject("龙井茶");
        model.setTimeoutExpress("1m");
        AlipayTradeAppPayRequest request = new AlipayTradeAppPayRequest();
        request.setBizModel(model);
        String order = new DefaultAlipayClient(gateway.config()).sdkExecute(request).getBody();
        PageGateway pages = gateway.cashier.pages();

        AppOrders.Opened.Refused forged =
                assertInstanceOf(
                        AppOrders.Opened.Refused.class, pages.open(order.replace("66.00", "0.01")));
        assertEquals("isv.invalid-signature", forged.code());
        Payment payment =
                assertInstanceOf(AppOrders.Opened.Payable.class, pages.open(order)).payment();
        assertEquals(
                payment.createdAt().plus(Duration.ofMinutes(5)),
                payment.terms().expiresAt().orElseThrow(),
                "on a telephone five minutes are the least");
        gateway.linPays(Details.of(payment).find(Details.QR_CODE).orElseThrow());
        assertEquals("TRADE_SUCCESS", status("T6"));

        JsonNode node =
                genuine(
                        pages.receipt(order, payment, gateway.world.clock.instant()),
                        "alipay_trade_app_pay_response");
        assertEquals("66.00", node.path("total_amount").asString());
    }

    @Test
    void an_order_string_of_a_freeze_is_agreed_to_by_the_wallets_app() throws Exception {
        AlipayFundAuthOrderAppFreezeModel model = new AlipayFundAuthOrderAppFreezeModel();
        model.setOutOrderNo("F1");
        model.setOutRequestNo("R1");
        model.setOrderTitle("一间房");
        model.setAmount("88.00");
        model.setProductCode("PRE_AUTH_ONLINE");
        AlipayFundAuthOrderAppFreezeRequest request = new AlipayFundAuthOrderAppFreezeRequest();
        request.setBizModel(model);
        String order = new DefaultAlipayClient(gateway.config()).sdkExecute(request).getBody();
        PageGateway pages = gateway.cashier.pages();

        AppOrders.Opened.Refused forged =
                assertInstanceOf(
                        AppOrders.Opened.Refused.class, pages.open(order.replace("88.00", "0.01")));
        assertEquals("isv.invalid-signature", forged.code());
        Freeze freeze =
                assertInstanceOf(AppOrders.Opened.Freezable.class, pages.open(order)).freeze();
        assertEquals(
                freeze.id(),
                assertInstanceOf(AppOrders.Opened.Freezable.class, pages.open(order)).freeze().id(),
                "the same order string names the same freeze");
        assertInstanceOf(
                FreezeOutcome.Done.class,
                gateway.world
                        .core
                        .freezes()
                        .run(
                                new FreezeRequest.Agree(
                                        World.JASMINE_TEA, freeze.id(), gateway.world.lin.id())));
        assertEquals("912.00", gateway.linHas());
        Freeze frozen = gateway.world.core.freezes().find(freeze.id()).orElseThrow();
        JsonNode node =
                genuine(pages.receipt(order, frozen), "alipay_fund_auth_order_app_freeze_response");
        assertEquals("SUCCESS", node.path("status").asString());
        assertEquals("88.00", node.path("amount").asString());
        assertEquals(gateway.world.lin.userId(), node.path("payer_user_id").asString());
        assertEquals("F1", node.path("out_order_no").asString());
    }

    /** What a receipt says, which the official client takes for genuine. */
    private static JsonNode genuine(String receipt, String name) throws Exception {
        String signed = Json.parse(receipt).orElseThrow().path("sign").asString();
        String root = "\"" + name + "\":";
        String node =
                receipt.substring(
                        receipt.indexOf(root) + root.length(), receipt.indexOf(",\"sign"));
        assertTrue(
                AlipaySignature.rsaCheck(
                        node,
                        signed,
                        TestGateway.publicText(TestGateway.GATEWAY),
                        "utf-8",
                        "RSA2"));
        return Json.parse(node).orElseThrow();
    }

    @Test
    void a_telephone_page_has_a_way_to_quit_and_asks_for_a_wallet_first() throws Exception {
        AlipayTradeWapPayModel model = new AlipayTradeWapPayModel();
        model.setOutTradeNo("T7");
        model.setTotalAmount("7.00");
        model.setSubject("tea");
        model.setProductCode("QUICK_WAP_WAY");
        model.setQuitUrl("https://shop.example/cart?a=1&b=\"2\"");
        AlipayTradeWapPayRequest request = new AlipayTradeWapPayRequest();
        request.setBizModel(model);
        String link =
                new DefaultAlipayClient(gateway.config()).pageExecute(request, "GET").getBody();
        HttpResponse<String> first = get(cashier(get(link)));
        assertEquals(303, first.statusCode());
        String choose = get(first.headers().firstValue("Location").orElseThrow()).body();
        assertTrue(
                choose.contains("href=\"https://shop.example/cart?a=1&amp;b=&quot;2&quot;\""),
                choose);
    }

    private String choose(String cashier) throws Exception {
        String page = get(cashier + "/wallet").body();
        Matcher wallet = WALLET.matcher(page);
        assertTrue(wallet.find(), page);
        String body = "wallet=" + wallet.group(1) + "&form_token=" + token(page);
        HttpResponse<String> next = send(browser, post(cashier + "/wallet", body));
        assertEquals(303, next.statusCode(), next.body());
        return next.headers().firstValue("Location").orElseThrow();
    }

    private HttpResponse<String> password(String pay, String token, String digits)
            throws Exception {
        return send(browser, post(pay, "password=" + digits + "&form_token=" + token));
    }

    private static String token(String page) {
        Matcher token = TOKEN.matcher(page);
        assertTrue(token.find(), page);
        return token.group(1);
    }

    private static String policy(HttpResponse<String> page) {
        return page.headers().firstValue("Content-Security-Policy").orElse("");
    }

    private static void assertRefused(HttpResponse<String> page, String subCode) {
        assertEquals(400, page.statusCode(), page.body());
        assertTrue(page.body().contains("<dd>" + subCode + "</dd>"), page.body());
        assertTrue(page.headers().firstValue("Content-Type").orElse("").startsWith("text/html"));
    }

    private String cashier(HttpResponse<String> answer) {
        assertEquals(302, answer.statusCode(), answer.body());
        String address = answer.headers().firstValue("Location").orElseThrow();
        assertTrue(address.matches(local("/cashier/") + "[0-9a-z]{26}"), address);
        return address;
    }

    private String status(String number) {
        AlipayTradeQueryModel model = new AlipayTradeQueryModel();
        model.setOutTradeNo(number);
        return gateway.call(new AlipayTradeQueryRequest(), model).getTradeStatus();
    }

    private String query(String number) {
        AlipayTradeQueryModel model = new AlipayTradeQueryModel();
        model.setOutTradeNo(number);
        return gateway.call(new AlipayTradeQueryRequest(), model).getSubCode();
    }

    private static AlipayTradePagePayModel order(String number, String amount) {
        AlipayTradePagePayModel model = new AlipayTradePagePayModel();
        model.setOutTradeNo(number);
        model.setTotalAmount(amount);
        model.setSubject("茉莉花茶 100%");
        model.setProductCode("FAST_INSTANT_TRADE_PAY");
        return model;
    }

    private static AlipayTradePagePayRequest request(
            AlipayTradePagePayModel model, String returnUrl) {
        AlipayTradePagePayRequest request = new AlipayTradePagePayRequest();
        request.setBizModel(model);
        request.setReturnUrl(returnUrl);
        return request;
    }

    private String link(String number, String amount) throws AlipayApiException {
        return link(order(number, amount), "https://shop.example/back");
    }

    private String link(AlipayTradePagePayModel model, String returnUrl) throws AlipayApiException {
        return new DefaultAlipayClient(gateway.config())
                .pageExecute(request(model, returnUrl), "GET")
                .getBody();
    }

    private String form(String number, String amount) throws AlipayApiException {
        return new DefaultAlipayClient(gateway.config())
                .pageExecute(request(order(number, amount), "https://shop.example/back"))
                .getBody();
    }

    /** Sends the official client's form as a browser would. */
    private HttpResponse<String> postForm(String form) throws Exception {
        Matcher action = Pattern.compile("action=\"([^\"]+)\"").matcher(form);
        Matcher biz = Pattern.compile("name=\"biz_content\" value=\"([^\"]+)\"").matcher(form);
        assertTrue(action.find() && biz.find(), form);
        String body =
                "biz_content=" + URLEncoder.encode(biz.group(1).replace("&quot;", "\""), UTF_8);
        return send(browser, post(action.group(1), body));
    }

    private HttpResponse<String> get(String url) throws Exception {
        return send(browser, HttpRequest.newBuilder(local(url)).build());
    }

    private HttpRequest post(String url, String body) {
        return HttpRequest.newBuilder(local(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private URI local(String url) {
        return URI.create(gateway.url()).resolve(url);
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest request)
            throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
