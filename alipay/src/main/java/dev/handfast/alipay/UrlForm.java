package dev.handfast.alipay;

import dev.handfast.alipay.ParameterReader.MalformedException;
import dev.handfast.alipay.ParameterReader.RawPair;
import dev.handfast.alipay.ParameterReader.Source;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The application/x-www-form-urlencoded form, read to bytes and written from text. */
final class UrlForm {
    private UrlForm() {}

    /**
     * Adds the pairs of a query or body; a segment without {@code =} is a name with an empty value.
     */
    static void split(byte[] form, Source source, List<RawPair> pairs) throws MalformedException {
        int start = 0;
        while (start < form.length) {
            int end = indexOf(form, '&', start, form.length);
            if (end > start) { // "&&" and a trailing "&" hold nothing
                int equals = indexOf(form, '=', start, end);
                byte[] name = percentDecode(form, start, equals);
                byte[] value = percentDecode(form, Math.min(equals + 1, end), end);
                ParameterReader.add(pairs, new RawPair(name, value, source));
            }
            start = end + 1;
        }
    }

    /** The form of these parameters, names as they are and values encoded, empty ones included. */
    static String write(Map<String, String> parameters, WireCharset charset) {
        var form = new StringBuilder(1024);
        parameters.forEach(
                (name, value) -> {
                    if (!form.isEmpty()) {
                        form.append('&');
                    }
                    form.append(name).append('=');
                    form.append(URLEncoder.encode(value, charset.charset()));
                });
        return form.toString();
    }

    /** The index of the byte in [from, to), or {@code to}. */
    private static int indexOf(byte[] bytes, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return to;
    }

    private static byte[] percentDecode(byte[] form, int from, int to) throws MalformedException {
        byte[] decoded = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            byte b = form[i];
            if (b == '+') {
                decoded[length++] = ' ';
            } else if (b != '%') {
                decoded[length++] = b;
            } else {
                int high = i + 2 < to ? Character.digit(form[i + 1], 16) : -1;
                int low = i + 2 < to ? Character.digit(form[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw ParameterReader.invalid("a % is followed by two hexadecimal digits");
                }
                decoded[length++] = (byte) (high << 4 | low);
                i += 2;
            }
        }
        return length == decoded.length ? decoded : Arrays.copyOf(decoded, length);
    }
}
