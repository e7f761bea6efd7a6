package dev.handfast.opengateway;

import dev.handfast.alipay.CertificateAuthority;
import dev.handfast.alipay.CertificateAuthority.Name;
import dev.handfast.alipay.CertificateAuthority.Validity;
import dev.handfast.alipay.Certificates;
import dev.handfast.alipay.Keys;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A root, an authority, and certificates for the gateway and the app. */
final class TestCertificates implements Platform.Certificates {
    private static final Validity VALIDITY =
            new Validity(
                    Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2040-01-01T00:00:00Z"));

    private static final CertificateAuthority ROOT =
            CertificateAuthority.root(new Name("Test", "Root"), TestGateway.STRANGER, VALIDITY);
    private static final CertificateAuthority AUTHORITY =
            ROOT.below(new Name("Test", "Authority"), TestGateway.STRANGER, VALIDITY);

    /** What answers are signed with. */
    static final X509Certificate SIGNING = issue("Gateway", TestGateway.GATEWAY);

    /** What the app signs with. */
    static final X509Certificate APP = issue(TestGateway.APP_ID, TestGateway.APP);

    static X509Certificate issue(String name, KeyPair keys) {
        return AUTHORITY.issue(new Name("Test", name), keys.getPublic(), VALIDITY);
    }

    static String rootPem() {
        return Certificates.pem(ROOT.certificate());
    }

    static String chainPem(X509Certificate leaf) {
        return Certificates.pem(List.of(leaf, AUTHORITY.certificate()));
    }

    @Override
    public String rootSerialNumber() {
        return Certificates.serialNumber(ROOT.certificate());
    }

    @Override
    public String serialNumber() {
        return Certificates.serialNumber(SIGNING);
    }

    @Override
    public Platform.Certificates sm2() {
        return Sm2.INSTANCE;
    }

    /** The same with SM2 keys. */
    static final class Sm2 implements Platform.Certificates {
        static final KeyPair APP_KEYS = Keys.newSm2Pair();
        static final KeyPair GATEWAY_KEYS = Keys.newSm2Pair();
        private static final Sm2 INSTANCE = new Sm2();
        private static final CertificateAuthority ROOT =
                CertificateAuthority.root(new Name("Test", "Root"), Keys.newSm2Pair(), VALIDITY);
        static final X509Certificate SIGNING =
                ROOT.issue(new Name("Test", "Gateway"), GATEWAY_KEYS.getPublic(), VALIDITY);
        static final X509Certificate APP =
                ROOT.issue(new Name("Test", "App"), APP_KEYS.getPublic(), VALIDITY);

        static String rootPem() {
            return Certificates.pem(ROOT.certificate());
        }

        /** A root that has nothing to do with this one. */
        static X509Certificate elsewhere() {
            return CertificateAuthority.root(
                            new Name("Elsewhere", "Root"), Keys.newSm2Pair(), VALIDITY)
                    .certificate();
        }

        @Override
        public String rootSerialNumber() {
            return Certificates.serialNumber(ROOT.certificate());
        }

        @Override
        public String serialNumber() {
            return Certificates.serialNumber(SIGNING);
        }

        @Override
        public Platform.Certificates sm2() {
            return this;
        }

        @Override
        public Optional<List<X509Certificate>> chain(String serialNumber) {
            return serialNumber.equals(serialNumber())
                    ? Optional.of(List.of(SIGNING))
                    : Optional.empty();
        }
    }

    @Override
    public Optional<List<X509Certificate>> chain(String serialNumber) {
        return serialNumber.equals(serialNumber())
                ? Optional.of(List.of(SIGNING, AUTHORITY.certificate()))
                : sm2().chain(serialNumber);
    }
}
