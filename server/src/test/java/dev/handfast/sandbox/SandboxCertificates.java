package dev.handfast.sandbox;

import dev.handfast.alipay.CertificateAuthority;
import dev.handfast.alipay.CertificateAuthority.Name;
import dev.handfast.alipay.CertificateAuthority.Validity;
import dev.handfast.alipay.Certificates;
import dev.handfast.alipay.Keys;

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
    private static final Made RSA = Made.of(rsa());
    private static final SandboxCertificates SM2 =
            new SandboxCertificates(Made.of(Keys.newSm2Pair()));

    private final Made made;

    /** With RSA keys, always the same. */
    public SandboxCertificates() {
        this(RSA);
    }

    private SandboxCertificates(Made made) {
        this.made = made;
    }

    private record Made(CertificateAuthority root, String chain) {
        static Made of(KeyPair keys) {
            CertificateAuthority root =
                    CertificateAuthority.root(new Name("Test", "Root"), keys, VALIDITY);
            Name gateway = new Name("Test", "Gateway");
            return new Made(
                    root, Certificates.pem(root.issue(gateway, keys.getPublic(), VALIDITY)));
        }
    }

    @Override
    public String rootPem() {
        return Certificates.pem(made.root().certificate());
    }

    @Override
    public String chainPem() {
        return made.chain();
    }

    @Override
    public Sandbox.Certificates sm2() {
        return SM2;
    }

    @Override
    public X509Certificate issue(String organisation, String appId, PublicKey key) {
        return made.root().issue(new Name(organisation, appId), key, VALIDITY);
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
