package dev.handfast.tokens;

import java.time.Instant;
import java.util.UUID;

/**
 * A phone, watch or computer that holds device tokens.
 *
 * @param id its id
 * @param holder the holder's name
 * @param createdAt when it was registered
 */
public record Device(UUID id, String holder, Instant createdAt) {}
