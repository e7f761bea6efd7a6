package dev.handfast.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.stripe.StripeClient;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentLink;
import com.stripe.model.checkout.Session;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentLinkCreateParams;
import com.stripe.param.PaymentLinkUpdateParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionListParams;

import dev.handfast.pages.Page;
import dev.handfast.sql.Database;
import dev.handfast.testing.Browser;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.web.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The hosted pages, in Chromium and over HTTP. */
@DatabaseTest
final class HostedPageTest {
    /** The interface of Apple Pay JS, with a holder who approves at once. */
    private static final String APPLE_PAY_SESSION =
            """
            window.ApplePaySession = class {
                static STATUS_SUCCESS = 0;
                static STATUS_FAILURE = 1;
                static canMakePayments() { return true; }
                constructor(version, request) {
                    if (version !== 3 || request.total.amount !== "12.80"
                            || request.currencyCode !== "USD" || request.countryCode !== "US"
                            || !request.merchantCapabilities.includes("supports3DS")) {
                        throw new TypeError("not a request");
                    }
                }
                begin() { this.onvalidatemerchant({ validationURL: "https://evil.example" }); }
                completeMerchantValidation(session) {
                    if (session.domainName === location.hostname && session.nonce) {
                        this.onpaymentauthorized({ payment: { token: TOKEN } });
                    }
                }
                completePayment(result) { this.status = result.status; }
                abort() {}
            };
            """;

    private static final Pattern MEDIA_BOX =
            Pattern.compile("/MediaBox \\[0 0 (\\d+)[.\\d]* (\\d+)[.\\d]*]");

    @Test
    void a_visitor_pays_in_both_ways_and_with_no_script(Database database) throws Exception {
        try (Till till = new Till(database);
                Browser browser = Browser.open()) {
            StripeClient client = till.client();
            browser.scripts(true);
            paysByTheSheet(till, client, browser);
            paysByPlayedWallet(till, client, browser);
            paysATradeByDevice(till, browser);
            paysWithTheKeyboardAlone(till, client, browser);
            paysOnTheTelephoneItself(till, client, browser);
            noticesTheScan(till, client, browser);
            browser.scripts(false);
            worksWithNoScript(till, client, browser);
            buysByLink(till, client, browser);
            comesBackFromAnOffer(till, client, browser);
        }
    }

    private static void paysByTheSheet(Till till, StripeClient client, Browser browser)
            throws Exception {
        Session session = open(client, till);
        browser.go(session.getUrl()).awaitElement("#apple-pay:not([hidden])");
        browser.awaitElement("#played-wallet:not([hidden])");
        assertEquals("USD 12.80", browser.text(".amount"));
        assertTrue(browser.text(".exchange").contains("CNY 92.60"), browser.text(".exchange"));
        browser.screenshot("checkout-desktop-en");
        browser.screen(Browser.Screen.PHONE).screenshot("checkout-phone-en");
        browser.touch("#apple-pay-button").awaitElement("#sheet-pay:enabled");
        browser.screenshot("checkout-sheet-phone-en");
        browser.touch("#sheet-cancel").awaitElement("#wallet-sheet:not([open])");
        browser.screen(Browser.Screen.DESKTOP).touch("#apple-pay-button");
        browser.awaitElement("#sheet-pay:enabled").screenshot("checkout-sheet-desktop-en");
        browser.click("#sheet-pay");
        assertEquals("paid", state(browser));
        assertTrue(browser.text(".facts").contains("CNY 92.60"), browser.text(".facts"));
        browser.screenshot("checkout-paid-desktop-en");
        browser.awaitNext();
        assertEquals(till.base + "/?s=" + session.getId(), browser.url());
        assertPaid(client, session);
    }

    private static void paysByPlayedWallet(Till till, StripeClient client, Browser browser)
            throws Exception {
        Session session = open(client, till);
        browser.language("zh-CN").screen(Browser.Screen.PHONE).go(session.getUrl());
        browser.awaitElement("#played-wallet:not([hidden])")
                .awaitElement("#apple-pay:not([hidden])");
        assertEquals("zh", browser.attribute("html", "lang").orElse(""));
        browser.screenshot("checkout-phone-zh");
        browser.screen(Browser.Screen.DESKTOP).screenshot("checkout-desktop-zh");
        browser.dark(true).screenshot("checkout-dark-zh");
        browser.dark(false).click("#wallet-pay");
        assertEquals("paid", state(browser));
        browser.screenshot("checkout-paid-desktop-zh");
        assertPaid(client, session);
        browser.language("en");
    }

    /** The cashier of the Alipay dialect leads here, and tells itself how it ended. */
    private static void paysATradeByDevice(Till till, Browser browser) {
        String cashier = till.trade("T1");
        browser.go(cashier).screenshot("cashier-other-ways-desktop-en");
        browser.click("a.second").awaitElement("#apple-pay:not([hidden])");
        browser.screenshot("checkout-trade-desktop-en");
        browser.touch("#apple-pay-button").awaitElement("#sheet-pay:enabled");
        browser.click("#sheet-pay");
        assertEquals(cashier, browser.url());
        assertEquals("Paid", browser.text("h1"));
    }

    private static void paysWithTheKeyboardAlone(Till till, StripeClient client, Browser browser)
            throws Exception {
        Session session = open(client, till);
        browser.go(session.getUrl()).awaitElement("#apple-pay:not([hidden])");
        browser.tabTo("#apple-pay-button").enterHere().awaitElement("#sheet-pay:focus");
        browser.escape().awaitElement("#wallet-sheet:not([open])");
        assertEquals("open", state(browser));
        browser.tabTo("#apple-pay-button").enterHere().awaitElement("#sheet-pay:focus");
        browser.enter();
        assertEquals("paid", state(browser));
        assertPaid(client, session);
    }

    /** A telephone cannot scan its own screen: its wallet's holder signs in at the cashier. */
    private static void paysOnTheTelephoneItself(Till till, StripeClient client, Browser browser)
            throws Exception {
        Session session = open(client, till);
        browser.screen(Browser.Screen.PHONE).go(session.getUrl());
        browser.awaitElement("#played-wallet:not([hidden])").screenshot("checkout-here-phone-en");
        browser.click("a.here");
        assertTrue(browser.url().contains("/cashier/"), browser.url());
        browser.screenshot("checkout-cashier-phone-en");
        browser.click("button.main").type("#password", "111111");
        browser.screenshot("checkout-password-phone-en");
        browser.click("button.main");
        browser.awaitNext();
        assertEquals(till.base + "/?s=" + session.getId(), browser.url());
        assertPaid(client, session);
        browser.screen(Browser.Screen.DESKTOP);
    }

    /** Another device scans the code: the page notices by itself. */
    private static void noticesTheScan(Till till, StripeClient client, Browser browser)
            throws Exception {
        Session session = open(client, till);
        browser.go(session.getUrl()).awaitElement("#apple-pay:not([hidden])");
        Till.Got poor = till.scan("Wei", session.getUrl());
        assertEquals(402, poor.status(), poor.answer().body());
        browser.go(session.getUrl());
        assertTrue(browser.text(".message").contains("not enough"), browser.text(".message"));
        Till.Got got = till.scan("Lin", session.getUrl());
        assertEquals(200, got.status(), got.answer().body());
        browser.awaitNext();
        assertEquals("paid", state(browser));
        assertPaid(client, session);
    }

    private static void worksWithNoScript(Till till, StripeClient client, Browser browser)
            throws Exception {
        Session session = open(client, till);
        browser.go(session.getUrl());
        assertTrue(browser.text("noscript").contains("JavaScript"));
        assertFalse(browser.has("#apple-pay:not([hidden])"));
        till.scan("Lin", session.getUrl());
        browser.awaitNext();
        assertEquals("paid", state(browser));
        Session closed = open(client, till);
        client.v1().checkout().sessions().expire(closed.getId());
        browser.go(closed.getUrl());
        assertEquals("closed", state(browser));
        browser.screenshot("checkout-closed-desktop-en");
        browser.go(till.base + "/checkout/00000000000000000000000000");
        assertEquals("No such page", browser.text("h1"));
    }

    private static void buysByLink(Till till, StripeClient client, Browser browser)
            throws Exception {
        PaymentLink link = client.v1().paymentLinks().create(teapot());
        browser.go(link.getUrl()).screenshot("link-desktop-en");
        assertEquals(0, sold(client, link));
        browser.click("button.main");
        assertEquals("open", state(browser));
        assertEquals(1, sold(client, link));
        Till.Got card = till.get(link.getUrl() + "/card.svg");
        assertTrue(card.answer().body().contains("width=\"105mm\" height=\"148mm\""));
        browser.go(link.getUrl() + "/card.svg").screenshot("card-svg");
        browser.go(link.getUrl() + "/card").screenshot("card-desktop-en");
        assertPrintsOnOneA6(browser.printed());
        client.v1()
                .paymentLinks()
                .update(
                        link.getId(),
                        PaymentLinkUpdateParams.builder()
                                .setActive(false)
                                .setInactiveMessage("Back in <spring>.")
                                .build());
        browser.go(link.getUrl());
        assertTrue(browser.text(".outcome").contains("Back in <spring>."));
        assertEquals(410, till.post(link.getUrl(), "text/plain", "").status());
        assertEquals(1, sold(client, link));
    }

    private static void comesBackFromAnOffer(Till till, StripeClient client, Browser browser)
            throws Exception {
        PaymentIntent offered =
                client.v1()
                        .paymentIntents()
                        .create(
                                PaymentIntentCreateParams.builder()
                                        .setAmount(1_000L)
                                        .setCurrency("usd")
                                        .setDescription("Lunch <b>today</b>")
                                        .setConfirm(true)
                                        .setReturnUrl(till.base + "/back?order=1")
                                        .setPaymentMethodData(
                                                PaymentIntentCreateParams.PaymentMethodData
                                                        .builder()
                                                        .setType(
                                                                PaymentIntentCreateParams
                                                                        .PaymentMethodData.Type
                                                                        .ALIPAY)
                                                        .build())
                                        .build());
        String page = offered.getNextAction().getAlipayHandleRedirect().getUrl();
        browser.go(page).screenshot("offer-desktop-en");
        assertTrue(browser.text(".facts").contains("Lunch <b>today</b>"));
        assertFalse(browser.has("#apple-pay"), "offered to account wallets only");
        String picture = till.get(page + "/code.svg").header("content-type");
        assertEquals("image/svg+xml; charset=utf-8", picture);
        till.scan("Lin", page);
        browser.go(page);
        assertEquals("paid", state(browser));
        browser.click("a.leave");
        String back =
                "%s/back?order=1&payment_intent=%s&payment_intent_client_secret=%s"
                        .formatted(till.base, offered.getId(), offered.getClientSecret());
        assertEquals(back + "&redirect_status=succeeded", browser.url());
    }

    @Test
    void pages_let_nothing_in_and_answer_bad_input_by_name(Database database) throws Exception {
        try (Till till = new Till(database)) {
            Session session = open(till.client(), till);
            String url = session.getUrl();
            Till.Got page = till.get(url);
            String policy = page.header("content-security-policy");
            assertTrue(policy.startsWith("default-src 'none'; script-src 'self'"), policy);
            assertTrue(policy.endsWith("frame-ancestors 'none'"), policy);
            assertFalse(policy.contains("unsafe"), policy);
            assertFalse(page.answer().body().matches("(?s).*(<script>| on[a-z]+=\"| style=\").*"));
            assertFalse(page.answer().body().contains("sk_test"), "no key");
            assertEquals("{\"state\":\"open\"}", till.get(url + "/status").answer().body());
            String json = "application/json";
            assertEquals(200, till.post(url + "/apple_pay/session", json, "{}").status());
            for (String body :
                    new String[] {"", "{}", "{\"token\": 1}", "[", "{\"token\": null}"}) {
                Till.Got got = till.post(url + "/apple_pay", json, body);
                assertEquals(400, got.status(), body);
                assertEquals("token_missing", got.json().at("/error/code").asString(), body);
            }
            Till.Got form = till.post(url + "/apple_pay", "text/plain", "{\"token\": {}}");
            assertEquals(400, form.status(), "a type that other sites' pages can send");
            Till.Got odd = till.post(url + "/apple_pay", json, "{\"token\": {\"a\": 1}}");
            assertEquals(409, odd.status());
            assertEquals("token_not_accepted", odd.json().at("/error/code").asString());
            Session other = open(till.client(), till);
            refusedToken(till, url, till.approved("Ana", 1_280, other.getUrl()), "not_accepted");
            Till.Got less =
                    till.post(url + "/apple_pay", json, wrapped(till.approved("Ana", 1_279, url)));
            assertEquals("approved_amount_differs", less.json().at("/error/code").asString());
            String large = "{\"token\": {\"a\": \"%s\"}}".formatted("x".repeat(70_000));
            assertEquals(413, till.post(url + "/apple_pay", json, large).status());
            for (String key : new String[] {"x", "%00", "..%2f", "0".repeat(26), "Z".repeat(26)}) {
                assertEquals(404, till.get(till.base + "/checkout/" + key).status(), key);
                assertEquals(404, till.get(till.base + "/checkout/" + key + "/status").status());
                assertEquals(404, till.get(till.base + "/pay/" + key).status(), key);
                assertEquals(404, till.post(till.base + "/pay/" + key, json, "").status(), key);
                assertEquals(404, till.get(till.base + "/pay/" + key + "/card.svg").status(), key);
            }
            assertEquals("{\"state\":\"open\"}", till.get(url + "/status").answer().body());
        }
    }

    /** A token that a device gave for another payment pays no other. */
    private static void refusedToken(Till till, String url, JsonNode token, String code) {
        Till.Got got = till.post(url + "/apple_pay", "application/json", wrapped(token));
        assertEquals(409, got.status(), got.answer().body());
        assertEquals("token_" + code, got.json().at("/error/code").asString());
    }

    private static String wrapped(JsonNode token) {
        ObjectNode body = Json.object();
        body.set("token", token);
        return Json.write(body);
    }

    /** In points of a 72nd of an inch: 105 by 148 millimetres, give or take one. */
    private static void assertPrintsOnOneA6(byte[] pdf) {
        String text = new String(pdf, ISO_8859_1);
        List<MatchResult> boxes = MEDIA_BOX.matcher(text).results().toList();
        assertEquals(1, boxes.size());
        assertEquals(298, Integer.parseInt(boxes.getFirst().group(1)), 1);
        assertEquals(420, Integer.parseInt(boxes.getFirst().group(2)), 1);
    }

    /** Outside the sandbox the sheet is the browser's own; here one stands in for Safari's. */
    @Test
    void the_browsers_own_apple_pay_pays(Database database) throws Exception {
        try (Till till = new Till(database, Page.Stage.LIVE);
                Browser browser = Browser.open()) {
            Session session = open(till.client(), till);
            browser.scripts(true).go(session.getUrl());
            assertFalse(browser.has("#apple-pay:not([hidden])"), "a browser without Apple Pay");
            assertFalse(browser.has("#wallet-sheet") || browser.has("#played-wallet"));
            String token = Json.write(till.approved("Ana", 1_280, session.getUrl()));
            browser.inject(APPLE_PAY_SESSION.replace("TOKEN", token)).go(session.getUrl());
            browser.awaitElement("#apple-pay.native:not([hidden])").click("#apple-pay-button");
            assertEquals("paid", state(browser));
            assertPaid(till.client(), session);
        }
    }

    private static String state(Browser browser) {
        return browser.attribute("#checkout", "data-state").orElse("");
    }

    private static void assertPaid(StripeClient client, Session session) throws Exception {
        Session now = client.v1().checkout().sessions().retrieve(session.getId());
        assertEquals("paid", now.getPaymentStatus());
        assertEquals("complete", now.getStatus());
    }

    private static int sold(StripeClient client, PaymentLink link) throws Exception {
        return client.v1()
                .checkout()
                .sessions()
                .list(SessionListParams.builder().setPaymentLink(link.getId()).build())
                .getData()
                .size();
    }

    private static PaymentLinkCreateParams teapot() {
        return PaymentLinkCreateParams.builder()
                .addLineItem(
                        PaymentLinkCreateParams.LineItem.builder()
                                .setQuantity(1L)
                                .setPriceData(
                                        PaymentLinkCreateParams.LineItem.PriceData.builder()
                                                .setCurrency("usd")
                                                .setUnitAmount(2_500L)
                                                .setProductData(
                                                        PaymentLinkCreateParams.LineItem.PriceData
                                                                .ProductData.builder()
                                                                .setName("Teapot & <cups>")
                                                                .build())
                                                .build())
                                .build())
                .build();
    }

    static Session open(StripeClient client, Till till) throws Exception {
        return client.v1()
                .checkout()
                .sessions()
                .create(
                        SessionCreateParams.builder()
                                .setMode(SessionCreateParams.Mode.PAYMENT)
                                .addLineItem(line("Flat white", 450L, 2L))
                                .addLineItem(line("Almond croissant", 380L, 1L))
                                .setSuccessUrl(till.base + "/?s={CHECKOUT_SESSION_ID}")
                                .setCancelUrl(till.base + "/cart")
                                .build());
    }

    private static SessionCreateParams.LineItem line(String name, long price, long quantity) {
        return SessionCreateParams.LineItem.builder()
                .setQuantity(quantity)
                .setPriceData(
                        SessionCreateParams.LineItem.PriceData.builder()
                                .setCurrency("usd")
                                .setUnitAmount(price)
                                .setProductData(
                                        SessionCreateParams.LineItem.PriceData.ProductData.builder()
                                                .setName(name)
                                                .build())
                                .build())
                .build();
    }
}
