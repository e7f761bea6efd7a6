package dev.handfast.applepay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/** Sealed tokens read by code that shares nothing with ours: Bouncy Castle's CMS and plain JCA. */
class CrossCheckTest {
    private static String field(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        assertTrue(matcher.find(), name);
        return matcher.group(1);
    }

    private static byte[] base64(String json, String name) {
        return Base64.getDecoder().decode(field(json, name));
    }

    @Test
    void another_library_verifies_the_signature_and_pkix_the_chain() throws Exception {
        for (MerchantKey key : List.of(Fixtures.MERCHANT, Fixtures.RSA_MERCHANT)) {
            String token =
                    Fixtures.AUTHORITY.seal(
                            SealRequest.of(key.certificate(), Fixtures.payment(), Fixtures.NOW)
                                    .withApplicationData(new byte[] {7}));
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            content.writeBytes(base64(token, key.isRsa() ? "wrappedKey" : "ephemeralPublicKey"));
            content.writeBytes(base64(token, "data"));
            content.writeBytes(HexFormat.of().parseHex(field(token, "transactionId")));
            content.writeBytes(HexFormat.of().parseHex(field(token, "applicationData")));
            CMSSignedData cms =
                    new CMSSignedData(
                            new CMSProcessableByteArray(content.toByteArray()),
                            base64(token, "signature"));

            SignerInformation signer = cms.getSignerInfos().getSigners().iterator().next();
            X509CertificateHolder leaf =
                    cms.getCertificates().getMatches(null).stream()
                            .filter(
                                    holder ->
                                            holder.getSerialNumber()
                                                    .equals(signer.getSID().getSerialNumber()))
                            .findFirst()
                            .orElseThrow();

            assertTrue(signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(leaf)));
            Time time =
                    Time.getInstance(
                            signer.getSignedAttributes()
                                    .get(CMSAttributes.signingTime)
                                    .getAttrValues()
                                    .getObjectAt(0));
            assertEquals(Fixtures.NOW, time.getDate().toInstant());
            checkPath(cms, leaf);
        }
    }

    private static void checkPath(CMSSignedData cms, X509CertificateHolder leaf) throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        X509Certificate first = parse(factory, leaf);
        X509Certificate second =
                parse(
                        factory,
                        cms.getCertificates().getMatches(null).stream()
                                .filter(holder -> !holder.equals(leaf))
                                .findFirst()
                                .orElseThrow());
        PKIXParameters parameters =
                new PKIXParameters(Set.of(new TrustAnchor(Fixtures.AUTHORITY.root(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(Fixtures.NOW));
        CertPathValidator.getInstance("PKIX")
                .validate(factory.generateCertPath(List.of(first, second)), parameters);
    }

    private static X509Certificate parse(CertificateFactory factory, X509CertificateHolder holder)
            throws Exception {
        return (X509Certificate)
                factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
    }

    @Test
    void plain_jca_decrypts_ec_v1_by_apples_recipe() throws Exception {
        String token = Fixtures.AUTHORITY.seal(Fixtures.request());
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH", "SunEC");
        agreement.init(Fixtures.MERCHANT.privateKey());
        agreement.doPhase(
                KeyFactory.getInstance("EC")
                        .generatePublic(
                                new X509EncodedKeySpec(base64(token, "ephemeralPublicKey"))),
                true);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(new byte[] {0, 0, 0, 1});
        digest.update(agreement.generateSecret());
        digest.update("\rid-aes256-GCMApple".getBytes(StandardCharsets.US_ASCII));
        byte[] merchantId = Fixtures.MERCHANT_ID.getBytes(StandardCharsets.US_ASCII);
        digest.update(MessageDigest.getInstance("SHA-256").digest(merchantId));

        checkPlaintext(digest.digest(), token);
    }

    @Test
    void plain_jca_decrypts_rsa_v1_by_apples_recipe() throws Exception {
        String token =
                Fixtures.AUTHORITY.seal(
                        SealRequest.of(
                                Fixtures.RSA_MERCHANT.certificate(),
                                Fixtures.payment(),
                                Fixtures.NOW));
        Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE");
        rsa.init(
                Cipher.DECRYPT_MODE,
                Fixtures.RSA_MERCHANT.privateKey(),
                new OAEPParameterSpec(
                        "SHA-256",
                        "MGF1",
                        java.security.spec.MGF1ParameterSpec.SHA256,
                        PSource.PSpecified.DEFAULT));
        byte[] key = rsa.doFinal(base64(token, "wrappedKey"));

        assertEquals(16, key.length);
        checkPlaintext(key, token);
    }

    private static void checkPlaintext(byte[] key, String token) throws Exception {
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
        gcm.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(128, new byte[16]));
        String plaintext = new String(gcm.doFinal(base64(token, "data")), StandardCharsets.UTF_8);
        assertEquals(
                "{\"applicationPrimaryAccountNumber\":\"4784000000380075\","
                        + "\"applicationExpirationDate\":\"290228\",\"currencyCode\":\"840\","
                        + "\"transactionAmount\":1000,"
                        + "\"deviceManufacturerIdentifier\":\"040010030273\","
                        + "\"paymentDataType\":\"3DSecure\",\"paymentData\":"
                        + "{\"onlinePaymentCryptogram\":\"/x2gvNsADhptD1JXWRhcMAACAAA=\","
                        + "\"eciIndicator\":\"7\"}}",
                plaintext);
    }

    @Test
    void pads_a_shared_secret_that_starts_with_zero() {
        byte[] secret = new byte[32];
        secret[31] = 5;

        assertArrayEquals(
                TokenCipher.derive(secret, new byte[32]),
                TokenCipher.derive(new byte[] {5}, new byte[32]));
    }
}
