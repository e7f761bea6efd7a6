package dev.handfast.merchantapi;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The families of API versions that are answered here. A version is a date and its family's name,
 * such as {@code 2026-07-29.dahlia}; within a family versions differ only in what was added.
 */
enum ApiVersion {
    DAHLIA,
    /** Takes {@code payment_method_types} no longer for payments, setups and checkout sessions. */
    ENDIVE;

    private static final Pattern DATE = Pattern.compile("20[0-9]{2}-[01][0-9]-[0-3][0-9]");

    /** The family of a version; empty if it is none of these. */
    static Optional<ApiVersion> of(String text) {
        int dot = text.indexOf('.');
        return dot < 0 || !DATE.matcher(text.substring(0, dot)).matches()
                ? Optional.empty()
                : Arrays.stream(values())
                        .filter(version -> version.text().equals(text.substring(dot + 1)))
                        .findFirst();
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All of them, for people. */
    static String known() {
        return Arrays.stream(values())
                .map(version -> "YYYY-MM-DD." + version.text())
                .collect(Collectors.joining(", "));
    }
}
