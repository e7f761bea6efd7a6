package dev.handfast.checkout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.pages.Resources;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerResponse;

import java.util.HexFormat;
import java.util.zip.CRC32;

/** The scripts and the style sheet of hosted checkout. */
final class Assets {
    private static final String SCRIPT = Resources.text("/web/checkout.js");
    private static final String SHEET = Resources.text("/web/simulated-apple-pay.js");
    private static final String STYLE = Resources.text("/web/checkout.css");
    private static final String EMBED = Resources.text("/web/embed.js");

    /** Addresses change with what stands there, so that it may be kept for ever. */
    static final String SCRIPT_PATH = "/checkout/assets/%s.js".formatted(fingerprint(SCRIPT));

    static final String SHEET_PATH = "/checkout/assets/%s.js".formatted(fingerprint(SHEET));
    static final String STYLE_PATH = "/checkout/assets/%s.css".formatted(fingerprint(STYLE));

    /** What merchants' pages name; it stays. */
    static final String EMBED_PATH = "/checkout/embed.js";

    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String FIVE_MINUTES = "public, max-age=300";

    private Assets() {}

    static void route(HttpRules rules) {
        rules.get(SCRIPT_PATH, (request, response) -> send(response, JAVASCRIPT, SCRIPT))
                .get(SHEET_PATH, (request, response) -> send(response, JAVASCRIPT, SHEET))
                .get(
                        STYLE_PATH,
                        (request, response) -> send(response, "text/css; charset=utf-8", STYLE))
                .get(
                        EMBED_PATH,
                        (request, response) -> {
                            // Pages of merchants load it, whatever their isolation.
                            response.header("Cross-Origin-Resource-Policy", "cross-origin");
                            response.header(HeaderNames.CACHE_CONTROL, FIVE_MINUTES);
                            answer(response, JAVASCRIPT, EMBED);
                        });
    }

    private static void send(ServerResponse response, String type, String text) {
        response.header(HeaderNames.CACHE_CONTROL, FOR_EVER);
        answer(response, type, text);
    }

    private static void answer(ServerResponse response, String type, String text) {
        response.header(HeaderNames.CONTENT_TYPE, type);
        response.header("X-Content-Type-Options", "nosniff");
        response.send(text.getBytes(UTF_8));
    }

    private static String fingerprint(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(UTF_8));
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
