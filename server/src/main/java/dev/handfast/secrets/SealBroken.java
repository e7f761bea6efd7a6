package dev.handfast.secrets;

/**
 * A sealed value did not open: it was sealed for another purpose or owner, under a key this ring
 * does not have, or somebody changed it.
 */
public final class SealBroken extends RuntimeException {
    SealBroken(String message) {
        super(message);
    }

    SealBroken(String message, Throwable cause) {
        super(message, cause);
    }
}
