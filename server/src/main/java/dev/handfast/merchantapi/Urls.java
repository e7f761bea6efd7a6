package dev.handfast.merchantapi;

import dev.handfast.merchants.Mode;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads addresses to which a payer's browser is sent. */
final class Urls {
    /** Stands in an address for the session's id, braces and all; it is put in later. */
    static final String SESSION_MARK = "{CHECKOUT_SESSION_ID}";

    private Urls() {}

    /** An absolute address of http or https, in live mode of https only. */
    static Optional<String> read(Params params, String name, Mode mode) {
        Optional<String> text = params.text(name);
        List<String> schemes = mode.isLive() ? List.of("https") : List.of("https", "http");
        if (text.isEmpty() || isGood(text.get(), schemes)) {
            return text;
        }
        params.refuse(
                name,
                ApiCode.URL_INVALID,
                "%s is an absolute address of %s without a user, got '%s'"
                        .formatted(name, String.join(" or ", schemes), Params.shown(text.get())));
        return Optional.empty();
    }

    private static boolean isGood(String text, List<String> schemes) {
        try {
            URI uri = new URI(text.replace(SESSION_MARK, "x"));
            return schemes.contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
