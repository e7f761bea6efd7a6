/**
 * Accepts Apple Pay tokens: opens them with the keys of the merchants they were sealed for and
 * turns them into instruments that payments understand.
 *
 * <p>Uses {@code applepay} and the floors up to {@code payments}. Arguments are never null. A token
 * that fails a check becomes a {@link dev.handfast.payments.Instrument.RefusedToken}, never an
 * exception. Verbs: {@code register} an identity, {@code accept} a token.
 *
 * <p>Source: Apple, "Payment token format reference".
 */
@NullMarked
package dev.handfast.acceptance;

import org.jspecify.annotations.NullMarked;
