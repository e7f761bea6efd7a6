package dev.handfast.applepay;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * The hosts of Apple's payment gateway; there are no others. A merchant session is asked of one of
 * these and never of an address that a browser sent along, which would let anyone make the server
 * call where it should not, with the merchant's certificate.
 *
 * <p>Source: Apple, "Setting up your server" and "Requesting an Apple Pay payment session".
 */
public enum GatewayHost {
    /** Live, everywhere but in mainland China. */
    GLOBAL("apple-pay-gateway.apple.com"),
    /** Live, in mainland China. */
    CHINA("cn-apple-pay-gateway.apple.com"),
    /** Apple's test environment. */
    TEST("apple-pay-gateway-cert.apple.com"),
    /** Apple's test environment in mainland China. */
    TEST_CHINA("cn-apple-pay-gateway-cert.apple.com");

    private final String host;

    GatewayHost(String host) {
        this.host = host;
    }

    /** The host's name. */
    public String host() {
        return host;
    }

    /** Where a payment session is asked for. */
    public URI sessionUri() {
        return URI.create("https://" + host + "/paymentservices/paymentSession");
    }

    /**
     * The gateway a browser's validation address names, if it is one: https, the default port,
     * exactly one of these hosts, no user. Only the host is taken from it, nothing else.
     */
    public static Optional<GatewayHost> named(String validationUrl) {
        URI uri;
        try {
            uri = URI.create(validationUrl);
        } catch (IllegalArgumentException noUri) {
            return Optional.empty();
        }
        boolean plain =
                "https".equalsIgnoreCase(uri.getScheme())
                        && uri.getRawUserInfo() == null
                        && (uri.getPort() == -1 || uri.getPort() == 443);
        if (!plain || uri.getHost() == null) {
            return Optional.empty();
        }
        String wanted = uri.getHost().toLowerCase(Locale.ROOT);
        for (GatewayHost known : values()) {
            if (known.host.equals(wanted)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }
}
