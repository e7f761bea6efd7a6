package dev.handfast.applepay;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Opens payment tokens: checks who signed them and when, decrypts them and compares them with what
 * was asked for. Immutable, safe for any number of threads, and without a lock between them.
 *
 * <pre>{@code
 * TokenOpener opener = TokenOpener.builder().trust(appleRoot).key(merchantKey).build();
 * switch (opener.open(json, Expectation.of(1000, "840"), clock.instant())) {
 *     case Opening.Opened(PaymentToken token) -> charge(token);
 *     case Opening.Refused refused -> log(refused);
 * }
 * }</pre>
 *
 * <p>The checks and their order: Apple, payment token format reference, "signature verification"
 * and the steps after it; {@link Refusal} lists them.
 */
public final class TokenOpener {
    /** SHA-256 of Apple Root CA - G3, the root of genuine tokens, in hex. */
    public static final String APPLE_ROOT_SHA256 =
            "63343abfb89a6a03ebb57e9b3f5fa7be7c4f5c756f3017b3a8c488c3653e9179";

    private final Crypto crypto;
    private final Signers signers;
    private final TokenCipher cipher;
    private final Map<String, LoadedKey> keys;
    private final SigningWindow window;
    private final ReplayGuard replayGuard;

    /** A merchant key with the private key as the preferred provider's own object. */
    private record LoadedKey(MerchantKey merchant, PrivateKey privateKey) {}

    private TokenOpener(Builder builder) {
        crypto = builder.crypto;
        signers = new Signers(builder.roots, crypto);
        cipher = new TokenCipher(crypto);
        window = builder.window;
        replayGuard = builder.replayGuard;
        Map<String, LoadedKey> byHash = new LinkedHashMap<>();
        for (MerchantKey key : builder.keys) {
            byHash.put(key.publicKeyHash(), new LoadedKey(key, ready(key.privateKey())));
        }
        keys = Map.copyOf(byHash);
    }

    /** A key that lives in hardware has no encoding; it is used as it is. */
    private PrivateKey ready(PrivateKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            return key;
        }
        try {
            return crypto.keyFactory(key.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException unknownToProvider) {
            return key;
        }
    }

    /** Starts a configuration. */
    public static Builder builder() {
        return new Builder();
    }

    /** The keys that are loaded, in no order. */
    public List<MerchantKey> keys() {
        return keys.values().stream().map(LoadedKey::merchant).toList();
    }

    /** The crypto provider that does the work: "JDK", or the name of the preferred one. */
    public String providerName() {
        return crypto.name();
    }

    /**
     * Opens one token.
     *
     * @param json bare {@code paymentData}, or a container around it as apps and browsers send it,
     *     or Base64 of either
     * @param expectation what was asked for
     * @param now the time the token arrived
     */
    public Opening open(String json, Expectation expectation, Instant now) {
        try {
            SealedToken sealed = SealedToken.read(json);
            PaymentToken token = decrypt(sealed, checkSignature(sealed, now));
            compare(token, sealed.header().applicationData(), expectation);
            if (!replayGuard.claim(token)) {
                throw new RefusedException(
                        Refusal.REPLAYED_TRANSACTION, "a new transaction", token.transactionId());
            }
            return new Opening.Opened(token);
        } catch (RefusedException found) {
            return found.refused();
        }
    }

    /** A signature that held: by whom and when. */
    private record Signed(Signers.Chain by, Instant at) {}

    private Signed checkSignature(SealedToken token, Instant now) throws RefusedException {
        Cms cms = Cms.read(token.signature());
        Signers.Chain chain = signers.check(cms);
        Cms.Attributes attributes = cms.signer().attributes();
        if (!MessageDigest.isEqual(attributes.contentDigest(), token.contentDigest())) {
            throw new RefusedException(
                    Refusal.SIGNATURE_INVALID,
                    "a signed digest of this token's key, data, transaction id and application"
                            + " data",
                    "the digest of something else");
        }
        checkAlgorithm(token.kind(), cms.signer().algorithm(), chain);
        if (!verifies(cms.signer(), chain)) {
            throw new RefusedException(
                    Refusal.SIGNATURE_INVALID,
                    "a signature by " + chain.name() + " over the signed attributes",
                    "one that does not hold");
        }
        window.check(attributes.signedAt(), now);
        return new Signed(chain, attributes.signedAt());
    }

    private static void checkAlgorithm(
            SealedToken.Kind kind, Cms.Algorithm algorithm, Signers.Chain chain)
            throws RefusedException {
        boolean rsaKey = chain.key() instanceof RSAKey;
        boolean fits =
                switch (kind) {
                    case EC -> algorithm == Cms.Algorithm.ECDSA && !rsaKey;
                    case RSA -> algorithm == Cms.Algorithm.RSA && rsaKey;
                };
        if (!fits) {
            throw new RefusedException(
                    Refusal.SIGNATURE_INVALID,
                    "the signature algorithm of " + kind.version(),
                    algorithm + " by a key for " + chain.key().getAlgorithm());
        }
    }

    private boolean verifies(Cms.Signer signer, Signers.Chain chain) {
        try {
            Signature signature = crypto.signature(signer.algorithm().jcaName());
            signature.initVerify(chain.key());
            signature.update(signer.attributes().signedBytes());
            return signature.verify(signer.signature());
        } catch (GeneralSecurityException | RuntimeException unreadable) {
            // Providers also throw unchecked on a signature that is not even one.
            return false;
        }
    }

    private PaymentToken decrypt(SealedToken sealed, Signed signed) throws RefusedException {
        SealedToken.Header header = sealed.header();
        LoadedKey key = keys.get(header.publicKeyHash());
        if (key == null) {
            throw new RefusedException(
                    Refusal.UNKNOWN_PUBLIC_KEY,
                    "one of the public key hashes " + String.join(", ", keys.keySet()),
                    header.publicKeyHash());
        }
        boolean fits = key.merchant.isRsa() == (sealed.kind() == SealedToken.Kind.RSA);
        if (!fits) {
            throw new RefusedException(
                    Refusal.UNKNOWN_PUBLIC_KEY,
                    "a key for " + sealed.kind().version(),
                    "the key for " + key.merchant.version() + " " + header.publicKeyHash());
        }
        return new PaymentToken(
                Encoding.hex(header.transactionId()),
                key.merchant,
                signed.at,
                signed.by.name(),
                header.applicationData().map(Encoding::hex),
                PaymentReader.read(plaintext(sealed, key)));
    }

    private byte[] plaintext(SealedToken sealed, LoadedKey key) throws RefusedException {
        try {
            return cipher.decrypt(sealed, key.merchant, key.privateKey);
        } catch (GeneralSecurityException | RuntimeException doesNotDecrypt) {
            // Providers also throw unchecked on hostile input.
            throw new RefusedException(
                    Refusal.DECRYPT_FAILED,
                    "data encrypted to the key of "
                            + key.merchant.merchantId().orElse("this merchant")
                            + " (merchant id hash "
                            + key.merchant.merchantIdHash().orElse("none")
                            + ")",
                    "an authentication tag that does not fit: the certificate may name another"
                            + " merchant id than the token was made for");
        }
    }

    private static void compare(
            PaymentToken token, Optional<byte[]> applicationData, Expectation expectation)
            throws RefusedException {
        if (expectation.amountMinor().isPresent()
                && expectation.amountMinor().getAsLong() != token.amountMinor()) {
            throw new RefusedException(
                    Refusal.AMOUNT_MISMATCH,
                    expectation.amountMinor().getAsLong() + " minor units",
                    token.amountMinor() + " minor units");
        }
        Optional<String> currency = expectation.currency();
        if (currency.isPresent() && !currency.get().equals(token.currency())) {
            throw new RefusedException(
                    Refusal.CURRENCY_MISMATCH,
                    "currency " + currency.get(),
                    "currency " + token.currency());
        }
        if (expectation.applicationData().isPresent()) {
            byte[] expected = Encoding.sha256(expectation.applicationData().get().bytes());
            byte[] got = applicationData.orElse(new byte[0]);
            if (!MessageDigest.isEqual(expected, got)) {
                throw new RefusedException(
                        Refusal.APPLICATION_DATA_MISMATCH,
                        "application data with SHA-256 " + Encoding.hex(expected),
                        got.length == 0 ? "none" : Encoding.hex(got));
            }
        }
    }

    /** Collects what an opener needs; may be used for several. Not for several threads. */
    public static final class Builder {
        private final List<X509Certificate> roots = new ArrayList<>();
        private final List<MerchantKey> keys = new ArrayList<>();
        private SigningWindow window = SigningWindow.FIVE_MINUTES;
        private ReplayGuard replayGuard = ReplayGuard.NONE;
        private Crypto crypto = Crypto.fastest();

        private Builder() {}

        /** Trusts signers under this root, which the caller vouches for: a sandbox's, say. */
        public Builder trust(X509Certificate root) {
            roots.add(root);
            return this;
        }

        /**
         * Trusts genuine tokens. The file is "Apple Root CA - G3" from
         * https://www.apple.com/certificateauthority/, as PEM; any other certificate is turned
         * away.
         *
         * @throws CredentialException if it is not that certificate
         */
        public Builder trustApple(String pem) {
            X509Certificate root = Pem.certificate(pem);
            String hash = Encoding.hex(Encoding.sha256(Pem.der(root)));
            if (!hash.equals(APPLE_ROOT_SHA256)) {
                throw new CredentialException(
                        Refusal.UNTRUSTED_SIGNER,
                        "expected Apple Root CA - G3 with SHA-256 %s, got a certificate with %s"
                                .formatted(APPLE_ROOT_SHA256, hash));
            }
            return trust(root);
        }

        /** Opens tokens for this key too; tokens name theirs, so old and new live side by side. */
        public Builder key(MerchantKey key) {
            keys.add(key);
            return this;
        }

        /** Opens tokens for all these keys too. */
        public Builder keys(List<MerchantKey> more) {
            keys.addAll(more);
            return this;
        }

        /** Replaces the window of five minutes both ways. */
        public Builder window(SigningWindow replacement) {
            window = replacement;
            return this;
        }

        /** Asks this guard last of all; without it the caller refuses replays. */
        public Builder replayGuard(ReplayGuard guard) {
            replayGuard = guard;
            return this;
        }

        /** Prefers this provider where it has an algorithm, instead of Corretto or the JDK. */
        public Builder provider(Provider provider) {
            crypto = Crypto.of(provider);
            return this;
        }

        /** Uses the JDK's own providers, even if Corretto is there. */
        public Builder platformProviders() {
            crypto = Crypto.platform();
            return this;
        }

        /**
         * The opener. It may lack keys, and then says so token by token; without a root it could
         * trust nobody, which is a mistake.
         *
         * @throws IllegalStateException if no root is trusted
         */
        public TokenOpener build() {
            if (roots.isEmpty()) {
                throw new IllegalStateException("an opener trusts at least one root, got none");
            }
            return new TokenOpener(this);
        }
    }
}
