/**
 * Apple Pay payment tokens both ways: {@link TokenOpener} checks and decrypts what a device sent,
 * {@link TokenAuthority} seals what a device would send; beside them the keys, certificates and
 * sessions of a merchant.
 *
 * <p>Uses the JDK only. The Amazon Corretto Crypto Provider is used when it is on the class path,
 * and is never required. Nothing here reads a clock: each call is told the time.
 *
 * <p>Arguments and results are never null; a value that may be missing is an {@link
 * java.util.Optional}. Amounts are {@code long} minor units; an amount that does not fit is
 * refused, never wrapped. Input from outside that does not hold is a {@link Refusal} in a result;
 * wrong keys and certificates at start-up are a {@link CredentialException}; other exceptions are
 * bugs.
 *
 * <p>Verbs: {@code open} checks, decrypts and compares; {@code seal} encrypts and signs; {@code
 * issue} makes a certificate; {@code load} and {@code read} take key material from text or bytes.
 *
 * <p>Sources: Apple "Payment token format reference" and "Restoring the symmetric key"; RFC 5652
 * (CMS) sections 5 and 11; RFC 6211 (CMSAlgorithmProtection); RFC 5280 (certificates) section 4;
 * NIST SP 800-56A section 5.8.1; RFC 8259 (JSON).
 */
@NullMarked
package dev.handfast.applepay;

import org.jspecify.annotations.NullMarked;
