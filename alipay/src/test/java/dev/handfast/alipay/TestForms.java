package dev.handfast.alipay;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Submits an HTML form as a browser does: enough of HTML for the forms that clients make. */
final class TestForms {
    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]*)\"");
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");

    private TestForms() {}

    static RawRequest submit(String html) {
        Matcher action = ACTION.matcher(html);
        if (!action.find()) {
            throw new IllegalArgumentException("the form has no action");
        }
        String address = unescape(action.group(1));
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(html);
        while (hidden.find()) {
            fields.put(unescape(hidden.group(1)), unescape(hidden.group(2)));
        }
        return new RawRequest(
                address.substring(address.indexOf('?') + 1),
                UrlForm.write(fields, WireCharset.UTF_8).getBytes(StandardCharsets.US_ASCII),
                "application/x-www-form-urlencoded");
    }

    private static String unescape(String text) {
        return text.replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
