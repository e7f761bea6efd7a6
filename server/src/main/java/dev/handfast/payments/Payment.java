package dev.handfast.payments;

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
 */
public record Payment(UUID id, Terms terms, State state, Instant createdAt) {
    Payment in(State next) {
        return new Payment(id, terms, next, createdAt);
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

    /** How it is offered to its payer, while it waits. */
    public Optional<Offer> offer() {
        return state instanceof State.Waiting waiting ? waiting.offer() : Optional.empty();
    }

    /** The capture, once the money has moved. */
    public Optional<Capture> capture() {
        return state instanceof State.Captured captured
                ? Optional.of(captured.capture())
                : Optional.empty();
    }

    boolean expiredAt(Instant now) {
        return terms.expiresAt().isPresent() && !now.isBefore(terms.expiresAt().get());
    }
}
