package dev.handfast.limits;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/** Over which time a limit adds up. */
public enum Window {
    /** Each operation by itself. */
    ONCE("each time"),
    /** A calendar day. */
    DAY("a day"),
    /** A calendar year. */
    YEAR("a year"),
    /** All the time there is. */
    LIFE("in all");

    private final String words;

    Window(String words) {
        this.words = words;
    }

    /** How it reads behind an amount. */
    String words() {
        return words;
    }

    /** The period that a moment falls into; nothing where nothing adds up. */
    Optional<String> period(Instant at, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(at, zone);
        return switch (this) {
            case ONCE -> Optional.empty();
            case DAY -> Optional.of(day.toString());
            case YEAR -> Optional.of(Integer.toString(day.getYear()));
            case LIFE -> Optional.of("life");
        };
    }
}
