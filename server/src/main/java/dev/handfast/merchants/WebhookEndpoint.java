package dev.handfast.merchants;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An address at which a merchant wants to be told of events.
 *
 * @param id its id
 * @param merchant whose
 * @param url where to
 * @param events the types wanted; {@code *} is all
 * @param description the merchant's own words
 * @param metadata the merchant's own data, as JSON text
 * @param state whether it is served
 * @param health how it fares
 * @param createdAt when
 */
public record WebhookEndpoint(
        UUID id,
        UUID merchant,
        String url,
        List<String> events,
        String description,
        String metadata,
        State state,
        Health health,
        Instant createdAt) {
    /** Stands for every type of event. */
    public static final String ALL_EVENTS = "*";

    /** Whether an endpoint is served. */
    public enum State {
        /** It is. */
        ENABLED,
        /** It is not, until the merchant says so. */
        DISABLED
    }

    /** Why an endpoint is served no more although its merchant has not said so. */
    public enum Cause {
        /** It has confirmed nothing for as long as an event is tried. */
        SILENCE,
        /** It has said that it is gone. */
        GONE
    }

    /**
     * How an endpoint fares.
     *
     * @param failingSince since when it has confirmed nothing, where its last attempt failed
     * @param disabledBy why it was disabled, where its merchant has not done so
     * @param previousSecretUntil how long the secret before this one is good too, where it is
     */
    public record Health(
            Optional<Instant> failingSince,
            Optional<Cause> disabledBy,
            Optional<Instant> previousSecretUntil) {
        /** That of a new endpoint. */
        public static final Health GOOD =
                new Health(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Copies the list. */
    public WebhookEndpoint {
        events = List.copyOf(events);
    }

    /** Whether it is to be told of events of this type. */
    public boolean wants(String type) {
        return state == State.ENABLED && (events.contains(ALL_EVENTS) || events.contains(type));
    }
}
