package dev.handfast.applepay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Chains that held are remembered: bounded, under their exact bytes, their time always checked. */
class ChainMemoryTest {
    private static final KeyPair ROOT_KEYS = P256.generate();
    private static final KeyPair AUTHORITY_KEYS = P256.generate();
    private static final X509Certificate ROOT =
            certificate("Root", ROOT_KEYS, "Root", ROOT_KEYS, authority(2, List.of()));
    private static final X509Certificate AUTHORITY =
            certificate(
                    "Authority",
                    AUTHORITY_KEYS,
                    "Root",
                    ROOT_KEYS,
                    authority(0, List.of(CertificateWriter.mark(Oid.TOKEN_SIGNER_AUTHORITY))));

    private static List<byte[]> authority(int pathLength, List<byte[]> marks) {
        return CertificateWriter.authority(pathLength, marks);
    }

    private static X509Certificate certificate(
            String name, KeyPair keys, String issuer, KeyPair issuerKeys, List<byte[]> extensions) {
        return CertificateWriter.sign(
                new CertificateWriter.Content(
                        name(name),
                        keys.getPublic(),
                        CertificateWriter.validity(Fixtures.NOW, Duration.ofDays(100)),
                        extensions),
                new CertificateWriter.Issuer(
                        name(issuer), issuerKeys.getPublic(), issuerKeys.getPrivate()));
    }

    private static byte[] name(String commonName) {
        return CertificateWriter.name(
                List.of(new CertificateWriter.Attribute(Oid.COMMON_NAME, commonName)));
    }

    private static X509Certificate leaf() {
        return certificate(
                "Signer",
                P256.generate(),
                "Authority",
                AUTHORITY_KEYS,
                CertificateWriter.tokenSigner());
    }

    private static Cms cms(List<X509Certificate> certificates, X509Certificate signer, Instant at) {
        BigInteger serial = signer.getSerialNumber();
        return new Cms(
                certificates.stream().map(Pem::der).toList(),
                new Cms.Signer(
                        signer.getIssuerX500Principal().getEncoded(),
                        serial.toByteArray(),
                        new Cms.Attributes(new byte[0], new byte[32], at),
                        Cms.Algorithm.ECDSA,
                        new byte[0]));
    }

    @Test
    void remembers_no_more_than_its_limit_and_still_checks_the_rest() throws RefusedException {
        Signers signers = new Signers(List.of(ROOT), Crypto.fastest());
        for (int i = 0; i < Limits.CHAINS_CACHED_MAX + 3; i++) {
            X509Certificate leaf = leaf();
            signers.check(cms(List.of(leaf, AUTHORITY), leaf, Fixtures.NOW));
        }
        assertEquals(Limits.CHAINS_CACHED_MAX, signers.remembered());
    }

    @Test
    void takes_the_same_certificates_for_the_same_chain_and_no_others() throws RefusedException {
        Signers signers = new Signers(List.of(ROOT), Crypto.fastest());
        X509Certificate leaf = leaf();
        Signers.Chain first = signers.check(cms(List.of(leaf, AUTHORITY), leaf, Fixtures.NOW));

        assertSame(first, signers.check(cms(List.of(leaf, AUTHORITY), leaf, Fixtures.NOW)));
        assertNotSame(first, signers.check(cms(List.of(AUTHORITY, leaf), leaf, Fixtures.NOW)));
        assertEquals(2, signers.remembered());
    }

    @Test
    void checks_the_time_of_a_chain_it_remembers() throws RefusedException {
        Signers signers = new Signers(List.of(ROOT), Crypto.fastest());
        X509Certificate leaf = leaf();
        List<X509Certificate> chain = List.of(leaf, AUTHORITY);
        signers.check(cms(chain, leaf, Fixtures.NOW));

        for (Duration off : List.of(Duration.ofDays(101), Duration.ofDays(-2))) {
            RefusedException late =
                    assertThrows(
                            RefusedException.class,
                            () -> signers.check(cms(chain, leaf, Fixtures.NOW.plus(off))));
            assertEquals(Refusal.UNTRUSTED_SIGNER, late.refused().why());
        }
    }

    @Test
    void remembers_nothing_of_a_chain_that_does_not_hold() {
        Signers signers = new Signers(List.of(ROOT), Crypto.fastest());
        X509Certificate leaf = leaf();
        X509Certificate stranger =
                certificate(
                        "Authority",
                        P256.generate(),
                        "Root",
                        ROOT_KEYS,
                        authority(0, List.of(CertificateWriter.mark(Oid.TOKEN_SIGNER_AUTHORITY))));

        for (List<X509Certificate> chain :
                List.of(
                        List.of(leaf, stranger),
                        List.of(leaf),
                        List.of(leaf, AUTHORITY, leaf()),
                        List.of(leaf, AUTHORITY, ROOT, ROOT))) {
            assertThrows(
                    RefusedException.class, () -> signers.check(cms(chain, leaf, Fixtures.NOW)));
        }
        assertEquals(0, signers.remembered());
    }
}
