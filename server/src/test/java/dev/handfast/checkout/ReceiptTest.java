package dev.handfast.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.stripe.StripeClient;
import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import com.stripe.model.checkout.Session;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.RefundCreateParams;

import dev.handfast.sql.Database;
import dev.handfast.testing.Browser;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.web.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.ObjectNode;

/** Receipts: what the merchant's client is told of them, and what whoever opens one sees. */
@DatabaseTest
final class ReceiptTest {
    @Test
    void a_receipt_shows_what_was_paid_and_given_back_to_whoever_has_its_address(Database database)
            throws Exception {
        try (Till till = new Till(database);
                Browser browser = Browser.open()) {
            StripeClient client = till.client();
            Session session = HostedPageTest.open(client, till);
            till.scan("Lin", session.getUrl());
            Charge charge = charge(client, session.getPaymentIntent());
            assertNull(charge.getReceiptNumber(), "it goes to nobody");
            String receipt = charge.getReceiptUrl();

            browser.scripts(false).go(session.getUrl());
            assertEquals(receipt, browser.attribute("a.side", "href").orElse(""));
            browser.go(receipt);
            assertEquals("USD 12.80", browser.text(".amount"));
            assertTrue(browser.text(".exchange").contains("You paid CNY 92.60"));
            assertTrue(browser.text(".exchange").contains("at 1 USD = 7.2345 CNY"));
            String shown = browser.text(".receipt");
            assertTrue(shown.contains("2 × Flat white"), shown);
            assertTrue(shown.contains("Harbor Coffee, US"), shown);
            assertTrue(shown.contains(" wallet •••• "), shown);
            assertFalse(shown.contains("Refunds") || shown.contains("Lin"), shown);
            browser.screenshot("receipt-desktop-en");

            refund(client, charge, 380L);
            refund(client, charge, 100L);
            browser.screen(Browser.Screen.PHONE).go(receipt);
            shown = browser.text(".receipt");
            assertTrue(shown.contains("− USD 3.80") && shown.contains("− CNY 27.49"), shown);
            assertTrue(shown.contains("USD 8.00"), shown);
            browser.screenshot("receipt-phone-en");
            browser.language("zh-CN").go(receipt);
            assertEquals("zh", browser.attribute("html", "lang").orElse(""));
            assertEquals("Harbor Coffee 收据", browser.text("h1"));
            browser.screenshot("receipt-phone-zh");
            browser.screen(Browser.Screen.DESKTOP).screenshot("receipt-desktop-zh");
            String printed = new String(browser.printed(), ISO_8859_1);
            assertTrue(printed.contains("/Count 1"), "one sheet of paper");
        }
    }

    @Test
    void an_address_is_good_for_its_own_receipt_only_and_a_device_is_masked(Database database)
            throws Exception {
        try (Till till = new Till(database)) {
            StripeClient client = till.client();
            Session waiting = HostedPageTest.open(client, till);
            Session session = HostedPageTest.open(client, till);
            ObjectNode body = Json.object();
            body.set("token", till.approved("Ana", 1_280, session.getUrl()));
            Till.Got paid =
                    till.post(
                            session.getUrl() + "/apple_pay", "application/json", Json.write(body));
            assertEquals(200, paid.status(), paid.answer().body());
            String url = charge(client, session.getPaymentIntent()).getReceiptUrl();
            Till.Got page = till.get(url);
            assertEquals(200, page.status());
            assertTrue(page.answer().body().contains("Apple Pay, "), page.answer().body());
            assertEquals(
                    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
                            + " base-uri 'none'; frame-ancestors 'none'",
                    page.header("content-security-policy"));
            assertEquals("no-store", page.header("cache-control"));
            assertFalse(page.answer().body().matches("(?s).*(<script| on[a-z]+=\"| style=\").*"));
            for (String secret :
                    new String[] {"_secret_", "sk_test", "/checkout/0", session.getUrl()}) {
                assertFalse(page.answer().body().contains(secret), secret);
            }

            // A mark that is right belongs to one payment; what is not paid has no receipt yet.
            String forged = url.substring(0, url.length() - 1) + (url.endsWith("0") ? "1" : "0");
            String others =
                    till.base
                            + "/receipts/"
                            + waiting.getPaymentIntent().substring(3)
                            + url.substring(url.length() - 26);
            String none = till.get(till.base + "/receipts/x").answer().body();
            assertTrue(none.contains("No such page"), none);
            for (String wrong : new String[] {forged, others, url + "0"}) {
                Till.Got got = till.get(wrong);
                assertEquals(404, got.status(), wrong);
                assertEquals(none, got.answer().body());
            }
            tellsTheNumber(till, client);
        }
    }

    /** As soon as somebody is to have the receipt. */
    private static void tellsTheNumber(Till till, StripeClient client) throws Exception {
        PaymentIntent offered =
                client.v1()
                        .paymentIntents()
                        .create(
                                PaymentIntentCreateParams.builder()
                                        .setAmount(1_000L)
                                        .setCurrency("usd")
                                        .setReceiptEmail("lin@example.com")
                                        .addPaymentMethodType("alipay")
                                        .setPaymentMethodData(
                                                PaymentIntentCreateParams.PaymentMethodData
                                                        .builder()
                                                        .setType(
                                                                PaymentIntentCreateParams
                                                                        .PaymentMethodData.Type
                                                                        .ALIPAY)
                                                        .build())
                                        .setReturnUrl("https://coffee.example/done")
                                        .setConfirm(true)
                                        .build());
        till.scan("Lin", offered.getNextAction().getAlipayHandleRedirect().getUrl());
        Charge charge = charge(client, offered.getId());
        String number = charge.getReceiptNumber();
        assertTrue(number.matches("\\d{8}(-[0-9A-Z]{4}){3}"), number);
        assertEquals(number, client.v1().charges().retrieve(charge.getId()).getReceiptNumber());
        assertTrue(till.get(charge.getReceiptUrl()).answer().body().contains(number));
    }

    private static Charge charge(StripeClient client, String intent) throws Exception {
        return client.v1()
                .paymentIntents()
                .retrieve(
                        intent,
                        PaymentIntentRetrieveParams.builder().addExpand("latest_charge").build())
                .getLatestChargeObject();
    }

    private static void refund(StripeClient client, Charge charge, long amount) throws Exception {
        client.v1()
                .refunds()
                .create(
                        RefundCreateParams.builder()
                                .setCharge(charge.getId())
                                .setAmount(amount)
                                .build());
    }
}
