package dev.handfast.payments;

import dev.handfast.money.Money;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A payment.
 *
 * @param id its id
 * @param terms what the merchant asked for
 * @param state how far it is
 * @param createdAt when it was created
 * @param offer how it was last offered to its payer, where it was; stands only while it waits
 */
public record Payment(UUID id, Terms terms, State state, Instant createdAt, Optional<Offer> offer) {
    /** A new payment, which nobody has been offered. */
    static Payment waiting(UUID id, Terms terms, Instant createdAt) {
        return new Payment(id, terms, new State.Waiting(), createdAt, Optional.empty());
    }

    Payment in(State next) {
        Optional<Offer> left = next instanceof State.Waiting ? offer : offer.map(Offer::lapsed);
        return new Payment(id, terms, next, createdAt, left);
    }

    /** The same, asking for something else. */
    Payment asking(Terms changed) {
        return new Payment(id, changed, state, createdAt, offer);
    }

    /** The same, waiting for whoever takes up the offer. */
    Payment offered(Offer made) {
        return new Payment(id, terms, new State.Waiting(), createdAt, Optional.of(made));
    }

    /** What stands behind it, once somebody has paid or tried to. */
    public Optional<Backing> backing() {
        return switch (state) {
            case State.Waiting waiting -> Optional.empty();
            case State.Unknown unknown -> Optional.of(unknown.backing());
            case State.Authorised authorised -> Optional.of(authorised.backing());
            case State.Captured captured -> Optional.of(captured.backing());
            case State.Closed closed -> Optional.empty();
        };
    }

    /** The capture, once the money has moved. */
    public Optional<Capture> capture() {
        return state instanceof State.Captured captured
                ? Optional.of(captured.capture())
                : Optional.empty();
    }

    /** What the payer has paid, in the payer's own currency, once the money has moved. */
    public Optional<Money> homeTaken() {
        return state instanceof State.Captured(Backing backing, Capture capture)
                ? Optional.of(Flow.of(terms, backing).homeTaken(capture))
                : Optional.empty();
    }

    boolean expiredAt(Instant now) {
        return terms.expiresAt().isPresent() && !now.isBefore(terms.expiresAt().get());
    }
}
