package dev.handfast.merchantapi;

import dev.handfast.payments.Instrument;

import java.time.Instant;
import java.util.UUID;

/** Opens Apple Pay payment tokens that merchants hand over. */
@FunctionalInterface
public interface TokenOpening {
    /**
     * Opens a token; one that fails a check is a refused instrument.
     *
     * @param merchant who hands it over
     * @param json the token, as the device gave it
     * @param at when it was handed in
     */
    Instrument open(UUID merchant, String json, Instant at);
}
