package dev.handfast.applepay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipInputStream;

/** What happens to a merchant token after it was given: events, and what a wallet shows of it. */
class MerchantTokenLifeTest {
    private static final String UNLINK =
            "{\"eventType\":\"UNLINK\",\"merchantTokenIdentifier\":\"t1\",\"reason\":\"user\"}";
    private static final UsageInformation INFORMATION =
            new UsageInformation(
                    "A magazine",
                    "t1",
                    Instant.parse("2026-03-01T12:00:00Z"),
                    List.of(
                            new UsageInformation.PastPayment(
                                    "p1",
                                    Instant.parse("2026-02-01T12:00:00Z"),
                                    new UsageInformation.Amount("9.99", "USD"))),
                    List.of(
                            new UsageInformation.UpcomingPayment(
                                    "u1",
                                    "Monthly",
                                    new UsageInformation.Details.Recurring(
                                            UsageInformation.Details.Kind.SUBSCRIPTION,
                                            MerchantTokenRequest.Unit.MONTH,
                                            1)),
                            new UsageInformation.UpcomingPayment(
                                    "u2",
                                    "Extra",
                                    new UsageInformation.Details.Deferred(
                                            Optional.empty(),
                                            Optional.of(LocalDate.parse("2026-04-01"))))),
                    Optional.empty());

    @Test
    void acts_on_what_was_pulled_and_never_on_a_tap() throws InterruptedException {
        List<MerchantTokenEvent> told = new ArrayList<>();
        MerchantTokenTap tap =
                new MerchantTokenTap(
                        id ->
                                switch (id) {
                                    case "gone" -> new MerchantGateway.Answer.Declined(400, "");
                                    case "broken" -> new MerchantGateway.Answer.Declined(500, "");
                                    case "away" -> new MerchantGateway.Answer.NoAnswer("");
                                    case "odd" -> new MerchantGateway.Answer.Body("{}");
                                    default -> new MerchantGateway.Answer.Body(UNLINK);
                                },
                        told::add);
        assertEquals(MerchantTokenTap.DONE, tap.handle("/notify/merchantToken/gone"));
        assertEquals(MerchantTokenTap.DONE, tap.handle("/notify/merchantToken/../x"));
        assertEquals(MerchantTokenTap.TRY_AGAIN, tap.handle("/notify/merchantToken/broken"));
        assertEquals(MerchantTokenTap.TRY_AGAIN, tap.handle("/notify/merchantToken/away"));
        assertEquals(MerchantTokenTap.TRY_AGAIN, tap.handle("/notify/merchantToken/odd"));
        assertEquals(List.of(), told);
        assertEquals(MerchantTokenTap.DONE, tap.handle("/notify/merchantToken/event-1"));
        assertEquals(
                List.of("t1"), told.stream().map(MerchantTokenEvent::merchantTokenId).toList());
    }

    @Test
    void addresses_every_call_at_apple() {
        List<String> ends = new ArrayList<>();
        for (MerchantTokenEvent.Call call : MerchantTokenEvent.Call.values()) {
            String uri = MerchantTokenEvent.uri(GatewayHost.TEST, "merchant.x", call).toString();
            String start =
                    "https://apple-pay-gateway-cert.apple.com/paymentservices/v1/merchantId/"
                            + "merchant.x/merchantToken/";
            assertTrue(uri.startsWith(start), uri);
            ends.add(uri.substring(start.length()));
        }
        assertEquals(List.of("unlink", "updateMerchantMetadata", "publicKey", "notify"), ends);
    }

    @Test
    void writes_usage_information_by_apples_names() {
        assertEquals(
                "{\"schemaVersion\":1,\"merchantName\":\"A magazine\","
                        + "\"merchantTokenIdentifier\":\"t1\","
                        + "\"modificationDate\":\"2026-03-01T12:00:00Z\","
                        + "\"pastPayments\":[{\"identifier\":\"p1\","
                        + "\"paymentDate\":\"2026-02-01T12:00:00Z\","
                        + "\"totalAmount\":{\"amount\":\"9.99\",\"currency\":\"USD\"}}],"
                        + "\"upcomingPayments\":[{\"identifier\":\"u1\",\"label\":\"Monthly\","
                        + "\"paymentType\":\"recurring\",\"recurringPaymentDetails\":"
                        + "{\"recurringPaymentType\":\"subscription\","
                        + "\"interval\":{\"unit\":\"month\",\"count\":1}}},"
                        + "{\"identifier\":\"u2\",\"label\":\"Extra\","
                        + "\"paymentType\":\"deferred\",\"deferredPaymentDetails\":"
                        + "{\"paymentDate\":\"2026-04-01\"}}]}",
                INFORMATION.json());
    }

    @Test
    void another_library_opens_a_usage_package() throws Exception {
        HPKE outside =
                new HPKE(
                        HPKE.mode_auth,
                        HPKE.kem_P384_SHA384,
                        HPKE.kdf_HKDF_SHA384,
                        HPKE.aead_AES_GCM256);
        AsymmetricCipherKeyPair device = outside.generatePrivateKey();
        UsagePackage.Sender sender = UsagePackage.Sender.create();
        UsagePackage.Recipient recipient =
                UsagePackage.Recipient.read(answer(outside.serializePublicKey(device.getPublic())))
                        .orElseThrow();
        byte[] packed = UsagePackage.pack(INFORMATION, Map.of("icon.png", new byte[] {1, 2}));

        String json = UsagePackage.seal(packed, sender, recipient, "t1").packageJson();

        Fields fields =
                Fields.of(
                        JsonReader.read(json, Refusal.PAYLOAD_MALFORMED),
                        "",
                        Refusal.PAYLOAD_MALFORMED);
        AsymmetricKeyParameter from =
                outside.deserializePublicKey(Base64.getDecoder().decode(sender.publicKey()));
        byte[] opened =
                outside.setupAuthR(
                                Base64.getDecoder().decode(fields.text("ephemeralPublicKey")),
                                device,
                                UsagePackage.packageInfo("t1"),
                                from)
                        .open(new byte[0], Base64.getDecoder().decode(fields.text("data")));
        assertArrayEquals(packed, opened);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(opened))) {
            assertEquals("usageInformation.json", zip.getNextEntry().getName());
            assertEquals(
                    INFORMATION.json(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            assertEquals("icon.png", zip.getNextEntry().getName());
        }
        assertEquals(
                Encoding.hex(Encoding.sha256(UsagePackage.packageInfo("t1"))),
                fields.text("infoHash"));
    }

    private static String answer(byte[] point) {
        return new JsonObject()
                .number("statusCode", 200)
                .text("merchantTokenPublicKey", Encoding.base64(point))
                .text("supportedCiphersuite", UsagePackage.CIPHER_SUITE)
                .write();
    }

    @Test
    void opens_what_it_sealed_and_nothing_that_was_changed() throws Exception {
        var device = Hpke.generate();
        var merchant = Hpke.generate();
        byte[] info = {1};
        Hpke.Sealed sealed = Hpke.seal(merchant, device.getPublic(), info, new byte[] {7, 8});
        assertArrayEquals(new byte[] {7, 8}, Hpke.open(device, merchant.getPublic(), info, sealed));
        assertThrows(
                GeneralSecurityException.class,
                () -> Hpke.open(device, merchant.getPublic(), new byte[] {2}, sealed));
        assertThrows(
                GeneralSecurityException.class,
                () -> Hpke.open(device, Hpke.generate().getPublic(), info, sealed));
        sealed.ciphertext()[0] ^= 1;
        assertThrows(
                GeneralSecurityException.class,
                () -> Hpke.open(device, merchant.getPublic(), info, sealed));
    }

    @Test
    void reads_a_key_or_that_there_is_none_yet_and_keeps_its_own() {
        assertTrue(UsagePackage.Recipient.read("").isEmpty());
        assertTrue(UsagePackage.Recipient.read("{\"statusCode\":202}").isEmpty());
        assertThrows(
                CredentialException.class, () -> UsagePackage.Recipient.read(answer(new byte[97])));
        assertThrows(
                CredentialException.class,
                () -> UsagePackage.Recipient.read(answer(new byte[97]).replace("P384", "P521")));
        UsagePackage.Sender sender = UsagePackage.Sender.create();
        UsagePackage.Sender again =
                UsagePackage.Sender.of(sender.privateKeyPem(), sender.publicKey());
        assertEquals(sender.publicKey(), again.publicKey());
        assertEquals(
                Optional.of("abc"),
                UsagePackage.authenticationToken("ApplePayMerchantTokenUsageInformation abc"));
        assertEquals(Optional.empty(), UsagePackage.authenticationToken("Bearer abc"));
        assertThrows(
                IllegalArgumentException.class,
                () -> UsagePackage.pack(INFORMATION, Map.of("../x", new byte[0])));
    }
}
