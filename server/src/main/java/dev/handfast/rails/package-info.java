/**
 * Rails: ways to somebody who decides about money outside these books.
 *
 * <p>Uses {@code payments}, whose {@link dev.handfast.payments.Rail} they implement, and the floors
 * below it. Every rail has tables of its own, as if they stood with somebody else, and never
 * touches others.
 *
 * <p>Arguments are never null; amounts are in the payer's currency. A rail throws nothing: what
 * goes wrong is an answer that does not come.
 *
 * <p>Verbs: {@code authorise}, {@code inquire}, {@code tell}, and {@code issue} a card.
 *
 * <p>Source: the contract of {@link dev.handfast.payments.Rail}.
 */
@NullMarked
package dev.handfast.rails;

import org.jspecify.annotations.NullMarked;
