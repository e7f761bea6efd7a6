package dev.handfast.testing;

import dev.handfast.sql.Database;

import java.util.function.Consumer;

/**
 * A check that runs after every database test, on the database the test has left.
 *
 * <p>Found through {@code META-INF/services/dev.handfast.testing.AfterDatabaseTest}; throws to fail
 * the test. It does not run after a test that has failed, whose own failure says more.
 */
public interface AfterDatabaseTest extends Consumer<Database> {}
