package dev.handfast.sql;

import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * Sorts what the driver throws into the kinds of {@link SqlFailure}, by SQLSTATE.
 *
 * <p>Source: PostgreSQL 18 documentation, appendix A, table A.1.
 */
final class Failures {
    /** Beside whole classes: shutdown, crash, starting up; cancelled; lock not to be had; idle. */
    private static final Set<String> UNAVAILABLE =
            Set.of("57P01", "57P02", "57P03", "57P05", "57014", "55P03", "25P03", "25P04");

    private static final Set<String> CONFLICT = Set.of("40001", "40P01");

    private static final String NOT_NULL = "23502";

    private Failures() {}

    /** Returns the failure to throw; {@code doing} is the statement or step that failed. */
    static SqlFailure sorted(String doing, SQLException cause) {
        String state = stateOf(cause);
        String message = "%s (SQLSTATE %s): %s".formatted(message(cause), state, doing.strip());
        if (unavailable(cause)) {
            return new DatabaseUnavailable(message, cause);
        }
        if (CONFLICT.contains(state)) {
            return new SerializationConflict(message, cause);
        }
        if (state.startsWith("23")) {
            return new ConstraintViolated(constraintOf(cause), message, cause);
        }
        return new SqlBug(message, cause);
    }

    /** Says whether the server could not be reached or could not serve, so nothing is decided. */
    static boolean unavailable(SQLException failure) {
        String state = stateOf(failure);
        return state.startsWith("08") || state.startsWith("53") || UNAVAILABLE.contains(state);
    }

    /** What the server said first, without the detail line, which quotes parameters. */
    private static String message(SQLException failure) {
        return server(failure)
                .map(ServerErrorMessage::getMessage)
                .orElseGet(() -> String.valueOf(failure.getMessage()));
    }

    private static String constraintOf(SQLException failure) {
        return server(failure).map(Failures::constraintOf).orElse("unnamed");
    }

    private static String constraintOf(ServerErrorMessage server) {
        return NOT_NULL.equals(server.getSQLState())
                ? server.getTable() + "." + server.getColumn()
                : String.valueOf(server.getConstraint());
    }

    /** The server's own words, or empty where the failure arose on this side. */
    private static Optional<ServerErrorMessage> server(SQLException failure) {
        return failure instanceof PSQLException said
                ? Optional.ofNullable(said.getServerErrorMessage())
                : Optional.empty();
    }

    private static String stateOf(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "none" : state;
    }
}
