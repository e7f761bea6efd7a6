package dev.handfast.app;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What is logged: one line an event, and of libraries only what an operator must know. */
final class LogSettings {
    /** Held here, as a logger that nobody holds forgets its level. */
    private static final List<Logger> QUIET =
            List.of(
                    Logger.getLogger("com.zaxxer.hikari"),
                    Logger.getLogger("org.flywaydb"),
                    Logger.getLogger("io.helidon"));

    private LogSettings() {}

    static void apply() {
        if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
            System.setProperty(
                    "java.util.logging.SimpleFormatter.format",
                    "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n");
        }
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    }
}
