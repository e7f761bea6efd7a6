package dev.handfast.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerResponse;

/** Serves the style sheet and the icon of the hosted pages. */
public final class PagesService implements HttpService {
    @Override
    public void routing(HttpRules rules) {
        rules.get(
                Page.STYLE_PATH,
                (request, response) ->
                        send(
                                response,
                                "text/css; charset=utf-8",
                                "public, max-age=31536000, immutable",
                                Resources.STYLE));
        rules.get(
                "/pages/icon.svg",
                (request, response) ->
                        send(response, "image/svg+xml", "public, max-age=86400", Resources.ICON));
    }

    private static void send(ServerResponse response, String type, String keep, String text) {
        response.header(HeaderNames.CONTENT_TYPE, type);
        response.header(HeaderNames.CACHE_CONTROL, keep);
        response.header("X-Content-Type-Options", "nosniff");
        response.send(text.getBytes(UTF_8));
    }
}
