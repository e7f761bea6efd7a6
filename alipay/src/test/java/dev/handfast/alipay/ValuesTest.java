package dev.handfast.alipay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.security.KeyPair;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class ValuesTest {
    private static final ContentKey CONTENT_KEY = ContentKey.parse(TestGateway.CONTENT_KEY);

    @Test
    void secrets_print_nothing_of_themselves() {
        String pkcs8 = TestKeys.base64Private(TestKeys.APP);
        var request =
                TestRequests.read(TestRequests.query().with("app_auth_token", "TOK").inBody());
        var headers = new V3Request.Headers("sign=SIG", "TOK", "", "");
        List<Object> printed =
                List.of(
                        SigningKey.rsa(pkcs8, TestKeys.SIGNATURES),
                        CONTENT_KEY,
                        new ContentCipher(EncryptType.AES, CONTENT_KEY),
                        new NotificationSigner(TestKeys.app(), SignType.RSA2, WireCharset.UTF_8),
                        ClientApp.of("1", TestKeys.app()),
                        request,
                        request.parameters(),
                        request.replyForm(TestKeys.appKeys().withContentKey(CONTENT_KEY)),
                        headers,
                        new V3Request.Input("GET", "/v3/a?token=TOK", headers, new byte[0]),
                        RawRequest.get("app_auth_token=TOK"));
        String modulus =
                ((java.security.interfaces.RSAPrivateKey) TestKeys.APP.getPrivate())
                        .getPrivateExponent()
                        .toString();
        for (Object value : printed) {
            String text = value.toString();
            assertFalse(text.contains("TOK"), text);
            assertFalse(text.contains("SIG,") || text.contains("=SIG"), text);
            assertFalse(text.contains(TestGateway.CONTENT_KEY), text);
            assertFalse(text.contains(modulus.substring(0, 20)), text);
            assertFalse(text.contains(pkcs8.substring(100, 120)), text);
        }
    }

    @Test
    void keys_are_taken_in_every_form_they_are_pasted_in() {
        KeyPair pair = TestKeys.APP;
        String pkcs8 = TestKeys.base64Private(pair);
        // PKCS#8 of a 2048-bit key is PKCS#1 behind 26 bytes.
        byte[] der = pair.getPrivate().getEncoded();
        byte[] pkcs1 = Arrays.copyOfRange(der, 26, der.length);
        String pem =
                "-----BEGIN RSA PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(pkcs1)
                        + "\n-----END RSA PRIVATE KEY-----\n";
        for (String text : List.of(pkcs8, pem, Base64.getEncoder().encodeToString(pkcs1))) {
            assertEquals(pair.getPrivate(), Keys.rsaPrivate(text));
        }
        assertEquals(pair.getPublic(), Keys.rsaPublic(TestKeys.base64(pair.getPublic())));
        assertEquals(Optional.empty(), Keys.findRsaPublic(pkcs8));
    }

    @Test
    void messages_about_bad_keys_do_not_show_them() {
        for (String bad : List.of("SECRET!", "U0VDUkVU")) {
            var signing =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> SigningKey.rsa(bad, TestKeys.SIGNATURES));
            assertFalse(signing.toString().contains(bad));
            var content = assertThrows(IllegalArgumentException.class, () -> ContentKey.parse(bad));
            assertFalse(content.toString().contains(bad));
        }
    }

    @Test
    void times_are_gmt_plus_8_and_strict() {
        Instant instant = Instant.parse("2026-12-31T23:59:59.999Z");
        assertEquals("2027-01-01 07:59:59", WireTime.format(instant));
        assertEquals(
                Optional.of(Instant.parse("2026-12-31T23:59:59Z")),
                WireTime.parse("2027-01-01 07:59:59"));
        for (String bad :
                List.of("", "2026-02-29 00:00:00", "2026-2-1 00:00:00", "2026-01-01T00:00:00")) {
            assertEquals(Optional.empty(), WireTime.parse(bad));
        }
    }

    @Test
    void every_fault_has_its_own_code_and_a_text() {
        var seen = new HashSet<String>();
        for (GatewayFault fault : GatewayFault.values()) {
            assertTrue(seen.add(fault.subCode()), fault.name());
            assertFalse(fault.error().subMsg().isEmpty());
            assertEquals(Optional.of(fault), GatewayFault.parse(fault.subCode()));
        }
        assertThrows(IllegalArgumentException.class, () -> new GatewayError("20000", "m", "", "m"));
    }

    @Test
    void content_encrypts_and_decrypts_and_refuses_the_wrong_key() {
        var other = ContentKey.parse("Dw4NDAsKCQgHBgUEAwIBAA==");
        for (EncryptType type : EncryptType.values()) {
            for (WireCharset charset : WireCharset.values()) {
                var cipher = new ContentCipher(type, CONTENT_KEY);
                String sealed = cipher.encrypt("咖啡 {}", charset);
                assertEquals(Optional.of("咖啡 {}"), cipher.decrypt(sealed, charset));
                assertNotEquals(
                        Optional.of("咖啡 {}"),
                        new ContentCipher(type, other).decrypt(sealed, charset));
                assertEquals(Optional.empty(), cipher.decrypt("AAAA", charset));
                assertEquals(Optional.empty(), cipher.decrypt("不是Base64", charset));
            }
        }
        var random = new ContentCipher(EncryptType.AES_V2, CONTENT_KEY);
        assertNotEquals(
                random.encrypt("a", WireCharset.UTF_8), random.encrypt("a", WireCharset.UTF_8));
    }

    @Test
    void business_content_is_read_strictly_and_without_rounding() {
        var biz =
                assertInstanceOf(
                        BizContent.Fields.class,
                        BizContent.parse("{\"total_amount\":88.80,\"n\":0.1}"));
        assertEquals("88.80", biz.fields().path("total_amount").asString());
        assertEquals("0.1", biz.fields().path("n").asString());
        assertTrue(((BizContent.Fields) BizContent.parse("")).fields().isEmpty());
        for (String bad :
                List.of("[]", "1", "{", "{} {}", "{\"a\":1,\"a\":2}", "null", "{'a':1}")) {
            var refused = assertInstanceOf(BizContent.Refused.class, BizContent.parse(bad), bad);
            assertEquals("isv.illegal-json", refused.error().subCode());
        }
    }

    @Test
    void encrypted_content_needs_a_key_and_a_text_it_opens() {
        var request = TestRequests.query().with("encrypt_type", "AES");
        var read = TestRequests.read(request.inBody());
        assertFault(GatewayFault.DECRYPTION_ERROR_NO_KEY, read.readBiz(TestKeys.appKeys()));
        var keys = TestKeys.appKeys().withContentKey(CONTENT_KEY);
        assertFault(GatewayFault.DECRYPTION_ERROR_UNKNOWN, read.readBiz(keys));
        var unknown = TestRequests.read(request.with("encrypt_type", "DES").signed().inBody());
        var refused =
                assertInstanceOf(
                        Verification.Refused.class,
                        unknown.verify(keys, TestKeys.SIGNATURES, Instant.EPOCH));
        assertEquals("isv.invalid-encrypt-type", refused.error().subCode());
    }

    @Test
    void a_notification_is_genuine_only_under_the_gateways_key_and_unchanged() {
        var signer = new NotificationSigner(TestKeys.gateway(), SignType.RSA2, WireCharset.GBK);
        var content = Parameters.of(Map.of("trade_no", "1", "subject", "咖啡"));
        RawRequest raw = RawRequest.form(signer.sign(content).body());
        var keys = GatewayKeys.of(TestKeys.SIGNATURES, TestKeys.GATEWAY.getPublic());
        var read = Notification.read(raw, keys, Notification.Rule.V1);
        var genuine = assertInstanceOf(Notification.Genuine.class, read);
        assertEquals("咖啡", genuine.content().get("subject"));
        assertEquals("1.0", genuine.content().get("version"));
        var stranger = GatewayKeys.of(TestKeys.SIGNATURES, TestKeys.STRANGER.getPublic());
        var refused =
                assertInstanceOf(
                        Notification.Refused.class,
                        Notification.read(raw, stranger, Notification.Rule.V1));
        assertTrue(refused.signedText().contains("subject=咖啡"), refused.signedText());
        assertInstanceOf(
                Notification.Refused.class, Notification.read(raw, keys, Notification.Rule.V2));
    }

    @Test
    void the_certificate_chain_is_followed_to_a_root_and_no_further() {
        var roots = List.of(TestCertificates.ROOT);
        Instant now = TestCertificates.FROM.plusSeconds(1);
        assertTrue(Certificates.leadsTo(roots, List.of(TestCertificates.GATEWAY), now));
        assertFalse(Certificates.leadsTo(List.of(), List.of(TestCertificates.GATEWAY), now));
        assertFalse(
                Certificates.leadsTo(
                        List.of(TestCertificates.APP), List.of(TestCertificates.GATEWAY), now));
        Instant late = TestCertificates.TO.plusSeconds(1);
        assertFalse(Certificates.leadsTo(roots, List.of(TestCertificates.GATEWAY), late));
        String pem = Certificates.pem(TestCertificates.GATEWAY);
        assertEquals(List.of(TestCertificates.GATEWAY), Certificates.parse("x\n" + pem));
        String content = Certificates.downloadContent(TestCertificates.GATEWAY);
        assertEquals(List.of(TestCertificates.GATEWAY), Certificates.ofDownload(content));
    }

    @Test
    void a_form_has_bounds() {
        String many = "a=1&".repeat(Limits.PARAMETERS_MAX + 1);
        assertEquals("isv.invalid-parameter", fault(many));
        assertEquals("isv.invalid-parameter", fault("x".repeat(Limits.NAME_BYTES_MAX + 1) + "=1"));
        assertEquals("isv.invalid-parameter", fault("a=" + "x".repeat(Limits.QUERY_CHARS_MAX)));
        var big = RawRequest.form(new byte[Limits.BODY_BYTES_MAX + 1]);
        assertEquals("isv.invalid-parameter", TestRequests.refused(big).error().subCode());
    }

    @Test
    void the_fastest_provider_and_the_installed_one_understand_each_other() {
        Signatures fastest = Signatures.fastest();
        String name = fastest.providerName();
        assertTrue(
                name.equals("AmazonCorrettoCryptoProvider") // where its native library loads
                        || name.equals(Signatures.installed().providerName()),
                name);
        byte[] text = {1, 2, 3};
        for (SignType type : List.of(SignType.RSA2, SignType.RSA)) {
            String sign = SigningKey.of(TestKeys.APP.getPrivate(), fastest).sign(type, text);
            var signed = new Signatures.SignedBytes(text, sign);
            assertTrue(TestKeys.SIGNATURES.verify(type, TestKeys.APP.getPublic(), signed));
            assertTrue(fastest.verify(type, TestKeys.APP.getPublic(), signed));
        }
    }

    private static String fault(String query) {
        return TestRequests.refused(RawRequest.get(query)).error().subCode();
    }

    private static void assertFault(GatewayFault expected, BizContent content) {
        var refused = assertInstanceOf(BizContent.Refused.class, content);
        assertEquals(expected.subCode(), refused.error().subCode());
    }
}
