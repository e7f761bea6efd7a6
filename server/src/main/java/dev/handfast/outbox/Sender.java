package dev.handfast.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How one dialect words, signs and repeats its deliveries. */
public interface Sender {
    /**
     * What is posted to the delivery's address.
     *
     * @param headers names and values, the content type among them
     * @param body the text
     */
    record Message(Map<String, String> headers, String body) {
        /** Copies the map. */
        public Message {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * Words and signs a delivery.
     *
     * @param at the time of this attempt
     * @return empty if nobody wants it any more, for instance because the endpoint was deleted
     */
    Optional<Message> write(Delivery delivery, Event event, Instant at);

    /** Whether this answer says that the receiver has it. */
    boolean confirms(int status, String answer);

    /** How long to wait after the first attempt, the second and so on; then it is given up. */
    List<Duration> pauses();
}
