package dev.handfast.app;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Puts the Amazon Corretto Crypto Provider first, where its native library loads; the JDK's own
 * providers stay behind it, and do everything where it does not.
 */
final class CryptoProvider {
    private static final Logger LOG = Logger.getLogger(CryptoProvider.class.getName());

    private CryptoProvider() {}

    /** Installs the faster provider if it can be; the name of the one that is first now. */
    static String install() {
        try {
            AmazonCorrettoCryptoProvider.install();
            AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
            return AmazonCorrettoCryptoProvider.PROVIDER_NAME;
        } catch (Exception | LinkageError away) {
            LOG.log(
                    Level.INFO,
                    "The Corretto crypto provider does not load here ({0}); the JDK''s own is used,"
                            + " which is several times slower.",
                    away.toString());
            return java.security.Security.getProviders()[0].getName();
        }
    }
}
