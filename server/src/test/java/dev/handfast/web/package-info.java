/**
 * Tests of the edge's tools.
 *
 * <p>Uses {@code web} and the JDK's own HTTP client; where a client misbehaves, a plain socket.
 *
 * <p>Arguments are never null; a failure is an assertion.
 *
 * <p>Verbs: none.
 *
 * <p>Sources: none beyond those of {@code web}.
 */
@NullMarked
package dev.handfast.web;

import org.jspecify.annotations.NullMarked;
