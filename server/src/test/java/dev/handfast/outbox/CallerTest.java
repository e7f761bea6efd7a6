package dev.handfast.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Calls to addresses that others have chosen, with names that lead where the test wants. */
final class CallerTest {
    private static final Duration MAX = Duration.ofSeconds(20);
    private static final String PASSWORD = "for-a-test";
    private static final Sender.Message MESSAGE =
            new Sender.Message(Map.of("Content-Type", "text/plain"), "t\u00e9a");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<InetSocketAddress> dialed = new CopyOnWriteArrayList<>();
    private Receiver receiver;

    @BeforeEach
    void open() throws IOException {
        receiver = new Receiver();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    /** What a name means, the first time it is asked for, the second, and so on. */
    private Caller.Resolver names(List<List<String>> answers) {
        return host -> {
            asked.add(host);
            List<InetAddress> found = new ArrayList<>();
            for (String text : answers.get(Math.min(asked.size(), answers.size()) - 1)) {
                found.add(InetAddress.getByName(text));
            }
            return found;
        };
    }

    /** Whatever is called, the receiver takes the call. */
    private Caller live(Caller.Resolver resolver) {
        return caller(resolver, Deliverer.Destinations.PUBLIC, MAX);
    }

    private Caller caller(
            Caller.Resolver resolver, Deliverer.Destinations destinations, Duration max) {
        Caller.Dialer dialer =
                (to, patience) -> {
                    dialed.add(to);
                    return new Socket(InetAddress.getLoopbackAddress(), receiver.port());
                };
        return new Caller(
                new Caller.Network(resolver, dialer, Caller.Network.real().tls()),
                destinations,
                max);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "127.0.0.1",
                "0.0.0.0",
                "169.254.169.254",
                "100.64.0.1",
                "100.100.100.200",
                "168.63.129.16",
                "::1",
                "fe80::1",
                "fd00:ec2::254",
                "::ffff:10.0.0.1",
                "64:ff9b::a9fe:a9fe"
            })
    void live_mode_calls_no_private_address(String address) {
        for (List<String> all : List.of(List.of(address), List.of("8.8.8.8", address))) {
            try (Caller caller = live(names(List.of(all)))) {
                Caller.Result.Failed failed =
                        assertInstanceOf(
                                Caller.Result.Failed.class,
                                caller.post("http://shop.example/200", MESSAGE));
                assertEquals(Trouble.FORBIDDEN, failed.trouble());
            }
        }
        assertEquals(List.of(), dialed);
        assertEquals(List.of(), receiver.opened);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1", "http://2130706433", "http://[::1]", "http://0"})
    void a_private_address_in_plain_is_no_way_round(String url) {
        try (Caller caller = live(Caller.Network.real().resolver())) {
            Caller.Result.Failed failed =
                    assertInstanceOf(Caller.Result.Failed.class, caller.post(url, MESSAGE));
            assertTrue(failed.trouble() != Trouble.CONNECTION, failed::toString);
        }
        assertEquals(List.of(), dialed);
    }

    @Test
    void a_name_that_changes_its_mind_leads_to_what_was_checked() throws Exception {
        try (Caller caller = live(names(List.of(List.of("8.8.8.8"), List.of("127.0.0.1"))))) {
            assertEquals(200, status(caller.post("http://shop.example:8080/200", MESSAGE)));
        }
        assertEquals(List.of("shop.example"), asked);
        assertEquals(
                List.of(new InetSocketAddress(InetAddress.getByName("8.8.8.8"), 8080)), dialed);
    }

    @Test
    void a_redirect_is_an_answer_and_leads_nowhere() {
        try (Caller caller = live(names(List.of(List.of("8.8.8.8"))))) {
            assertEquals(302, status(caller.post("http://shop.example/302", MESSAGE)));
        }
        assertEquals(1, dialed.size());
        assertEquals(List.of("/302 t\u00e9a"), receiver.opened);
    }

    @Test
    void a_name_that_is_none_is_said_to_be_none() {
        Caller.Resolver nobody =
                host -> {
                    throw new UnknownHostException(host);
                };
        try (Caller caller = live(nobody)) {
            assertEquals(Trouble.NAME, trouble(caller.post("http://shop.example/", MESSAGE)));
            for (String url :
                    List.of("ftp://a.example", "x", "http://", "http://a.example:99999")) {
                Trouble trouble = trouble(caller.post(url, MESSAGE));
                assertTrue(trouble == Trouble.ADDRESS || trouble == Trouble.NAME, url);
            }
        }
    }

    @Test
    void what_drips_is_cut_off() throws Exception {
        try (ServerSocket dripping = new ServerSocket(0);
                Caller caller =
                        new Caller(
                                Caller.Network.real(),
                                Deliverer.Destinations.ANY,
                                Duration.ofMillis(300))) {
            Thread.ofVirtual().start(() -> drip(dripping));
            assertEquals(
                    Trouble.TIMEOUT,
                    trouble(
                            caller.post(
                                    "http://127.0.0.1:" + dripping.getLocalPort() + "/", MESSAGE)));
        }
    }

    /** A header that never ends. */
    private static void drip(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nX: ".getBytes(ISO_8859_1));
            while (true) {
                socket.getOutputStream().write('x');
                socket.getOutputStream().flush();
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
        } catch (IOException cutOff) {
            // That is what is wanted; a line that is too long would be cut off as well.
        }
    }

    @Test
    void a_certificate_must_be_known_and_for_the_name(@TempDir Path folder) throws Exception {
        SSLContext tls = tls(folder);
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 2);
                    exchange.getResponseBody().write("ok".getBytes(ISO_8859_1));
                    exchange.close();
                });
        server.start();
        int port = server.getAddress().getPort();
        Caller.Resolver here = host -> List.of(InetAddress.getLoopbackAddress());
        Caller.Dialer dialer = Caller.Network.real().dialer();
        Deliverer.Destinations any = Deliverer.Destinations.ANY;
        try (Caller knowing = new Caller(new Caller.Network(here, dialer, () -> tls), any, MAX);
                Caller strange =
                        new Caller(
                                new Caller.Network(here, dialer, Caller.Network.real().tls()),
                                any,
                                MAX)) {
            String url = "https://shop.example:%d/hook".formatted(port);
            assertEquals(200, status(knowing.post(url, MESSAGE)));
            assertEquals(Trouble.TLS, trouble(knowing.post(url.replace("shop", "other"), MESSAGE)));
            assertEquals(Trouble.TLS, trouble(strange.post(url, MESSAGE)));
        } finally {
            server.stop(0);
        }
    }

    /** A key for shop.example, which this context also trusts. */
    private static SSLContext tls(Path folder) throws Exception {
        Path file = folder.resolve("keys");
        Process made =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "shop",
                                "-keyalg",
                                "EC",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                PASSWORD,
                                "-dname",
                                "CN=shop.example",
                                "-ext",
                                "san=dns:shop.example")
                        .redirectErrorStream(true)
                        .start();
        String said = new String(made.getInputStream().readAllBytes(), ISO_8859_1);
        assertEquals(0, made.waitFor(), said);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, PASSWORD.toCharArray());
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("shop", keys.getCertificate("shop"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static int status(Caller.Result result) {
        return assertInstanceOf(Caller.Result.Answered.class, result).answer().status();
    }

    private static Trouble trouble(Caller.Result result) {
        return assertInstanceOf(Caller.Result.Failed.class, result).trouble();
    }
}
