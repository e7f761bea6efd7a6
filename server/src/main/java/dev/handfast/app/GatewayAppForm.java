package dev.handfast.app;

import dev.handfast.alipay.Certificates;
import dev.handfast.alipay.ContentKey;
import dev.handfast.alipay.Keys;
import dev.handfast.alipay.SignType;
import dev.handfast.merchants.GatewayApp;
import dev.handfast.merchants.GatewayAppDesk.Change;
import dev.handfast.secrets.SecretText;

import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Reads what an operator says of an app of the Alipay dialect.
 *
 * <p>What breaks a rule is an {@link IllegalArgumentException} that names field and rule; no key is
 * in it.
 */
final class GatewayAppForm {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long TWELVE_DIGITS = 1_000_000_000_000L;
    private static final int URL_CHARS_MAX = 256;

    private GatewayAppForm() {}

    /** A fresh number of an app. */
    static String appId() {
        return "2021%012d".formatted(RANDOM.nextLong(TWELVE_DIGITS));
    }

    /** A fresh number of a merchant. */
    static String sellerId() {
        return "2088%012d".formatted(RANDOM.nextLong(TWELVE_DIGITS));
    }

    /** A public key: Base64 of X.509 SubjectPublicKeyInfo. */
    static Change.PublicKey publicKey(String text) {
        String key = text.replaceAll("\\s", "");
        try {
            Keys.publicKey(key);
        } catch (IllegalArgumentException bad) {
            throw new IllegalArgumentException(
                    "public_key is Base64 of an X.509 public key of RSA or SM2", bad);
        }
        return new Change.PublicKey(key);
    }

    /** A certificate, in PEM. */
    static Change.Certificate certificate(String pem) {
        List<X509Certificate> chain;
        try {
            chain = Certificates.parse(pem);
        } catch (IllegalArgumentException bad) {
            chain = List.of();
        }
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("certificate is an X.509 certificate in PEM");
        }
        X509Certificate certificate = chain.getFirst();
        return new Change.Certificate(
                new GatewayApp.Certificate(
                        Certificates.serialNumber(certificate), Certificates.pem(certificate)));
    }

    /** A key of content encryption: Base64 of 16, 24 or 32 bytes. */
    static Change.ContentKey contentKey(String text) {
        try {
            ContentKey.parse(text.strip());
        } catch (IllegalArgumentException bad) {
            throw new IllegalArgumentException("aes_key is Base64 of an AES key", bad);
        }
        return new Change.ContentKey(SecretText.of(text.strip()));
    }

    /** The sign types an app may use. */
    static Change.SignTypes signTypes(List<String> names) {
        for (String name : names) {
            if (SignType.parse(name).isEmpty()) {
                throw new IllegalArgumentException("sign_types are RSA2, RSA and SM2, got " + name);
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("sign_types has at least one, got none");
        }
        return new Change.SignTypes(names);
    }

    /** Where an app is told; empty for nowhere. */
    static Change.NotifyUrl notifyUrl(String url) {
        boolean good = url.isEmpty();
        try {
            URI parsed = URI.create(url);
            boolean web = "https".equals(parsed.getScheme()) || "http".equals(parsed.getScheme());
            good |= web && parsed.getHost() != null && url.length() <= URL_CHARS_MAX;
        } catch (IllegalArgumentException bad) {
            good = false;
        }
        if (!good) {
            throw new IllegalArgumentException(
                    "notify_url is an address of http or https with at most %d characters"
                            .formatted(URL_CHARS_MAX));
        }
        return new Change.NotifyUrl(url);
    }
}
