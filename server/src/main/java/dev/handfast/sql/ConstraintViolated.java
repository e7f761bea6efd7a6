package dev.handfast.sql;

/** A row broke a constraint; constraint names are API, so a caller maps the one it expects. */
public final class ConstraintViolated extends SqlFailure {
    private final String constraint;

    ConstraintViolated(String constraint, String message, Throwable cause) {
        super(message, cause);
        this.constraint = constraint;
    }

    /**
     * Returns the name of the constraint or unique index; for a {@code not null} column, which has
     * no constraint name before PostgreSQL 18 tells it, {@code table.column}.
     */
    public String constraint() {
        return constraint;
    }
}
