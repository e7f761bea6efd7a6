/**
 * Device tokens: the account numbers that stand on devices in place of a card or a wallet.
 *
 * <p>A token has a key known to the device and to us. Each payment carries a cryptogram made with
 * it over amount, currency and a counter that only goes up; it is checked here together with the
 * token's state.
 *
 * <p>Uses {@code secrets}, {@code engine} and {@code sql}. Arguments are never null. Refusals are
 * {@link dev.handfast.tokens.TokenRefusal}. Verbs: {@code name} and {@code find} inside a batch,
 * {@code check} a cryptogram.
 *
 * <p>Sources: EMV Book 2 (session key from the application transaction counter, AES), RFC 4493
 * (AES-CMAC), RFC 6479 (a sliding window of counters).
 */
@NullMarked
package dev.handfast.tokens;

import org.jspecify.annotations.NullMarked;
