package dev.handfast.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is written to a receiver, and what receivers may answer. */
final class ExchangeTest {
    private static final URI ADDRESS = URI.create("http://shop.example:81/hook?of=tea");
    private static final Sender.Message MESSAGE =
            new Sender.Message(Map.of("Content-Type", "text/plain"), "t\u00e9a");

    private static Exchange.Answer answer(String text) throws IOException {
        return Exchange.over(
                new ByteArrayInputStream(text.getBytes(ISO_8859_1)),
                new ByteArrayOutputStream(),
                ADDRESS,
                MESSAGE);
    }

    @Test
    void a_request_is_one_of_http() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Exchange.over(
                new ByteArrayInputStream("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1)),
                out,
                ADDRESS,
                MESSAGE);
        assertEquals(
                List.of(
                        "POST /hook?of=tea HTTP/1.1",
                        "Host: shop.example:81",
                        "User-Agent: Handfast/1",
                        "Connection: close",
                        "Content-Length: 4",
                        "Content-Type: text/plain",
                        "",
                        "t\u00c3\u00a9a"),
                out.toString(ISO_8859_1).lines().toList());
    }

    @Test
    void a_header_cannot_bring_another() {
        Sender.Message two = new Sender.Message(Map.of("A", "b\r\nC: d"), "");
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        Exchange.over(
                                new ByteArrayInputStream(new byte[0]),
                                new ByteArrayOutputStream(),
                                ADDRESS,
                                two));
    }

    @Test
    void a_text_has_a_length_or_chunks_or_ends_with_the_connection() throws IOException {
        for (String text :
                List.of(
                        "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsuccess and more",
                        "HTTP/1.0 200 OK\n\nsuccess",
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200\r\n\r\nsuccess",
                        """
                        HTTP/1.1 200 OK
                        Transfer-Encoding: chunked

                        4;x=y
                        succ
                        3
                        ess
                        0

                        """)) {
            assertEquals(new Exchange.Answer(200, "success", Optional.empty()), answer(text), text);
        }
    }

    @Test
    void of_a_long_text_the_beginning_is_kept_and_of_a_broken_one_what_has_come()
            throws IOException {
        String big = "x".repeat(5_000);
        assertEquals(
                "x".repeat(Exchange.ANSWER_BYTES_MAX), answer("HTTP/1.1 200\r\n\r\n" + big).text());
        String chunk = "7d0\r\n" + "x".repeat(2_000) + "\r\n";
        assertEquals(
                "x".repeat(Exchange.ANSWER_BYTES_MAX),
                answer("HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk).text());
        assertEquals("hal", answer("HTTP/1.1 200\r\nContent-Length: 4\r\n\r\nhal").text());
        assertEquals(
                "", answer("HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\nnonsense").text());
        assertEquals("a b", answer("HTTP/1.1 200\r\n\r\na\0b").text());
    }

    @Test
    void patience_is_asked_for_in_seconds() throws IOException {
        assertEquals(
                Optional.of(Duration.ofSeconds(60)),
                answer("HTTP/1.1 429\r\nretry-after: 60\r\n\r\n").retryAfter());
        assertEquals(
                Optional.empty(),
                answer("HTTP/1.1 429\r\nRetry-After: tomorrow\r\n\r\n").retryAfter());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 999\r\n\r\n",
                "SSH-2.0-server\r\n",
                "HTTP/1.1 200\r\nno colon\r\n\r\n",
                "HTTP/1.1 200\r\nA: b"
            })
    void what_is_no_answer_is_refused(String text) {
        assertThrows(IOException.class, () -> answer(text));
    }

    @Test
    void a_head_that_never_ends_is_refused() {
        assertThrows(IOException.class, () -> answer("HTTP/1.1 200 " + "x".repeat(100_000)));
        assertThrows(IOException.class, () -> answer("HTTP/1.1 200\r\n" + "A: b\r\n".repeat(200)));
    }
}
