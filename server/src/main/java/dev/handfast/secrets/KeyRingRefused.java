package dev.handfast.secrets;

/** The key ring cannot be used as it is; the message tells the operator what to do. */
public final class KeyRingRefused extends RuntimeException {
    KeyRingRefused(String message) {
        super(message);
    }

    KeyRingRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
