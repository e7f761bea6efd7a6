package dev.handfast.ledger;

import dev.handfast.money.Money;

import java.time.Instant;

/** One step of an entry. */
public sealed interface Step {
    /** Moves an amount now. */
    record Post(Leg leg) implements Step {}

    /** Holds an amount until {@code expiresAt}. */
    record HoldBack(Leg leg, Instant expiresAt) implements Step {}

    /** Posts a hold: all of it or less; the rest is released. */
    record PostHold(long hold, Money amount) implements Step {}

    /** Releases a hold. */
    record Release(long hold) implements Step {}
}
