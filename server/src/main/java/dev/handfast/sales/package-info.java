/**
 * Sales on hosted pages: where the page of a payment is, what a checkout session or a payment link
 * sells, which payments are sessions, and where the receipt of one is.
 *
 * <p>A session has no state of its own. It is a payment whose details say what is sold and where
 * the payer goes afterwards, so that what is told of it can never differ from what happened to the
 * money. Here is only the index of sessions, and the links, which outlive their payments.
 *
 * <p>Uses {@code money}, {@code secrets}, {@code sql}, {@code web} and {@code engine}. Arguments
 * are never null. What is read back from a payment's details is trusted: it was checked when it was
 * written. Sums are exact and refused beyond 64 bits.
 *
 * <p>Verbs: {@code find}, {@code page} through, {@code create} and {@code change} a link.
 *
 * <p>Sources: the model classes of com.stripe:stripe-java 33.3.0 for what a session and a link say.
 */
@NullMarked
package dev.handfast.sales;

import org.jspecify.annotations.NullMarked;
