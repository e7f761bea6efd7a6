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

    /** What a receiver's answer says. */
    enum Verdict {
        /** The receiver has it. */
        CONFIRMED,
        /** It is to be tried again, as often as the schedule has it. */
        AGAIN,
        /** The receiver wants nothing more, of this or anything else. */
        GONE
    }

    /** What this answer says. */
    Verdict judge(int status, String answer);

    /** What an attempt came to, for a sender that keeps an eye on its receivers. */
    enum Outcome {
        /** The receiver has it. */
        CONFIRMED,
        /** It will be tried again. */
        FAILED,
        /** It was tried as often as the schedule has it. */
        USED_UP,
        /** The receiver wants nothing more. */
        GONE
    }

    /** Hears what an attempt came to, after it has been written down. */
    default void heard(Delivery delivery, Outcome outcome, Instant at) {}

    /** How long to wait after the first attempt, the second and so on; then it is given up. */
    List<Duration> pauses();
}
