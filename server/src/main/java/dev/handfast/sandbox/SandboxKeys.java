package dev.handfast.sandbox;

import dev.handfast.alipay.Keys;
import dev.handfast.applepay.MerchantKey;
import dev.handfast.applepay.Pem;
import dev.handfast.applepay.TokenAuthority;
import dev.handfast.secrets.ApiSecret;
import dev.handfast.secrets.SecretText;
import dev.handfast.web.Lazily;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.function.Function;
import java.util.function.Supplier;

/** The keys the sandbox has made up; the same ones after every start. */
final class SandboxKeys {
    private static final int RSA_BITS = 2048;
    private static final int CONTENT_KEY_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** PKCS#12 wants a password; what keeps the store secret is the vault. */
    private static final String STORE_PASSWORD = "sealed by the vault";

    private final SandboxSecrets secrets;
    private final InstantSource clock;
    private final Supplier<TokenAuthority> authority;

    /**
     * A merchant's payment processing key, and its private key to keep.
     *
     * @param privatePem PKCS#8
     */
    record Processing(MerchantKey key, SecretText privatePem) {}

    SandboxKeys(SandboxSecrets secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
        this.authority = Lazily.once(this::openAuthority);
    }

    /**
     * Seals Apple Pay tokens in Apple's place. Its store takes long to open, by the tens of
     * thousands of rounds that PKCS#12 turns a password in.
     */
    TokenAuthority authority() {
        return authority.get();
    }

    private TokenAuthority openAuthority() {
        char[] password = STORE_PASSWORD.toCharArray();
        byte[] store =
                secrets.bytes(
                        "apple-pay-authority",
                        () ->
                                TokenAuthority.create("Handfast Sandbox", clock.instant())
                                        .toPkcs12(password));
        return TokenAuthority.fromPkcs12(store, password);
    }

    /** The root that the authority's certificates hang from; kept apart, as it is read sooner. */
    X509Certificate root() {
        return Pem.certificate(
                secrets.text("apple-pay-authority-root", () -> authority().rootPem()));
    }

    /** The processing key for a merchant identifier, under the authority's root. */
    Processing processing(String identifier) {
        String pem =
                secrets.text(
                        "apple-pay-processing:" + identifier,
                        () -> {
                            KeyPair pair = p256();
                            return Pem.write(pair.getPrivate())
                                    + Pem.write(
                                            authority()
                                                    .issueProcessingCertificate(
                                                            identifier,
                                                            pair.getPublic(),
                                                            clock.instant()));
                        });
        int certificateAt = pem.indexOf("-----BEGIN CERTIFICATE");
        String privatePem = pem.substring(0, certificateAt);
        return new Processing(
                MerchantKey.load(privatePem, pem.substring(certificateAt)),
                SecretText.of(privatePem));
    }

    SecretText merchantSecretKey() {
        return apiSecret(ApiSecret.Kind.SECRET_TEST);
    }

    SecretText merchantPublishableKey() {
        return apiSecret(ApiSecret.Kind.PUBLISHABLE_TEST);
    }

    private SecretText apiSecret(ApiSecret.Kind kind) {
        return SecretText.of(
                secrets.text(
                        "merchant-api:" + kind.prefix(),
                        () -> ApiSecret.generate(kind).use(text -> text)));
    }

    /** The private key by which an app of the Alipay dialect signs: Base64 of PKCS#8. */
    SecretText appPrivateKey(String appId) {
        return SecretText.of(
                secrets.text(
                        appSecret("alipay-app", appId),
                        () -> Base64.getEncoder().encodeToString(fresh(appId).getEncoded())));
    }

    private static PrivateKey fresh(String appId) {
        return (Cast.SM2_APPS.contains(appId) ? Keys.newSm2Pair() : rsa()).getPrivate();
    }

    /** The public key to it: Base64 of X.509 SubjectPublicKeyInfo. */
    String appPublicKey(String appId) {
        return Base64.getEncoder().encodeToString(appKey(appId).getEncoded());
    }

    /** The certificate of an app's key, issued once. */
    String appCertificate(String appId, Function<PublicKey, String> issue) {
        return secrets.text(
                appSecret("alipay-app-certificate", appId), () -> issue.apply(appKey(appId)));
    }

    /** The key by which an app encrypts content: Base64 of 16 bytes. */
    SecretText contentKey(String appId) {
        return SecretText.of(
                secrets.text(
                        appSecret("alipay-app-content-key", appId),
                        () -> {
                            byte[] key = new byte[CONTENT_KEY_BYTES];
                            RANDOM.nextBytes(key);
                            return Base64.getEncoder().encodeToString(key);
                        }));
    }

    /** The first app had no number in its name; it keeps the key that it has. */
    private static String appSecret(String what, String appId) {
        return appId.equals(Cast.JASMINE_TEA_APP) ? what : what + ":" + appId;
    }

    private PublicKey appKey(String appId) {
        if (Cast.SM2_APPS.contains(appId)) {
            return appPrivateKey(appId).use(Keys::sm2Pair).getPublic();
        }
        byte[] pkcs8 = appPrivateKey(appId).use(Base64.getDecoder()::decode);
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            RSAPrivateCrtKey key =
                    (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            return factory.generatePublic(
                    new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the app's key does not read back", broken);
        }
    }

    private static KeyPair p256() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK makes P-256 keys", e);
        }
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK makes RSA keys", e);
        }
    }
}
