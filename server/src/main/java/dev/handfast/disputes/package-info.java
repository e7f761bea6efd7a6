/**
 * Disputes: a payer's side says that a payment should not have been.
 *
 * <p>An opened dispute keeps the merchant's money until somebody decides. The merchant sends
 * evidence in time and waits for the verdict of a {@link dev.handfast.disputes.Judge}, gives up, or
 * lets the time run out and loses. Won money is the merchant's again, lost money the payer's.
 *
 * <p>Uses {@code payments} for the money, and the floors below. Arguments are never null; amounts
 * are exact. A refusal is a {@link dev.handfast.disputes.DisputeRefusal} or the payment's own.
 *
 * <p>Verbs: {@code open}, {@code respond}, {@code accept}, {@code decide}, {@code expire}.
 *
 * <p>Source: docs/books.md, section "A payment is disputed".
 */
@NullMarked
package dev.handfast.disputes;

import org.jspecify.annotations.NullMarked;
