package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alipay.api.AlipayApiException;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.domain.AccessParams;
import com.alipay.api.domain.AlipayFundAuthOrderAppFreezeModel;
import com.alipay.api.domain.AlipayTradePagePayModel;
import com.alipay.api.domain.AlipayTradeQueryModel;
import com.alipay.api.domain.AlipayTradeWapPayModel;
import com.alipay.api.domain.AlipayUserAgreementPageSignModel;
import com.alipay.api.domain.PeriodRuleParams;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.request.AlipayFundAuthOrderAppFreezeRequest;
import com.alipay.api.request.AlipayTradePagePayRequest;
import com.alipay.api.request.AlipayTradeQueryRequest;
import com.alipay.api.request.AlipayTradeWapPayRequest;
import com.alipay.api.request.AlipayUserAgreementPageSignRequest;
import com.alipay.api.response.AlipayTradeQueryResponse;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.handfast.sql.Database;
import dev.handfast.testing.Browser;
import dev.handfast.testing.Browser.Screen;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A payer in a real browser, led by the official client's own forms and links: sees, pays and comes
 * back, without any script in our pages. Pictures of the pages are left in target/screenshots.
 */
@DatabaseTest
final class CashierPagesTest {
    private TestGateway gateway;
    private HttpServer shop;
    private static Browser browser;
    private volatile String form = "";

    @BeforeAll
    static void start() {
        browser = Browser.open();
    }

    @AfterAll
    static void end() {
        browser.close();
    }

    @BeforeEach
    void open(Database database) throws IOException {
        gateway = TestGateway.served(database);
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/", this::shopAnswers);
        shop.start();
        browser.forget().screen(Screen.DESKTOP).dark(false).scripts(false);
    }

    @AfterEach
    void close() {
        shop.stop(0);
        gateway.close();
    }

    @Test
    void a_payer_on_a_desktop_pays_by_the_official_clients_form_and_comes_back() throws Exception {
        gateway.world.wallet("Wei", World.CNY, "0.50");
        gateway.world.wallet("Mia", World.USD, "300.00");
        form = pageForm("T1", "88.88");
        browser.language("en-US");
        order();
        assertTrue(browser.url().contains("/cashier/"), browser.url());
        assertTrue(browser.text("main").contains("Jasmine Tea"), browser.text("main"));
        assertTrue(browser.text(".amount").contains("CNY 88.88"), browser.text(".amount"));
        browser.screenshot("cashier-scan-desktop-en");

        browser.click("a.main");
        browser.screenshot("cashier-choose-desktop-en");
        browser.touch(".choice:nth-of-type(2) input").click("button.main");
        browser.screenshot("cashier-confirm-desktop-en");
        browser.type("#password", "999999").click("button.main");
        assertTrue(browser.text(".error").contains("4 more"), browser.text(".error"));
        assertEquals("true", browser.attribute("#password", "aria-invalid").orElse(""));
        browser.screenshot("cashier-wrong-desktop-en");
        browser.type("#password", "111111").click("button.main");
        assertTrue(browser.text(".message.bad").contains("balance"), browser.text("main"));
        browser.screenshot("cashier-poor-desktop-en");

        browser.click("a.side").click("button.main");
        browser.type("#password", "111111").enter();
        assertEquals("Paid", browser.text("h1"));
        assertEquals("911.12", gateway.linHas());
        browser.screenshot("cashier-paid-desktop-en");

        browser.awaitNext();
        Map<String, String> back = parameters(browser.url());
        assertTrue(browser.url().startsWith(shopUrl("/back?shop=1")), browser.url());
        assertEquals("alipay.trade.page.pay.return", back.get("method"));
        assertEquals("T1", back.get("out_trade_no"));
        assertEquals("88.88", back.get("total_amount"));
        assertEquals(TestGateway.SELLER_ID, back.get("seller_id"));
        assertEquals(query("T1").getTradeNo(), back.get("trade_no"));
        assertEquals("TRADE_SUCCESS", query("T1").getTradeStatus());
        back.remove("shop"); // The merchant's own; not signed.
        assertTrue(
                AlipaySignature.rsaCheckV1(
                        back, TestGateway.publicText(TestGateway.GATEWAY), "utf-8", "RSA2"));
    }

    @Test
    void a_payer_on_a_telephone_pays_in_chinese_with_a_wallet_in_another_currency()
            throws Exception {
        gateway.world.wallet("Mia", World.USD, "300.00");
        browser.screen(Screen.PHONE).language("zh-CN,zh;q=0.9").go(wapLink("T2", "1288.00"));
        assertEquals("选择钱包", browser.text("h1"));
        browser.screenshot("cashier-choose-phone-zh");
        browser.touch(".choice:nth-of-type(2) input").click("button.main");
        assertTrue(browser.text(".action").contains("USD 180.32"), browser.text(".action"));
        browser.screenshot("cashier-confirm-phone-zh");
        gateway.world.clock.advance(Duration.ofMinutes(2));
        browser.type("#password", "111111").click("button.main");
        assertEquals("汇率已失效", browser.text("h1"));
        browser.screenshot("cashier-late-phone-zh");
        browser.click("button.main").type("#password", "111111").click("button.main");
        assertEquals("付款成功", browser.text("h1"));
        assertTrue(browser.text(".action").contains("USD 180.32"), browser.text(".action"));
        browser.screenshot("cashier-paid-phone-zh");
        browser.click(".top nav a");
        assertEquals("Paid", browser.text("h1"));
        browser.click("a.main");
        assertTrue(browser.url().startsWith(shopUrl("/back")), browser.url());
    }

    @Test
    void a_desktop_notices_that_the_telephone_has_paid_and_other_ends_have_their_pages()
            throws Exception {
        form = pageForm("T3", "20.00");
        browser.language("zh-CN");
        order();
        browser.screenshot("cashier-scan-desktop-zh");
        gateway.linPays(Details.of(gateway.trade("T3")).find(Details.QR_CODE).orElseThrow());
        browser.awaitNext();
        assertEquals("付款成功", browser.text("h1"));

        form = framed("T5", "5.00");
        browser.go(shopUrl("/order")).screenshot("cashier-frame-desktop");
        assertEquals("WAIT_BUYER_PAY", query("T5").getTradeStatus());

        browser.go(wapLink("T4", "9.90"));
        gateway.world.clock.advance(Duration.ofDays(16));
        browser.screen(Screen.PHONE).language("en").dark(true).click("button.main");
        assertEquals("This payment has expired", browser.text("h1"));
        browser.screenshot("cashier-expired-phone-en-dark");

        browser.go(wapLink("T4", "9.90").replace("9.90", "0.01"));
        assertEquals("This payment cannot be opened", browser.text("h1"));
        assertTrue(browser.text("details").contains("isv.invalid-signature"));
        browser.touch("summary").screenshot("cashier-refused-phone-en-dark");
        browser.dark(false).screen(Screen.DESKTOP).language("zh-CN").go(gatewayUrl("/cashier/x"));
        assertEquals("找不到该付款", browser.text("h1"));
        browser.screenshot("cashier-unknown-desktop-zh");
        assertFalse(browser.has("script"));
    }

    @Test
    void a_payer_without_a_mouse_pays_by_keys_alone() throws Exception {
        browser.language("en").go(wapLink("T6", "1.00"));
        browser.tab(); // The way past the header,
        browser.tab(); // the language,
        browser.tab(); // the wallets, of which the first is chosen,
        browser.tab(); // and the button.
        browser.enter();
        assertEquals("Confirm your payment", browser.text("h1"));
        browser.typeHere("111111").enter();
        assertEquals("Paid", browser.text("h1"));
        assertEquals("999.00", gateway.linHas());
    }

    @Test
    void a_holder_signs_an_agreement_on_a_telephone() throws Exception {
        gateway.world.wallet("Mei", World.CNY, "80.00");
        browser.screen(Screen.PHONE).language("zh-CN,zh;q=0.9").go(agreementLink("A1"));
        assertEquals("授权商家扣款", browser.text("h1"));
        browser.screenshot("agreement-phone-zh");
        browser.screen(Screen.DESKTOP).click(".top nav a");
        browser.screenshot("agreement-desktop-en");
        assertTrue(browser.text(".summary").contains("CNY 18.00"), browser.text(".summary"));
        browser.touch(".choice:nth-of-type(2) input").type("#password", "999999");
        browser.click("button.main");
        assertTrue(browser.text(".error").contains("4 more"), browser.text("main"));
        assertTrue(browser.has(".choice:nth-of-type(2) input[checked]"), browser.text("main"));
        browser.screen(Screen.PHONE).screenshot("agreement-wrong-phone-en");
        browser.typeHere("111111").enter();
        assertEquals("You have agreed", browser.text("h1"));
        browser.screenshot("agreement-agreed-phone-en");
        browser.click("a.main");
        Map<String, String> back = parameters(browser.url());
        assertEquals("A1", back.get("external_agreement_no"));
        assertEquals("NORMAL", back.get("status"));

        browser.screen(Screen.DESKTOP).dark(true).language("zh-CN").go(agreementLink("A2"));
        browser.screenshot("agreement-desktop-zh-dark");
        browser.screen(Screen.PHONE).language("en").go(agreementLink("A3"));
        browser.screenshot("agreement-phone-en-dark");
        browser.dark(false);
        gateway.world.clock.advance(Duration.ofDays(2));
        browser.go(browser.url());
        assertEquals("This is over", browser.text("h1"));
        browser.screenshot("agreement-over-phone-en");
        browser.go(gatewayUrl("/agree/x")).screenshot("agreement-unknown-phone-en");
        assertEquals("There is no such agreement", browser.text("h1"));
    }

    @Test
    void a_holder_agrees_to_a_hold_and_refuses_another() throws Exception {
        browser.screen(Screen.PHONE).language("en").go(freezeLink("F1", "300.00"));
        assertTrue(browser.text(".action").contains("a hold, not a payment"));
        browser.screenshot("freeze-phone-en");
        browser.screen(Screen.DESKTOP).screenshot("freeze-desktop-en");
        browser.type("#password", "999999").click(".action form:first-of-type button.main");
        assertTrue(browser.text(".error").contains("4 more"), browser.text("main"));
        browser.screenshot("freeze-wrong-desktop-en");
        browser.typeHere("111111").enter();
        assertEquals("The amount is held", browser.text("h1"));
        assertEquals("700.00", gateway.linHas());
        browser.screenshot("freeze-held-desktop-en");
        browser.click("a.main");
        assertEquals("SUCCESS", parameters(browser.url()).get("status"));

        browser.screen(Screen.PHONE).language("zh-CN").go(freezeLink("F2", "12345678.00"));
        browser.screenshot("freeze-phone-zh");
        browser.screen(Screen.DESKTOP).dark(true).screenshot("freeze-desktop-zh-dark");
        browser.type("#password", "111111").enter();
        assertTrue(browser.text(".message.bad").contains("余额不足"), browser.text("main"));
        browser.screen(Screen.PHONE).dark(false).screenshot("freeze-poor-phone-zh");
        browser.tabTo("button.side").enter();
        assertEquals("资金未冻结", browser.text("h1"));
        browser.screenshot("freeze-refused-phone-zh");
        browser.click("a.main");
        assertEquals("CLOSED", parameters(browser.url()).get("status"));
        assertEquals("700.00", gateway.linHas());
    }

    private String agreementLink(String number) throws AlipayApiException {
        AlipayUserAgreementPageSignModel model = new AlipayUserAgreementPageSignModel();
        model.setPersonalProductCode("CYCLE_PAY_AUTH_P");
        model.setSignScene("INDUSTRY|MEDIA");
        model.setExternalAgreementNo(number);
        model.setSignValidityPeriod("2m");
        model.setExternalLogonId("mei@example.com");
        AccessParams access = new AccessParams();
        access.setChannel("ALIPAYAPP");
        model.setAccessParams(access);
        PeriodRuleParams rule = new PeriodRuleParams();
        rule.setPeriodType("MONTH");
        rule.setPeriod(1L);
        rule.setExecuteTime("2026-11-25");
        rule.setSingleAmount("18.00");
        rule.setTotalAmount("1216.00");
        rule.setTotalPayments(12L);
        model.setPeriodRuleParams(rule);
        AlipayUserAgreementPageSignRequest request = new AlipayUserAgreementPageSignRequest();
        request.setBizModel(model);
        request.setReturnUrl(shopUrl("/back"));
        return new DefaultAlipayClient(gateway.config()).pageExecute(request, "GET").getBody();
    }

    private String freezeLink(String number, String amount) throws AlipayApiException {
        AlipayFundAuthOrderAppFreezeModel model = new AlipayFundAuthOrderAppFreezeModel();
        model.setOutOrderNo(number);
        model.setOutRequestNo(number);
        model.setOrderTitle("Deposit for room 7 房间押金");
        model.setAmount(amount);
        model.setProductCode("PREAUTH_PAY");
        AlipayFundAuthOrderAppFreezeRequest request = new AlipayFundAuthOrderAppFreezeRequest();
        request.setBizModel(model);
        request.setReturnUrl(shopUrl("/back"));
        return gateway.url()
                + "?"
                + new DefaultAlipayClient(gateway.config()).sdkExecute(request).getBody();
    }

    /** Opens the shop's page, whose form sends itself by the official client's script. */
    private void order() {
        browser.scripts(true).go(shopUrl("/order"));
        if (browser.url().startsWith(shopUrl("/order"))) {
            browser.awaitNext();
        }
        browser.scripts(false);
    }

    private String pageForm(String number, String amount) throws AlipayApiException {
        AlipayTradePagePayRequest request = new AlipayTradePagePayRequest();
        request.setBizModel(order(number, amount));
        request.setReturnUrl(shopUrl("/back?shop=1"));
        return new DefaultAlipayClient(gateway.config()).pageExecute(request).getBody();
    }

    /** A page of the shop's with the code of an order in a frame. */
    private String framed(String number, String amount) throws AlipayApiException {
        AlipayTradePagePayModel model = order(number, amount);
        model.setQrPayMode("4");
        AlipayTradePagePayRequest request = new AlipayTradePagePayRequest();
        request.setBizModel(model);
        request.setReturnUrl(shopUrl("/back"));
        String link =
                new DefaultAlipayClient(gateway.config()).pageExecute(request, "GET").getBody();
        return "<h2>Jasmine Tea</h2><iframe width=200 height=200 src=\"%s\"></iframe>"
                .formatted(link.replace("&", "&amp;"));
    }

    private static AlipayTradePagePayModel order(String number, String amount) {
        AlipayTradePagePayModel model = new AlipayTradePagePayModel();
        model.setOutTradeNo(number);
        model.setTotalAmount(amount);
        model.setSubject("Longjing tea 龙井茶 250 g");
        model.setProductCode("FAST_INSTANT_TRADE_PAY");
        return model;
    }

    private String wapLink(String number, String amount) throws AlipayApiException {
        AlipayTradeWapPayModel model = new AlipayTradeWapPayModel();
        model.setOutTradeNo(number);
        model.setTotalAmount(amount);
        model.setSubject("茉莉花茶 两罐");
        model.setProductCode("QUICK_WAP_WAY");
        model.setQuitUrl(shopUrl("/quit"));
        AlipayTradeWapPayRequest request = new AlipayTradeWapPayRequest();
        request.setBizModel(model);
        request.setReturnUrl(shopUrl("/back"));
        return new DefaultAlipayClient(gateway.config()).pageExecute(request, "GET").getBody();
    }

    private AlipayTradeQueryResponse query(String number) {
        AlipayTradeQueryModel model = new AlipayTradeQueryModel();
        model.setOutTradeNo(number);
        return gateway.call(new AlipayTradeQueryRequest(), model);
    }

    private String shopUrl(String path) {
        return "http://127.0.0.1:" + shop.getAddress().getPort() + path;
    }

    private String gatewayUrl(String path) {
        return URI.create(gateway.url()).resolve(path).toString();
    }

    private void shopAnswers(HttpExchange exchange) throws IOException {
        String page =
                exchange.getRequestURI().getPath().equals("/order") ? form : "<h1>Jasmine Tea</h1>";
        byte[] bytes = ("<!doctype html><meta charset=utf-8>" + page).getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
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
