package dev.handfast.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.util.function.Function;

/**
 * A secret string, such as a password, that prints nothing.
 *
 * <p>{@link #toString} is a fixed text, {@link #equals} takes the same time wherever the first
 * difference lies, and there is no getter: the only way to the text is {@link #use}, so that a
 * reader finds every place that touches it by searching for one word.
 */
public final class SecretText {
    private final String text;

    private SecretText(String text) {
        this.text = text;
    }

    /** Wraps the text; the caller forgets its own copy. */
    public static SecretText of(String text) {
        return new SecretText(text);
    }

    /** Lends the text to the function and returns what the function returns. */
    public <T extends @Nullable Object> T use(Function<? super String, T> function) {
        return function.apply(text);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretText that
                && MessageDigest.isEqual(text.getBytes(UTF_8), that.text.getBytes(UTF_8));
    }

    /** One value for all secrets: a hash printed by a debugger would be a hint. */
    @Override
    public int hashCode() {
        return SecretText.class.hashCode();
    }

    @Override
    public String toString() {
        return "SecretText[hidden]";
    }
}
