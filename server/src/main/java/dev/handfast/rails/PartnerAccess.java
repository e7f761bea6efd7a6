package dev.handfast.rails;

import dev.handfast.alipay.Certificates;
import dev.handfast.alipay.ClientApp;
import dev.handfast.alipay.GatewayKeys;
import dev.handfast.alipay.HttpTransport;
import dev.handfast.alipay.Keys;
import dev.handfast.alipay.SignType;
import dev.handfast.alipay.Signatures;
import dev.handfast.alipay.SigningKey;
import dev.handfast.alipay.Transport;
import dev.handfast.secrets.SecretText;

import java.net.URI;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a partner's gateway is called from some moment on.
 *
 * @param since from when on
 * @param address such as {@code https://gateway.example/gateway.do}
 * @param app our app there
 * @param trust what shows that answers and news are the gateway's
 * @param patience how long an answer is waited for; after that the outcome is unknown, and asked
 *     for. 100 milliseconds to 20 seconds
 */
public record PartnerAccess(Instant since, URI address, App app, Trust trust, Duration patience) {
    /** As long as the official client waits. */
    public static final Duration PATIENCE_USUAL = HttpTransport.ANSWER_TIMEOUT;

    private static final Duration PATIENCE_MIN = Duration.ofMillis(100);

    /** Three calls in a row, as some tasks take, are over before another process takes the task. */
    private static final Duration PATIENCE_MAX = Duration.ofSeconds(20);

    /** Checks that what it trusts goes with how the app signs, and how long it waits. */
    public PartnerAccess {
        trust.check(app.signType());
        if (patience.compareTo(PATIENCE_MIN) < 0 || patience.compareTo(PATIENCE_MAX) > 0) {
            throw new IllegalArgumentException(
                    "an answer is waited for %s to %s, got %s"
                            .formatted(PATIENCE_MIN, PATIENCE_MAX, patience));
        }
    }

    /** A gateway that is waited for as the official client would. */
    public PartnerAccess(Instant since, URI address, App app, Trust trust) {
        this(since, address, app, trust, PATIENCE_USUAL);
    }

    /**
     * Our app at a gateway.
     *
     * @param appId its id
     * @param sellerId the number of our account there, with which news is compared where it is
     *     known
     * @param signType how it signs: {@code RSA2}, or {@code SM2}
     * @param key its private key: Base64 of PKCS#8
     */
    public record App(String appId, Optional<String> sellerId, SignType signType, SecretText key) {
        /**
         * Checks the key.
         *
         * @throws IllegalArgumentException if it is none of its sign type
         */
        public App {
            if (signType == SignType.RSA) {
                throw new IllegalArgumentException("the sign type is RSA2 or SM2, got RSA");
            }
            signingKey(signType, key);
        }

        private static SigningKey signingKey(SignType type, SecretText key) {
            return key.use(
                    text ->
                            switch (type) {
                                case RSA2, RSA -> SigningKey.rsa(text, Signatures.fastest());
                                case SM2 -> SigningKey.sm2(text);
                            });
        }
    }

    /** What shows that answers and news are a gateway's. */
    public sealed interface Trust {
        /**
         * Its public key.
         *
         * @param gatewayKey Base64 of X.509 SubjectPublicKeyInfo
         */
        record ByKey(String gatewayKey) implements Trust {}

        /**
         * Certificates, each as PEM: certificate mode.
         *
         * @param app our app's
         * @param gateway the one the gateway signs with at first; a later one is fetched
         * @param roots those that a later one must lead to
         */
        record ByCertificates(String app, String gateway, String roots) implements Trust {}

        private void check(SignType type) {
            switch (this) {
                case ByKey(String text) -> publicKey(text, type);
                case ByCertificates files -> CertificateFiles.read(type, files);
            }
        }
    }

    /**
     * The certificates of certificate mode that go with the sign type, none of them empty; what
     * signs comes first, then what it leads to.
     */
    record CertificateFiles(
            List<X509Certificate> app, List<X509Certificate> gateway, List<X509Certificate> roots) {
        private static CertificateFiles read(SignType type, Trust.ByCertificates files) {
            return new CertificateFiles(
                    read(type, files.app(), "the app's certificate"),
                    read(type, files.gateway(), "the gateway's certificate"),
                    read(type, files.roots(), "the root certificates"));
        }

        private static List<X509Certificate> read(SignType type, String pem, String what) {
            List<X509Certificate> fitting = Certificates.parse(type, pem);
            if (fitting.isEmpty()) {
                throw new IllegalArgumentException(
                        "%s: %s asks for PEM with a certificate of an %s key, got %s"
                                .formatted(
                                        what,
                                        type,
                                        type == SignType.SM2 ? "SM2" : "RSA",
                                        Certificates.parse(pem).isEmpty()
                                                ? "none"
                                                : "one of another key"));
            }
            return fitting;
        }
    }

    /** Its certificates; empty in key mode. */
    Optional<CertificateFiles> certificates() {
        return switch (trust) {
            case Trust.ByKey key -> Optional.empty();
            case Trust.ByCertificates files ->
                    Optional.of(CertificateFiles.read(app.signType(), files));
        };
    }

    /** Sends to the gateway, and waits as long as is to be waited. */
    Transport transport() {
        return HttpTransport.within(patience);
    }

    /** The app as a client of the gateway. */
    ClientApp client() {
        ClientApp plain =
                ClientApp.of(app.appId(), App.signingKey(app.signType(), app.key()))
                        .signing(app.signType());
        return certificates()
                .map(
                        files ->
                                plain.withCertificates(
                                        new ClientApp.CertificateNames(
                                                Certificates.serialNumber(files.app().getFirst()),
                                                Certificates.rootSerialNumber(
                                                        app.signType(), files.roots()))))
                .orElse(plain);
    }

    /** Whether the app's key is that of its certificate; in key mode it is. */
    boolean signsForItsCertificate() {
        SigningKey key = App.signingKey(app.signType(), app.key());
        return certificates()
                .map(files -> files.app().getFirst().getPublicKey())
                .map(certified -> key.isOf(certified, app.signType()))
                .orElse(true);
    }

    /**
     * What the gateway's answers and news are verified with.
     *
     * @param before what it was called by before, and still may sign by; of the same app
     */
    GatewayKeys keys(Optional<PartnerAccess> before) {
        Signatures signatures = Signatures.fastest();
        return switch (trust) {
            case Trust.ByKey(String text) -> {
                PublicKey now = publicKey(text, app.signType());
                yield before.filter(old -> old.app().signType() == app.signType())
                        .map(PartnerAccess::trust)
                        .filter(Trust.ByKey.class::isInstance)
                        .map(Trust.ByKey.class::cast)
                        .map(old -> publicKey(old.gatewayKey(), app.signType()))
                        .map(old -> GatewayKeys.of(signatures, now, old))
                        .orElseGet(() -> GatewayKeys.of(signatures, now));
            }
            case Trust.ByCertificates all -> {
                CertificateFiles files = CertificateFiles.read(app.signType(), all);
                yield GatewayKeys.ofCertificates(signatures, files.gateway().getFirst())
                        .trustingRoots(files.roots());
            }
        };
    }

    private static PublicKey publicKey(String text, SignType type) {
        return switch (type) {
            case RSA2, RSA -> Keys.rsaPublic(text);
            case SM2 -> Keys.sm2Public(text);
        };
    }
}
