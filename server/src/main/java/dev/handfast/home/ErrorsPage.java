package dev.handfast.home;

import dev.handfast.pages.Html;

import java.util.ArrayList;
import java.util.List;

/**
 * The reference of errors as a page with an anchor for each, made from docs/reference/errors.md.
 * Knows what that file uses of Markdown: headings, paragraphs, tables as they stand, code spans.
 */
final class ErrorsPage {
    private ErrorsPage() {}

    static String render(String markdown) {
        List<Html> body = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        for (String line : markdown.lines().toList()) {
            if (line.startsWith("#")) {
                flush(body, block);
                body.add(heading(line));
            } else if (line.isBlank()) {
                flush(body, block);
            } else {
                block.append(line).append('\n');
            }
        }
        flush(body, block);
        return Html.of(
                        """
                        <!doctype html>
                        <html lang="en">
                        <head>
                        <meta charset="utf-8">
                        <meta name="viewport" content="width=device-width, initial-scale=1">
                        <title>Errors - Handfast</title>
                        <link rel="stylesheet" href="/handfast.css">
                        </head>
                        <body>
                        <main class="reference">
                        {}
                        </main>
                        </body>
                        </html>
                        """,
                        Html.lines(body))
                .toString();
    }

    private static Html heading(String line) {
        int level = (int) line.chars().takeWhile(c -> c == '#').count();
        String text = line.substring(level).strip();
        String anchor = text.replace("`", "");
        return Html.of("<h{} id=\"{}\">{}</h{}>", level, anchor, spans(text), level);
    }

    private static void flush(List<Html> body, StringBuilder block) {
        if (block.isEmpty()) {
            return;
        }
        Html text = spans(block.toString());
        body.add(
                block.charAt(0) == '|'
                        ? Html.of("<pre>{}</pre>", text)
                        : Html.of("<p>{}</p>", text));
        block.setLength(0);
    }

    /** Marks what stands between backquotes as code. */
    private static Html spans(String text) {
        Html html = Html.NONE;
        boolean code = false;
        for (String part : text.split("`", -1)) {
            html = Html.joined(html, code ? Html.of("<code>{}</code>", part) : Html.text(part));
            code = !code;
        }
        return html;
    }
}
