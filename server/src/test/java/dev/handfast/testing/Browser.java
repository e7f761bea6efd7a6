package dev.handfast.testing;

import dev.handfast.web.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A real browser, Chromium without a window, that a test leads through pages as a person would:
 * goes to addresses, clicks, types, looks. Scripts are off unless a test turns them on, so what is
 * tested works without any.
 *
 * <p>Speaks the Chrome DevTools Protocol over a WebSocket; everything is done through the DOM and
 * input domains, which need no script in the page. Nothing waits for a time: a click that leads
 * somewhere waits for the load of what it leads to. Used by one thread.
 */
public final class Browser implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

    private static final List<String> FLAGS =
            List.of(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--disable-extensions",
                    "--disable-features=Translate,MediaRouter,OptimizationHints",
                    "--hide-scrollbars",
                    "--remote-debugging-port=0",
                    "--remote-allow-origins=*");

    private static final String LISTENING = "DevTools listening on ";
    private static final int PATIENCE_SECONDS = 30;
    private static final int LOOK_EVERY_MS = 50;
    private static final int TABS_MAX = 30;

    private final Process process;
    private final Path profile;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final BlockingQueue<String> loads = new LinkedBlockingQueue<>();
    private volatile String url = "about:blank";

    /** How large the window is. */
    public enum Screen {
        /** A telephone, held upright. */
        PHONE(390, 844, 2),
        /** A desktop's window. */
        DESKTOP(1280, 800, 1);

        private final int width;
        private final int height;
        private final int pixelsPerPoint;

        Screen(int width, int height, int pixelsPerPoint) {
            this.width = width;
            this.height = height;
            this.pixelsPerPoint = pixelsPerPoint;
        }
    }

    private Browser(Process process, Path profile, URI browser) {
        this.process = process;
        this.profile = profile;
        String target = firstPage(browser);
        socket = http.newWebSocketBuilder().buildAsync(URI.create(target), new Ears()).join();
        ask("Page.enable");
        ask("DOM.enable");
        ask("Network.enable");
        scripts(false);
        screen(Screen.DESKTOP);
    }

    /**
     * Starts a browser with an empty profile.
     *
     * @throws IllegalStateException if there is none on this machine; Debian's is the package
     *     {@code chromium}
     */
    public static Browser open() {
        try {
            Path profile = Files.createTempDirectory("handfast-browser");
            List<String> command = new ArrayList<>(List.of(program().toString()));
            command.addAll(FLAGS);
            command.add("--user-data-dir=" + profile);
            command.add("about:blank");
            Process process =
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return new Browser(process, profile, address(process));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path program() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "tests of pages want Chromium: apt-get install chromium"));
    }

    /** Reads where it listens, and goes on reading so that it never waits for us. */
    private static URI address(Process process) {
        CompletableFuture<URI> found = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (BufferedReader lines =
                                    new BufferedReader(
                                            new InputStreamReader(
                                                    process.getErrorStream(),
                                                    StandardCharsets.UTF_8))) {
                                for (String line = lines.readLine();
                                        line != null;
                                        line = lines.readLine()) {
                                    if (line.startsWith(LISTENING)) {
                                        found.complete(
                                                URI.create(line.substring(LISTENING.length())));
                                    }
                                }
                            } catch (IOException gone) {
                                found.completeExceptionally(gone);
                            }
                            found.completeExceptionally(new IOException("the browser ended"));
                        });
        return patiently(found, "the browser's start");
    }

    private String firstPage(URI browser) {
        URI list = URI.create("http://127.0.0.1:" + browser.getPort() + "/json/list");
        try {
            String body =
                    http.send(
                                    HttpRequest.newBuilder(list).build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
            for (JsonNode target : Json.parse(body).orElseThrow()) {
                if (target.path("type").asString().equals("page")) {
                    return target.path("webSocketDebuggerUrl").asString();
                }
            }
            throw new IllegalStateException("a browser without a page: " + body);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** Lets pages run scripts, or not. */
    public Browser scripts(boolean allowed) {
        ask("Emulation.setScriptExecutionDisabled", Map.of("value", !allowed));
        return this;
    }

    /** Forgets every cookie, as a browser that has never been anywhere. */
    public Browser forget() {
        ask("Network.clearBrowserCookies");
        return this;
    }

    /** Makes the window as large as this. */
    public Browser screen(Screen screen) {
        ask(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width", screen.width,
                        "height", screen.height,
                        "deviceScaleFactor", screen.pixelsPerPoint,
                        "mobile", screen == Screen.PHONE));
        return this;
    }

    /** Asks for pages in this language, such as {@code zh-CN}. */
    public Browser language(String tag) {
        ask("Network.setExtraHTTPHeaders", Map.of("headers", Map.of("Accept-Language", tag)));
        return this;
    }

    /** Prefers dark pages, or light ones. */
    public Browser dark(boolean dark) {
        ask(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        dark ? "dark" : "light"))));
        return this;
    }

    /** Runs a script in every page from now on, before the page's own. */
    public Browser inject(String script) {
        ask("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
        return this;
    }

    /** Goes to an address and waits until the page is there. */
    public Browser go(String url) {
        loads.clear();
        JsonNode answer = ask("Page.navigate", Map.of("url", url));
        if (answer.has("errorText")) {
            throw new AssertionError(url + ": " + answer.path("errorText").asString());
        }
        awaitLoad("the page " + url);
        return this;
    }

    /** Waits for the next page to be there, for one that comes by itself. */
    public Browser awaitNext() {
        awaitLoad("a page that comes by itself after " + url());
        return this;
    }

    /** Waits until the page has such an element, for what a script makes. */
    public Browser awaitElement(String selector) {
        long begin = System.nanoTime();
        while (!has(selector)) {
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new AssertionError("%s did not come: %s".formatted(selector, body()));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MS));
        }
        return this;
    }

    /** Clicks in the middle of an element, and waits for the page this leads to. */
    public Browser click(String selector) {
        loads.clear();
        touch(selector);
        awaitLoad("the page behind " + selector);
        return this;
    }

    /** Clicks in the middle of an element; the page stays. */
    public Browser touch(String selector) {
        int node = node(selector);
        ask("DOM.scrollIntoViewIfNeeded", Map.of("nodeId", node));
        JsonNode corners = ask("DOM.getBoxModel", Map.of("nodeId", node)).at("/model/border");
        long x = Math.round((corners.get(0).asDouble() + corners.get(4).asDouble()) / 2);
        long y = Math.round((corners.get(1).asDouble() + corners.get(5).asDouble()) / 2);
        for (String type : List.of("mousePressed", "mouseReleased")) {
            ask(
                    "Input.dispatchMouseEvent",
                    Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
        }
        return this;
    }

    /** Types a text into an input. */
    public Browser type(String selector, String text) {
        ask("DOM.focus", Map.of("nodeId", node(selector)));
        return typeHere(text);
    }

    /** Types a text into whatever has the focus. */
    public Browser typeHere(String text) {
        ask("Input.insertText", Map.of("text", text));
        return this;
    }

    /** Presses Tab: the next thing that can be operated gets the focus. */
    public Browser tab() {
        return key("Tab", 9, "");
    }

    /** Presses Enter, and waits for the page this leads to. */
    public Browser enter() {
        loads.clear();
        key("Enter", 13, "\r");
        awaitLoad("the page behind Enter");
        return this;
    }

    /** Presses Enter; the page stays. */
    public Browser enterHere() {
        return key("Enter", 13, "\r");
    }

    /** Presses Escape. */
    public Browser escape() {
        return key("Escape", 27, "");
    }

    /** Presses Tab until an element has the focus. */
    public Browser tabTo(String selector) {
        for (int i = 0; i < TABS_MAX; i++) {
            if (has(selector + ":focus")) {
                return this;
            }
            tab();
        }
        throw new AssertionError(selector + " is not reached by Tab");
    }

    private Browser key(String name, int code, String text) {
        for (String type : List.of("keyDown", "keyUp")) {
            ask(
                    "Input.dispatchKeyEvent",
                    Map.of(
                            "type", type,
                            "key", name,
                            "code", name,
                            "windowsVirtualKeyCode", code,
                            "text", type.equals("keyDown") ? text : ""));
        }
        return this;
    }

    /** Where it is now. */
    public String url() {
        return url;
    }

    /** Whether the page has such an element. */
    public boolean has(String selector) {
        return find(selector).isPresent();
    }

    /** The words of the first such element, as one line. */
    public String text(String selector) {
        String markup =
                ask("DOM.getOuterHTML", Map.of("nodeId", node(selector)))
                        .path("outerHTML")
                        .asString();
        return markup.replaceAll("(?s)<(style|script).*?</\\1>|<[^>]*>", " ")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** An attribute of the first such element, if it has it. */
    public Optional<String> attribute(String selector, String name) {
        JsonNode pairs =
                ask("DOM.getAttributes", Map.of("nodeId", node(selector))).path("attributes");
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            if (pairs.get(i).asString().equals(name)) {
                return Optional.of(pairs.get(i + 1).asString());
            }
        }
        return Optional.empty();
    }

    /** A picture of the whole page, as a PNG file in {@code target/screenshots}. */
    public Path screenshot(String name) {
        byte[] png =
                Base64.getDecoder()
                        .decode(
                                ask(
                                                "Page.captureScreenshot",
                                                Map.of(
                                                        "format",
                                                        "png",
                                                        "captureBeyondViewport",
                                                        true))
                                        .path("data")
                                        .asString());
        try {
            Path folder = Files.createDirectories(Path.of("target", "screenshots"));
            return Files.write(folder.resolve(name + ".png"), png);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The page as it would be printed, in the size it asks for: a PDF. */
    public byte[] printed() {
        return Base64.getDecoder()
                .decode(
                        ask("Page.printToPDF", Map.of("preferCSSPageSize", true))
                                .path("data")
                                .asString());
    }

    private int node(String selector) {
        return find(selector)
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        "no %s on %s: %s".formatted(selector, url(), body())));
    }

    private String body() {
        return find("body").isPresent() ? text("body") : "";
    }

    private Optional<Integer> find(String selector) {
        int root = ask("DOM.getDocument", Map.of("depth", 0)).at("/root/nodeId").asInt();
        int found =
                ask("DOM.querySelector", Map.of("nodeId", root, "selector", selector))
                        .path("nodeId")
                        .asInt();
        return found == 0 ? Optional.empty() : Optional.of(found);
    }

    private void awaitLoad(String what) {
        try {
            if (loads.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) == null) {
                throw new AssertionError(what + " did not come; still at " + url());
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private JsonNode ask(String method) {
        return ask(method, Map.of());
    }

    private JsonNode ask(String method, Map<String, Object> parameters) {
        int id = number.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        ObjectNode message = Json.object();
        message.put("id", id).put("method", method).putPOJO("params", parameters);
        socket.sendText(Json.write(message), true).join();
        return patiently(answer, method);
    }

    private static <T> T patiently(CompletableFuture<T> answer, String what) {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new AssertionError(what + " failed", failure);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** Ends the browser and deletes its profile. */
    @Override
    public void close() {
        socket.abort();
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        children.forEach(ProcessHandle::destroy);
        patiently(process.onExit(), "the browser's end");
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).forEach(Browser::delete);
        } catch (IOException | UncheckedIOException leftover) {
            // A child that ends late may still write there; it lies in the folder for such things.
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Hears answers, and which pages have loaded. */
    private final class Ears implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                hear(Json.parse(text.toString()).orElseThrow());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void navigated(JsonNode frame) {
            if (!frame.has("parentId")) {
                url = frame.path("url").asString();
            }
        }

        private void hear(JsonNode message) {
            switch (message.path("method").asString("")) {
                case "Page.loadEventFired" -> loads.add(url);
                case "Page.frameNavigated" -> navigated(message.at("/params/frame"));
                default -> {} // Not of interest here.
            }
            CompletableFuture<JsonNode> answer = asked.remove(message.path("id").asInt(0));
            if (answer == null) {
                return;
            }
            if (message.has("error")) {
                answer.completeExceptionally(new IOException(message.path("error").toString()));
            } else {
                answer.complete(message.path("result"));
            }
        }
    }
}
