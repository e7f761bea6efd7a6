package dev.handfast.alipay;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Texts that are shown to the developer whose signature is wrong: what opens something as stars.
 */
final class Shown {
    private static final String STARS = "***";

    /** Parameters whose values open something. */
    private static final List<String> SECRET = List.of("app_auth_token", "auth_token");

    /** The same as fields of JSON, in a text that may be cut off anywhere. */
    private static final Pattern FIELD =
            Pattern.compile(
                    "(\"(?:auth_code|app_auth_token|auth_token|refresh_token"
                            + "|app_refresh_token|code)\"\\s*:\\s*\")(?:[^\"\\\\]|\\\\.)*");

    private Shown() {}

    /** These parameters. */
    static Parameters of(Parameters parameters) {
        Parameters shown = parameters;
        for (String name : SECRET) {
            if (shown.find(name).isPresent()) {
                shown = shown.with(name, STARS);
            }
        }
        String biz = shown.get("biz_content");
        return biz.isEmpty() ? shown : shown.with("biz_content", json(biz));
    }

    /** A text in which this token stands as a line of its own; the token may be empty. */
    static String of(String text, String token) {
        String masked = json(text);
        return token.isEmpty() ? masked : masked.replace("\n" + token + "\n", "\n" + STARS + "\n");
    }

    private static String json(String text) {
        return FIELD.matcher(text).replaceAll("$1" + STARS);
    }
}
