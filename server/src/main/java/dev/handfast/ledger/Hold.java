package dev.handfast.ledger;

import dev.handfast.money.Money;

import java.time.Instant;
import java.util.UUID;

/**
 * A held transfer and what became of it: a cache of the journal, for quick look-up.
 *
 * @param id the held transfer's id
 * @param debit the account whose debits are held
 * @param credit the account whose credits are held
 * @param amount what is held
 * @param subject what it is about
 * @param purpose which step of a flow it is
 * @param expiresAt from this moment on it can only be released
 * @param state open, or how it ended
 */
public record Hold(
        long id,
        UUID debit,
        UUID credit,
        Money amount,
        UUID subject,
        Purpose purpose,
        Instant expiresAt,
        State state) {
    /** Whether a hold still stands. */
    public enum State {
        /** It stands. */
        OPEN,
        /** It was posted, wholly or in part. */
        POSTED,
        /** It was released. */
        RELEASED,
        /** It was released because its time had run out. */
        EXPIRED
    }

    Hold ended(State how) {
        return new Hold(id, debit, credit, amount, subject, purpose, expiresAt, how);
    }
}
