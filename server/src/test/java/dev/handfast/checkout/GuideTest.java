package dev.handfast.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.stripe.model.checkout.Session;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.handfast.sql.Database;
import dev.handfast.testing.Browser;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What docs/guides/checkout.md shows, run as it stands there. */
@DatabaseTest
final class GuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "guides", "checkout.md");
    private static final Pattern BLOCK = Pattern.compile("(?s)```(\\w+)\n(.*?)```");
    private static final Pattern FIELD = Pattern.compile("-d \"([^=\"]+)=([^\"]*)\"");

    @Test
    void the_ten_lines_of_the_guide_take_a_payment_by_button_and_by_frame(Database database)
            throws Exception {
        try (Till till = new Till(database);
                Shopfront shop = new Shopfront(till);
                Browser browser = Browser.open()) {
            browser.scripts(true).go(shop.base + "/");
            browser.screenshot("embed-button");
            browser.click("button");
            assertTrue(browser.url().startsWith(till.base + "/checkout/"), browser.url());
            till.scan("Lin", browser.url());
            browser.awaitNext();
            browser.click("a.leave");
            assertTrue(browser.url().startsWith(shop.base + "/done?session=cs_"), browser.url());
            browser.go(shop.base + "/framed").awaitElement("iframe[style*='height'][src]");
            Session framed = till.client().v1().checkout().sessions().list().getData().getFirst();
            assertEquals("embedded_page", framed.getUiMode());
            browser.awaitElement("iframe[style*='; height']").screenshot("embed-frame");
            String policy = till.get(framed.getUrl()).header("content-security-policy");
            assertTrue(policy.endsWith("frame-ancestors " + shop.base), policy);
            till.scan("Lin", framed.getUrl());
            browser.awaitNext();
            assertEquals(shop.base + "/done?session=" + framed.getId(), browser.url());
        }
    }

    @Test
    void the_page_of_the_guide_has_ten_lines_at_the_most(Database database) throws Exception {
        assertTrue(block("html", 0).lines().count() <= 10);
        try (Till till = new Till(database)) {
            String link = answer(till, block("sh", 1));
            assertTrue(link.contains("\"print_url\""), link);
        }
    }

    private static String block(String language, int index) throws IOException {
        return BLOCK.matcher(Files.readString(GUIDE))
                .results()
                .filter(found -> found.group(1).equals(language))
                .skip(index)
                .findFirst()
                .map(found -> found.group(2))
                .orElseThrow();
    }

    /** The answer to a call of the guide's, with curl's options put into HTTP. */
    private static String answer(Till till, String curl) {
        String form =
                FIELD.matcher(curl)
                        .results()
                        .map(GuideTest::field)
                        .collect(Collectors.joining("&"));
        String path = curl.replaceFirst("(?s)^curl http://localhost:8080(\\S+).*", "$1");
        String key = till.sandbox.merchantSecretKey().use(text -> "Bearer " + text);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(till.base + path))
                        .header("Authorization", key)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer.body());
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String field(MatchResult found) {
        return URLEncoder.encode(found.group(1), UTF_8)
                + "="
                + URLEncoder.encode(found.group(2), UTF_8);
    }

    /** The merchant's own server, with the guide's pages. */
    private static final class Shopfront implements AutoCloseable {
        private final HttpServer server;
        private final Till till;
        private final String base;

        private Shopfront(Till till) throws IOException {
            this.till = till;
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            base = "http://127.0.0.1:" + server.getAddress().getPort();
            String page = block("html", 0);
            String framed =
                    page.replaceFirst("<button.*</button>\n", block("html", 1))
                            .replace("/create-session", "/create-framed");
            List.of("/", "/done").forEach(path -> serve(path, page));
            serve("/framed", framed);
            server.createContext("/create-session", exchange -> send(exchange, session("")));
            server.createContext("/create-framed", exchange -> send(exchange, session("framed")));
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
        }

        private void serve(String path, String page) {
            String ours = page.replace("http://localhost:8080", till.base);
            server.createContext(
                    path,
                    exchange -> {
                        exchange.getResponseHeaders().add("Content-Type", "text/html");
                        send(exchange, ours);
                    });
        }

        private String session(String how) {
            try {
                String call = block("sh", 0).replace("http://localhost:9090", base);
                String framed =
                        call.replace("success_url", "return_url") + " -d \"ui_mode=embedded_page\"";
                return answer(till, how.isEmpty() ? call : framed);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void send(HttpExchange exchange, String body) throws IOException {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
