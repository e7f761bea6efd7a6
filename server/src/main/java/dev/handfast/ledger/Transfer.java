package dev.handfast.ledger;

import dev.handfast.money.Money;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A row of the journal. Never changed, never removed.
 *
 * @param id the lane's running number times 64, plus the lane
 * @param entry the id of the first transfer of the same entry
 * @param kind what the row does
 * @param debit the account whose debits are concerned
 * @param credit the account whose credits are concerned
 * @param amount greater than zero
 * @param hold the held transfer that this one posts or releases
 * @param subject what the entry is about, for instance a payment
 * @param purpose which step of a flow it is
 * @param at the moment; never goes back within a lane
 * @param digest SHA-256 over the lane's previous digest and this row
 */
public record Transfer(
        long id,
        long entry,
        TransferKind kind,
        UUID debit,
        UUID credit,
        Money amount,
        Optional<Long> hold,
        UUID subject,
        Purpose purpose,
        Instant at,
        Digest digest) {
    Transfer with(Digest next) {
        return new Transfer(
                id, entry, kind, debit, credit, amount, hold, subject, purpose, at, next);
    }
}
