package dev.handfast.alipay;

import dev.handfast.alipay.ParameterReader.MalformedException;
import dev.handfast.alipay.ParameterReader.RawPair;
import dev.handfast.alipay.ParameterReader.Source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The multipart/form-data form (RFC 7578). Text parts are parameters and signed; file parts are
 * neither, and no payment method takes one, so they are passed over.
 */
final class MultipartForm {
    /** RFC 2046 section 5.1.1: a boundary has 1 to 70 characters. */
    private static final Pattern BOUNDARY =
            Pattern.compile(
                    "boundary=(?:\"([^\"]{1,70})\"|([^;\\s]{1,70}))", Pattern.CASE_INSENSITIVE);

    private static final Pattern NAME = Pattern.compile(";\\s*name=\"([^\"]*)\"");
    private static final Pattern FILE_NAME = Pattern.compile(";\\s*filename\\*?=");
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] HEADERS_END = {'\r', '\n', '\r', '\n'};

    private MultipartForm() {}

    static void split(byte[] body, String contentType, List<RawPair> pairs)
            throws MalformedException {
        byte[] delimiter = ("--" + boundary(contentType)).getBytes(StandardCharsets.ISO_8859_1);
        int at = indexOf(body, delimiter, 0);
        while (at >= 0) {
            int start = at + delimiter.length;
            if (startsWith(body, start, new byte[] {'-', '-'})) {
                return;
            }
            if (!startsWith(body, start, LINE_END)) {
                throw ParameterReader.invalid("a multipart boundary is followed by a line end");
            }
            int next = indexOf(body, concat(LINE_END, delimiter), start);
            if (next < 0) {
                break;
            }
            part(body, start, next, pairs);
            at = next + LINE_END.length;
        }
        throw ParameterReader.invalid("the multipart form ends before its closing boundary");
    }

    private static String boundary(String contentType) throws MalformedException {
        var boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw ParameterReader.invalid("a multipart Content-Type names its boundary");
        }
        return boundary.group(1) != null ? boundary.group(1) : boundary.group(2);
    }

    /** One part: from the line end behind its boundary to the line end before the next. */
    private static void part(byte[] body, int start, int end, List<RawPair> pairs)
            throws MalformedException {
        int headersEnd = indexOf(body, HEADERS_END, start);
        if (headersEnd < 0 || headersEnd + HEADERS_END.length > end) {
            throw ParameterReader.invalid("a part has headers, an empty line and a value");
        }
        // Latin-1 keeps each byte, so the name's bytes can be taken back out.
        String headers = new String(body, start, headersEnd - start, StandardCharsets.ISO_8859_1);
        for (String header : headers.lines().toList()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                if (FILE_NAME.matcher(header).find()) {
                    return;
                }
                var name = NAME.matcher(header);
                if (name.find()) {
                    byte[] value = Arrays.copyOfRange(body, headersEnd + HEADERS_END.length, end);
                    byte[] nameBytes = name.group(1).getBytes(StandardCharsets.ISO_8859_1);
                    ParameterReader.add(pairs, new RawPair(nameBytes, value, Source.BODY));
                    return;
                }
            }
        }
        throw ParameterReader.invalid("a part has a Content-Disposition header with a name");
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] wanted) {
        return at + wanted.length <= bytes.length
                && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        for (int i = from; i + wanted.length <= bytes.length; i++) {
            if (bytes[i] == wanted[0] && startsWith(bytes, i, wanted)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
