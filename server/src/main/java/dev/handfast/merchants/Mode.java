package dev.handfast.merchants;

/** Whether money is real. What belongs to one mode is never seen from the other. */
public enum Mode {
    /** Nothing that happens is real. */
    TEST,
    /** Everything is. */
    LIVE;

    /** Whether money is real. */
    public boolean isLive() {
        return this == LIVE;
    }
}
