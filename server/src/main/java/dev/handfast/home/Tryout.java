package dev.handfast.home;

import java.util.Optional;

/** What the buttons of the first page do in the sandbox. */
@FunctionalInterface
public interface Tryout {
    /**
     * What came of it.
     *
     * @param order the QR code that waits to be scanned, where there is one
     * @param message in words
     */
    record Result(Optional<String> order, String message) {}

    /**
     * Does it.
     *
     * @param what {@code coffee}, {@code order}, {@code ana} or {@code lin}
     * @param code the QR code that the last two scan
     */
    Result run(String what, String code);
}
