/**
 * Mandates: agreements by which the holder of a wallet lets a merchant take money without asking
 * each time.
 *
 * <p>A merchant proposes a {@link dev.handfast.mandates.Mandate}; a holder agrees, once, within its
 * time; either side ends it. {@link dev.handfast.mandates.Mandates} is the way in for all of that.
 * What may be taken is decided by {@link dev.handfast.mandates.MandateCheck} inside the decision of
 * a payment, before money moves: the amount of one payment, of all, their number, and the day of
 * the period. What was taken is counted in the same transaction.
 *
 * <p>Uses {@code money}, {@code engine}, {@code ledger}, {@code wallets}, {@code outbox} and {@code
 * sql}. Arguments are never null. Refusals are {@link dev.handfast.mandates.MandateRefusal}, in
 * order of precedence. Sums are exact; beyond 64 bits they throw {@link
 * java.lang.ArithmeticException}.
 *
 * <p>Verbs: {@code propose}, {@code agree}, {@code end}, {@code defer}, {@code check}, {@code use},
 * {@code audit}.
 *
 * <p>Sources: {@code AlipayUserAgreementPageSignModel} and {@code PeriodRuleParams} of the official
 * client for what an agreement says; public notes on {@code
 * alipay.user.agreement.executionplan.modify} (5851388.com, a copy of the documentation of May
 * 2024) for the days on which a payment is due.
 */
@NullMarked
package dev.handfast.mandates;

import org.jspecify.annotations.NullMarked;
