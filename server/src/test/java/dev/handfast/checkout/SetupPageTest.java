package dev.handfast.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stripe.StripeClient;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.checkout.Session;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionRetrieveParams;

import dev.handfast.sql.Database;
import dev.handfast.testing.Browser;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.Test;

import java.util.List;

/** The page on which somebody saves a way to pay, in Chromium. */
@DatabaseTest
final class SetupPageTest {
    @Test
    void a_visitor_saves_a_way_to_pay_and_is_charged_later(Database database) throws Exception {
        try (Till till = new Till(database);
                Browser browser = Browser.open()) {
            StripeClient client = till.client();
            String customer =
                    client.v1()
                            .customers()
                            .create(CustomerCreateParams.builder().setName("Ana").build())
                            .getId();
            savesByTheSheet(till, client, browser, customer);
            agreesWithAWallet(till, client, browser, customer);
            List<String> told =
                    client.v1().events().list().getData().stream().map(Event::getType).toList();
            assertTrue(told.contains("checkout.session.completed"), told.toString());
            assertTrue(told.contains("setup_intent.succeeded"), told.toString());
        }
    }

    private static void savesByTheSheet(
            Till till, StripeClient client, Browser browser, String customer) throws Exception {
        Session session = open(client, till, customer);
        browser.scripts(true).go(session.getUrl()).awaitElement("#apple-pay:not([hidden])");
        assertTrue(browser.text(".summary").contains("Nothing is paid now"));
        browser.screenshot("setup-desktop-en");
        browser.screen(Browser.Screen.PHONE).screenshot("setup-phone-en");
        browser.language("zh-CN").go(session.getUrl()).awaitElement("#apple-pay:not([hidden])");
        browser.screenshot("setup-phone-zh");
        browser.language("en").screen(Browser.Screen.DESKTOP).go(session.getUrl());
        browser.awaitElement("#apple-pay:not([hidden])").touch("#apple-pay-button");
        browser.awaitElement("#sheet-pay:enabled").screenshot("setup-sheet-desktop-en");
        browser.click("#sheet-pay");
        assertEquals("paid", browser.attribute("#checkout", "data-state").orElse(""));
        browser.screenshot("setup-done-desktop-en");
        browser.awaitNext();
        assertEquals(till.base + "/?s=" + session.getId(), browser.url());
        charged(client, session, customer);
    }

    /** With no script at all. */
    private static void agreesWithAWallet(
            Till till, StripeClient client, Browser browser, String customer) throws Exception {
        Session session = open(client, till, customer);
        browser.scripts(false).go(session.getUrl());
        assertFalse(browser.has("#apple-pay:not([hidden])"));
        Till.Got led = till.post(session.getUrl() + "/wallet", "text/plain", "");
        assertEquals(303, led.status());
        Till.Got again = till.post(session.getUrl() + "/wallet", "text/plain", "");
        assertEquals(led.header("Location"), again.header("Location"), "the same agreement");
        Till.Got agreed = till.agree("Lin", led.header("Location"));
        assertEquals(200, agreed.status(), agreed.answer().body());
        browser.go(session.getUrl());
        assertEquals("paid", browser.attribute("#checkout", "data-state").orElse(""));
        String back = till.post(session.getUrl() + "/wallet", "text/plain", "").header("Location");
        assertEquals(session.getUrl(), till.base + back);
        charged(client, session, customer);
    }

    private static Session open(StripeClient client, Till till, String customer) throws Exception {
        return client.v1()
                .checkout()
                .sessions()
                .create(
                        SessionCreateParams.builder()
                                .setMode(SessionCreateParams.Mode.SETUP)
                                .setCurrency("usd")
                                .setCustomer(customer)
                                .setSuccessUrl(till.base + "/?s={CHECKOUT_SESSION_ID}")
                                .setCancelUrl(till.base + "/account")
                                .build());
    }

    /** What was saved pays with nobody there. */
    private static void charged(StripeClient client, Session session, String customer)
            throws Exception {
        Session done =
                client.v1()
                        .checkout()
                        .sessions()
                        .retrieve(
                                session.getId(),
                                SessionRetrieveParams.builder().addExpand("setup_intent").build());
        assertEquals("complete", done.getStatus());
        assertEquals("succeeded", done.getSetupIntentObject().getStatus());
        PaymentIntent paid =
                client.v1()
                        .paymentIntents()
                        .create(
                                PaymentIntentCreateParams.builder()
                                        .setAmount(300L)
                                        .setCurrency("usd")
                                        .setCustomer(customer)
                                        .setPaymentMethod(
                                                done.getSetupIntentObject().getPaymentMethod())
                                        .setOffSession(true)
                                        .setConfirm(true)
                                        .build());
        assertEquals("succeeded", paid.getStatus());
    }
}
