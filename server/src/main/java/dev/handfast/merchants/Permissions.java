package dev.handfast.merchants;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a restricted key may do: read or write objects of named resources; who may write may read.
 *
 * @param texts each a resource and a verb, such as {@code payment_intents:read}
 */
public record Permissions(Set<String> texts) {
    private static final Pattern TEXT = Pattern.compile("[a-z_]{1,40}:(read|write)");

    /** What a key may do with a resource. */
    public enum Verb {
        READ,
        WRITE
    }

    /**
     * Checks the texts.
     *
     * @throws IllegalArgumentException naming the first that is of another form
     */
    public Permissions {
        for (String text : texts) {
            if (!TEXT.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "permission: a resource and read or write, such as payment_intents:read,"
                                + " got "
                                + text);
            }
        }
        texts = Set.copyOf(texts);
    }

    /** None. */
    public static Permissions none() {
        return new Permissions(Set.of());
    }

    /** Those in a line, separated by blanks or commas. */
    public static Permissions of(String line) {
        List<String> words =
                Arrays.stream(line.split("[ ,]", -1)).filter(word -> !word.isEmpty()).toList();
        return new Permissions(Set.copyOf(words));
    }

    /** Whether they include this. */
    public boolean allow(String resource, Verb verb) {
        return texts.contains(resource + ":write")
                || (verb == Verb.READ && texts.contains(resource + ":read"));
    }

    /** The texts in one line, in order. */
    public String line() {
        return String.join(" ", new TreeSet<>(texts));
    }
}
