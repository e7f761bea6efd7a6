package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Customer;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.SetupIntent;
import com.stripe.model.Token;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerListParams;
import com.stripe.param.CustomerSearchParams;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.EventListParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.PaymentIntentSearchParams;
import com.stripe.param.PaymentIntentUpdateParams;
import com.stripe.param.PaymentMethodAttachParams;
import com.stripe.param.PaymentMethodListParams;
import com.stripe.param.SetupIntentCreateParams;
import com.stripe.param.TokenCreateParams;

import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Stripe's Java client on customers, what they pay with, and payments that are looked for. */
@DatabaseTest
final class OfficialCustomersTest {
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
    void a_customer_is_added_changed_found_and_forgotten() throws Exception {
        CustomerCreateParams params =
                CustomerCreateParams.builder()
                        .setEmail("lin@example.com")
                        .setName("Lin")
                        .setAddress(
                                CustomerCreateParams.Address.builder()
                                        .setCity("Hangzhou")
                                        .setCountry("CN")
                                        .build())
                        .putMetadata("table", "7")
                        .putMetadata("tea", "jasmine")
                        .build();
        RequestOptions once = RequestOptions.builder().setIdempotencyKey("lin").build();
        Customer lin = client.v1().customers().create(params, once);
        assertEquals(lin.getId(), client.v1().customers().create(params, once).getId());
        assertEquals("Hangzhou", lin.getAddress().getCity());
        Customer changed =
                client.v1()
                        .customers()
                        .update(
                                lin.getId(),
                                CustomerUpdateParams.builder()
                                        .setPhone("+86 571 0000")
                                        .setName(com.stripe.param.common.EmptyParam.EMPTY)
                                        .putMetadata("table", "8")
                                        .putMetadata("tea", "")
                                        .build());
        assertNull(changed.getName());
        assertEquals("lin@example.com", changed.getEmail());
        assertEquals(Map.of("table", "8"), changed.getMetadata());
        shop.world.clock.advance(Duration.ofSeconds(5));
        client.v1().customers().create(CustomerCreateParams.builder().setName("Ana").build());
        assertEquals(2, client.v1().customers().list().getData().size());
        assertEquals(
                List.of(lin.getId()),
                client
                        .v1()
                        .customers()
                        .list(
                                CustomerListParams.builder()
                                        .setCreated(
                                                CustomerListParams.Created.builder()
                                                        .setLte(lin.getCreated())
                                                        .build())
                                        .build())
                        .getData()
                        .stream()
                        .map(Customer::getId)
                        .toList());
        assertEquals(
                List.of(lin.getId()),
                client
                        .v1()
                        .customers()
                        .search(
                                CustomerSearchParams.builder()
                                        .setQuery(
                                                "email:'lin@example.com' AND"
                                                        + " metadata['table']:'8'")
                                        .build())
                        .getData()
                        .stream()
                        .map(Customer::getId)
                        .toList());
        assertForgotten(lin);
    }

    private void assertForgotten(Customer lin) throws Exception {
        assertTrue(client.v1().customers().delete(lin.getId()).getDeleted());
        assertTrue(client.v1().customers().retrieve(lin.getId()).getDeleted());
        assertEquals(1, client.v1().customers().list().getData().size());
        assertEquals(1, events("customer.deleted"));
    }

    @Test
    void who_agreed_once_is_charged_again_without_being_there() throws Exception {
        Customer lin = client.v1().customers().create(CustomerCreateParams.builder().build());
        SetupIntent setup =
                client.v1()
                        .setupIntents()
                        .create(
                                SetupIntentCreateParams.builder()
                                        .setCustomer(lin.getId())
                                        .setConfirm(true)
                                        .putExtraParam("payment_method_data", inline("0.01"))
                                        .build());
        assertEquals("succeeded", setup.getStatus());
        PaymentMethod kept = client.v1().paymentMethods().retrieve(setup.getPaymentMethod());
        assertEquals("apple_pay", kept.getCard().getWallet().getType());
        assertEquals(12L, kept.getCard().getExpMonth());
        PaymentMethodListParams ofLin =
                PaymentMethodListParams.builder().setCustomer(lin.getId()).build();
        assertEquals(1, client.v1().paymentMethods().list(ofLin).getData().size());
        PaymentIntentCreateParams later =
                coffee().setCustomer(lin.getId())
                        .setPaymentMethod(kept.getId())
                        .setOffSession(true)
                        .setConfirm(true)
                        .build();
        PaymentIntent paid = client.v1().paymentIntents().create(later);
        assertEquals("succeeded", paid.getStatus());
        assertEquals(kept.getId(), paid.getPaymentMethod());
        assertEquals("succeeded", client.v1().paymentIntents().create(later).getStatus());
        InvalidRequestException foreign =
                assertThrows(
                        InvalidRequestException.class,
                        () ->
                                client.v1()
                                        .paymentIntents()
                                        .create(
                                                coffee().setPaymentMethod(kept.getId())
                                                        .setConfirm(true)
                                                        .build()));
        assertEquals("payment_method", foreign.getParam());
        assertNull(client.v1().paymentMethods().detach(kept.getId()).getCustomer());
        assertThrows(
                InvalidRequestException.class, () -> client.v1().paymentIntents().create(later));
        InvalidRequestException gone =
                assertThrows(
                        InvalidRequestException.class,
                        () ->
                                client.v1()
                                        .paymentMethods()
                                        .attach(
                                                kept.getId(),
                                                PaymentMethodAttachParams.builder()
                                                        .setCustomer(lin.getId())
                                                        .build()));
        assertEquals("payment_method_unexpected_state", gone.getCode());
        assertEquals(1, events("payment_method.detached"));
        assertEquals(1, events("setup_intent.succeeded"));
    }

    @Test
    void what_a_payment_was_paid_with_is_kept_where_that_was_agreed() throws Exception {
        Customer lin = client.v1().customers().create(CustomerCreateParams.builder().build());
        PaymentIntent paid =
                client.v1()
                        .paymentIntents()
                        .create(
                                coffee().setCustomer(lin.getId())
                                        .setSetupFutureUsage(
                                                PaymentIntentCreateParams.SetupFutureUsage
                                                        .OFF_SESSION)
                                        .setConfirm(true)
                                        .putExtraParam("payment_method_data", inline("10.00"))
                                        .build());
        PaymentIntent again =
                client.v1()
                        .paymentIntents()
                        .create(
                                coffee().setCustomer(lin.getId())
                                        .setPaymentMethod(paid.getPaymentMethod())
                                        .build());
        assertEquals("requires_confirmation", again.getStatus());
        assertEquals("succeeded", client.v1().paymentIntents().confirm(again.getId()).getStatus());
        PaymentIntent shown =
                client.v1()
                        .paymentIntents()
                        .retrieve(
                                again.getId(),
                                PaymentIntentRetrieveParams.builder()
                                        .addExpand("customer")
                                        .addExpand("payment_method")
                                        .addExpand("latest_charge")
                                        .build());
        assertEquals(lin.getId(), shown.getCustomerObject().getId());
        assertEquals(lin.getId(), shown.getPaymentMethodObject().getCustomer());
    }

    @Test
    void a_token_that_was_handed_in_is_a_payment_method_that_pays_once() throws Exception {
        Token token =
                client.v1()
                        .tokens()
                        .create(
                                TokenCreateParams.builder()
                                        .putExtraParam(
                                                "pk_token",
                                                shop.token(shop.world.linToken, World.usd("10.00")))
                                        .build());
        PaymentMethod method =
                client.v1()
                        .paymentMethods()
                        .create(
                                com.stripe.param.PaymentMethodCreateParams.builder()
                                        .setType(
                                                com.stripe.param.PaymentMethodCreateParams.Type
                                                        .CARD)
                                        .setCard(
                                                com.stripe.param.PaymentMethodCreateParams.Token
                                                        .builder()
                                                        .setToken(token.getId())
                                                        .build())
                                        .build());
        PaymentIntentCreateParams once =
                coffee().setPaymentMethod(method.getId()).setConfirm(true).build();
        assertEquals("succeeded", client.v1().paymentIntents().create(once).getStatus());
        InvalidRequestException twice =
                assertThrows(
                        InvalidRequestException.class,
                        () -> client.v1().paymentIntents().create(once));
        assertEquals("token_already_used", twice.getCode());
    }

    @Test
    void a_payment_is_changed_until_it_is_paid() throws Exception {
        PaymentIntent made =
                client.v1()
                        .paymentIntents()
                        .create(coffee().putMetadata("a", "1").putMetadata("b", "2").build());
        PaymentIntent changed =
                client.v1()
                        .paymentIntents()
                        .update(
                                made.getId(),
                                PaymentIntentUpdateParams.builder()
                                        .setAmount(1_200L)
                                        .setDescription("three flat whites")
                                        .setReceiptEmail("lin@example.com")
                                        .putMetadata("a", "")
                                        .putMetadata("c", "3")
                                        .build());
        assertEquals(1_200L, changed.getAmount());
        assertEquals("three flat whites", changed.getDescription());
        assertEquals("lin@example.com", changed.getReceiptEmail());
        assertEquals(Map.of("b", "2", "c", "3"), changed.getMetadata());
        PaymentIntent paid =
                client.v1()
                        .paymentIntents()
                        .confirm(
                                made.getId(),
                                com.stripe.param.PaymentIntentConfirmParams.builder()
                                        .putExtraParam("payment_method_data", inline("12.00"))
                                        .build());
        assertEquals(1_200L, paid.getAmountReceived());
        InvalidRequestException late =
                assertThrows(
                        InvalidRequestException.class,
                        () ->
                                client.v1()
                                        .paymentIntents()
                                        .update(
                                                made.getId(),
                                                PaymentIntentUpdateParams.builder()
                                                        .setAmount(1L)
                                                        .build()));
        assertEquals("payment_intent_unexpected_state", late.getCode());
    }

    @Test
    void payments_are_found_by_what_is_known_of_them() throws Exception {
        Customer lin = client.v1().customers().create(CustomerCreateParams.builder().build());
        PaymentIntent one =
                client.v1()
                        .paymentIntents()
                        .create(
                                coffee().setCustomer(lin.getId())
                                        .putMetadata("order", "67'35")
                                        .build());
        shop.world.clock.advance(Duration.ofSeconds(10));
        PaymentIntent two =
                client.v1().paymentIntents().create(coffee().putMetadata("order", "2").build());
        client.v1().paymentIntents().cancel(two.getId());
        assertEquals(List.of(one.getId()), found("metadata['order']:'67\\'35'"));
        assertEquals(List.of(), found("metadata['order']:'67'"));
        assertEquals(
                List.of(two.getId()), found("metadata[\"order\"]:\"2\" AND status:'canceled'"));
        assertEquals(List.of(), found("metadata['order']:'2' AND status:'succeeded'"));
        assertEquals(List.of(one.getId()), found("customer:'" + lin.getId() + "'"));
        assertEquals(List.of(two.getId(), one.getId()), found("amount>=1000 AND currency:'usd'"));
        assertEquals(List.of(two.getId()), found("created>" + one.getCreated()));
        for (String bad :
                List.of(
                        "x",
                        "color:'red'",
                        "status:'a' OR status:'b'",
                        "amount:'x'",
                        "metadata:'1'")) {
            InvalidRequestException refused =
                    assertThrows(InvalidRequestException.class, () -> found(bad));
            assertEquals("query", refused.getParam(), bad);
        }
        assertEquals(
                List.of(one.getId()),
                client
                        .v1()
                        .paymentIntents()
                        .list(PaymentIntentListParams.builder().setCustomer(lin.getId()).build())
                        .getData()
                        .stream()
                        .map(PaymentIntent::getId)
                        .toList());
        assertEquals(
                List.of(two.getId()),
                client
                        .v1()
                        .paymentIntents()
                        .list(
                                PaymentIntentListParams.builder()
                                        .setCreated(
                                                PaymentIntentListParams.Created.builder()
                                                        .setGt(one.getCreated())
                                                        .build())
                                        .build())
                        .getData()
                        .stream()
                        .map(PaymentIntent::getId)
                        .toList());
    }

    private List<String> found(String query) throws Exception {
        return client
                .v1()
                .paymentIntents()
                .search(PaymentIntentSearchParams.builder().setQuery(query).build())
                .getData()
                .stream()
                .map(PaymentIntent::getId)
                .toList();
    }

    private int events(String type) throws Exception {
        return client.v1()
                .events()
                .list(EventListParams.builder().setType(type).build())
                .getData()
                .size();
    }

    private static PaymentIntentCreateParams.Builder coffee() {
        return PaymentIntentCreateParams.builder().setAmount(1_000L).setCurrency("usd");
    }

    private Map<String, Object> inline(String amount) {
        String token = shop.token(shop.world.linToken, World.usd(amount));
        return Map.of("type", "card", "card", Map.of("pk_token", token));
    }
}
