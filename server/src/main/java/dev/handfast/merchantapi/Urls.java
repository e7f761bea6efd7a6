package dev.handfast.merchantapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.merchants.Mode;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads addresses to which a payer's browser is sent. */
final class Urls {
    /** Stands in an address for the session's id, braces and all; it is put in later. */
    static final String SESSION_MARK = "{CHECKOUT_SESSION_ID}";

    private Urls() {}

    /** The address with a session's id in its place. */
    static String ofSession(String url, UUID session) {
        return url.replace(SESSION_MARK, PublicIds.CHECKOUT_SESSION.format(session));
    }

    /** The address with more in its query. */
    static String with(String url, Map<String, String> query) {
        int hash = url.indexOf('#');
        String fragment = hash < 0 ? "" : url.substring(hash);
        String rest = hash < 0 ? url : url.substring(0, hash);
        StringBuilder all = new StringBuilder(rest);
        char joint = rest.indexOf('?') < 0 ? '?' : '&';
        for (Map.Entry<String, String> one : query.entrySet()) {
            all.append(joint)
                    .append(one.getKey())
                    .append('=')
                    .append(URLEncoder.encode(one.getValue(), UTF_8));
            joint = '&';
        }
        return all.append(fragment).toString();
    }

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
