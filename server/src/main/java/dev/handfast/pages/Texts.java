package dev.handfast.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The words of the pages in one language, from the resource {@code /web/texts/TAG.properties}, in
 * UTF-8. All languages have the same keys. In a value, <code>{0}</code> is the first argument and
 * so on; a value is text, never markup.
 */
public final class Texts {
    private static final Map<Language, Texts> ALL =
            Arrays.stream(Language.values())
                    .collect(Collectors.toUnmodifiableMap(language -> language, Texts::read));

    private final Language language;
    private final Properties values;

    private Texts(Language language, Properties values) {
        this.language = language;
        this.values = values;
    }

    /** The words in that language. */
    public static Texts in(Language language) {
        Texts texts = ALL.get(language);
        if (texts == null) {
            throw new IllegalStateException("no texts in " + language);
        }
        return texts;
    }

    /** The language they are in. */
    public Language language() {
        return language;
    }

    /**
     * The text of a key with its arguments put in.
     *
     * @throws IllegalArgumentException if there is none: a mistake in a page
     */
    public String get(String key, Object... arguments) {
        String text = values.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("no text %s in %s".formatted(key, language));
        }
        for (int i = 0; i < arguments.length; i++) {
            text = text.replace("{" + i + "}", arguments[i].toString());
        }
        return text;
    }

    /** The keys, in order. */
    Set<String> keys() {
        return new TreeSet<>(values.stringPropertyNames());
    }

    private static Texts read(Language language) {
        String name = "/web/texts/" + language.tag() + ".properties";
        Properties values = new Properties();
        try (InputStream in = Texts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
            values.load(reader);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Texts(language, values);
    }
}
