package dev.handfast.sql;

/**
 * Deletes what is over, a number of rows at a time, each in a transaction of its own: neither locks
 * nor the log grow with what has piled up, and whoever else works on the table goes on.
 */
public final class Sweep {
    /** How many rows one step takes. */
    public static final int ROWS = 1_000;

    /** How many steps one sweep makes; the rest is for the next. */
    public static final int STEPS_MAX = 100;

    private Sweep() {}

    /** One step. */
    public interface Step {
        /** Deletes at most {@code limit} rows; answers how many. */
        int take(Tx tx, int limit);
    }

    /** Makes steps until one finds less than it could take, or there have been enough. */
    public static int run(Database database, Step step) {
        int taken = 0;
        for (int made = 0; made < STEPS_MAX; made++) {
            int some = database.transact(tx -> step.take(tx, ROWS));
            taken += some;
            if (some < ROWS) {
                break;
            }
        }
        return taken;
    }
}
