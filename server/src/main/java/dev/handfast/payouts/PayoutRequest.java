package dev.handfast.payouts;

import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What an edge or a schedule asks of payouts. */
public sealed interface PayoutRequest {
    /**
     * Pay out.
     *
     * @param id the payout's id, in time order; asking again under the same id does nothing
     * @param owner whose money
     * @param currency of which of the merchant's balances
     * @param amount how much; all that is available, where it is empty
     * @param origin who asks
     * @param details what else the dialect wants to keep, as JSON text
     */
    record Create(
            UUID id,
            Payout.Owner owner,
            Currency currency,
            Optional<Money> amount,
            Payout.Origin origin,
            String details)
            implements PayoutRequest {}

    /** Call a payout back. */
    record Cancel(UUID merchant, UUID payout) implements PayoutRequest {}

    /** Replace what the dialect keeps. */
    record Note(UUID merchant, UUID payout, String details) implements PayoutRequest {}

    /** It leaves now: from here on it can no longer be called back. */
    record Leave(UUID merchant, UUID payout, Instant now) implements PayoutRequest {}

    /** The bank has answered. */
    record Answered(UUID merchant, UUID payout, Bank.Answer answer) implements PayoutRequest {}
}
