package dev.handfast.applepay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * The merchant's side of mutual TLS, against a server that demands a merchant identity certificate
 * of its own authority. The client believes that it calls Apple's host; a proxy leads it here.
 */
final class MerchantTlsTest {
    /** Certificates are checked by the machine's clock. */
    private final Instant now = InstantSource.system().instant();

    private static final String HOST = GatewayHost.GLOBAL.host();
    private static final char[] PASSWORD = "test".toCharArray();

    private final Authority apple = Authority.named("Apple's", now);
    private final Authority stranger = Authority.named("Somebody's", now);
    private HttpsServer server;
    private Proxy proxy;

    /** A certificate with its key. */
    private record Identity(PrivateKey key, X509Certificate certificate) {}

    /** Who signs certificates. */
    private record Authority(String name, KeyPair keys, X509Certificate certificate) {
        static Authority named(String name, Instant now) {
            KeyPair keys = P256.generate();
            return new Authority(
                    name,
                    keys,
                    CertificateWriter.sign(
                            new CertificateWriter.Content(
                                    subject(name),
                                    keys.getPublic(),
                                    CertificateWriter.validity(now, Duration.ofDays(100)),
                                    CertificateWriter.authority(0, List.of())),
                            issuer(name, keys)));
        }

        Identity issue(String subject, Signers.Validity validity, List<byte[]> extensions) {
            KeyPair fresh = P256.generate();
            return new Identity(
                    fresh.getPrivate(),
                    CertificateWriter.sign(
                            new CertificateWriter.Content(
                                    subject(subject), fresh.getPublic(), validity, extensions),
                            issuer(name, keys)));
        }

        private static CertificateWriter.Issuer issuer(String name, KeyPair keys) {
            return new CertificateWriter.Issuer(subject(name), keys.getPublic(), keys.getPrivate());
        }

        private static byte[] subject(String name) {
            return CertificateWriter.name(
                    List.of(new CertificateWriter.Attribute(Oid.COMMON_NAME, name)));
        }
    }

    private static Identity merchant(Authority authority, Signers.Validity validity) {
        return authority.issue(
                "Harbor Coffee", validity, CertificateWriter.merchantIdentity("merchant.example"));
    }

    private Signers.Validity valid() {
        return CertificateWriter.validity(now, Duration.ofDays(10));
    }

    @BeforeEach
    void start() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/paymentservices/paymentSession", MerchantTlsTest::answer);
        proxy = new Proxy(server.getAddress().getPort());
    }

    /** Serves with this certificate, by this version of TLS. */
    private void serve(Identity own, String version) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore store = empty();
        store.setKeyEntry("server", own.key(), PASSWORD, new Certificate[] {own.certificate()});
        managers.init(store, PASSWORD);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(roots(apple));
        context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
        server.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters tls = context.getDefaultSSLParameters();
                        tls.setNeedClientAuth(true);
                        tls.setProtocols(new String[] {version});
                        parameters.setSSLParameters(tls);
                    }
                });
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(0);
        proxy.close();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String name = ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName();
        byte[] body = "{\"for\": \"%s\"}".formatted(name).getBytes(UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_merchant_is_known_by_its_certificate(String version) throws Exception {
        serve(apples(), version);
        MerchantGateway.Answer answer = ask(merchant(apple, valid()));
        assertEquals(new MerchantGateway.Answer.Body("{\"for\": \"CN=Harbor Coffee\"}"), answer);
        assertEquals("CONNECT " + HOST + ":443 HTTP/1.1", proxy.asked());
    }

    /** By TLS 1.2, where the client is sure to be told before it has sent anything. */
    @Test
    void a_certificate_that_has_expired_is_named_with_its_end() throws Exception {
        serve(apples(), "TLSv1.2");
        Instant end = now.minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        Identity expired =
                merchant(apple, new Signers.Validity(end.minus(Duration.ofDays(30)), end));
        String said = refused(ask(expired));
        assertTrue(
                said.startsWith(
                        HOST
                                + ": it does not take the merchant identity certificate CN=Harbor"
                                + " Coffee, valid until "
                                + end
                                + " ("),
                said);
    }

    @Test
    void a_certificate_of_another_authority_is_named() throws Exception {
        serve(apples(), "TLSv1.2");
        String said = refused(ask(merchant(stranger, valid())));
        assertTrue(said.contains("does not take the merchant identity certificate"), said);
    }

    @Test
    void a_gateway_that_somebody_else_plays_is_not_talked_to() throws Exception {
        serve(stranger.issue(HOST, valid(), List.of()), "TLSv1.3");
        assertEquals(
                HOST + ": its own certificate is not one to be trusted here",
                refused(ask(merchant(apple, valid()))));
    }

    @Test
    void a_gateway_that_is_away_is_told_by_kind() throws Exception {
        proxy.close();
        assertEquals(HOST + ": ConnectException", refused(ask(merchant(apple, valid()))));
    }

    private Identity apples() {
        return apple.issue(HOST, valid(), List.of());
    }

    private MerchantGateway.Answer ask(Identity merchant) throws Exception {
        try (MerchantGateway gateway =
                MerchantGateway.of(
                        merchant.key(),
                        merchant.certificate(),
                        new MerchantGateway.Line(
                                Optional.of(roots(apple)),
                                Optional.of(ProxySelector.of(proxy.address()))))) {
            return gateway.session(
                    GatewayHost.GLOBAL,
                    SessionRequest.web("merchant.example", "Harbor Coffee", "coffee.example"));
        }
    }

    private static String refused(MerchantGateway.Answer answer) {
        return assertInstanceOf(MerchantGateway.Answer.NoAnswer.class, answer).reason();
    }

    private static KeyStore roots(Authority authority)
            throws GeneralSecurityException, IOException {
        KeyStore roots = empty();
        roots.setCertificateEntry("root", authority.certificate());
        return roots;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        return store;
    }

    /** An HTTP proxy that leads everyone to one port of this machine, wherever they want to go. */
    private static final class Proxy implements AutoCloseable {
        private final ServerSocket socket;
        private final int target;
        private volatile String asked = "";

        Proxy(int target) throws IOException {
            this.target = target;
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::accept);
        }

        InetSocketAddress address() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }

        String asked() {
            return asked;
        }

        private void accept() {
            while (!socket.isClosed()) {
                try {
                    Socket client = socket.accept();
                    Thread.ofVirtual().start(() -> lead(client));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private void lead(Socket client) {
            try (client;
                    Socket there = new Socket(InetAddress.getLoopbackAddress(), target)) {
                // The client sends nothing more until it is told that it may.
                BufferedReader head =
                        new BufferedReader(
                                new InputStreamReader(client.getInputStream(), US_ASCII));
                asked = String.valueOf(head.readLine());
                for (String line = head.readLine();
                        line != null && !line.isEmpty();
                        line = head.readLine()) {
                    // Headers are of no interest here.
                }
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
                Thread back = Thread.ofVirtual().start(() -> copy(there, client));
                copy(client, there);
                back.join();
            } catch (IOException | InterruptedException gone) {
                // Whoever is left notices by the closed sockets.
            }
        }

        private static void copy(Socket from, Socket to) {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
                to.shutdownOutput();
            } catch (IOException gone) {
                // The other direction ends by itself.
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
