/**
 * Limits on what wallets and merchants may send: a rulebook kept as data, and counters that are
 * rows of the engine.
 *
 * <p>A {@link dev.handfast.limits.Rulebook} says how much may go which {@link
 * dev.handfast.limits.Way} in which {@link dev.handfast.limits.Window}. {@link
 * dev.handfast.limits.Limits} checks it inside a decision, before money moves, and counts what
 * moved in the same transaction. A counter belongs to one holder, one rule and one period, so a new
 * day begins with a new row; days are those of the rulebook's time zone. Money given back does not
 * give back the limit.
 *
 * <p>Uses {@code money}, {@code engine} and {@code sql}. Arguments are never null. Sums are exact:
 * an overflow throws {@link java.lang.ArithmeticException}. A limit that is exceeded is a {@link
 * dev.handfast.limits.Limits.Check.Exceeded}.
 *
 * <p>Verbs: {@code name} the rows a check needs, {@code check} a use, {@code count} it, {@code
 * classify} a wallet, {@code audit} the counters.
 *
 * <p>Sources: the rulebook names those of each rule; the shape of limits (tier, way, window,
 * counted where it is authorised) follows the project's reference on standards, section 6.
 */
@NullMarked
package dev.handfast.limits;

import org.jspecify.annotations.NullMarked;
