package dev.handfast.alipay;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the serial numbers a request names fit the app's certificates; the same for v2 and v3.
 */
record CertificateCheck(AppKeys keys, Instant now) {
    /** What a request names; empty where it names nothing. */
    record Named(String appCertSn, String rootCertSn) {}

    /** The first fault in the order of {@link GatewayFault}, or nothing. */
    Optional<GatewayError> faults(Named named) {
        if (!keys.usesCertificates() && named.appCertSn().isEmpty()) {
            return Optional.empty();
        }
        if (named.appCertSn().isEmpty()) {
            return Optional.of(GatewayFault.MISSING_APP_CERT_SN.error());
        }
        if (named.rootCertSn().isEmpty()) {
            return Optional.of(GatewayFault.MISSING_ALIPAY_ROOT_CERT_SN.error());
        }
        if (keys.usesCertificates() && !named.rootCertSn().equals(keys.rootCertSn())) {
            return Optional.of(GatewayFault.INVALID_ALIPAY_ROOT_CERT_SN.error());
        }
        Optional<X509Certificate> certificate = keys.certificate(named.appCertSn());
        if (certificate.isEmpty()) {
            return Optional.of(GatewayFault.APP_CERT_NOT_EXIST.error());
        }
        return Certificates.isValidAt(certificate.get(), now)
                ? Optional.empty()
                : Optional.of(GatewayFault.APP_CERT_EXPIRED.error());
    }
}
