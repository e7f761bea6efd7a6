package dev.handfast.alipay;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;

/** Key pairs made once per run: the merchant's, the gateway's and a stranger's. */
final class TestKeys {
    static final Signatures SIGNATURES = Signatures.installed();
    static final KeyPair APP = rsa(2048);
    static final KeyPair GATEWAY = rsa(2048);
    static final KeyPair STRANGER = rsa(2048);

    private TestKeys() {}

    static SigningKey app() {
        return SigningKey.of(APP.getPrivate(), SIGNATURES);
    }

    static SigningKey gateway() {
        return SigningKey.of(GATEWAY.getPrivate(), SIGNATURES);
    }

    static AppKeys appKeys() {
        return AppKeys.of(APP.getPublic());
    }

    static String base64(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    static String base64Private(KeyPair pair) {
        return Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    }

    private static KeyPair rsa(int bits) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
