package dev.handfast.merchants;

import java.time.Instant;
import java.util.UUID;

/**
 * A merchant that a platform has brought: the platform's keys may act for it.
 *
 * @param merchant which
 * @param platform the merchant whose keys may act for it
 * @param details what the dialect wants to keep, as JSON text
 * @param createdAt when it came
 */
public record Account(UUID merchant, UUID platform, String details, Instant createdAt) {}
