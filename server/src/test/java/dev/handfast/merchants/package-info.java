/**
 * Tests of merchants, their keys and their endpoints, on a real database.
 *
 * <p>Uses {@code merchants} and the test support.
 *
 * <p>Arguments are never null; a failure is an assertion.
 *
 * <p>Verbs: none.
 *
 * <p>Sources: none beyond those of {@code merchants}.
 */
@NullMarked
package dev.handfast.merchants;

import org.jspecify.annotations.NullMarked;
