/**
 * Money: currencies, exact amounts, exchange rates, percentages, and the rules by which they round.
 *
 * <ul>
 *   <li>{@link dev.handfast.money.Currency} - an active ISO 4217 code and its decimals
 *   <li>{@link dev.handfast.money.Money} - an amount in minor units; adds, compares, allocates
 *   <li>{@link dev.handfast.money.Rate} - counter currency per base currency; converts
 *   <li>{@link dev.handfast.money.Percentage} - a fee of an amount
 *   <li>{@link dev.handfast.money.Share} - what goes back with each partial refund
 *   <li>{@link dev.handfast.money.Parsed} - a value read from outside, or its refusal
 * </ul>
 *
 * <p>Uses the JDK only; no I/O, no clock, no state. No {@code double} and no {@code float} occurs
 * here or anywhere near an amount, and no {@code BigDecimal} leaves this package.
 *
 * <p>Arguments and results are never null. Arithmetic is exact: a result beyond 64 bits is an
 * {@link java.lang.ArithmeticException}, two currencies in one sum are an {@link
 * java.lang.IllegalArgumentException}. Text from outside is never an exception: it is {@code
 * Refused}. There is one written rounding rule per operation, and each rounds once:
 *
 * <ul>
 *   <li>{@code Rate.convert}, {@code Percentage.of}: the exact product, halves away from zero
 *   <li>{@code Share.of}: differences of running totals, each rounded halves away from zero
 *   <li>{@code Money.allocate}: largest remainder, ties to the earlier part
 * </ul>
 *
 * <p>Verbs: {@code of} a known good code to a value; {@code parse} text from outside to a value or
 * a refusal; {@code plus}, {@code minus}, {@code times}, {@code negated} arithmetic within one
 * currency; {@code convert} into another; {@code allocate} into parts that add up; {@code format}
 * for people; {@code toDecimalString} for the wire.
 *
 * <p>Sources: the active ISO 4217 codes as of January 2026 are those of the iso-codes project (read
 * through pycountry 26.2.16); their decimals are those of JDK 25, and of ISO 4217 for UYW and XAD,
 * which the JDK lacks.
 */
@NullMarked
package dev.handfast.money;

import org.jspecify.annotations.NullMarked;
