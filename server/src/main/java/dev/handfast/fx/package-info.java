/**
 * Foreign exchange: rates, quotes and the price of a payment in the payer's currency.
 *
 * <p>A rate says how much of the payer's currency one unit of the merchant's costs, in the middle
 * and as offered. A quote fixes a price for a short time. What lies between the offered and the
 * middle price, rounding included, is margin and has its own account.
 *
 * <p>Uses {@code money}, {@code engine} and {@code sql}. Arguments are never null; conversions
 * round half up, once, to the payer's minor unit. Verbs: {@code price} an amount.
 *
 * <p>Source: the design's section "The books".
 */
@NullMarked
package dev.handfast.fx;

import org.jspecify.annotations.NullMarked;
