package dev.handfast.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.web.Answers;

import io.helidon.webserver.http.ServerResponse;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A hosted page: what a payer sees, in a layout for phones and desktops.
 *
 * @param texts the words of its language
 * @param title what it is called in the browser; the body has the heading
 * @param body what stands between header and footer
 * @param refresh when the browser is to ask again by itself
 * @param stage whether real money moves
 */
public record Page(Texts texts, String title, Html body, Optional<Refresh> refresh, Stage stage) {
    /** Where the style sheet is served; changes whenever the sheet does, so it may be kept. */
    static final String STYLE_PATH = "/pages/" + fingerprint(Resources.STYLE) + ".css";

    /** Whether real money moves. */
    public enum Stage {
        /** It does. */
        LIVE,
        /** It does not, and the page says so. */
        SANDBOX
    }

    /**
     * What a browser does by itself after a while, without any script.
     *
     * @param after whole seconds
     * @param target where it goes; empty asks for the same page again
     */
    public record Refresh(Duration after, Optional<String> target) {
        /** Asks for the same page again. */
        public static Optional<Refresh> every(Duration after) {
            return Optional.of(new Refresh(after, Optional.empty()));
        }

        /** Goes somewhere else. */
        public static Optional<Refresh> to(String target, Duration after) {
            return Optional.of(new Refresh(after, Optional.of(target)));
        }
    }

    /** Who may show a page within one of theirs. */
    public enum Frames {
        /** Nobody: somebody could lay it under something else and have a visitor click. */
        NOBODY("'none'"),
        /** Any site: for pages on which there is nothing to click. */
        ANYBODY("https: http:");

        private final String ancestors;

        Frames(String ancestors) {
            this.ancestors = ancestors;
        }
    }

    /** A page that stays as it is. */
    public static Page still(Texts texts, String title, Html body, Stage stage) {
        return new Page(texts, title, body, Optional.empty(), stage);
    }

    /** The whole page as HTML. */
    public String render() {
        return document(
                Html.of(
                        """
                        <a class="skip" href="#main">{}</a>
                        {}
                        <header class="top">
                        <span class="brand">{}Handfast</span>
                        <nav aria-label="{}">{}</nav>
                        </header>
                        <main id="main">
                        {}
                        </main>
                        <footer class="foot">
                        <p>{}{}</p>
                        </footer>\
                        """,
                        texts.get("page.skip"),
                        banner(),
                        Icons.HANDS,
                        texts.get("page.languages"),
                        otherLanguages(),
                        body,
                        Icons.LOCK,
                        texts.get("page.foot")));
    }

    /** The body alone, for the frame of another page. */
    private String renderBare() {
        return document(Html.of("<main id=\"main\" class=\"bare\">{}</main>", body));
    }

    private String document(Html content) {
        return Html.of(
                        """
                        <!doctype html>
                        <html lang="{}">
                        <head>
                        <meta charset="utf-8">
                        <meta name="viewport" content="width=device-width, initial-scale=1">
                        <meta name="robots" content="noindex">
                        <title>{}</title>
                        {}<link rel="stylesheet" href="{}">
                        <link rel="icon" href="/pages/icon.svg" type="image/svg+xml">
                        </head>
                        <body>
                        {}
                        </body>
                        </html>
                        """,
                        texts.language().tag(),
                        title,
                        refresh.map(Page::meta),
                        STYLE_PATH,
                        content)
                .toString();
    }

    /** Answers a request with the page. */
    public void send(ServerResponse response, int status) {
        send(response, status, Frames.NOBODY);
    }

    /**
     * Answers with a page that others may frame, or not; what is framed has neither header nor
     * footer.
     */
    public void send(ServerResponse response, int status, Frames frames) {
        response.header(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
                        + " base-uri 'none'; frame-ancestors "
                        + frames.ancestors);
        response.header("Referrer-Policy", "no-referrer");
        Answers.html(
                response,
                status,
                switch (frames) {
                    case NOBODY -> render();
                    case ANYBODY -> renderBare();
                });
    }

    private Html banner() {
        return switch (stage) {
            case LIVE -> Html.NONE;
            case SANDBOX -> Html.of("<p class=\"sandbox\">{}</p>", texts.get("page.sandbox"));
        };
    }

    private Html otherLanguages() {
        List<Html> links =
                Arrays.stream(Language.values())
                        .filter(language -> language != texts.language())
                        .map(
                                language ->
                                        Html.of(
                                                "<a href=\"?lang={}\" lang=\"{}\" hreflang=\"{}\">"
                                                        + "{}</a>",
                                                language.tag(),
                                                language.tag(),
                                                language.tag(),
                                                language.ownName()))
                        .toList();
        return Html.lines(links);
    }

    private static Html meta(Refresh refresh) {
        long seconds = refresh.after().toSeconds();
        return refresh.target()
                .map(
                        target ->
                                Html.of(
                                        "<meta http-equiv=\"refresh\" content=\"{}; url={}\">\n",
                                        seconds,
                                        target))
                .orElseGet(
                        () -> Html.of("<meta http-equiv=\"refresh\" content=\"{}\">\n", seconds));
    }

    private static String fingerprint(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(UTF_8));
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
