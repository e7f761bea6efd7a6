package dev.handfast.alipay;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A private key with the algorithms to use it. Prints nothing of itself. */
public final class SigningKey {
    private final List<Part> parts;

    /** A key that signs with one algorithm; asked for when it is first needed. */
    private record Part(String algorithm, Supplier<PrivateKey> key, Signatures signatures) {
        boolean fits(SignType type) {
            return algorithm.equals(type.keyAlgorithm());
        }
    }

    private SigningKey(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** The key as a JDK object. */
    public static SigningKey of(PrivateKey key, Signatures signatures) {
        return new SigningKey(List.of(new Part(key.getAlgorithm(), () -> key, signatures)));
    }

    /**
     * The RSA key of this text, PKCS#8 or PKCS#1 in Base64 or PEM.
     *
     * @throws IllegalArgumentException if it is none; the message does not show it
     */
    public static SigningKey rsa(String base64, Signatures signatures) {
        return of(Keys.rsaPrivate(base64), signatures);
    }

    /**
     * The SM2 key of this text, PKCS#8 in Base64 or PEM. It signs by this library's own code, whose
     * time depends on the key and is some milliseconds: for sandboxes and tests.
     *
     * @throws IllegalArgumentException if it is none; the message does not show it
     */
    public static SigningKey sm2(String base64) {
        return of(Sm2.privateKey(Keys.der(base64)), Signatures.installed());
    }

    /**
     * An SM2 key that is not there before it is needed, as it is by few.
     *
     * @param key asked for at each signature; from many threads
     */
    public static SigningKey sm2Later(Supplier<PrivateKey> key) {
        return new SigningKey(
                List.of(new Part(SignType.SM2.keyAlgorithm(), key, Signatures.installed())));
    }

    /** This key and another, each for the sign types that it fits; this one where both do. */
    public SigningKey and(SigningKey other) {
        List<Part> both = new ArrayList<>(parts);
        both.addAll(other.parts);
        return new SigningKey(both);
    }

    /**
     * The signature of these bytes in Base64.
     *
     * @throws IllegalArgumentException if no key here fits the sign type
     */
    public String sign(SignType type, byte[] text) {
        Part part =
                parts.stream().filter(one -> one.fits(type)).findFirst().orElse(parts.getFirst());
        return part.signatures().sign(type, part.key().get(), text);
    }

    /** Whether this is the private key of that public one: what one signs, the other verifies. */
    public boolean isOf(PublicKey publicKey, SignType type) {
        byte[] text = "one pair".getBytes(StandardCharsets.US_ASCII);
        return fits(type)
                && Signatures.installed()
                        .verify(
                                type,
                                publicKey,
                                new Signatures.SignedBytes(text, sign(type, text)));
    }

    boolean fits(SignType type) {
        return parts.stream().anyMatch(part -> part.fits(type));
    }

    @Override
    public String toString() {
        return "SigningKey[%s, hidden]"
                .formatted(parts.stream().map(Part::algorithm).collect(Collectors.joining(", ")));
    }
}
