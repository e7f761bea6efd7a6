package dev.handfast.testing;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs every test with the cryptography that the program installs at its start, which is many times
 * faster at RSA than the JDK's own; found by JUnit in {@code META-INF/services}.
 */
public final class ProductionCrypto implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        AmazonCorrettoCryptoProvider.install(); // The second time, it is there already.
    }
}
