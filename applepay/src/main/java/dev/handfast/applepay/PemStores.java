package dev.handfast.applepay;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Files that hold several keys or certificates: PKCS#12 stores (RFC 7292) and PKCS#7 bundles. */
final class PemStores {
    private static final byte VERSION_3 = 3;

    private PemStores() {}

    /** The store, if the bytes are one: version 3, then a content in PKCS#7. */
    static Optional<KeyStore> pkcs12(byte[] file, Optional<char[]> password) {
        try {
            BerReader fields = BerReader.of(file).next(BerReader.SEQUENCE).inside();
            byte[] version = fields.next(BerReader.INTEGER).content();
            boolean isStore =
                    version.length == 1
                            && version[0] == VERSION_3
                            && fields.peek() == BerReader.SEQUENCE
                            && Oid.DATA.is(fields.next().inside().next());
            if (!isStore) {
                return Optional.empty();
            }
        } catch (BerException noStore) {
            return Optional.empty();
        }
        if (password.isEmpty()) {
            throw new CredentialException(
                    Refusal.CREDENTIAL_UNREADABLE,
                    "a PKCS#12 store is opened with its password, and none was given");
        }
        return Optional.of(open(file, password.get()));
    }

    static KeyStore open(byte[] file, char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file), password);
            return store;
        } catch (GeneralSecurityException | IOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    /** Every private key and every key's certificate, as PEM, in the order of their aliases. */
    static String text(KeyStore store, char[] password) {
        try {
            StringBuilder text = new StringBuilder();
            List<String> aliases = Collections.list(store.aliases());
            Collections.sort(aliases);
            for (String alias : aliases) {
                if (store.isKeyEntry(alias)
                        && store.getKey(alias, password) instanceof PrivateKey key) {
                    text.append(Pem.write(key));
                }
                if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                    text.append(Pem.write(certificate));
                }
            }
            return text.toString();
        } catch (GeneralSecurityException unreadable) {
            throw unreadable(unreadable);
        }
    }

    /** The certificates of a bundle; none if the bytes are no bundle. */
    static List<X509Certificate> pkcs7(byte[] file) {
        try {
            BerReader fields = BerReader.of(file).next(BerReader.SEQUENCE).inside();
            if (fields.peek() != BerReader.OID || !Oid.SIGNED_DATA.is(fields.next())) {
                return List.of();
            }
            List<X509Certificate> certificates = new ArrayList<>();
            for (Certificate one :
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(file))) {
                if (one instanceof X509Certificate certificate) {
                    certificates.add(certificate);
                }
            }
            return certificates;
        } catch (BerException | CertificateException noBundle) {
            return List.of();
        }
    }

    private static CredentialException unreadable(Exception cause) {
        return new CredentialException(
                Refusal.CREDENTIAL_UNREADABLE,
                "expected a PKCS#12 store under the given password, got something else",
                cause);
    }
}
