/**
 * Tests of deliveries, on a real database and against real sockets.
 *
 * <p>Uses {@code outbox} and the test support.
 *
 * <p>Arguments are never null; a failure is an assertion.
 *
 * <p>Verbs: none.
 *
 * <p>Sources: none beyond those of {@code outbox}.
 */
@NullMarked
package dev.handfast.outbox;

import org.jspecify.annotations.NullMarked;
