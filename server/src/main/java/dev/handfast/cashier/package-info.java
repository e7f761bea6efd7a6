/**
 * The cashier: the pages on which a wallet's holder sees what is asked for, pays it or agrees that
 * money is held, and goes back to the merchant.
 *
 * <p>Every way to pay with an account wallet in a browser leads here, whichever dialect opened it.
 * Who the holders are and how they prove it, and what a dialect adds to the way back, is told by
 * the ports {@link dev.handfast.cashier.Holders}, {@link dev.handfast.cashier.Returns} and {@link
 * dev.handfast.cashier.FreezeReturns}; what can be paid with beside, by {@link
 * dev.handfast.cashier.OtherWays}. Money moves through {@code payments} only; a page sent twice has
 * one effect.
 *
 * <p>Uses {@code money}, {@code secrets}, {@code sql} for its failures, {@code web}, {@code pages},
 * {@code engine}, {@code wallets}, {@code fx}, {@code visits} and {@code payments}. Arguments are
 * never null; amounts are never reckoned with here, so there is nothing to overflow. Works without
 * JavaScript.
 *
 * <p>Verbs: {@code show} a page, {@code take} a form. Sources: the official description of the web
 * cashiers (page.pay, wap.pay) for their order; WCAG 2.2; RFC 6265bis for SameSite cookies.
 */
@NullMarked
package dev.handfast.cashier;

import org.jspecify.annotations.NullMarked;
