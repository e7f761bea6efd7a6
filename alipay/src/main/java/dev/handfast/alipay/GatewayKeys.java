package dev.handfast.alipay;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What answers and notifications of a gateway are verified with: its public keys, or its
 * certificates.
 */
public final class GatewayKeys {
    private final Signatures signatures;
    private final List<PublicKey> keys;
    private final Map<String, X509Certificate> certificates;
    private final List<X509Certificate> roots;

    private GatewayKeys(
            Signatures signatures,
            List<PublicKey> keys,
            Map<String, X509Certificate> certificates,
            List<X509Certificate> roots) {
        this.signatures = signatures;
        this.keys = keys;
        this.certificates = certificates;
        this.roots = roots;
    }

    /** Plain keys; an old and a new one during a change. */
    public static GatewayKeys of(Signatures signatures, PublicKey... keys) {
        return new GatewayKeys(signatures, List.of(keys), Map.of(), List.of());
    }

    /**
     * Certificates, told apart by the serial number in each answer. That they are trusted is for
     * the caller to know.
     */
    public static GatewayKeys ofCertificates(
            Signatures signatures, X509Certificate... certificates) {
        var bySerialNumber =
                Stream.of(certificates)
                        .collect(Collectors.toMap(Certificates::serialNumber, Function.identity()));
        return new GatewayKeys(signatures, List.of(), Map.copyOf(bySerialNumber), List.of());
    }

    /**
     * The same trusting also certificates that lead to one of these, when the gateway changes its
     * own.
     */
    public GatewayKeys trustingRoots(List<X509Certificate> rootCertificates) {
        return new GatewayKeys(signatures, keys, certificates, List.copyOf(rootCertificates));
    }

    /** Whether the first of these leads, through the others, to a trusted root, all valid now. */
    boolean trusts(List<X509Certificate> chain, Instant now) {
        return Certificates.leadsTo(roots, chain, now);
    }

    /** The same knowing this certificate too. */
    GatewayKeys with(X509Certificate certificate) {
        var more = new HashMap<>(certificates);
        more.put(Certificates.serialNumber(certificate), certificate);
        return new GatewayKeys(signatures, keys, Map.copyOf(more), roots);
    }

    boolean usesCertificates() {
        return !certificates.isEmpty();
    }

    Signatures signatures() {
        return signatures;
    }

    /**
     * The keys an answer naming this certificate may be signed with; notifications often name none.
     */
    List<PublicKey> forCertificate(String serialNumber) {
        if (!usesCertificates()) {
            return keys;
        }
        if (serialNumber.isEmpty()) {
            return certificates.values().stream().map(X509Certificate::getPublicKey).toList();
        }
        return Optional.ofNullable(certificates.get(serialNumber))
                .map(certificate -> List.of(certificate.getPublicKey()))
                .orElse(List.of());
    }
}
