/**
 * Transfers from merchants to wallets: a merchant pays out what it is owed, at once and for good.
 *
 * <p>{@link dev.handfast.transfers.Transfers} is the way in. A transfer is known by the merchant's
 * own number for it; asked for again it happens once. It takes from what the merchant's partner
 * owes the merchant, never below zero, and gives to the wallet; where the wallet is another
 * partner's, a pair of positions joins the two books and the corridor between them must be open.
 *
 * <p>Uses {@code money}, {@code engine}, {@code ledger}, {@code partners}, {@code wallets}, {@code
 * limits} and {@code sql}. Arguments are never null. Refusals are {@link
 * dev.handfast.transfers.TransferRefusal}, in order of precedence; sums cannot overflow within the
 * ledger's range.
 *
 * <p>Verbs: {@code send} money, {@code find} a transfer, {@code audit} them all.
 *
 * <p>Source: {@code AlipayFundTransUniTransferModel} and the error codes of the official v3 client,
 * for what a transfer has to know and can be refused for.
 */
@NullMarked
package dev.handfast.transfers;

import org.jspecify.annotations.NullMarked;
