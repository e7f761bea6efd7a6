package dev.handfast.engine;

import java.util.function.Function;

/**
 * The answer to a request that is settled in one batch, under an idempotency key: the first call
 * runs it, every later one, even at the same moment, gets the answer of the first.
 */
public sealed interface Once {
    /**
     * The recorded answer.
     *
     * @param status as it was recorded
     * @param body as it was recorded
     */
    record Answered(int status, String body) implements Once {}

    /** The key belongs to a request with other content. */
    record KeyReused() implements Once {}

    /**
     * Runs a command once under its key.
     *
     * @param render makes the answer to be recorded; pure
     */
    static <R> Once run(
            Engine engine,
            Idempotency.Key key,
            Command<R> command,
            Function<R, Idempotency.Reply.Final> render) {
        return switch (engine.run(Idempotency.once(key, command, render::apply))) {
            case Idempotency.Answer.First<R>(
                            R result,
                            Idempotency.Reply.Final(int status, var text)) ->
                    new Answered(status, text);
            case Idempotency.Answer.First<R>(R result, Idempotency.Reply.Pending pending) ->
                    throw new IllegalStateException("nobody was promised an answer");
            case Idempotency.Answer.Again<R>(int status, String body) -> new Answered(status, body);
            case Idempotency.Answer.StillRunning<R> running ->
                    throw new IllegalStateException("nobody was promised an answer");
            case Idempotency.Answer.KeyReused<R> reused -> new KeyReused();
        };
    }
}
