package dev.handfast.demo;

/** A step of the demonstration did not go as told; the message says what came instead. */
public final class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    StepFailed(String message) {
        super(message);
    }
}
