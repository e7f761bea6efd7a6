/**
 * Payments: what happens to money.
 *
 * <p>One state machine beneath every dialect. Commands create, pay, capture, close and refund; each
 * is decided in pure code inside the engine's batch, with its postings as docs/books.md gives them.
 * Where a card stands behind a payment, a {@link dev.handfast.payments.Rail} is asked in between;
 * an answer that does not come leaves the payment {@link dev.handfast.payments.State.Unknown} until
 * the reconciler has asked again.
 *
 * <p>Uses every floor below. Arguments are never null. Refusals are {@link
 * dev.handfast.payments.PaymentRefusal}, in order of precedence.
 *
 * <p>Verbs: {@code pay}, {@code capture}, {@code close}, {@code refund}, {@code reconcile}.
 *
 * <p>Source: the design's section "A payment".
 */
@NullMarked
package dev.handfast.payments;

import org.jspecify.annotations.NullMarked;
