/**
 * The sandbox: two made-up partners with merchants, wallets and devices, so that everything can be
 * tried without a phone or a bank.
 *
 * <p>Uses every floor below {@code app}, and has tables of its own for what only it knows: its
 * secrets, sealed, the devices' transaction counters, and how far its time is ahead. It answers
 * requests from this machine only.
 *
 * <p>Arguments are never null. What a caller sent wrong is answered with the field, the rule and
 * what was got.
 *
 * <p>Verbs: {@code seed} what there is, {@code seal} a token as a device does, {@code scan} a code,
 * {@code advance} the time.
 *
 * <p>Sources: the design's section "The sandbox contract"; Apple, "Payment token format reference".
 */
@NullMarked
package dev.handfast.sandbox;

import org.jspecify.annotations.NullMarked;
