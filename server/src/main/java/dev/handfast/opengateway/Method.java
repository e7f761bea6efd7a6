package dev.handfast.opengateway;

/** One method of the dialect. Called by many threads. */
@FunctionalInterface
interface Method {
    /** Carries the call out, or says why not; throws only where the outcome is not known. */
    Answer answer(Call call);
}
