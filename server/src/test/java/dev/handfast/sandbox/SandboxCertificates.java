package dev.handfast.sandbox;

import dev.handfast.alipay.CertificateAuthority;
import dev.handfast.alipay.CertificateAuthority.Name;
import dev.handfast.alipay.CertificateAuthority.Validity;
import dev.handfast.alipay.Certificates;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** A root that issues by itself. */
public final class SandboxCertificates implements Sandbox.Certificates {
    private static final Validity VALIDITY =
            new Validity(
                    Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2040-01-01T00:00:00Z"));
    private static final CertificateAuthority ROOT =
            CertificateAuthority.root(new Name("Test", "Root"), rsa(), VALIDITY);

    private static final String CHAIN =
            Certificates.pem(
                    ROOT.issue(
                            new Name("Test", "Gateway"),
                            ROOT.certificate().getPublicKey(),
                            VALIDITY));

    @Override
    public String rootPem() {
        return Certificates.pem(ROOT.certificate());
    }

    @Override
    public String chainPem() {
        return CHAIN;
    }

    @Override
    public X509Certificate issue(String organisation, String appId, PublicKey key) {
        return ROOT.issue(new Name(organisation, appId), key, VALIDITY);
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has RSA", missing);
        }
    }
}
