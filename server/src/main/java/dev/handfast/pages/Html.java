package dev.handfast.pages;

import static dev.handfast.web.Html.escape;

import com.google.errorprone.annotations.CompileTimeConstant;

import java.util.Collection;
import java.util.Optional;

/**
 * Markup that is safe to send: made from templates that are constants of the program, and from
 * texts that were escaped on their way in.
 *
 * <p>There is no way from a text to markup but through {@link #of} and {@link #text}, and the
 * compiler refuses a template that is put together at run time. So nothing that came from outside
 * can become a tag.
 */
public final class Html {
    /** No markup at all. */
    public static final Html NONE = new Html("");

    private final String markup;

    private Html(String markup) {
        this.markup = markup;
    }

    /**
     * Markup from a template. Each <code>{}</code> in it takes one part: a text, which is escaped,
     * so that it may stand as content or in a quoted attribute; a number; markup, as it is; or an
     * optional of these, of which an empty one leaves nothing.
     *
     * @throws IllegalArgumentException if there are more or fewer parts than places for them
     */
    public static Html of(@CompileTimeConstant String template, Object... parts) {
        StringBuilder markup = new StringBuilder(template.length() + 64 * parts.length);
        int from = 0;
        for (Object part : parts) {
            int place = template.indexOf("{}", from);
            if (place < 0) {
                throw new IllegalArgumentException("fewer than %d places".formatted(parts.length));
            }
            markup.append(template, from, place);
            append(markup, part);
            from = place + 2;
        }
        if (template.indexOf("{}", from) >= 0) {
            throw new IllegalArgumentException("more than %d places".formatted(parts.length));
        }
        return new Html(markup.append(template, from, template.length()).toString());
    }

    /** The text as markup. */
    public static Html text(String text) {
        return new Html(escape(text));
    }

    /** One after the other, each on a line of its own. */
    public static Html lines(Collection<Html> parts) {
        StringBuilder markup = new StringBuilder();
        parts.forEach(part -> markup.append(part.markup).append('\n'));
        return new Html(markup.toString());
    }

    /** One after the other, with nothing between them. */
    public static Html joined(Html... parts) {
        StringBuilder markup = new StringBuilder();
        for (Html part : parts) {
            markup.append(part.markup);
        }
        return new Html(markup.toString());
    }

    private static void append(StringBuilder markup, Object part) {
        switch (part) {
            case Html html -> markup.append(html.markup);
            case String text -> markup.append(escape(text));
            case Integer number -> markup.append(number);
            case Long number -> markup.append(number);
            case Optional<?> perhaps -> perhaps.ifPresent(inner -> append(markup, inner));
            default ->
                    throw new IllegalArgumentException(
                            "a part is text, a number or markup, got " + part.getClass());
        }
    }

    /** The markup itself. */
    @Override
    public String toString() {
        return markup;
    }
}
