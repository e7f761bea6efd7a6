/**
 * Payouts: what a merchant is owed goes to the merchant's bank.
 *
 * <p>A payout takes its amount out of what is payable at once, so that no two can take the same
 * money; it leaves a little later, until when it can be called back. A {@link
 * dev.handfast.payouts.Bank} is asked outside of any transaction. One that does not answer leaves
 * the payout in transit until it has been asked again. Payouts are made by hand or by a schedule.
 *
 * <p>Uses {@code payments} for what dialects announce, and the floors below. Arguments are never
 * null; amounts are exact. A refusal is a {@link dev.handfast.payouts.PayoutRefusal}.
 *
 * <p>Verbs: {@code create}, {@code cancel}, {@code send}, {@code settle}.
 *
 * <p>Source: docs/books.md, section "A merchant is paid out".
 */
@NullMarked
package dev.handfast.payouts;

import org.jspecify.annotations.NullMarked;
