package dev.handfast.ledger;

import dev.handfast.money.Money;

import java.time.Instant;
import java.util.UUID;

/**
 * An account with its four balances in minor units, none ever negative.
 *
 * @param id follows from {@code ref}
 * @param ref its name
 * @param balances the sums of its transfers
 * @param createdAt the moment of its first transfer
 */
public record Account(UUID id, AccountRef ref, Balances balances, Instant createdAt) {
    /** The four sums of an account's transfers, in minor units. */
    public record Balances(
            long debitsPosted, long creditsPosted, long debitsPending, long creditsPending) {
        static final Balances ZERO = new Balances(0, 0, 0, 0);

        /** Checks that no sum is negative. */
        public Balances {
            if (debitsPosted < 0 || creditsPosted < 0 || debitsPending < 0 || creditsPending < 0) {
                throw new IllegalArgumentException("a balance is negative");
            }
        }

        Balances debit(long amount) {
            return new Balances(
                    Math.addExact(debitsPosted, amount),
                    creditsPosted,
                    debitsPending,
                    creditsPending);
        }

        Balances credit(long amount) {
            return new Balances(
                    debitsPosted,
                    Math.addExact(creditsPosted, amount),
                    debitsPending,
                    creditsPending);
        }

        /** Negative amounts take a hold away. */
        Balances debitPending(long amount) {
            return new Balances(
                    debitsPosted,
                    creditsPosted,
                    Math.addExact(debitsPending, amount),
                    creditsPending);
        }

        /** Negative amounts take a hold away. */
        Balances creditPending(long amount) {
            return new Balances(
                    debitsPosted,
                    creditsPosted,
                    debitsPending,
                    Math.addExact(creditsPending, amount));
        }
    }

    static Account opened(AccountRef ref, UUID id, Instant at) {
        return new Account(id, ref, Balances.ZERO, at);
    }

    Account with(Balances changed) {
        return new Account(id, ref, changed, createdAt);
    }

    /** Posted credits less posted debits. */
    public Money creditBalance() {
        return new Money(
                Math.subtractExact(balances.creditsPosted(), balances.debitsPosted()),
                ref.currency());
    }

    /** What can still be taken out: posted credits less posted and held debits. */
    public Money available() {
        return new Money(
                Math.subtractExact(
                        balances.creditsPosted(),
                        Math.addExact(balances.debitsPosted(), balances.debitsPending())),
                ref.currency());
    }
}
