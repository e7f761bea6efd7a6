package dev.handfast.outbox;

import dev.handfast.outbox.Sender.Outcome;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Makes one attempt at a delivery, and says what comes of it. */
final class Attempt {
    /** How long a receiver that asks for patience is left alone at the most. */
    static final Duration PATIENCE_MAX = Duration.ofHours(1);

    private final Events events;
    private final Caller caller;
    private final InstantSource clock;

    /**
     * An attempt that was made.
     *
     * @param begunAt when
     * @param durationMs how long it took, in milliseconds
     * @param status the HTTP status of the answer, where one came
     * @param trouble why none came
     * @param answer the beginning of the answer, or what the trouble was in words
     */
    record Made(
            Instant begunAt,
            int durationMs,
            Optional<Integer> status,
            Optional<Trouble> trouble,
            String answer) {}

    /** What comes of it. */
    sealed interface Result {
        /** The receiver has it. */
        record Confirmed(Made attempt) implements Result {}

        /** It is to be tried again. */
        record Again(Made attempt, Instant at) implements Result {}

        /** It is not: the schedule is used up, or the receiver wants nothing more. */
        record Over(Made attempt, Outcome why) implements Result {}

        /** Nothing was sent, and nothing will be. */
        record NotSent(String why) implements Result {}

        /** The attempt, where one was made. */
        default Optional<Made> made() {
            return switch (this) {
                case Confirmed(Made attempt) -> Optional.of(attempt);
                case Again(Made attempt, Instant at) -> Optional.of(attempt);
                case Over(Made attempt, Outcome why) -> Optional.of(attempt);
                case NotSent notSent -> Optional.empty();
            };
        }

        /** When the next is due, where there is one. */
        default Optional<Instant> next() {
            return this instanceof Again(Made attempt, Instant at)
                    ? Optional.of(at)
                    : Optional.empty();
        }

        /** How far the delivery is now. */
        default Delivery.State state() {
            return switch (this) {
                case Confirmed confirmed -> Delivery.State.DELIVERED;
                case Again again -> Delivery.State.WAITING;
                case Over over -> Delivery.State.FAILED;
                case NotSent notSent -> Delivery.State.FAILED;
            };
        }

        /** What its sender is told, where anything was sent. */
        default Optional<Outcome> outcome() {
            return switch (this) {
                case Confirmed confirmed -> Optional.of(Outcome.CONFIRMED);
                case Again again -> Optional.of(Outcome.FAILED);
                case Over(Made attempt, Outcome why) -> Optional.of(why);
                case NotSent notSent -> Optional.empty();
            };
        }

        /** What the receiver said, or why it said nothing. */
        default String text() {
            return this instanceof NotSent(String why) ? why : made().orElseThrow().answer();
        }
    }

    Attempt(Events events, Caller caller, InstantSource clock) {
        this.events = events;
        this.caller = caller;
        this.clock = clock;
    }

    Result make(Delivery delivery, Sender sender) {
        Instant now = clock.instant();
        Optional<Sender.Message> message =
                events.find(delivery.event()).flatMap(event -> sender.write(delivery, event, now));
        if (message.isEmpty()) {
            return new Result.NotSent("nobody wants it any more");
        }
        long begin = System.nanoTime();
        Caller.Result called = caller.post(delivery.url(), message.get());
        int took = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        return switch (called) {
            case Caller.Result.Failed(Trouble trouble, String why) ->
                    again(
                            delivery,
                            sender,
                            new Made(now, took, Optional.empty(), Optional.of(trouble), why),
                            Duration.ZERO);
            case Caller.Result.Answered(Exchange.Answer answer) ->
                    answered(
                            delivery,
                            sender,
                            answer,
                            new Made(
                                    now,
                                    took,
                                    Optional.of(answer.status()),
                                    Optional.empty(),
                                    answer.text()));
        };
    }

    private static Result answered(
            Delivery delivery, Sender sender, Exchange.Answer answer, Made made) {
        return switch (sender.judge(answer.status(), answer.text())) {
            case CONFIRMED -> new Result.Confirmed(made);
            case GONE -> new Result.Over(made, Outcome.GONE);
            case AGAIN -> again(delivery, sender, made, answer.retryAfter().orElse(Duration.ZERO));
        };
    }

    /** Attempts are counted with the lease, so the delivery has the number of the one just made. */
    private static Result again(Delivery delivery, Sender sender, Made made, Duration asked) {
        List<Duration> pauses = sender.pauses();
        int number = delivery.attempts();
        if (number > pauses.size()) {
            return new Result.Over(made, Outcome.USED_UP);
        }
        Duration patience = asked.compareTo(PATIENCE_MAX) < 0 ? asked : PATIENCE_MAX;
        Duration pause = pauses.get(number - 1);
        return new Result.Again(
                made, made.begunAt().plus(pause.compareTo(patience) < 0 ? patience : pause));
    }
}
