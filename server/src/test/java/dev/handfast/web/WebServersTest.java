package dev.handfast.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpService;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

final class WebServersTest {
    private static final int BODY_BYTES_MAX = 100;

    /** Less than a stop waits for requests. */
    private static final int PATIENCE_SECONDS = 8;

    private static final Logger QUIET = Logger.getLogger("dev.handfast.web");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static WebServer server = WebServer.builder().buildPrototype().build();

    @BeforeAll
    static void start() {
        QUIET.setLevel(Level.OFF);
        HttpService service =
                rules ->
                        rules.post(
                                        "/echo",
                                        (request, response) ->
                                                Answers.text(
                                                        response,
                                                        200,
                                                        shown(Body.read(request, BODY_BYTES_MAX))))
                                .post(
                                        "/slow",
                                        (request, response) ->
                                                Answers.text(
                                                        response,
                                                        200,
                                                        shown(
                                                                Body.read(
                                                                        request,
                                                                        BODY_BYTES_MAX,
                                                                        Duration.ofMillis(200)))))
                                .get(
                                        "/own",
                                        (request, response) ->
                                                Answers.text(
                                                        response,
                                                        200,
                                                        "" + Loopback.admits(request)))
                                .get(
                                        "/bug",
                                        (request, response) -> {
                                            throw new IllegalStateException("secret detail");
                                        })
                                .get(
                                        "/worse",
                                        (request, response) -> {
                                            throw new AssertionError("secret detail");
                                        });
        server =
                WebServers.start(
                        new WebServers.Settings("127.0.0.1", 0, List.of(service)),
                        UUID::randomUUID);
    }

    @AfterAll
    static void stop() {
        server.stop();
        QUIET.setLevel(null);
    }

    @Test
    void reads_a_body_up_to_its_limit() throws Exception {
        assertEquals("whole:", post("").body());
        String most = "x".repeat(BODY_BYTES_MAX);
        assertEquals("whole:" + most, post(most).body());
        assertEquals("too large: 100", post(most + "x").body());
    }

    @Test
    void reads_a_body_of_unannounced_length_up_to_its_limit() throws Exception {
        String chunked = "Transfer-Encoding: chunked\r\n\r\n";
        assertTrue(
                raw("POST /echo HTTP/1.1\r\nHost: a\r\n" + chunked + "3\r\nabc\r\n0\r\n\r\n")
                        .endsWith("whole:abc"));
        String big = Integer.toHexString(101) + "\r\n" + "x".repeat(101) + "\r\n0\r\n\r\n";
        assertTrue(
                raw("POST /echo HTTP/1.1\r\nHost: a\r\n" + chunked + big)
                        .endsWith("too large: 100"));
    }

    @Test
    void every_answer_has_a_name() throws Exception {
        String one = post("").headers().firstValue("Request-Id").orElseThrow();
        String two = post("").headers().firstValue("Request-Id").orElseThrow();
        assertTrue(PublicId.parse("req", one).isPresent(), one);
        assertFalse(one.equals(two));
    }

    @Test
    void answers_in_json_where_there_is_nothing() throws Exception {
        HttpResponse<String> response = get("/nothing/here");
        assertEquals(404, response.statusCode());
        assertTrue(response.body().contains("\"code\":\"unknown_path\""), response.body());
    }

    @Test
    void a_bug_is_answered_without_its_details() throws Exception {
        for (String path : List.of("/bug", "/worse")) {
            HttpResponse<String> response = get(path);
            assertEquals(500, response.statusCode());
            assertFalse(response.body().contains("secret"), response.body());
            String id = response.headers().firstValue("Request-Id").orElseThrow();
            assertTrue(response.body().contains(id), response.body());
        }
    }

    @Test
    void a_body_larger_than_any_is_refused_unread() throws Exception {
        String answer = raw("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
        assertTrue(answer.contains("body_too_large"), answer);
    }

    @Test
    void only_a_program_here_that_asks_for_this_machine_is_from_here() throws Exception {
        assertEquals("true", get("/own").body());
        assertTrue(raw("GET /own HTTP/1.1\r\nHost: localhost:80\r\n\r\n").endsWith("true"));
        assertTrue(raw("GET /own HTTP/1.1\r\nHost: [::1]\r\n\r\n").endsWith("true"));
        assertTrue(raw("GET /own HTTP/1.1\r\nHost: evil.example\r\n\r\n").endsWith("false"));
        assertTrue(
                raw("GET /own HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n")
                        .endsWith("false"));
    }

    @Test
    void a_client_that_stops_in_the_middle_is_cut_off() throws Exception {
        String request = "POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc";
        String answer;
        try {
            answer = raw(request);
        } catch (SocketException reset) {
            answer = "";
        }
        assertFalse(answer.contains("whole"), answer);
        assertEquals("whole:", post("").body());
    }

    @Test
    void a_stop_waits_for_requests_and_not_for_connections_on_which_nothing_is_asked()
            throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        HttpService slow =
                rules ->
                        rules.get(
                                "/slow",
                                (_, response) -> {
                                    begun.countDown();
                                    finish.await();
                                    Answers.text(response, 200, "done");
                                });
        WebServer stopped =
                WebServers.start(
                        new WebServers.Settings("127.0.0.1", 0, List.of(slow)), UUID::randomUUID);
        try (Socket _ = connect(stopped)) {
            var answer =
                    CLIENT.sendAsync(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:%d/slow"
                                                            .formatted(stopped.port())))
                                    .build(),
                            BodyHandlers.ofString());
            begun.await();
            var stop = CompletableFuture.runAsync(stopped::stop);
            awaitRefused(stopped);
            assertFalse(stop.isDone(), "a request is under way");
            finish.countDown();
            assertEquals("done", answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS).body());
            stop.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static Socket connect(WebServer server) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    private static void awaitRefused(WebServer server) throws IOException {
        while (true) {
            try {
                connect(server).close();
            } catch (ConnectException refused) {
                return;
            }
        }
    }

    @Test
    void what_is_no_http_is_refused() throws Exception {
        for (String line : List.of("NONSENSE", "GET /%zz HTTP/1.1", "GET / HTTP/9.9")) {
            String answer = raw(line + "\r\nHost: a\r\n\r\n");
            assertFalse(answer.startsWith("HTTP/1.1 2"), answer);
        }
        assertEquals("whole:", post("").body());
    }

    private static String shown(Body body) {
        return switch (body) {
            case Body.Whole(byte[] bytes) -> "whole:" + new String(bytes, UTF_8);
            case Body.TooLarge(int bytesMax) -> "too large: " + bytesMax;
            case Body.CutOff cut -> "cut off";
        };
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri("/echo")).POST(BodyPublishers.ofString(body)).build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** Sends bytes as they are and reads until the server has sent a whole answer. */
    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(UTF_8));
            out.flush();
            StringBuilder answer = new StringBuilder();
            InputStream in = socket.getInputStream();
            int expected = -1;
            while (expected < 0 || answer.length() < expected) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                answer.append((char) next);
                if (expected < 0 && answer.toString().endsWith("\r\n\r\n")) {
                    expected = answer.length() + contentLength(answer.toString());
                }
            }
            return answer.toString();
        }
    }

    private static int contentLength(String headers) {
        return headers.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(0);
    }
}
