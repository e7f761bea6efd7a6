package dev.handfast.opengateway;

import dev.handfast.merchants.Authorizations;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What the methods of the open platform itself work with: those that are about apps, not payments.
 *
 * @param certificates the gateway's own
 * @param authorizations by which service providers act for merchants
 */
public record Platform(Certificates certificates, Authorizations authorizations) {
    /** The gateway's certificates, present and past. */
    public interface Certificates {
        /** The serial number of the root, which apps in certificate mode have to name. */
        String rootSerialNumber();

        /** The serial number of the certificate that answers are signed with. */
        String serialNumber();

        /** The same for apps that sign with SM2. */
        Certificates sm2();

        /**
         * A certificate of this gateway, of either kind, then those between it and the root; or
         * nothing.
         */
        Optional<List<X509Certificate>> chain(String serialNumber);
    }
}
