package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stripe.StripeClient;
import com.stripe.exception.PermissionException;
import com.stripe.exception.RateLimitException;
import com.stripe.param.PaymentIntentCreateParams;

import dev.handfast.merchants.ApiKey;
import dev.handfast.merchants.Permissions;
import dev.handfast.secrets.ApiSecret;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** What keys may do, how they are rolled, limited, and in which version they are answered. */
@DatabaseTest
final class KeysTest {
    private Shop shop;

    @BeforeEach
    void open(Database database) {
        shop = new Shop(database);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_restricted_key_does_what_it_may_and_nothing_else() throws Exception {
        ApiSecret reader = restricted("payment_intents:read");
        StripeClient client = client(reader);
        assertEquals(0, client.v1().paymentIntents().list().getData().size());
        PermissionException refused =
                assertThrows(
                        PermissionException.class,
                        () -> client.v1().paymentIntents().create(coffee()));
        assertEquals("permission_missing", refused.getCode());
        assertTrue(refused.toString().contains("payment_intents:write"), refused.toString());
        assertThrows(PermissionException.class, () -> client.v1().balance().retrieve());
        StripeClient writer = client(restricted("payment_intents:write,events:read"));
        String made = writer.v1().paymentIntents().create(coffee()).getId();
        assertEquals(made, writer.v1().paymentIntents().retrieve(made).getId());
        for (Route route : shop.api.routes()) {
            if (route.variables().isEmpty() && route.reads()) {
                boolean own = route.resource().equals("payment_intents");
                int status = shop.get(route.path(), reader).statusCode();
                assertEquals(!own, status == 403, route.path());
            }
        }
    }

    @Test
    void a_key_is_rolled_with_no_moment_without_one() throws Exception {
        ApiKey old = shop.secretKey.use(shop.keys::find).orElseThrow();
        ApiSecret fresh =
                shop.keys.roll(
                        shop.harbor, old, shop.world.clock.instant().plus(Duration.ofHours(1)));
        assertEquals(200, shop.get("/v1/balance", shop.secretKey).statusCode());
        assertEquals(200, shop.get("/v1/balance", fresh).statusCode());
        shop.world.clock.advance(Duration.ofHours(1));
        assertEquals(401, shop.get("/v1/balance", shop.secretKey).statusCode());
        assertEquals(200, shop.get("/v1/balance", fresh).statusCode());
        ApiKey used = shop.keys.of(shop.harbor.id()).getLast();
        assertEquals(shop.world.clock.instant(), used.lastUsedAt().orElseThrow());
    }

    @Test
    void a_key_has_its_number_of_requests_a_second() throws Exception {
        ApiSecret slow =
                shop.keys.issue(
                        shop.harbor,
                        ApiSecret.Kind.SECRET_TEST,
                        new ApiKey.Terms(Permissions.none(), Optional.empty(), Optional.of(2)));
        HttpResponse<String> first = shop.get("/v1/balance", slow);
        assertEquals("\"key\";q=2;w=1", header(first, "RateLimit-Policy"));
        assertEquals("\"key\";r=1;t=1", header(first, "RateLimit"));
        assertEquals(200, shop.get("/v1/balance", slow).statusCode());
        HttpResponse<String> third = shop.get("/v1/balance", slow);
        assertEquals(429, third.statusCode());
        assertEquals("1", header(third, "Retry-After"));
        assertEquals("\"key\";r=0;t=1", header(third, "RateLimit"));
        assertThrows(RateLimitException.class, () -> client(slow).v1().balance().retrieve());
        assertEquals(200, shop.get("/v1/balance", shop.secretKey).statusCode());
        shop.world.clock.advance(Duration.ofMillis(500));
        assertEquals(200, shop.get("/v1/balance", slow).statusCode());
        assertEquals(429, shop.get("/v1/balance", slow).statusCode());
    }

    @Test
    void a_version_is_the_keys_own_or_the_requests() throws Exception {
        ApiSecret newer =
                shop.keys.issue(
                        shop.harbor,
                        ApiSecret.Kind.SECRET_TEST,
                        new ApiKey.Terms(
                                Permissions.none(),
                                Optional.of("2026-10-28.endive"),
                                Optional.empty()));
        String form = "amount=1000&currency=usd&payment_method_types[]=card";
        HttpResponse<String> usual = create(shop.secretKey, form);
        assertEquals(200, usual.statusCode());
        assertEquals(MerchantApi.VERSION, header(usual, "Stripe-Version"));
        HttpResponse<String> pinned = create(newer, form);
        assertEquals("parameter_unknown", code(pinned));
        assertEquals("2026-10-28.endive", header(pinned, "Stripe-Version"));
        assertEquals(200, create(newer, form, "Stripe-Version", MerchantApi.VERSION).statusCode());
        HttpResponse<String> unknown = create(newer, form, "Stripe-Version", "2020-08-27");
        assertEquals("api_version_unknown", code(unknown));
        assertTrue(unknown.body().contains("YYYY-MM-DD.dahlia"), unknown.body());
    }

    private HttpResponse<String> create(ApiSecret key, String form, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                shop.form("/v1/payment_intents", form).headers(Shop.with(key, headers));
        return shop.send(request);
    }

    private ApiSecret restricted(String permissions) {
        return shop.keys.issue(
                shop.harbor,
                ApiSecret.Kind.RESTRICTED_TEST,
                new ApiKey.Terms(Permissions.of(permissions), Optional.empty(), Optional.empty()));
    }

    private StripeClient client(ApiSecret key) {
        return key.use(
                text ->
                        StripeClient.builder()
                                .setApiKey(text)
                                .setApiBase(URI.create(shop.base()).toString())
                                .build());
    }

    private static PaymentIntentCreateParams coffee() {
        return PaymentIntentCreateParams.builder().setAmount(1_000L).setCurrency("usd").build();
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String code(HttpResponse<String> answer) {
        return Json.parse(answer.body()).orElseThrow().path("error").path("code").asString("");
    }
}
