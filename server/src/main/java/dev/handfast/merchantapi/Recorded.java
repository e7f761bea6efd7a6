package dev.handfast.merchantapi;

import dev.handfast.customers.Edit;
import dev.handfast.engine.Command;
import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Idempotency.Reply;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.Payments;
import dev.handfast.payments.Replied;
import dev.handfast.payments.Request;

import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers that were recorded under an idempotency key. */
final class Recorded {
    private Recorded() {}

    /** The answer of a command that is never waited for. */
    static Answer of(Idempotency.Answer<?> answer, String docs) {
        return switch (answer) {
            case Idempotency.Answer.First<?>(var result, Reply.Final(int status, String body)) ->
                    new Answer(status, body);
            case Idempotency.Answer.Again<?>(int status, String body) ->
                    new Answer(status, body, true);
            case Idempotency.Answer.KeyReused<?> reused -> answer(new Replied.KeyReused(), docs);
            case Idempotency.Answer.First<?>(var result, Reply.Pending pending) -> throw waited();
            case Idempotency.Answer.StillRunning<?> running -> throw waited();
        };
    }

    /** Makes a change to what is kept, once where the client has given the request a key. */
    static <R> Answer edit(
            ApiParts parts,
            Call call,
            Command<Edit.Result<R>> edit,
            Function<Edit.Result<R>, Answer> rendered) {
        return of(
                parts.what()
                        .customers()
                        .run(edit, call.recordedUnder(), result -> kept(rendered.apply(result))),
                parts.settings().docs());
    }

    /** Does something once where the client has given the request a key, and records the answer. */
    static Answer once(ApiParts parts, Call call, Function<Call, Answer> work) {
        return making(parts, call, id -> work.apply(call));
    }

    /**
     * The same for work that makes something: a retry under the key has the id of the first try.
     */
    static Answer making(ApiParts parts, Call call, Function<UUID, Answer> work) {
        return call.recordedUnder()
                .map(
                        key ->
                                answer(
                                        parts.what()
                                                .payments()
                                                .runOnce(key, id -> kept(work.apply(id))),
                                        parts.settings().docs()))
                .orElseGet(() -> work.apply(parts.ids().next()));
    }

    /** Runs a request about a payment, once where the client has given it a key. */
    static Answer request(
            ApiParts parts, Call call, Request request, Function<Outcome, Answer> rendered) {
        Payments payments = parts.what().payments();
        return run(
                call,
                new Way<>(
                        () -> payments.run(request),
                        (key, render) -> payments.runOnce(key, request, render)),
                rendered,
                parts.settings().docs());
    }

    /** An answer as it is recorded. */
    static Reply.Final kept(Answer answer) {
        return new Reply.Final(answer.status(), answer.body());
    }

    /**
     * How a request runs whose own package keeps the answers to it.
     *
     * @param plainly runs it
     * @param once runs it once under a key, with what makes the answer to be recorded
     * @param <R> the outcome
     */
    record Way<R>(
            Supplier<R> plainly,
            BiFunction<Idempotency.Key, Function<R, Reply.Final>, Replied> once) {}

    /** Runs a request, once where the client has given it a key. */
    static <R> Answer run(Call call, Way<R> way, Function<R, Answer> rendered, String docs) {
        return call.recordedUnder()
                .map(
                        key ->
                                answer(
                                        way.once()
                                                .apply(
                                                        key,
                                                        outcome -> kept(rendered.apply(outcome))),
                                        docs))
                .orElseGet(() -> rendered.apply(way.plainly().get()));
    }

    private static IllegalStateException waited() {
        return new IllegalStateException("nothing waits for another's answer here");
    }

    static Answer answer(Replied replied, String docs) {
        return switch (replied) {
            case Replied.Answered(int status, String body, boolean again) ->
                    new Answer(status, body, again);
            case Replied.KeyReused reused ->
                    new ApiError(
                                    400,
                                    ApiError.Type.IDEMPOTENCY_ERROR,
                                    ApiCode.IDEMPOTENCY_KEY_REUSED,
                                    Optional.empty(),
                                    "Keys for idempotent requests can only be used with the same"
                                            + " path and parameters they were first used with. Use"
                                            + " another key for another request.",
                                    Optional.empty())
                            .answer(docs);
        };
    }
}
