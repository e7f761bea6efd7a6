package dev.handfast.merchants;

import java.time.Instant;
import java.util.List;
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

    /** Copies the list. */
    public WebhookEndpoint {
        events = List.copyOf(events);
    }

    /** Whether it is to be told of events of this type. */
    public boolean wants(String type) {
        return state == State.ENABLED && (events.contains(ALL_EVENTS) || events.contains(type));
    }
}
