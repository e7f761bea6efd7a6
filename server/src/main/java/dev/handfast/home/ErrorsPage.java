package dev.handfast.home;

import dev.handfast.web.Html;

/**
 * The reference of errors as a page with an anchor for each, made from docs/reference/errors.md.
 * Knows what that file uses of Markdown: headings, paragraphs, tables as they stand, code spans.
 */
final class ErrorsPage {
    private ErrorsPage() {}

    static String render(String markdown) {
        StringBuilder body = new StringBuilder();
        StringBuilder block = new StringBuilder();
        for (String line : markdown.lines().toList()) {
            if (line.startsWith("#")) {
                flush(body, block);
                heading(body, line);
            } else if (line.isBlank()) {
                flush(body, block);
            } else {
                block.append(line).append('\n');
            }
        }
        flush(body, block);
        return """
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
        %s
        </main>
        </body>
        </html>
        """
                .formatted(body);
    }

    private static void heading(StringBuilder body, String line) {
        int level = (int) line.chars().takeWhile(c -> c == '#').count();
        String text = line.substring(level).strip();
        String anchor = text.replace("`", "");
        body.append(
                "<h%d id=\"%s\">%s</h%d>\n"
                        .formatted(level, Html.escape(anchor), spans(text), level));
    }

    private static void flush(StringBuilder body, StringBuilder block) {
        if (block.isEmpty()) {
            return;
        }
        boolean table = block.charAt(0) == '|';
        String tag = table ? "pre" : "p";
        body.append("<%s>%s</%s>\n".formatted(tag, spans(block.toString()), tag));
        block.setLength(0);
    }

    /** Escapes a text and marks what stands between backquotes as code. */
    private static String spans(String text) {
        StringBuilder html = new StringBuilder();
        boolean code = false;
        for (String part : text.split("`", -1)) {
            html.append(code ? "<code>" + Html.escape(part) + "</code>" : Html.escape(part));
            code = !code;
        }
        return html.toString();
    }
}
