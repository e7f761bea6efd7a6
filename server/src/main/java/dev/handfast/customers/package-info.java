/**
 * Whom a merchant knows: customers, what they have agreed to pay with, and how that was set up.
 *
 * <p>Uses {@code engine}, {@code outbox}, {@code mandates} and what lies below. Rows are changed by
 * {@link dev.handfast.customers.Edit}, one command for all of them, so that a change, the news of
 * it and the recorded answer are one commit.
 *
 * <p>Arguments are never null; absence is an {@link java.util.Optional}, and of the texts of a
 * customer the empty text. No amounts.
 *
 * <p>Verbs: {@code find} one, {@code page} through many, {@code run} an edit.
 *
 * <p>Sources: the model classes of com.stripe:stripe-java 33.3.0 for which fields there are.
 */
@NullMarked
package dev.handfast.customers;

import org.jspecify.annotations.NullMarked;
