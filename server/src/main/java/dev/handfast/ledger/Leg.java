package dev.handfast.ledger;

import dev.handfast.money.Money;

/**
 * One movement of an entry: an amount from a debited to a credited account.
 *
 * @param debit the account whose debits grow
 * @param credit the account whose credits grow
 * @param amount greater than zero, in the currency of both accounts
 * @param purpose which step of which flow it is, as in docs/books.md
 */
public record Leg(AccountRef debit, AccountRef credit, Money amount, Purpose purpose) {}
