package dev.handfast.merchants;

import dev.handfast.engine.Ids;

import java.time.Instant;
import java.util.UUID;

/**
 * A merchant's printed QR code: good for any number of payments, whose payers type the amount.
 *
 * @param id follows from {@code code}
 * @param code what the QR code says
 * @param merchant whom it pays
 * @param label where it hangs, as the merchant calls it; 0 to 100 characters
 * @param createdAt when it was made
 */
public record StaticCode(UUID id, String code, UUID merchant, String label, Instant createdAt) {
    private static final int LABEL_LENGTH_MAX = 100;

    /** Checks the label. */
    public StaticCode {
        if (label.length() > LABEL_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "a label has at most %d characters, got %d"
                            .formatted(LABEL_LENGTH_MAX, label.length()));
        }
    }

    static UUID idOf(String code) {
        return Ids.named("static_code", code);
    }
}
