package dev.handfast.merchantapi;

import dev.handfast.payments.Replied;

import java.util.Optional;

/** Answers that were recorded under an idempotency key. */
final class Recorded {
    private Recorded() {}

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
