/**
 * Account wallets and their payment codes.
 *
 * <p>A wallet is a balance with a licensed operator; the balance itself is an account of the
 * ledger. A payment code lets a merchant take one payment from a wallet within a minute.
 *
 * <p>Uses {@code money}, {@code engine}, {@code ledger} and {@code sql}. Arguments are never null.
 * Verbs: {@code name} and {@code find} inside a batch, {@code issue} a payment code.
 *
 * <p>Source: the reference on Alipay's payment codes (18 digits, prefix 28, one minute, one use).
 */
@NullMarked
package dev.handfast.wallets;

import org.jspecify.annotations.NullMarked;
