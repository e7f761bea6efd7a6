package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Engine;
import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Idempotency.Answer;
import dev.handfast.engine.Idempotency.Reply;

import java.util.UUID;
import java.util.function.Function;

/** Runs commands that ask nobody outside once under a key. */
final class Once {
    private Once() {}

    /** The first call runs the command; every later one gets the answer of the first. */
    static <R> Replied run(
            Engine engine,
            Idempotency.Key key,
            Command<R> command,
            Function<R, Reply.Final> render) {
        return switch (engine.run(Idempotency.once(key, command, render::apply))) {
            case Answer.First<R>(R result, Reply.Final(int status, String body)) ->
                    new Replied.Answered(status, body, false);
            case Answer.Again<R>(int status, String body) ->
                    new Replied.Answered(status, body, true);
            case Answer.KeyReused<R> reused -> new Replied.KeyReused();
            case Answer.First<R>(R result, Reply.Pending(UUID subject)) ->
                    throw new IllegalStateException("an answer that nobody finishes: " + subject);
            case Answer.StillRunning<R>(UUID subject) ->
                    throw new IllegalStateException("this key asks a rail about " + subject);
        };
    }
}
