package dev.handfast.alipay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.internal.util.AntCertificationUtil;

import dev.handfast.alipay.CertificateAuthority.Name;
import dev.handfast.alipay.CertificateAuthority.Validity;

import org.junit.jupiter.api.Test;

import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.SignatureException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Random;

/** SM2 certificates of this library, as the official client and Bouncy Castle see them. */
final class Sm2CertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");
    private static final Validity YEARS =
            new Validity(NOW.minus(Duration.ofDays(3650)), NOW.plus(Duration.ofDays(20_000)));
    private static final KeyPair ROOT_KEYS = Keys.newSm2Pair();
    private static final CertificateAuthority ROOT =
            CertificateAuthority.root(new Name("Handfast", "root"), ROOT_KEYS, YEARS);
    private static final CertificateAuthority AUTHORITY =
            ROOT.below(new Name("Handfast", "authority"), Keys.newSm2Pair(), YEARS);
    private static final KeyPair KEYS = Keys.newSm2Pair();
    private static final X509Certificate LEAF =
            AUTHORITY.issue(new Name("茉莉花茶", "2021000000000003"), KEYS.getPublic(), YEARS);

    @Test
    void the_official_client_trusts_and_numbers_them_alike() throws Exception {
        String chain = Certificates.pem(List.of(LEAF, AUTHORITY.certificate()));
        String root = Certificates.pem(ROOT.certificate());
        assertTrue(AntCertificationUtil.isTrusted(chain, root));
        X509Certificate theirs = AntCertificationUtil.getCertFromContent(Certificates.pem(LEAF));
        assertEquals(AntCertificationUtil.getCertSN(theirs), Certificates.serialNumber(LEAF));
        assertEquals(
                AntCertificationUtil.getRootCertSN(root, "SM2"),
                Certificates.rootSerialNumber(SignType.SM2, Certificates.parse(root)));
        assertEquals("", Certificates.rootSerialNumber(Certificates.parse(root)));
        assertEquals(theirs.getNotAfter(), LEAF.getNotAfter());
        assertEquals(theirs.getNotBefore(), LEAF.getNotBefore());
        assertEquals(theirs.getSubjectX500Principal(), LEAF.getSubjectX500Principal());
        assertEquals(theirs.getVersion(), LEAF.getVersion());
        assertEquals(theirs.getCriticalExtensionOIDs(), LEAF.getCriticalExtensionOIDs());
        assertEquals(theirs.getNonCriticalExtensionOIDs(), LEAF.getNonCriticalExtensionOIDs());
        assertArrayEquals(
                theirs.getExtensionValue("2.5.29.15"), LEAF.getExtensionValue("2.5.29.15"));
        assertArrayEquals(theirs.getEncoded(), LEAF.getEncoded());
    }

    @Test
    void this_library_trusts_the_chain_and_nothing_else() throws Exception {
        var chain = Certificates.parse(Certificates.pem(List.of(LEAF, AUTHORITY.certificate())));
        assertTrue(Certificates.leadsTo(List.of(ROOT.certificate()), chain, NOW));
        var other = CertificateAuthority.root(new Name("Handfast", "root"), KEYS, YEARS);
        assertFalse(Certificates.leadsTo(List.of(other.certificate()), chain, NOW));
        Instant late = NOW.plus(Duration.ofDays(20_001));
        assertFalse(Certificates.leadsTo(List.of(ROOT.certificate()), chain, late));
        assertThrows(CertificateExpiredException.class, () -> LEAF.checkValidity(Date.from(late)));
        assertDoesNotThrow(() -> LEAF.verify(AUTHORITY.certificate().getPublicKey()));
        assertThrows(SignatureException.class, () -> LEAF.verify(KEYS.getPublic()));
        assertThrows(InvalidKeyException.class, () -> LEAF.verify(TestKeys.APP.getPublic()));
        assertEquals(-1, LEAF.getBasicConstraints());
        assertEquals(Integer.MAX_VALUE, ROOT.certificate().getBasicConstraints());
    }

    @Test
    void a_pair_is_kept_as_text_and_signs_as_before() throws Exception {
        String text = Base64.getEncoder().encodeToString(KEYS.getPrivate().getEncoded());
        KeyPair again = Keys.sm2Pair(text);
        assertEquals(KEYS.getPublic(), again.getPublic());
        String theirs = AlipaySignature.sign("a=1", text, "utf-8", "SM2");
        var signed = new Signatures.SignedBytes(new byte[] {'a', '=', '1'}, theirs);
        assertTrue(TestKeys.SIGNATURES.verify(SignType.SM2, again.getPublic(), signed));
        assertFalse(KEYS.getPrivate().toString().contains(text.substring(60, 80)));
    }

    @Test
    void a_request_by_certificate_verifies() {
        String rootSn = Certificates.rootSerialNumber(SignType.SM2, List.of(ROOT.certificate()));
        var request =
                TestRequests.query()
                        .with("sign_type", "SM2")
                        .with("app_cert_sn", Certificates.serialNumber(LEAF))
                        .with("alipay_root_cert_sn", rootSn);
        request.signedWith(SigningKey.of(KEYS.getPrivate(), TestKeys.SIGNATURES));
        var verified =
                TestRequests.read(request.inBody())
                        .verify(AppKeys.ofCertificates(rootSn, LEAF), TestKeys.SIGNATURES, NOW);
        assertInstanceOf(Verification.Verified.class, verified);
    }

    @Test
    void damaged_bytes_are_no_certificate_or_another_but_never_an_exception() throws Exception {
        byte[] good = LEAF.getEncoded();
        Random random = new Random(8);
        for (int round = 0; round < 3000; round++) {
            byte[] bad = good.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            byte[] sent = round % 4 == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad;
            Sm2Certificate.find(sent).ifPresent(X509Certificate::getSigAlgName);
        }
    }
}
