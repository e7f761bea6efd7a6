package dev.handfast.merchants;

import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * An app by which a merchant calls in the Alipay dialect.
 *
 * @param appId how it calls itself: 16 digits
 * @param merchant whose it is
 * @param sellerId the number by which the dialect knows the merchant: 16 digits, beginning 2088
 * @param signing what its requests are checked with
 */
public record GatewayApp(String appId, UUID merchant, String sellerId, Signing signing) {
    private static final Pattern APP_ID = Pattern.compile("[0-9]{16}");
    private static final Pattern SELLER_ID = Pattern.compile("2088[0-9]{12}");

    /**
     * What an app's requests are checked with.
     *
     * @param publicKeys Base64 of X.509 SubjectPublicKeyInfo, any of which may have signed; newest
     *     first
     * @param certificates those of an app in certificate mode, which are then all that counts
     * @param signTypes the sign types it may use, by their names in the dialect
     */
    public record Signing(
            List<String> publicKeys, List<Certificate> certificates, List<String> signTypes) {
        /** Copies the lists. */
        public Signing {
            publicKeys = List.copyOf(publicKeys);
            certificates = List.copyOf(certificates);
            signTypes = List.copyOf(signTypes);
        }

        /** By keys, without certificates. */
        public Signing(List<String> publicKeys, List<String> signTypes) {
            this(publicKeys, List.of(), signTypes);
        }
    }

    /**
     * A certificate of an app.
     *
     * @param serialNumber as requests name it: 32 hexadecimal digits
     * @param pem the certificate
     */
    public record Certificate(String serialNumber, String pem) {}

    /** Checks the two numbers. */
    public GatewayApp {
        if (!APP_ID.matcher(appId).matches()) {
            throw new IllegalArgumentException("an app id has 16 digits, got " + appId);
        }
        if (!SELLER_ID.matcher(sellerId).matches()) {
            throw new IllegalArgumentException(
                    "a seller id has 16 digits and begins 2088, got " + sellerId);
        }
    }
}
