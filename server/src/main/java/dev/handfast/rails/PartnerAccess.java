package dev.handfast.rails;

import dev.handfast.alipay.Certificates;
import dev.handfast.alipay.ClientApp;
import dev.handfast.alipay.GatewayKeys;
import dev.handfast.alipay.Keys;
import dev.handfast.alipay.SignType;
import dev.handfast.alipay.Signatures;
import dev.handfast.alipay.SigningKey;
import dev.handfast.secrets.SecretText;

import java.net.URI;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
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
 */
public record PartnerAccess(Instant since, URI address, App app, Trust trust) {
    /** Checks that the app's key and what it trusts go together. */
    public PartnerAccess {
        if (trust instanceof Trust.ByCertificates && app.signType() != SignType.RSA2) {
            throw new IllegalArgumentException(
                    "certificates go with RSA2, got " + app.signType() + "; SM2 goes with keys");
        }
        trust.check(app.signType());
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
                case ByCertificates(String app, String gateway, String roots) -> {
                    first(app, "the app's certificate");
                    first(gateway, "the gateway's certificate");
                    first(roots, "the root certificates");
                }
            }
        }
    }

    /** The app as a client of the gateway. */
    ClientApp client() {
        ClientApp plain =
                ClientApp.of(app.appId(), App.signingKey(app.signType(), app.key()))
                        .signing(app.signType());
        return switch (trust) {
            case Trust.ByKey key -> plain;
            case Trust.ByCertificates(String own, String gateway, String roots) ->
                    plain.withCertificates(
                            new ClientApp.CertificateNames(
                                    Certificates.serialNumber(first(own, "the app's certificate")),
                                    Certificates.rootSerialNumber(Certificates.parse(roots))));
        };
    }

    /** Whether the app's key is that of a certificate. */
    boolean signsFor(X509Certificate certificate) {
        return App.signingKey(app.signType(), app.key())
                .isOf(certificate.getPublicKey(), app.signType());
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
            case Trust.ByCertificates(String own, String gateway, String roots) ->
                    GatewayKeys.ofCertificates(
                                    signatures, first(gateway, "the gateway's certificate"))
                            .trustingRoots(Certificates.parse(roots));
        };
    }

    private static PublicKey publicKey(String text, SignType type) {
        return switch (type) {
            case RSA2, RSA -> Keys.rsaPublic(text);
            case SM2 -> Keys.sm2Public(text);
        };
    }

    private static X509Certificate first(String pem, String what) {
        List<X509Certificate> all = Certificates.parse(pem);
        if (all.isEmpty()) {
            throw new IllegalArgumentException(what + " is PEM with an RSA certificate, got none");
        }
        return all.getFirst();
    }
}
