package dev.handfast.alipay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.internal.util.AntCertificationUtil;

import dev.handfast.alipay.CertificateAuthority.Name;
import dev.handfast.alipay.CertificateAuthority.Validity;

import org.junit.jupiter.api.Test;

import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Certificates made here, judged by the JDK and by the official client. */
final class CertificateAuthorityTest {
    private static final Validity VALIDITY =
            new Validity(
                    Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2060-01-01T00:00:00Z"));

    private final CertificateAuthority root =
            CertificateAuthority.root(new Name("Test", "Root"), TestKeys.STRANGER, VALIDITY);
    private final CertificateAuthority authority =
            root.below(new Name("Test", "Authority"), TestKeys.GATEWAY, VALIDITY);
    private final X509Certificate leaf =
            authority.issue(new Name("茉莉花茶", "2021"), TestKeys.APP.getPublic(), VALIDITY);

    @Test
    void the_jdk_finds_a_path_to_the_root() throws Exception {
        var path =
                CertificateFactory.getInstance("X.509")
                        .generateCertPath(List.of(leaf, authority.certificate()));
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(root.certificate(), null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
        assertEquals(VALIDITY.to(), leaf.getNotAfter().toInstant());
    }

    @Test
    void the_official_client_trusts_the_chain_and_no_leaf_alone() throws Exception {
        String rootPem = Certificates.pem(root.certificate());
        String chain = Certificates.pem(List.of(leaf, authority.certificate()));
        assertTrue(AntCertificationUtil.isTrusted(chain, rootPem));
        assertFalse(AntCertificationUtil.isTrusted(Certificates.pem(leaf), rootPem));
        assertEquals(
                AntCertificationUtil.getRootCertSN(rootPem),
                Certificates.rootSerialNumber(List.of(root.certificate())));
        assertEquals(AntCertificationUtil.getCertSN(leaf), Certificates.serialNumber(leaf));
    }

    @Test
    void what_was_kept_issues_on() {
        CertificateAuthority kept =
                CertificateAuthority.of(TestKeys.GATEWAY.getPrivate(), authority.certificate());
        X509Certificate another =
                kept.issue(new Name("Test", "another"), TestKeys.APP.getPublic(), VALIDITY);
        assertTrue(
                Certificates.leadsTo(
                        List.of(root.certificate()),
                        List.of(another, authority.certificate()),
                        Instant.parse("2027-01-01T00:00:00Z")));
    }
}
