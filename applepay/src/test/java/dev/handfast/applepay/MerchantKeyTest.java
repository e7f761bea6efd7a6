package dev.handfast.applepay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

class MerchantKeyTest {
    private static final String CERTIFICATE = Pem.write(Fixtures.MERCHANT.certificate());
    private static final PrivateKey PRIVATE_KEY = Fixtures.MERCHANT.privateKey();

    private static Refusal refusal(Runnable load) {
        return assertThrows(CredentialException.class, load::run).why();
    }

    /** SEC 1 with curve and public key, as OpenSSL writes it. */
    private static byte[] sec1() {
        byte[] scalar = ((ECPrivateKey) PRIVATE_KEY).getS().toByteArray();
        byte[] padded = new byte[32];
        int count = Math.min(32, scalar.length);
        System.arraycopy(scalar, scalar.length - count, padded, 32 - count, count);
        byte[] spki = ((ECPublicKey) Fixtures.MERCHANT.certificate().getPublicKey()).getEncoded();
        byte[] point = java.util.Arrays.copyOfRange(spki, 26, 91);
        return Der.sequence(
                Der.integer(1),
                Der.octets(padded),
                Der.explicit(0, Der.oid(Oid.P256)),
                Der.explicit(1, Der.bits(point)));
    }

    private static MerchantKey fromFiles(byte[] key, byte[] certificate, String password) {
        Optional<char[]> secret = Optional.of(password.toCharArray());
        return MerchantKey.load(Pem.text(key, secret), Pem.text(certificate, secret));
    }

    @Test
    void reads_files_of_every_shape() throws Exception {
        MerchantKey key = Fixtures.MERCHANT;
        byte[] pkcs8 = key.privateKey().getEncoded();
        byte[] der = Pem.der(key.certificate());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "shop",
                key.privateKey(),
                "secret".toCharArray(),
                new Certificate[] {key.certificate()});
        ByteArrayOutputStream p12 = new ByteArrayOutputStream();
        store.store(p12, "secret".toCharArray());
        byte[] bundle =
                CertificateFactory.getInstance("X.509")
                        .generateCertPath(List.of(key.certificate()))
                        .getEncoded("PKCS7");
        byte[] pem = Pem.write(key.privateKey()).getBytes(StandardCharsets.US_ASCII);
        String spelled = Pem.write(key.privateKey()).replace("\n", "\\r\\n");

        for (MerchantKey read :
                List.of(
                        fromFiles(pkcs8, der, ""),
                        fromFiles(p12.toByteArray(), p12.toByteArray(), "secret"),
                        fromFiles(pem, bundle, ""),
                        fromFiles(spelled.getBytes(StandardCharsets.US_ASCII), der, ""))) {
            assertEquals(key.publicKeyHash(), read.publicKeyHash());
            assertEquals(key.certificate(), read.certificate());
        }
        assertThrows(CredentialException.class, () -> fromFiles(p12.toByteArray(), der, "another"));
        assertThrows(
                CredentialException.class, () -> Pem.text(p12.toByteArray(), Optional.empty()));
    }

    @Test
    void says_what_was_found_instead_and_how_to_convert_an_old_key() {
        String request = SigningRequest.create(SigningRequest.Use.PAYMENT_PROCESSING, "shop").pem();
        String old =
                """
                -----BEGIN EC PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-256-CBC,00

                AAAA
                -----END EC PRIVATE KEY-----
                """;

        assertSays("[CERTIFICATE REQUEST]", () -> Pem.certificate(request));
        assertSays("openssl pkcs8 -topk8", () -> Pem.privateKey(old));
    }

    private static void assertSays(String wanted, Executable load) {
        String message = String.valueOf(assertThrows(CredentialException.class, load).getMessage());
        assertTrue(message.contains(wanted), message);
    }

    @Test
    void reads_private_keys_in_every_shape() throws Exception {
        String pkcs8 = Pem.write(PRIVATE_KEY);
        String sec1 = Pem.write("EC PRIVATE KEY", sec1());
        String parameters = Pem.write("EC PARAMETERS", Der.oid(Oid.P256));
        String bare = Encoding.base64(PRIVATE_KEY.getEncoded());
        for (String shape :
                List.of(
                        pkcs8,
                        sec1,
                        parameters + sec1,
                        "Bag Attributes\n    friendlyName: key\nKey Attributes: <No>\n" + pkcs8,
                        pkcs8.replace("\n", "\r\n"),
                        "\ufeff  " + pkcs8 + "\n\n",
                        CERTIFICATE + pkcs8,
                        Encoding.base64(sec1()),
                        bare)) {
            MerchantKey key = MerchantKey.load(shape, CERTIFICATE);
            assertEquals(Fixtures.MERCHANT.publicKeyHash(), key.publicKeyHash(), shape);
        }
    }

    @Test
    void reads_rsa_keys_as_pkcs8_and_pkcs1() throws BerException {
        byte[] pkcs8 = Fixtures.RSA_MERCHANT.privateKey().getEncoded();
        BerReader fields = BerReader.only(pkcs8, BerReader.SEQUENCE).inside();
        fields.next(BerReader.INTEGER);
        fields.next(BerReader.SEQUENCE);
        byte[] pkcs1 = fields.next(BerReader.OCTET_STRING).content();
        String certificate = Pem.write(Fixtures.RSA_MERCHANT.certificate());
        for (String pem :
                List.of(Pem.write("PRIVATE KEY", pkcs8), Pem.write("RSA PRIVATE KEY", pkcs1))) {
            MerchantKey key = MerchantKey.load(pem, certificate);

            assertEquals("RSA_v1", key.version());
            assertEquals(Fixtures.RSA_MERCHANT.merchantIdHash(), key.merchantIdHash());
        }
    }

    @Test
    void reads_encrypted_keys_and_says_when_the_password_is_wrong_or_missing() throws Exception {
        String algorithm = "PBEWithHmacSHA256AndAES_256";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm)
                        .generateSecret(new PBEKeySpec("open sesame".toCharArray())));
        byte[] pbes2 = HexFormat.of().parseHex("06092a864886f70d01050d");
        byte[] encrypted =
                Der.sequence(
                        Der.sequence(pbes2, cipher.getParameters().getEncoded()),
                        Der.octets(cipher.doFinal(PRIVATE_KEY.getEncoded())));
        String pem = Pem.write("ENCRYPTED PRIVATE KEY", encrypted);

        PrivateKey read = Pem.encryptedPrivateKey(pem, "open sesame".toCharArray());

        assertEquals(PRIVATE_KEY, read);
        assertTrue(
                assertThrows(CredentialException.class, () -> Pem.privateKey(pem))
                        .finding()
                        .contains("no password"));
        assertEquals(
                Refusal.CREDENTIAL_UNREADABLE,
                refusal(() -> Pem.encryptedPrivateKey(pem, "wrong".toCharArray())));
    }

    @Test
    void reads_all_keys_of_a_pkcs12_store() throws Exception {
        char[] password = "secret".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        MerchantKey next = Fixtures.AUTHORITY.issueMerchantKey("merchant.next", Fixtures.NOW);
        for (MerchantKey key : List.of(Fixtures.MERCHANT, next)) {
            store.setKeyEntry(
                    key.merchantId().orElseThrow(),
                    key.privateKey(),
                    password,
                    new Certificate[] {key.certificate()});
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, password);

        List<MerchantKey> keys = MerchantKey.loadPkcs12(out.toByteArray(), password);

        assertEquals(
                List.of(Optional.of(Fixtures.MERCHANT_ID), Optional.of("merchant.next")),
                keys.stream().map(MerchantKey::merchantId).toList());
        assertEquals(
                Refusal.CREDENTIAL_UNREADABLE,
                refusal(() -> MerchantKey.loadPkcs12(out.toByteArray(), "wrong".toCharArray())));
    }

    @Test
    void refuses_a_key_that_does_not_belong_to_the_certificate() {
        PrivateKey ofAnother = P256.generate().getPrivate();

        assertEquals(
                Refusal.KEY_CERT_MISMATCH,
                refusal(() -> MerchantKey.of(ofAnother, Fixtures.MERCHANT.certificate())));
        assertEquals(
                Refusal.KEY_CERT_MISMATCH,
                refusal(
                        () ->
                                MerchantKey.of(
                                        Fixtures.RSA_MERCHANT.privateKey(),
                                        Fixtures.MERCHANT.certificate())));
    }

    @Test
    void refuses_an_ec_certificate_without_a_merchant_id() {
        var keys = P256.generate();
        byte[] name =
                CertificateWriter.name(
                        List.of(new CertificateWriter.Attribute(Oid.COMMON_NAME, "nobody")));
        var certificate =
                CertificateWriter.sign(
                        new CertificateWriter.Content(
                                name,
                                keys.getPublic(),
                                CertificateWriter.validity(Fixtures.NOW, Duration.ofDays(1)),
                                List.of()),
                        new CertificateWriter.Issuer(name, keys.getPublic(), keys.getPrivate()));

        assertEquals(
                Refusal.MERCHANT_ID_MISSING,
                refusal(() -> MerchantKey.of(keys.getPrivate(), certificate)));
    }

    @Test
    void refuses_text_that_holds_no_key_or_certificate() {
        for (String text : List.of("", "hello", "-----BEGIN PRIVATE KEY-----", CERTIFICATE)) {
            assertEquals(Refusal.CREDENTIAL_UNREADABLE, refusal(() -> Pem.privateKey(text)), text);
        }
        for (String text : List.of("", "hello", Pem.write(PRIVATE_KEY))) {
            assertEquals(Refusal.CREDENTIAL_UNREADABLE, refusal(() -> Pem.certificate(text)), text);
        }
    }

    @Test
    void issues_certificates_for_the_requests_it_makes() {
        for (SigningRequest.Use use : SigningRequest.Use.values()) {
            SigningRequest request = SigningRequest.create(use, "Example shop");
            if (use == SigningRequest.Use.MERCHANT_IDENTITY) {
                var certificate =
                        Fixtures.AUTHORITY.issueIdentityCertificate(
                                "merchant.x", request.pem(), Fixtures.NOW);
                assertEquals(Optional.of("merchant.x"), MerchantKey.merchantIdOf(certificate));
                MerchantGateway.of(request.privateKey(), certificate).close();
            } else {
                var certificate =
                        Fixtures.AUTHORITY.issueProcessingCertificate(
                                "merchant.x", request.pem(), Fixtures.NOW);
                MerchantKey key = MerchantKey.load(request.privateKeyPem(), Pem.write(certificate));
                assertEquals(Optional.of("merchant.x"), key.merchantId());
                assertEquals(Fixtures.NOW.plus(Duration.ofDays(760)), key.expiresAt());
            }
        }
    }

    @Test
    void issues_nothing_for_a_request_that_another_key_signed() {
        SigningRequest request =
                SigningRequest.create(SigningRequest.Use.PAYMENT_PROCESSING, "Example shop");
        byte[] der = Pem.blocks(request.pem(), "").getFirst().der();
        der[der.length - 1] ^= 1;
        String spoilt = Pem.write("CERTIFICATE REQUEST", der);

        assertEquals(
                Refusal.CREDENTIAL_UNREADABLE,
                refusal(
                        () ->
                                Fixtures.AUTHORITY.issueProcessingCertificate(
                                        "merchant.x", spoilt, Fixtures.NOW)));
    }
}
