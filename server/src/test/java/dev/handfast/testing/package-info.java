/**
 * Test support: a real database for every test.
 *
 * <p>Uses {@code sql} only; {@link dev.handfast.testing.Browser}, which leads a real browser, uses
 * {@code web} as well. A test class says {@link dev.handfast.testing.DatabaseTest} and takes a
 * {@code Database} as a parameter; it gets a new one, with all tables, that nobody else sees.
 *
 * <p>Arguments and results are never null. What fails here fails the test.
 *
 * <p>Verbs: {@code fresh} makes a database, {@code afterEach} adds a check that runs after every
 * database test.
 *
 * <p>Sources: none.
 */
@NullMarked
package dev.handfast.testing;

import org.jspecify.annotations.NullMarked;
