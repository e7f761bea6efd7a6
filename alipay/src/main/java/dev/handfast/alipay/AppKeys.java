package dev.handfast.alipay;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an app's requests are verified and decrypted with: its public keys or certificates, the sign
 * types it may use, and its content key if it has one.
 *
 * <p>There may be several keys, because a changed one stays good for an overlap of some days; the
 * first that verifies wins. An app uses either keys or certificates. One without any is refused
 * with {@code isv.missing-signature-config}.
 */
public final class AppKeys {
    private final List<PublicKey> keys;
    private final Map<String, X509Certificate> certificates;
    private final String rootCertSn;
    private final Set<SignType> allowed;
    private final Optional<ContentKey> contentKey;

    private AppKeys(AppKeys from, Set<SignType> allowed, Optional<ContentKey> contentKey) {
        this.keys = from.keys;
        this.certificates = from.certificates;
        this.rootCertSn = from.rootCertSn;
        this.allowed = allowed;
        this.contentKey = contentKey;
    }

    private AppKeys(
            List<PublicKey> keys, Map<String, X509Certificate> certificates, String rootCertSn) {
        this.keys = keys;
        this.certificates = certificates;
        this.rootCertSn = rootCertSn;
        this.allowed = Set.of(SignType.RSA2, SignType.SM2);
        this.contentKey = Optional.empty();
    }

    /** These keys for RSA2 and SM2, each where it fits; RSA with SHA-1 stays refused. */
    public static AppKeys of(PublicKey... keys) {
        return new AppKeys(List.of(keys), Map.of(), "");
    }

    /**
     * Certificates instead of keys.
     *
     * @param rootCertSn the serial number of the gateway's root file, which requests have to name
     */
    public static AppKeys ofCertificates(String rootCertSn, X509Certificate... certificates) {
        var bySerialNumber =
                Stream.of(certificates)
                        .collect(Collectors.toMap(Certificates::serialNumber, Function.identity()));
        return new AppKeys(List.of(), Map.copyOf(bySerialNumber), rootCertSn);
    }

    /** The same accepting this sign type too. */
    public AppKeys allowing(SignType type) {
        var more = EnumSet.of(type);
        more.addAll(allowed);
        return new AppKeys(this, Set.copyOf(more), contentKey);
    }

    /** The same accepting these sign types and no others. */
    public AppKeys allowingOnly(Set<SignType> types) {
        return new AppKeys(this, Set.copyOf(types), contentKey);
    }

    /** The same with a key for encrypted content. */
    public AppKeys withContentKey(ContentKey key) {
        return new AppKeys(this, allowed, Optional.of(key));
    }

    /** The public keys, without those in certificates. */
    public List<PublicKey> keys() {
        return keys;
    }

    /** The sign types accepted from this app. */
    public Set<SignType> allowed() {
        return allowed;
    }

    /** The key for encrypted content, or nothing. */
    public Optional<ContentKey> contentKey() {
        return contentKey;
    }

    /**
     * What decrypts content of this type and encrypts its answer; nothing without a fitting key.
     */
    Optional<ContentCipher> cipher(EncryptType type) {
        return contentKey.filter(key -> key.fits(type)).map(key -> new ContentCipher(type, key));
    }

    boolean usesCertificates() {
        return !certificates.isEmpty();
    }

    String rootCertSn() {
        return rootCertSn;
    }

    Optional<X509Certificate> certificate(String serialNumber) {
        return Optional.ofNullable(certificates.get(serialNumber));
    }

    List<PublicKey> fitting(SignType type) {
        return keys.stream().filter(key -> key.getAlgorithm().equals(type.keyAlgorithm())).toList();
    }
}
