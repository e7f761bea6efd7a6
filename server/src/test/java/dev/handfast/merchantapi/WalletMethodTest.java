package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Customer;
import com.stripe.model.Mandate;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.SetupIntent;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.EventListParams;
import com.stripe.param.MandateRetrieveParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentMethodListParams;
import com.stripe.param.SetupIntentConfirmParams;
import com.stripe.param.SetupIntentCreateParams;
import com.stripe.param.SetupIntentRetrieveParams;

import dev.handfast.mandates.MandateOutcome;
import dev.handfast.mandates.MandateRefusal;
import dev.handfast.merchants.Mode;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Request;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.web.PublicId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Account wallets whose holders have agreed to be charged again, by Stripe's Java client. */
@DatabaseTest
final class WalletMethodTest {
    private static final String RETURN_URL = "https://harbor.example/agreed";

    private Shop shop;
    private StripeClient client;
    private Customer lin;

    @BeforeEach
    void open(Database database) throws Exception {
        shop = new Shop(database);
        client = shop.client();
        lin = client.v1().customers().create(CustomerCreateParams.builder().build());
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_holder_agrees_on_a_page_and_is_charged_without_being_there() throws Exception {
        SetupIntent asked = setup(Map.of());
        assertEquals("requires_action", asked.getStatus());
        assertEquals("redirect_to_url", asked.getNextAction().getType());
        assertEquals(RETURN_URL, asked.getNextAction().getRedirectToUrl().getReturnUrl());
        assertEquals("pending", mandate(asked).getStatus());
        agree(asked);
        SetupIntent done =
                client.v1()
                        .setupIntents()
                        .retrieve(
                                asked.getId(),
                                SetupIntentRetrieveParams.builder()
                                        .addExpand("payment_method")
                                        .build());
        assertEquals("succeeded", done.getStatus());
        assertNull(done.getNextAction());
        assertReturns(done);
        PaymentMethod kept = done.getPaymentMethodObject();
        assertEquals("alipay", kept.getType());
        assertEquals(lin.getId(), kept.getCustomer());
        Mandate mandate = mandate(done);
        assertEquals("active", mandate.getStatus());
        assertEquals(kept.getId(), mandate.getPaymentMethod());
        PaymentIntentCreateParams later = later(kept.getId()).build();
        RequestOptions once = RequestOptions.builder().setIdempotencyKey("month-1").build();
        PaymentIntent paid = client.v1().paymentIntents().create(later, once);
        assertEquals("succeeded", paid.getStatus());
        assertEquals(
                paid.getId(), client.v1().paymentIntents().create(later, once).getId(), "once");
        assertEquals(List.of(kept.getId()), methods(PaymentMethodListParams.Type.ALIPAY));
        assertEquals(List.of(), methods(PaymentMethodListParams.Type.CARD));
        assertEnded(kept, later);
    }

    /** The page leads back to the merchant, who is told how it ended. */
    private void assertReturns(SetupIntent done) {
        ApiParts.Settings settings =
                new ApiParts.Settings(Mode.TEST, Shop.DOCS, shop.world.core.keys(), Shop.PAGES);
        UUID mandate = PublicIds.MANDATE.parse(done.getMandate()).orElseThrow();
        assertEquals(
                RETURN_URL
                        + "?setup_intent="
                        + done.getId()
                        + "&setup_intent_client_secret="
                        + done.getClientSecret()
                        + "&redirect_status=succeeded",
                shop.world.core.mandates().find(mandate).flatMap(settings::after).orElse(""));
    }

    private void assertEnded(PaymentMethod kept, PaymentIntentCreateParams later) throws Exception {
        assertInstanceOf(
                MandateOutcome.Done.class,
                shop.world.core.mandates().endByHolder(shop.world.lin.id(), idOf(kept.getId())));
        CardException over =
                assertThrows(CardException.class, () -> client.v1().paymentIntents().create(later));
        assertEquals("card_declined", over.getCode());
        assertEquals("revocation_of_authorization", over.getDeclineCode());
        assertEquals(
                "inactive",
                client.v1()
                        .mandates()
                        .retrieve(kept.getId().replace("pm_", "mandate_"))
                        .getStatus());
        assertEquals(1, events("setup_intent.requires_action"));
        assertEquals(1, events("setup_intent.succeeded"));
        assertEquals(1, events("payment_method.attached"));
        assertEquals(2, events("mandate.updated"));
        assertEquals(1, events("payment_intent.payment_failed"));
    }

    @Test
    void who_pays_and_agrees_at_once_is_on_file_with_the_payment() throws Exception {
        PaymentIntent offered =
                client.v1()
                        .paymentIntents()
                        .create(
                                PaymentIntentCreateParams.builder()
                                        .setAmount(1_000L)
                                        .setCurrency("usd")
                                        .setCustomer(lin.getId())
                                        .setSetupFutureUsage(
                                                PaymentIntentCreateParams.SetupFutureUsage
                                                        .OFF_SESSION)
                                        .setConfirm(true)
                                        .setReturnUrl(RETURN_URL)
                                        .setPaymentMethodData(
                                                PaymentIntentCreateParams.PaymentMethodData
                                                        .builder()
                                                        .setType(
                                                                PaymentIntentCreateParams
                                                                        .PaymentMethodData.Type
                                                                        .ALIPAY)
                                                        .build())
                                        .putExtraParam(
                                                "payment_method_options",
                                                Map.of(
                                                        "alipay",
                                                        Map.of("mandate_options", atMost(1_200))))
                                        .build());
        assertNull(offered.getPaymentMethod());
        scan(offered.getNextAction().getAlipayHandleRedirect().getUrl());
        PaymentIntent paid = client.v1().paymentIntents().retrieve(offered.getId());
        assertEquals("succeeded", paid.getStatus());
        PaymentMethod kept = client.v1().paymentMethods().retrieve(paid.getPaymentMethod());
        assertEquals("alipay", kept.getType());
        assertEquals(lin.getId(), kept.getCustomer());
        assertEquals(
                "succeeded",
                client.v1().paymentIntents().create(later(kept.getId()).build()).getStatus());
        PaymentIntentCreateParams more = later(kept.getId()).setAmount(1_201L).build();
        CardException tooMuch =
                assertThrows(CardException.class, () -> client.v1().paymentIntents().create(more));
        assertTrue(String.valueOf(tooMuch.getMessage()).contains("12.00"), tooMuch.getMessage());
        assertNull(client.v1().paymentMethods().detach(kept.getId()).getCustomer());
        assertEquals(
                "inactive",
                client.v1()
                        .mandates()
                        .retrieve(
                                kept.getId().replace("pm_", "mandate_"),
                                MandateRetrieveParams.builder().addExpand("payment_method").build())
                        .getStatus());
        assertThrows(
                InvalidRequestException.class,
                () -> client.v1().paymentIntents().create(later(kept.getId()).build()));
        assertEquals(1, events("payment_method.attached"));
        assertEquals(1, events("payment_method.detached"));
        assertEquals(1, events("mandate.updated"));
    }

    @Test
    void what_the_holder_has_agreed_to_is_kept_to() throws Exception {
        SetupIntent asked =
                setup(
                        Map.of(
                                "amount",
                                "1000",
                                "currency",
                                "usd",
                                "interval",
                                "month",
                                "interval_count",
                                "1"));
        agree(asked);
        String kept = client.v1().setupIntents().retrieve(asked.getId()).getPaymentMethod();
        PaymentIntentCreateParams later = later(kept).build();
        assertEquals("succeeded", client.v1().paymentIntents().create(later).getStatus());
        CardException early =
                assertThrows(CardException.class, () -> client.v1().paymentIntents().create(later));
        assertTrue(
                String.valueOf(early.getMessage()).contains("MANDATE_NOT_DUE"), early.getMessage());
        shop.world.clock.advance(Duration.ofDays(31));
        assertEquals("succeeded", client.v1().paymentIntents().create(later).getStatus());
        PaymentIntentCreateParams other = later(kept).setAmount(900L).setCurrency("cny").build();
        CardException currency =
                assertThrows(CardException.class, () -> client.v1().paymentIntents().create(other));
        assertTrue(
                String.valueOf(currency.getMessage()).contains("MANDATE_CURRENCY_DIFFERS"),
                currency.getMessage());
        client.v1().customers().delete(lin.getId());
        assertEquals("inactive", mandate(asked).getStatus());
    }

    @Test
    void what_is_given_up_or_asked_anew_can_no_longer_be_agreed_to() throws Exception {
        SetupIntent first = setup(Map.of());
        SetupIntent second =
                client.v1()
                        .setupIntents()
                        .confirm(
                                first.getId(),
                                SetupIntentConfirmParams.builder()
                                        .putExtraParam(
                                                "payment_method_data", Map.of("type", "alipay"))
                                        .build());
        assertEquals(RETURN_URL, second.getNextAction().getRedirectToUrl().getReturnUrl());
        assertEquals(MandateRefusal.MANDATE_PROPOSAL_EXPIRED, refused(first));
        assertEquals("canceled", client.v1().setupIntents().cancel(first.getId()).getStatus());
        assertEquals(MandateRefusal.MANDATE_PROPOSAL_EXPIRED, refused(second));
        InvalidRequestException over =
                assertThrows(
                        InvalidRequestException.class,
                        () ->
                                client.v1()
                                        .setupIntents()
                                        .confirm(
                                                first.getId(),
                                                SetupIntentConfirmParams.builder()
                                                        .putExtraParam(
                                                                "payment_method_data",
                                                                Map.of("type", "alipay"))
                                                        .build()));
        assertEquals("setup_intent_unexpected_state", over.getCode());
    }

    private SetupIntent setup(Map<String, Object> options) throws Exception {
        SetupIntentCreateParams.Builder params =
                SetupIntentCreateParams.builder()
                        .setCustomer(lin.getId())
                        .setConfirm(true)
                        .setReturnUrl(RETURN_URL)
                        .addPaymentMethodType("alipay")
                        .putExtraParam("payment_method_data", Map.of("type", "alipay"));
        if (!options.isEmpty()) {
            params.putExtraParam(
                    "payment_method_options", Map.of("alipay", Map.of("mandate_options", options)));
        }
        return client.v1().setupIntents().create(params.build());
    }

    private static Map<String, Object> atMost(long minor) {
        return Map.of("amount", String.valueOf(minor), "amount_type", "maximum");
    }

    private PaymentIntentCreateParams.Builder later(String method) {
        return PaymentIntentCreateParams.builder()
                .setAmount(1_000L)
                .setCurrency("usd")
                .setCustomer(lin.getId())
                .setPaymentMethod(method)
                .setOffSession(true)
                .setConfirm(true);
    }

    private Mandate mandate(SetupIntent setup) throws Exception {
        return client.v1().mandates().retrieve(setup.getMandate());
    }

    private List<String> methods(PaymentMethodListParams.Type type) throws Exception {
        return client
                .v1()
                .paymentMethods()
                .list(
                        PaymentMethodListParams.builder()
                                .setCustomer(lin.getId())
                                .setType(type)
                                .build())
                .getData()
                .stream()
                .map(PaymentMethod::getId)
                .toList();
    }

    private static UUID idOf(String method) {
        return PublicId.parse("pm", method).orElseThrow();
    }

    /** Lin opens the page to which a setup leads, and agrees. */
    private MandateOutcome sign(SetupIntent setup) {
        String page = setup.getNextAction().getRedirectToUrl().getUrl();
        UUID mandate =
                PublicId.parse("agr", page.substring(page.lastIndexOf('/') + 1)).orElseThrow();
        return shop.world.core.mandates().agree(mandate, shop.world.lin.id());
    }

    private void agree(SetupIntent setup) {
        assertInstanceOf(MandateOutcome.Done.class, sign(setup));
        assertInstanceOf(MandateOutcome.Already.class, sign(setup));
    }

    private MandateRefusal refused(SetupIntent setup) {
        return assertInstanceOf(MandateOutcome.Refused.class, sign(setup)).why();
    }

    /** Lin scans a code and pays. */
    private void scan(String code) {
        Payment payment = shop.world.core.store().findByCode(code).orElseThrow();
        Outcome outcome =
                shop.world
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
        assertInstanceOf(Outcome.Done.class, outcome);
    }

    private int events(String type) throws Exception {
        return client.v1()
                .events()
                .list(EventListParams.builder().setType(type).build())
                .getData()
                .size();
    }
}
