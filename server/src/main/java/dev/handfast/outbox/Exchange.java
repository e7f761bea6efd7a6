package dev.handfast.outbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request and one answer of HTTP/1.1 over a connection that is used for nothing else. Of the
 * answer's text only the beginning is read.
 *
 * <p>Source: RFC 9112, sections 3, 4, 6 and 7.1.
 */
final class Exchange {
    /** How much of a receiver's answer is read and kept, in bytes. */
    static final int ANSWER_BYTES_MAX = 1_024;

    private static final int LINE_BYTES_MAX = 8_192;
    private static final int HEADERS_MAX = 100;
    private static final int CHUNK_DIGITS_MAX = 8;
    private static final int FIRST_FINAL_STATUS = 200;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2}).*");
    private static final Pattern HEADER = Pattern.compile("([!-9;-~]+):(.*)");
    private static final Pattern CLEAN = Pattern.compile("[ -~]*");

    private final InputStream in;

    private Exchange(InputStream in) {
        this.in = in;
    }

    /**
     * A receiver's answer.
     *
     * @param status 200 to 599
     * @param text the beginning, without control characters
     * @param retryAfter how long it wants to be left alone, where it says so in seconds
     */
    record Answer(int status, String text, Optional<Duration> retryAfter) {}

    /** Sends a message and reads the answer. */
    static Answer over(InputStream in, OutputStream out, URI uri, Sender.Message message)
            throws IOException {
        byte[] body = message.body().getBytes(UTF_8);
        out.write(head(uri, message, body.length).getBytes(ISO_8859_1));
        out.write(body);
        out.flush();
        return new Exchange(in).read();
    }

    private static String head(URI uri, Sender.Message message, int length) {
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        StringBuilder head = new StringBuilder();
        line(head, "POST " + path + query + " HTTP/1.1");
        line(head, "Host: " + uri.getHost() + port);
        line(head, "User-Agent: Handfast/1");
        line(head, "Connection: close");
        line(head, "Content-Length: " + length);
        message.headers().forEach((name, value) -> line(head, name + ": " + value));
        return head.append("\r\n").toString();
    }

    private static void line(StringBuilder head, String line) {
        if (!CLEAN.matcher(line).matches()) {
            throw new IllegalArgumentException("a header is visible ASCII in one line");
        }
        head.append(line).append("\r\n");
    }

    private Answer read() throws IOException {
        int status = status();
        Map<String, String> headers = headers();
        while (status < FIRST_FINAL_STATUS) {
            status = status();
            headers = headers();
        }
        return new Answer(status, readable(text(status, headers)), retryAfter(headers));
    }

    private int status() throws IOException {
        Matcher line = STATUS_LINE.matcher(line());
        if (!line.matches()) {
            throw new ProtocolException("the first line is none of HTTP/1.1");
        }
        return Integer.parseInt(line.group(1));
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (int i = 0; i < HEADERS_MAX; i++) {
            String line = line();
            if (line.isEmpty()) {
                return headers;
            }
            Matcher header = HEADER.matcher(line);
            if (!header.matches()) {
                throw new ProtocolException("a header has a name and a colon");
            }
            headers.put(header.group(1).toLowerCase(Locale.ROOT), header.group(2).strip());
        }
        throw new ProtocolException("there are more than %d headers".formatted(HEADERS_MAX));
    }

    /** The beginning of the text; what breaks off in the middle ends there. */
    private byte[] text(int status, Map<String, String> headers) {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        if (status == 204 || status == 304) {
            return taken.toByteArray();
        }
        String coding = headers.getOrDefault("transfer-encoding", "");
        try {
            if (coding.toLowerCase(Locale.ROOT).endsWith("chunked")) {
                takeChunks(taken);
            } else {
                take(taken, length(headers));
            }
        } catch (IOException brokenOff) {
            // The status has come, and it is what counts.
        }
        return taken.toByteArray();
    }

    private static long length(Map<String, String> headers) {
        String length = headers.getOrDefault("content-length", "");
        return length.matches("[0-9]{1,18}") ? Long.parseLong(length) : Long.MAX_VALUE;
    }

    private void takeChunks(ByteArrayOutputStream taken) throws IOException {
        while (taken.size() < ANSWER_BYTES_MAX) {
            String digits = line().split(";", -1)[0].strip();
            if (!digits.matches("[0-9a-fA-F]{1,%d}".formatted(CHUNK_DIGITS_MAX))) {
                throw new ProtocolException("a chunk begins with its length");
            }
            long length = Long.parseLong(digits, 16);
            if (length == 0) {
                return;
            }
            take(taken, length);
            if (taken.size() < ANSWER_BYTES_MAX) {
                line();
            }
        }
    }

    private void take(ByteArrayOutputStream taken, long length) throws IOException {
        int wanted = (int) Math.min(length, ANSWER_BYTES_MAX - taken.size());
        byte[] buffer = new byte[wanted];
        int read = 0;
        while (read < wanted) {
            int more = in.read(buffer, read, wanted - read);
            if (more < 0) {
                break;
            }
            taken.write(buffer, read, more);
            read += more;
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the answer breaks off");
            }
            if (line.length() == LINE_BYTES_MAX) {
                throw new ProtocolException(
                        "a line is longer than %d bytes".formatted(LINE_BYTES_MAX));
            }
            line.append((char) next);
        }
        int end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
    }

    private static Optional<Duration> retryAfter(Map<String, String> headers) {
        String seconds = headers.getOrDefault("retry-after", "");
        return seconds.matches("[0-9]{1,9}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
                : Optional.empty();
    }

    /** The database takes no NUL characters, and nobody wants other control characters. */
    private static String readable(byte[] answer) {
        return new String(answer, UTF_8).replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", " ");
    }
}
