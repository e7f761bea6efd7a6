/**
 * The books: accounts, transfers, holds, and the audit that proves them.
 *
 * <p>Double entry in two phases. A transfer moves an amount between two accounts of one currency
 * and one partner; it is posted at once, or held and later posted or released. The transfers of one
 * entry stand or fall together. Rows of the journal are only added, each chained to the one before
 * it by a digest; balances are a cache of the journal. Every partner's part of the books balances
 * by itself in every currency. What an entry does to what a merchant is owed is also a line of the
 * merchant's statement, written with it.
 *
 * <p>Uses {@code money}, {@code engine} and {@code sql}. Arguments are never null. All sums are
 * exact: an overflow throws {@link java.lang.ArithmeticException}. A refusal is a {@link
 * dev.handfast.ledger.Posting.Refused}.
 *
 * <p>Verbs: {@code post} an entry, {@code hold} an amount, {@code release} a hold, {@code audit}
 * the whole.
 *
 * <p>Sources: the model of accounts, pending transfers and their refusals follows TigerBeetle's
 * documentation (reference: account, transfer, create_transfers); the chain follows RFC 9162's idea
 * of an append-only log, as a list instead of a tree.
 */
@NullMarked
package dev.handfast.ledger;

import org.jspecify.annotations.NullMarked;
