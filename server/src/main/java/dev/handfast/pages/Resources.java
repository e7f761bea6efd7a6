package dev.handfast.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Files that come with the program. */
public final class Resources {
    static final String STYLE = text("/web/pages.css");
    static final String ICON = text("/web/icon.svg");

    private Resources() {}

    /**
     * A file of the program as text.
     *
     * @param name with a slash before it
     * @throws IllegalStateException if the program was built without it
     */
    public static String text(String name) {
        try (InputStream in = Resources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
