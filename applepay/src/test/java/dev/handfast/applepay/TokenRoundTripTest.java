package dev.handfast.applepay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

class TokenRoundTripTest {
    private static final PaymentToken.Extras EVERYTHING =
            new PaymentToken.Extras(
                    Optional.of("ZOË \"Z\" EXAMPLE"),
                    Optional.of(
                            new MerchantToken(
                                    "merchant-token-1",
                                    Optional.of(
                                            new MerchantToken.Card(
                                                    Optional.of("US"),
                                                    Optional.of("2029-02"),
                                                    Optional.of("0075"),
                                                    Optional.of("Card"),
                                                    Optional.of("A longer name"))),
                                    List.of(
                                            new MerchantToken.Art(
                                                    "front",
                                                    "image/png",
                                                    "https://example.com/a.png")))),
                    List.of(
                            new AuthenticationResponse(
                                    "ab12", SecretBytes.of(new byte[] {1, 2}), 250),
                            new AuthenticationResponse("cd34", SecretBytes.of(new byte[] {3}), 0)));

    @Test
    void opens_what_it_sealed() {
        PaymentToken token =
                Fixtures.opened(Fixtures.open(Fixtures.AUTHORITY.seal(Fixtures.request())));

        assertEquals(Fixtures.payment(), token.payment());
        assertEquals(Fixtures.NOW, token.signedAt());
        assertEquals(Fixtures.MERCHANT_ID, token.sealedFor().merchantId().orElseThrow());
        assertEquals(64, token.transactionId().length());
        assertEquals(Optional.empty(), token.applicationDataHash());
    }

    @Test
    void opens_every_version_kind_of_data_and_optional_part() {
        PaymentData emv =
                new PaymentData.Emv(
                        SecretBytes.of(HexFormat.of().parseHex("9f2608aabbccddeeff0011")),
                        Optional.of(SecretBytes.of(new byte[] {1, 2, 3})));
        PaymentData amex =
                new PaymentData.ThreeDSecure(SecretBytes.of(new byte[40]), Optional.empty());
        for (MerchantKey key : List.of(Fixtures.MERCHANT, Fixtures.RSA_MERCHANT)) {
            for (PaymentData data : List.of(emv, amex)) {
                PaymentToken.Payment payment = Fixtures.payment(data, EVERYTHING);
                SealRequest request =
                        SealRequest.of(key.certificate(), payment, Fixtures.NOW)
                                .withApplicationData(new byte[] {1, 2, 3});

                PaymentToken token =
                        Fixtures.opened(Fixtures.open(Fixtures.AUTHORITY.seal(request)));

                assertEquals(payment, token.payment());
                assertEquals(
                        Encoding.hex(Encoding.sha256(new byte[] {1, 2, 3})),
                        token.applicationDataHash().orElseThrow());
            }
        }
    }

    @Test
    void opens_every_container() {
        PaymentMethod method = new PaymentMethod("Visa 0075", "Visa", PaymentMethod.Type.CREDIT);
        String web = Fixtures.AUTHORITY.sealForWeb(Fixtures.request(), method);
        String bare = Fixtures.AUTHORITY.seal(Fixtures.request());
        String quoted = new JsonObject().text("paymentData", bare).write();
        String base64 = Base64.getEncoder().encodeToString(bare.getBytes(StandardCharsets.UTF_8));
        String inBase64 = new JsonObject().text("paymentData", base64).write();

        String text = JsonWriter.write(new Json.Text(web));
        String wrapped =
                Base64.getMimeEncoder().encodeToString(web.getBytes(StandardCharsets.UTF_8));
        String versioned = "{\"version\":3,\"payment\":{\"token\":" + web + "}}";
        for (String container :
                List.of(
                        web,
                        bare,
                        quoted,
                        base64,
                        inBase64,
                        text,
                        wrapped,
                        versioned,
                        "{\"token\":" + web + "}")) {
            assertEquals(Fixtures.payment(), Fixtures.opened(Fixtures.open(container)).payment());
        }
    }

    @Test
    void names_the_transaction_beside_the_token_for_the_web() {
        PaymentMethod method = new PaymentMethod("Visa 0075", "Visa", PaymentMethod.Type.DEBIT);
        String web =
                Fixtures.AUTHORITY.sealForWeb(
                        Fixtures.request().withTransactionId(new byte[] {0x0a, 0x0b}), method);

        assertEquals("0a0b", Fixtures.opened(Fixtures.open(web)).transactionId());
        assertTrue(web.endsWith("\"transactionIdentifier\":\"0a0b\"}"), web);
    }

    @Test
    void keeps_its_root_across_a_restart() {
        byte[] store = Fixtures.AUTHORITY.toPkcs12("secret".toCharArray());
        TokenAuthority again = TokenAuthority.fromPkcs12(store, "secret".toCharArray());

        assertEquals(Fixtures.AUTHORITY.root(), again.root());
        assertEquals(
                Fixtures.payment(),
                Fixtures.opened(Fixtures.open(again.seal(Fixtures.request()))).payment());
    }
}
