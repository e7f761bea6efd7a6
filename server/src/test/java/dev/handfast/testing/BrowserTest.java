package dev.handfast.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/** The browser that tests of pages use. */
final class BrowserTest {
    private static final Map<String, String> PAGES =
            Map.of(
                    "/form",
                    """
                    <title>still</title><p id="text">One <b>two</b></p>
                    <script>document.title = "run"</script>
                    <form action="/sent"><input id="name" name="name"><button>Go</button></form>
                    """,
                    "/sent",
                    "<meta http-equiv=\"refresh\" content=\"1; url=/there\">",
                    "/there",
                    "<h1>There &amp; back</h1>");

    @Test
    void a_browser_reads_types_clicks_and_runs_no_script() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", BrowserTest::answer);
        server.start();
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        try (Browser browser = Browser.open()) {
            browser.go(base + "/form");
            assertEquals("One two", browser.text("#text"));
            assertEquals("still", browser.text("title"));
            assertEquals(Optional.of("name"), browser.attribute("input", "name"));
            assertFalse(browser.has("h1"));
            browser.type("#name", "Lin 林").click("button");
            assertEquals(base + "/sent?name=Lin+%E6%9E%97", browser.url());
            browser.awaitNext();
            assertEquals("There & back", browser.text("h1"));
            browser.scripts(true).go(base + "/form").tab().tab().enter();
            assertTrue(browser.url().startsWith(base + "/sent"), browser.url());
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String page = PAGES.getOrDefault(exchange.getRequestURI().getPath(), "");
        byte[] bytes = ("<!doctype html>" + page).getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
