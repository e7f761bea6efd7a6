package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Event;
import com.stripe.model.LineItem;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentLink;
import com.stripe.model.SetupIntent;
import com.stripe.model.WebhookEndpoint;
import com.stripe.model.checkout.Session;
import com.stripe.net.RequestOptions;
import com.stripe.net.Webhook;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentLinkCreateParams;
import com.stripe.param.PaymentLinkListParams;
import com.stripe.param.PaymentLinkUpdateParams;
import com.stripe.param.WebhookEndpointCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionListParams;
import com.stripe.param.checkout.SessionRetrieveParams;

import dev.handfast.mandates.Mandate;
import dev.handfast.mandates.MandateOutcome;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Request;
import dev.handfast.payments.Terms;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.web.Json;
import dev.handfast.web.PublicId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Checkout sessions and payment links, by Stripe's Java client, unmodified. */
@DatabaseTest
final class SessionsTest {
    private static final String DONE = "https://harbor.example/done?s={CHECKOUT_SESSION_ID}";

    private Shop shop;
    private StripeClient client;

    @BeforeEach
    void open(Database database) {
        shop = new Shop(database);
        client = shop.client();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_session_is_opened_read_and_paid() throws Exception {
        Session opened = client.v1().checkout().sessions().create(breakfast().build());
        assertTrue(opened.getId().startsWith("cs_"));
        assertEquals("open", opened.getStatus());
        assertEquals("unpaid", opened.getPaymentStatus());
        assertEquals(1_000L, opened.getAmountTotal());
        assertEquals("usd", opened.getCurrency());
        assertEquals(DONE, opened.getSuccessUrl());
        assertEquals("https://harbor.example/cart", opened.getCancelUrl());
        assertEquals("order-6735", opened.getClientReferenceId());
        assertEquals("blue", opened.getMetadata().get("table"));
        assertEquals("hosted_page", opened.getUiMode());
        Instant now = shop.world.clock.instant();
        assertEquals(now.plus(Duration.ofHours(24)).getEpochSecond(), opened.getExpiresAt());
        assertTrue(opened.getUrl().startsWith(Shop.PAGES + "/checkout/"), opened.getUrl());
        assertInstanceOf(Outcome.Done.class, scan(opened.getUrl()));
        Session paid =
                client.v1()
                        .checkout()
                        .sessions()
                        .retrieve(
                                opened.getId(),
                                SessionRetrieveParams.builder()
                                        .addExpand("payment_intent")
                                        .addExpand("line_items")
                                        .build());
        assertEquals("complete", paid.getStatus());
        assertEquals("paid", paid.getPaymentStatus());
        assertNull(paid.getUrl());
        assertEquals(7_235L, paid.getPresentmentDetails().getPresentmentAmount());
        PaymentIntent intent = paid.getPaymentIntentObject();
        assertEquals("succeeded", intent.getStatus());
        assertEquals("2 × Flat white, Croissant", intent.getDescription());
        assertEquals("till 3", intent.getMetadata().get("where"));
        LineItem first = paid.getLineItems().getData().getFirst();
        assertEquals("Flat white", first.getDescription());
        assertEquals(2L, first.getQuantity());
        assertEquals(800L, first.getAmountTotal());
        assertEquals(400L, first.getPrice().getUnitAmount());
        List<LineItem> lines =
                client.v1().checkout().sessions().lineItems().list(opened.getId()).getData();
        assertEquals(2, lines.size());
    }

    @Test
    void a_session_is_a_customers_and_keeps_what_paid() throws Exception {
        String lin =
                client.v1()
                        .customers()
                        .create(CustomerCreateParams.builder().setName("Lin").build())
                        .getId();
        SessionCreateParams.PaymentIntentData data =
                SessionCreateParams.PaymentIntentData.builder()
                        .setSetupFutureUsage(
                                SessionCreateParams.PaymentIntentData.SetupFutureUsage.OFF_SESSION)
                        .build();
        Session hers =
                client.v1()
                        .checkout()
                        .sessions()
                        .create(breakfast().setCustomer(lin).setPaymentIntentData(data).build());
        client.v1().checkout().sessions().create(breakfast().build());
        assertEquals(lin, hers.getCustomer());
        assertInstanceOf(Outcome.Done.class, scan(hers.getUrl()));
        List<Session> found =
                client.v1()
                        .checkout()
                        .sessions()
                        .list(SessionListParams.builder().setCustomer(lin).build())
                        .getData();
        assertEquals(List.of(hers.getId()), found.stream().map(Session::getId).toList());
        assertEquals("complete", found.getFirst().getStatus());
        assertEquals(
                1, client.v1().customers().paymentMethods().list(lin).getData().size(), "on file");
        InvalidRequestException nobody =
                assertThrows(
                        InvalidRequestException.class,
                        () ->
                                client.v1()
                                        .checkout()
                                        .sessions()
                                        .create(
                                                breakfast()
                                                        .setCustomer(
                                                                "cus_00000000000000000000000000")
                                                        .build()));
        assertEquals("customer", nobody.getParam());
        assertEquals("resource_missing", nobody.getCode());
    }

    @Test
    void a_session_saves_a_way_to_pay() throws Exception {
        String lin =
                client.v1()
                        .customers()
                        .create(CustomerCreateParams.builder().setName("Lin").build())
                        .getId();
        Session opened =
                client.v1().checkout().sessions().create(saving().setCustomer(lin).build());
        assertEquals("setup", opened.getMode());
        assertEquals("open", opened.getStatus());
        assertEquals("no_payment_required", opened.getPaymentStatus());
        assertNull(opened.getAmountTotal());
        assertNull(opened.getPaymentIntent());
        assertTrue(opened.getUrl().startsWith(Shop.PAGES + "/setups/"), opened.getUrl());
        SetupIntent setup = client.v1().setupIntents().retrieve(opened.getSetupIntent());
        assertEquals("requires_payment_method", setup.getStatus());
        assertEquals(lin, setup.getCustomer());
        assertEquals("for the daily cup", setup.getDescription());
        refused(() -> client.v1().setupIntents().cancel(setup.getId()));

        Session sale = client.v1().checkout().sessions().create(breakfast().build());
        assertEquals(List.of(sale.getId(), opened.getId()), listed(SessionListParams.builder()));
        assertEquals(List.of(opened.getId()), listed(SessionListParams.builder().setCustomer(lin)));
        assertEquals(
                List.of(sale.getId()),
                listed(SessionListParams.builder().setPaymentIntent(sale.getPaymentIntent())));
        assertEquals(
                0,
                client.v1()
                        .checkout()
                        .sessions()
                        .lineItems()
                        .list(opened.getId())
                        .getData()
                        .size());

        endsWithItsSession(lin, opened);
    }

    private void endsWithItsSession(String lin, Session opened) throws Exception {
        Session expired = client.v1().checkout().sessions().expire(opened.getId());
        assertEquals("expired", expired.getStatus());
        assertNull(expired.getUrl());
        refused(() -> client.v1().checkout().sessions().expire(opened.getId()));
        Session agreed =
                client.v1().checkout().sessions().create(saving().setCustomer(lin).build());
        HostedSetups setups = new HostedSetups(shop.parts);
        String page =
                setups.agree(
                                setups.find(
                                                PublicIds.SETUP_INTENT
                                                        .parse(agreed.getSetupIntent())
                                                        .orElseThrow())
                                        .orElseThrow(),
                                World.USD)
                        .orElseThrow();
        UUID mandate =
                PublicId.parse(Mandate.PAGE_PREFIX, page.substring(page.lastIndexOf('/') + 1))
                        .orElseThrow();
        assertInstanceOf(
                MandateOutcome.Done.class,
                shop.world.core.mandates().agree(mandate, shop.world.lin.id()));
        assertEquals(
                "complete", client.v1().checkout().sessions().retrieve(agreed.getId()).getStatus());
        Session late = client.v1().checkout().sessions().create(saving().build());
        shop.world.clock.advance(Duration.ofHours(24));
        assertEquals(1, setups.closeDue());
        assertEquals(0, setups.closeDue());
        Session closed =
                client.v1()
                        .checkout()
                        .sessions()
                        .retrieve(
                                late.getId(),
                                SessionRetrieveParams.builder().addExpand("setup_intent").build());
        assertEquals("expired", closed.getStatus());
        assertEquals("canceled", closed.getSetupIntentObject().getStatus());
        List<String> told =
                client.v1().events().list().getData().stream().map(Event::getType).toList();
        assertEquals(2, told.stream().filter("checkout.session.expired"::equals).count());
        assertEquals(1, told.stream().filter("checkout.session.completed"::equals).count());
    }

    private static void refused(Executable call) {
        InvalidRequestException over = assertThrows(InvalidRequestException.class, call);
        assertEquals("setup_intent_unexpected_state", over.getCode());
    }

    private List<String> listed(SessionListParams.Builder wanted) throws Exception {
        return client.v1().checkout().sessions().list(wanted.build()).getData().stream()
                .map(Session::getId)
                .toList();
    }

    private static SessionCreateParams.Builder saving() {
        return SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.SETUP)
                .setCurrency("usd")
                .setSetupIntentData(
                        SessionCreateParams.SetupIntentData.builder()
                                .setDescription("for the daily cup")
                                .build())
                .setSuccessUrl(DONE);
    }

    @Test
    void a_session_can_be_in_a_frame() throws Exception {
        Session framed =
                client.v1()
                        .checkout()
                        .sessions()
                        .create(
                                breakfast()
                                        .setSuccessUrl(null)
                                        .setUiMode(SessionCreateParams.UiMode.EMBEDDED_PAGE)
                                        .setReturnUrl(DONE)
                                        .build());
        assertEquals("embedded_page", framed.getUiMode());
        assertEquals(DONE, framed.getReturnUrl());
        assertEquals(framed.getUrl(), framed.getClientSecret());
        assertNull(framed.getSuccessUrl());
    }

    @Test
    void a_session_ends_by_itself_or_is_ended() throws Exception {
        long soon = shop.world.clock.instant().plus(Duration.ofMinutes(30)).getEpochSecond();
        Session first =
                client.v1().checkout().sessions().create(breakfast().setExpiresAt(soon).build());
        Session second = client.v1().checkout().sessions().create(breakfast().build());
        Session ended = client.v1().checkout().sessions().expire(second.getId());
        assertEquals("expired", ended.getStatus());
        assertNull(ended.getUrl());
        shop.world.clock.advance(Duration.ofMinutes(30));
        shop.world.core.railDesk().round();
        assertEquals(
                "expired", client.v1().checkout().sessions().retrieve(first.getId()).getStatus());
        Session third = client.v1().checkout().sessions().create(breakfast().build());
        scan(third.getUrl());
        InvalidRequestException late =
                assertThrows(
                        InvalidRequestException.class,
                        () -> client.v1().checkout().sessions().expire(third.getId()));
        assertEquals("payment_intent_unexpected_state", late.getCode());
    }

    @Test
    void money_can_be_held_for_a_session() throws Exception {
        Session opened =
                client.v1()
                        .checkout()
                        .sessions()
                        .create(
                                breakfast()
                                        .setPaymentIntentData(
                                                SessionCreateParams.PaymentIntentData.builder()
                                                        .setCaptureMethod(
                                                                SessionCreateParams
                                                                        .PaymentIntentData
                                                                        .CaptureMethod.MANUAL)
                                                        .build())
                                        .build());
        scan(opened.getUrl());
        Session held = client.v1().checkout().sessions().retrieve(opened.getId());
        assertEquals("complete", held.getStatus());
        assertEquals("unpaid", held.getPaymentStatus());
        client.v1().paymentIntents().capture(held.getPaymentIntent());
        assertEquals(
                "paid",
                client.v1().checkout().sessions().retrieve(opened.getId()).getPaymentStatus());
    }

    @Test
    void sessions_are_paged_through_and_found_by_payment() throws Exception {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Session one = client.v1().checkout().sessions().create(breakfast().build());
            made.addFirst(one.getId());
        }
        client.v1().paymentIntents().create(coffee());
        List<String> seen = new ArrayList<>();
        client.v1()
                .checkout()
                .sessions()
                .list(SessionListParams.builder().setLimit(2L).build())
                .autoPagingIterable()
                .forEach(session -> seen.add(session.getId()));
        assertEquals(made, seen);
        String payment = client.v1().checkout().sessions().retrieve(made.get(2)).getPaymentIntent();
        List<Session> found =
                client.v1()
                        .checkout()
                        .sessions()
                        .list(SessionListParams.builder().setPaymentIntent(payment).build())
                        .getData();
        assertEquals(List.of(made.get(2)), found.stream().map(Session::getId).toList());
    }

    @Test
    void the_merchant_is_told_once_a_session_is_complete_or_expired() throws Exception {
        try (Mailbox mailbox = new Mailbox()) {
            WebhookEndpoint endpoint =
                    client.v1()
                            .webhookEndpoints()
                            .create(
                                    WebhookEndpointCreateParams.builder()
                                            .setUrl(mailbox.url())
                                            .addEnabledEvent(
                                                    WebhookEndpointCreateParams.EnabledEvent
                                                            .CHECKOUT__SESSION__COMPLETED)
                                            .addEnabledEvent(
                                                    WebhookEndpointCreateParams.EnabledEvent
                                                            .CHECKOUT__SESSION__EXPIRED)
                                            .build());
            Session paid = client.v1().checkout().sessions().create(breakfast().build());
            scan(paid.getUrl());
            Session over = client.v1().checkout().sessions().create(breakfast().build());
            client.v1().checkout().sessions().expire(over.getId());
            client.v1()
                    .paymentIntents()
                    .cancel(client.v1().paymentIntents().create(coffee()).getId());
            shop.deliverer.round();
            List<String> told = new ArrayList<>();
            for (Mailbox.Letter letter : mailbox.letters()) {
                Event event =
                        Webhook.constructEvent(
                                letter.body(),
                                letter.headers().get("stripe-signature"),
                                endpoint.getSecret(),
                                Long.MAX_VALUE);
                Session session =
                        (Session) event.getDataObjectDeserializer().getObject().orElseThrow();
                told.add(event.getType() + " " + session.getId() + " " + session.getStatus());
            }
            told.sort(null);
            assertEquals(
                    List.of(
                            "checkout.session.completed %s complete".formatted(paid.getId()),
                            "checkout.session.expired %s expired".formatted(over.getId())),
                    told);
        }
    }

    @Test
    void a_payment_link_is_made_shown_stopped_and_listed() throws Exception {
        RequestOptions once = RequestOptions.builder().setIdempotencyKey("link-1").build();
        PaymentLink made = client.v1().paymentLinks().create(teapot().build(), once);
        PaymentLink again = client.v1().paymentLinks().create(teapot().build(), once);
        assertEquals(made.getId(), again.getId(), "once under one key");
        assertTrue(made.getActive());
        assertTrue(made.getUrl().startsWith(Shop.PAGES + "/pay/"), made.getUrl());
        assertEquals("redirect", made.getAfterCompletion().getType());
        PaymentLink stopped =
                client.v1()
                        .paymentLinks()
                        .update(
                                made.getId(),
                                PaymentLinkUpdateParams.builder()
                                        .setActive(false)
                                        .putMetadata("season", "")
                                        .putMetadata("shelf", "2")
                                        .build());
        assertFalse(stopped.getActive());
        assertEquals("{shelf=2}", stopped.getMetadata().toString());
        PaymentLink other = client.v1().paymentLinks().create(teapot().build());
        List<PaymentLink> selling =
                client.v1()
                        .paymentLinks()
                        .list(PaymentLinkListParams.builder().setActive(true).build())
                        .getData();
        assertEquals(List.of(other.getId()), selling.stream().map(PaymentLink::getId).toList());
        assertEquals(2, client.v1().paymentLinks().list().getData().size());
        LineItem line =
                client.v1().paymentLinks().lineItems().list(made.getId()).getData().getFirst();
        assertEquals("Teapot", line.getDescription());
        assertNotNull(client.v1().paymentLinks().retrieve(made.getId()).getUrl());
    }

    @Test
    void what_does_not_fit_is_refused_by_name() throws Exception {
        String table =
                """
                mode=payment&LINE | parameter_missing | success_url
                mode=subscription&LINE&DONE | parameter_invalid | mode
                LINE&DONE | parameter_missing | mode
                mode=payment&DONE | parameter_missing | line_items
                OK&line_items[1][quantity]=1 | parameter_missing | line_items[1][price_data]
                OK&line_items[1][price]=price_x | parameter_missing | line_items[1][price_data]
                OK&EUR | parameter_invalid | line_items[1][price_data][currency]
                OK&success_url=x | form_invalid | success_url
                mode=payment&LINE&success_url=ftp://a.example | url_invalid | success_url
                OK&return_url=https://a.example | parameter_invalid | return_url
                OK&cancel_url=javascript:1 | url_invalid | cancel_url
                OK&expires_at=1 | parameter_invalid | expires_at
                OK&customer=cus_1 | resource_missing | customer
                OK&currency=eur | parameter_invalid | currency
                OK&setup_intent_data[description]=x | parameter_invalid | setup_intent_data
                mode=setup&LINE&DONE | parameter_invalid | line_items
                mode=setup&ui_mode=embedded&return_url=https://a.io | parameter_invalid | ui_mode
                mode=setup | parameter_missing | success_url
                OK&locale=xx | parameter_invalid | locale
                OK&payment_method_types[]=wire | parameter_invalid | payment_method_types
                OK&payment_intent_data[x]=1 | parameter_unknown | payment_intent_data[x]
                mode=payment&DONE&FREE | amount_too_small | line_items
                """;
        String line =
                "line_items[N][price_data][currency]=C&line_items[N][price_data][unit_amount]=P"
                        + "&line_items[N][price_data][product_data][name]=Tea"
                        + "&line_items[N][quantity]=1";
        String done = "success_url=https://a.example/done";
        for (String row : table.lines().toList()) {
            String[] cells = row.split("\\|", -1);
            String form =
                    cells[0].strip()
                            .replace("OK", "mode=payment&LINE&DONE")
                            .replace("LINE", one(line, "0", "usd", "5"))
                            .replace("EUR", one(line, "1", "eur", "5"))
                            .replace("FREE", one(line, "0", "usd", "0"))
                            .replace("DONE", done);
            JsonNode error = refused("/v1/checkout/sessions", form);
            assertEquals(cells[1].strip(), error.path("code").asString(), row + " " + error);
            assertEquals(cells[2].strip(), error.path("param").asString(), row + " " + error);
        }
        JsonNode redirect =
                refused(
                        "/v1/payment_links",
                        one(line, "0", "usd", "5") + "&after_completion[type]=redirect");
        assertEquals("after_completion[redirect]", redirect.path("param").asString());
        assertEquals(List.of(), shop.world.core.store().newest(10));
    }

    @Test
    void another_merchant_sees_none_of_it() throws Exception {
        Session session = client.v1().checkout().sessions().create(breakfast().build());
        PaymentLink link = client.v1().paymentLinks().create(teapot().build());
        String path = "/v1/checkout/sessions/" + session.getId();
        String linkPath = "/v1/payment_links/" + link.getId();
        for (String one : List.of(path, path + "/line_items", linkPath, linkPath + "/line_items")) {
            assertEquals(200, shop.get(one, shop.secretKey).statusCode(), one);
            assertEquals(404, shop.get(one, shop.otherSecretKey).statusCode(), one);
            assertEquals(403, shop.get(one, shop.publishableKey).statusCode(), one);
        }
        for (String one : List.of(path + "/expire", linkPath)) {
            HttpRequest.Builder foreign =
                    shop.form(one, "").headers(Shop.with(shop.otherSecretKey));
            assertEquals(404, shop.send(foreign).statusCode(), one);
        }
        for (String list :
                List.of(
                        "/v1/checkout/sessions",
                        "/v1/payment_links",
                        "/v1/checkout/sessions?payment_intent=" + session.getPaymentIntent())) {
            JsonNode seen = Json.parse(shop.get(list, shop.otherSecretKey).body()).orElseThrow();
            assertTrue(seen.path("data").isEmpty(), list);
        }
        assertEquals(
                "open", client.v1().checkout().sessions().retrieve(session.getId()).getStatus());
    }

    @Test
    void a_link_sells_sessions_that_know_it() throws Exception {
        PaymentLink link = client.v1().paymentLinks().create(teapot().build());
        dev.handfast.sales.PaymentLink known =
                shop.world
                        .core
                        .links()
                        .findByKey(link.getUrl().substring((Shop.PAGES + "/pay/").length()))
                        .orElseThrow();
        Terms terms =
                Terms.ofSale(
                        known.merchant(),
                        World.AURORA,
                        known.sale().by(known.id()),
                        shop.world.clock.instant().plus(Duration.ofHours(1)));
        shop.world
                .core
                .payments()
                .run(
                        new Request.Sell(
                                shop.world.core.ids().next(),
                                terms,
                                "https://pay.example/checkout/x",
                                Optional.of(known.id())));
        Session sold =
                client.v1()
                        .checkout()
                        .sessions()
                        .list(SessionListParams.builder().setPaymentLink(link.getId()).build())
                        .getData()
                        .getFirst();
        assertEquals(link.getId(), sold.getPaymentLink());
        assertEquals(2_500L, sold.getAmountTotal());
    }

    private static String one(String line, String number, String currency, String price) {
        return line.replace("[N]", "[" + number + "]")
                .replace("=C&", "=" + currency + "&")
                .replace("=P&", "=" + price + "&");
    }

    private JsonNode refused(String path, String form) throws Exception {
        HttpResponse<String> answer = shop.post(path, form);
        assertEquals(400, answer.statusCode(), answer.body());
        return Json.parse(answer.body()).orElseThrow().path("error");
    }

    private static com.stripe.param.PaymentIntentCreateParams coffee() {
        return com.stripe.param.PaymentIntentCreateParams.builder()
                .setAmount(1_000L)
                .setCurrency("usd")
                .build();
    }

    private static SessionCreateParams.Builder breakfast() {
        return SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.PAYMENT)
                .addLineItem(line("Flat white", 400L, 2L))
                .addLineItem(line("Croissant", 200L, 1L))
                .setSuccessUrl(DONE)
                .setCancelUrl("https://harbor.example/cart")
                .setClientReferenceId("order-6735")
                .putMetadata("table", "blue")
                .setPaymentIntentData(
                        SessionCreateParams.PaymentIntentData.builder()
                                .putMetadata("where", "till 3")
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

    private static PaymentLinkCreateParams.Builder teapot() {
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
                                                                .setName("Teapot")
                                                                .build())
                                                .build())
                                .build())
                .setAfterCompletion(
                        PaymentLinkCreateParams.AfterCompletion.builder()
                                .setType(PaymentLinkCreateParams.AfterCompletion.Type.REDIRECT)
                                .setRedirect(
                                        PaymentLinkCreateParams.AfterCompletion.Redirect.builder()
                                                .setUrl("https://harbor.example/thanks")
                                                .build())
                                .build())
                .putMetadata("season", "winter");
    }

    /** Lin scans a code. */
    private Outcome scan(String code) {
        Payment payment = shop.world.core.store().findByCode(code).orElseThrow();
        return shop.world
                .core
                .payments()
                .run(
                        new Request.Pay(
                                new PayRequest(
                                        shop.world.core.ids().next(),
                                        new PayRequest.Target.Existing(
                                                World.HARBOR_COFFEE, payment.id()),
                                        new Instrument.Wallet(shop.world.lin.id()),
                                        Optional.empty())));
    }
}
