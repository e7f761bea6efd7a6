package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alipay.api.AlipayApiException;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.domain.AlipayFundAuthOperationDetailQueryModel;
import com.alipay.api.domain.AlipayFundAuthOrderAppFreezeModel;
import com.alipay.api.domain.AlipayFundAuthOrderUnfreezeModel;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.request.AlipayFundAuthOperationDetailQueryRequest;
import com.alipay.api.request.AlipayFundAuthOrderAppFreezeRequest;
import com.alipay.api.request.AlipayFundAuthOrderUnfreezeRequest;
import com.alipay.api.response.AlipayFundAuthOperationDetailQueryResponse;

import dev.handfast.payments.Freeze;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.wallets.Wallet;
import dev.handfast.web.PublicId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a payer's browser is told of a freeze, request by request, and what nobody can force. */
@DatabaseTest
final class FreezePagesTest {
    private static final String BACK = "https://inn.example/back?room=7";
    private static final Pattern FORM =
            Pattern.compile(
                    "action=\"([^\"]+)\">\\s*<input type=\"hidden\" name=\"form_token\""
                            + " value=\"([A-Za-z0-9_-]+)\"");

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
    void an_order_string_leads_a_browser_to_its_page_and_agreeing_holds_the_money()
            throws Exception {
        String page = page(get(link(model("F1", "88.00"), BACK)));
        assertEquals(page, page(get(link(model("F1", "88.00"), BACK))), "one way, one address");
        String shown = get(page).body();
        for (String words :
                List.of(
                        "Jasmine Tea",
                        "CNY</span>&nbsp;88.00",
                        "一间房 &amp; 早餐",
                        "This is a hold, not a payment.",
                        "after 360 days",
                        "15 min",
                        "Refuse and go back")) {
            assertTrue(shown.contains(words), words + ": " + shown);
        }
        assertEquals("INIT", status("F1"));
        assertEquals(303, agree(page, gateway.world.lin, "111111").statusCode());
        assertEquals("912.00", gateway.linHas());
        assertEquals("SUCCESS", status("F1"));

        String held = get(page).body();
        assertTrue(held.contains("<h1>The amount is held</h1>"), held);
        Matcher way = Pattern.compile("3; url=([^\"]+)\"").matcher(held);
        assertTrue(way.find(), held);
        Map<String, String> back = parameters(way.group(1).replace("&amp;", "&"));
        assertEquals("7", back.remove("room"));
        assertEquals("alipay.fund.auth.order.app.freeze.return", back.get("method"));
        assertEquals("F1", back.get("out_order_no"));
        assertEquals("88.00", back.get("amount"));
        assertEquals("SUCCESS", back.get("status"));
        assertEquals(OrderNo.FREEZE.of(freeze("F1").id()), back.get("auth_no"));
        assertTrue(
                AlipaySignature.rsaCheckV1(
                        back, TestGateway.publicText(TestGateway.GATEWAY), "utf-8", "RSA2"));
        assertEquals(page, page(get(link(model("F1", "88.00"), BACK))));

        AlipayFundAuthOrderUnfreezeModel some = new AlipayFundAuthOrderUnfreezeModel();
        some.setAuthNo(OrderNo.FREEZE.of(freeze("F1").id()));
        some.setOutRequestNo("U1");
        some.setAmount("8.00");
        some.setRemark("breakfast was off");
        assertTrue(gateway.call(new AlipayFundAuthOrderUnfreezeRequest(), some).isSuccess());
        assertTrue(get(page).body().contains("CNY</span>&nbsp;80.00"), get(page).body());
    }

    @Test
    void a_program_that_brings_the_same_order_is_answered_as_a_program() throws Exception {
        String number =
                gateway.call(new AlipayFundAuthOrderAppFreezeRequest(), model("F2", "5.00"))
                        .getAuthNo();
        assertEquals(OrderNo.FREEZE.of(freeze("F2").id()), number);
        HttpRequest plain =
                HttpRequest.newBuilder(URI.create(link(model("F2", "5.00"), ""))).build();
        assertTrue(send(browser, plain).body().contains("\"auth_no\":\"" + number + '"'));
    }

    @Test
    void a_payer_who_refuses_ends_it_and_nobody_can_agree_afterwards() throws Exception {
        String page = page(get(link(model("F3", "10.00"), BACK)));
        String[] decline = forms(page).getLast();
        String[] agree = forms(page).getFirst();
        assertEquals(303, get(page + "/decline").statusCode(), "the address of a form is a page");
        assertEquals("INIT", status("F3"));
        assertEquals(303, post(decline[0], "form_token=" + decline[1]).statusCode());
        String closed = get(page).body();
        assertTrue(closed.contains("<h1>Nothing is held</h1>"), closed);
        assertTrue(closed.contains("status=CLOSED"), closed);
        assertEquals("CLOSED", status("F3"));
        assertEquals(303, post(agree[0], body(agree[1], gateway.world.lin, "111111")).statusCode());
        assertEquals("1000.00", gateway.linHas());
        assertRefused(get(link(model("F3", "10.00"), "")), "ORDER_ALREADY_CLOSED");

        String other = page(get(link(model("F4", "10.00"), "")));
        String[] late = forms(other).getLast();
        assertEquals(303, agree(other, gateway.world.lin, "111111").statusCode());
        assertEquals(303, post(late[0], "form_token=" + late[1]).statusCode());
        assertEquals("990.00", gateway.linHas(), "what is held is not the payer's to let go");
        assertTrue(get(other).body().contains("<h1>The amount is held</h1>"));
    }

    @Test
    void only_its_own_browser_agrees_with_the_right_password_and_twice_has_one_effect()
            throws Exception {
        Wallet poor = gateway.world.wallet("Wei", World.CNY, "0.50");
        Wallet dollars = gateway.world.wallet("Mia", World.USD, "300.00");
        String page = page(get(link(model("F5", "30.00"), "")));
        assertFalse(get(page).body().contains(PublicId.format("wal", dollars.id())));
        String[] agree = forms(page).getFirst();
        String[] decline = forms(page).getLast();
        String good = body(agree[1], gateway.world.lin, "111111");
        assertEquals(
                403,
                send(HttpClient.newHttpClient(), posting(agree[0], good).build()).statusCode());
        HttpRequest elsewhere =
                posting(agree[0], good).header("Sec-Fetch-Site", "cross-site").build();
        assertEquals(403, send(browser, elsewhere).statusCode());
        for (String form :
                List.of(
                        "",
                        "%%%",
                        body("x", gateway.world.lin, "111111"),
                        body(decline[1], gateway.world.lin, "111111"),
                        good + "&wallet=wal_0",
                        good + "&padding=" + "x".repeat(5_000))) {
            assertEquals(403, post(agree[0], form).statusCode(), form);
        }
        assertEquals(403, post(decline[0], "form_token=" + agree[1]).statusCode());
        assertEquals(303, post(agree[0], body(agree[1], dollars, "111111")).statusCode());
        assertEquals(303, post(agree[0], "form_token=" + agree[1]).statusCode());
        assertEquals("INIT", status("F5"));

        HttpResponse<String> wrong = agree(page, gateway.world.lin, "000000");
        assertEquals(422, wrong.statusCode());
        assertTrue(wrong.body().contains("You can try 4 more times"), wrong.body());
        HttpResponse<String> tooLittle = agree(page, poor, "111111");
        assertEquals(422, tooLittle.statusCode());
        assertTrue(tooLittle.body().contains("The balance of this wallet is not enough"));
        assertTrue(
                tooLittle
                        .body()
                        .contains(PublicId.format("wal", poor.id()) + "\" required checked"),
                "the wallet that was chosen stays chosen: " + tooLittle.body());

        List<CompletableFuture<HttpResponse<String>>> tries = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            tries.add(
                    browser.sendAsync(
                            posting(agree[0], good).build(), HttpResponse.BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> one : tries) {
            assertEquals(303, one.join().statusCode());
        }
        assertEquals("970.00", gateway.linHas());
    }

    @Test
    void a_bad_order_is_a_page_in_words_and_a_late_one_says_so() throws Exception {
        assertRefused(get(link(model("F6", "0.001"), "")), "ILLEGAL_ARGUMENT");
        assertRefused(get(link(model("F6", "-1"), "")), "ILLEGAL_ARGUMENT");
        assertRefused(get(link(model("F 6", "1.00"), "")), "ILLEGAL_ARGUMENT");
        assertRefused(get(link(model("F6", "1.00"), "javascript:alert(1)")), "ILLEGAL_ARGUMENT");
        assertRefused(
                get(link(model("F6", "1.00"), "").replace("1.00", "0.01")),
                "isv.invalid-signature");
        assertTrue(gateway.world.core.freezes().findByReference(World.JASMINE_TEA, "F6").isEmpty());

        String page = page(get(link(model("F7", "1.00"), "")));
        assertRefused(get(link(model("F7", "2.00"), "")), "UNIQUE_VIOLATION");
        String[] agree = forms(page).getFirst();
        gateway.world.clock.advance(Duration.ofMinutes(16));
        assertTrue(get(page).body().contains("<h1>The time to agree is over</h1>"));
        assertEquals(303, post(agree[0], body(agree[1], gateway.world.lin, "111111")).statusCode());
        assertEquals("1000.00", gateway.linHas());
        assertEquals(404, get(page.substring(0, page.length() - 2) + "zz").statusCode());
        assertEquals(404, get(page.replace("/freeze/", "/cashier/")).statusCode());
        assertEquals(404, post(page + "x", "").statusCode());
    }

    private Freeze freeze(String number) {
        return gateway.world
                .core
                .freezes()
                .findByReference(World.JASMINE_TEA, number)
                .orElseThrow();
    }

    private String status(String number) {
        AlipayFundAuthOperationDetailQueryModel model =
                new AlipayFundAuthOperationDetailQueryModel();
        model.setOutOrderNo(number);
        model.setOutRequestNo("R" + number);
        AlipayFundAuthOperationDetailQueryResponse answer =
                gateway.call(new AlipayFundAuthOperationDetailQueryRequest(), model);
        return answer.getStatus();
    }

    private static AlipayFundAuthOrderAppFreezeModel model(String number, String amount) {
        AlipayFundAuthOrderAppFreezeModel model = new AlipayFundAuthOrderAppFreezeModel();
        model.setOutOrderNo(number);
        model.setOutRequestNo("R" + number);
        model.setOrderTitle("一间房 & 早餐");
        model.setAmount(amount);
        model.setProductCode("PRE_AUTH_ONLINE");
        return model;
    }

    private String link(AlipayFundAuthOrderAppFreezeModel model, String returnUrl)
            throws AlipayApiException {
        AlipayFundAuthOrderAppFreezeRequest request = new AlipayFundAuthOrderAppFreezeRequest();
        request.setBizModel(model);
        request.setReturnUrl(returnUrl);
        String order = new DefaultAlipayClient(gateway.config()).sdkExecute(request).getBody();
        return gateway.url() + "?" + order;
    }

    private String page(HttpResponse<String> answer) {
        assertEquals(302, answer.statusCode(), answer.body());
        String address = answer.headers().firstValue("Location").orElseThrow();
        assertTrue(
                address.matches(URI.create(gateway.url()).resolve("/freeze/") + "[0-9a-z]{26}"),
                address);
        return address;
    }

    private static void assertRefused(HttpResponse<String> page, String subCode) {
        assertEquals(400, page.statusCode(), page.body());
        assertTrue(page.body().contains("<dd>" + subCode + "</dd>"), page.body());
    }

    private HttpResponse<String> agree(String page, Wallet wallet, String password)
            throws Exception {
        String[] form = forms(page).getFirst();
        return post(form[0], body(form[1], wallet, password));
    }

    private static String body(String token, Wallet wallet, String password) {
        return "form_token=%s&wallet=%s&password=%s"
                .formatted(token, PublicId.format("wal", wallet.id()), password);
    }

    /** The forms of a page: where each goes, and its token. */
    private List<String[]> forms(String page) throws Exception {
        String body = get(page).body();
        List<String[]> forms =
                FORM.matcher(body)
                        .results()
                        .map(found -> new String[] {found.group(1), found.group(2)})
                        .toList();
        assertEquals(2, forms.size(), body);
        return forms;
    }

    private HttpResponse<String> get(String url) throws Exception {
        return send(
                browser,
                HttpRequest.newBuilder(URI.create(url))
                        .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                        .build());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(browser, posting(path, body).build());
    }

    private HttpRequest.Builder posting(String path, String body) {
        return HttpRequest.newBuilder(URI.create(gateway.url()).resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest request)
            throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static Map<String, String> parameters(String url) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : URI.create(url).getRawQuery().split("&", -1)) {
            int equals = pair.indexOf('=');
            parameters.put(
                    pair.substring(0, equals),
                    URLDecoder.decode(pair.substring(equals + 1), UTF_8));
        }
        return parameters;
    }
}
