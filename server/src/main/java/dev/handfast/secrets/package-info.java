/**
 * Secrets: the types that carry them, the keys that protect them at rest, and the marks that find
 * them again.
 *
 * <p>Uses the JDK only, and nothing else of Handfast. It opens no network connection and no
 * database; it writes one file, the key ring, readable by its owner alone.
 *
 * <p>Arguments are never null and results are never null. Every type here that holds a secret
 * prints a fixed text instead, compares in constant time, and is never serialised by accident. A
 * sealed value that does not open is an exception, because it means a wrong key, a wrong owner or
 * tampering, and none of these is a business answer.
 *
 * <p>Verbs: {@code of} wraps, {@code use} lends the secret for one call, {@code seal} and {@code
 * open} encrypt and decrypt, {@code hash} makes a look-up mark, {@code rotate} adds a key.
 *
 * <p>Sources: NIST SP 800-38D (AES-GCM, nonce and limits), FIPS 198-1 (HMAC).
 */
@NullMarked
package dev.handfast.secrets;

import org.jspecify.annotations.NullMarked;
