package dev.handfast.applepay;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertPathBuilderException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Apple's gateway as a merchant's server calls it, over mutual TLS with the merchant identity
 * certificate: for payment sessions, and for what happens to merchant tokens.
 *
 * <p>A session is opaque: it goes to the browser as it came, and is not kept, since it serves once
 * and for five minutes.
 */
public final class MerchantGateway implements AutoCloseable {
    private static final Duration CONNECT_TIME = Duration.ofSeconds(5);

    /** The browser waits 30 seconds for the session; we give up well before. */
    private static final Duration ANSWER_TIME = Duration.ofSeconds(15);

    /** Done, done later (a key that is not there yet), and done with nothing to say. */
    private static final Set<Integer> GOOD = Set.of(200, 202, 204);

    private static final int BODY_CHARS_MAX = 64 * 1024;
    private static final int REASON_CHARS_MAX = 300;

    /** What TLS says when one side does not take the other; RFC 8446, section 6.2. */
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    private final HttpClient client;
    private final X509Certificate certificate;

    private MerchantGateway(HttpClient client, X509Certificate certificate) {
        this.client = client;
        this.certificate = certificate;
    }

    /**
     * How the gateway is reached.
     *
     * @param roots who may sign its certificate; the JDK's own list where none are given
     * @param proxy through which proxy; the JDK's choice where none is given
     */
    record Line(Optional<KeyStore> roots, Optional<ProxySelector> proxy) {
        static final Line USUAL = new Line(Optional.empty(), Optional.empty());
    }

    /** What came of a request. */
    public sealed interface Answer {
        /** The body as it came; for a session, handed to completeMerchantValidation unchanged. */
        record Body(String json) implements Answer {}

        /**
         * Apple declined: for a session, usually a domain or merchant that is not registered.
         *
         * @param status the HTTP status
         * @param reason the start of the answer's body
         */
        record Declined(int status, String reason) implements Answer {}

        /** Nothing came back; asking again is harmless. */
        record NoAnswer(String reason) implements Answer {}
    }

    /**
     * Prepares the client.
     *
     * @param key the private key of the merchant identity certificate
     * @param certificate the merchant identity certificate, which TLS presents
     * @throws CredentialException if the two cannot serve as a TLS client's
     */
    public static MerchantGateway of(PrivateKey key, X509Certificate certificate) {
        return of(key, certificate, Line.USUAL);
    }

    static MerchantGateway of(PrivateKey key, X509Certificate certificate, Line line) {
        try {
            char[] none = new char[0];
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, none);
            store.setKeyEntry("identity", key, none, new Certificate[] {certificate});
            KeyManagerFactory managers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, none);
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(line.roots().orElse(null));
            context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
            HttpClient.Builder client =
                    HttpClient.newBuilder()
                            .sslContext(context)
                            .connectTimeout(CONNECT_TIME)
                            .followRedirects(HttpClient.Redirect.NEVER);
            line.proxy().ifPresent(client::proxy);
            return new MerchantGateway(client.build(), certificate);
        } catch (GeneralSecurityException | IOException unusable) {
            throw new CredentialException(
                    Refusal.KEY_CERT_MISMATCH,
                    "the merchant identity key and certificate cannot serve for TLS",
                    unusable);
        }
    }

    /** Asks for a payment session; waits, so call it on a virtual thread. */
    public Answer session(GatewayHost host, SessionRequest request) throws InterruptedException {
        HttpRequest.Builder post =
                HttpRequest.newBuilder(host.sessionUri())
                        .POST(HttpRequest.BodyPublishers.ofString(request.json()));
        return send(post);
    }

    /**
     * Pulls the event a tap announced; {@link MerchantTokenEvent#read} reads the body.
     *
     * @param requestId of the caller's choice, for Apple's support
     */
    public Answer tokenEvent(URI pullUri, String requestId) throws InterruptedException {
        demandApples(pullUri);
        return send(HttpRequest.newBuilder(pullUri).header("x-request-id", requestId).GET());
    }

    /** Tells Apple that the merchant will charge a token no more; the body is empty. */
    public Answer unlink(GatewayHost host, String merchantId, String merchantTokenId)
            throws InterruptedException {
        return tell(
                MerchantTokenEvent.uri(host, merchantId, MerchantTokenEvent.Call.UNLINK),
                of(merchantTokenId));
    }

    /** Tells Apple another address to announce what happens to a token; the body is empty. */
    public Answer updateNotificationUrl(
            GatewayHost host, String merchantId, String merchantTokenId, URI tokenNotificationUrl)
            throws InterruptedException {
        JsonObject metadata =
                new JsonObject().text("tokenNotificationURL", tokenNotificationUrl.toString());
        return tell(
                MerchantTokenEvent.uri(
                        host, merchantId, MerchantTokenEvent.Call.UPDATE_MERCHANT_METADATA),
                of(merchantTokenId).put("merchantMetadata", metadata));
    }

    /** Asks for the key to seal to; {@link UsagePackage.Recipient#read} reads the body. */
    public Answer usageKey(GatewayHost host, String merchantId, String merchantTokenId)
            throws InterruptedException {
        return tell(
                MerchantTokenEvent.uri(host, merchantId, MerchantTokenEvent.Call.PUBLIC_KEY),
                of(merchantTokenId));
    }

    /**
     * Tells Apple that devices can fetch usage information.
     *
     * @param metadata sealed: JSON with {@code webServiceURL} and {@code authenticationToken}
     */
    public Answer usageAvailable(
            GatewayHost host,
            String merchantId,
            String merchantTokenId,
            UsagePackage.Sealed metadata)
            throws InterruptedException {
        return tell(
                MerchantTokenEvent.uri(host, merchantId, MerchantTokenEvent.Call.NOTIFY),
                of(merchantTokenId).put("merchantTokenUsageMetadata", metadata.metadata()));
    }

    private static JsonObject of(String merchantTokenId) {
        return new JsonObject().text("merchantTokenIdentifier", merchantTokenId);
    }

    private Answer tell(URI uri, JsonObject body) throws InterruptedException {
        return send(
                HttpRequest.newBuilder(uri)
                        .header("x-request-id", UUID.randomUUID().toString())
                        .POST(HttpRequest.BodyPublishers.ofString(body.write())));
    }

    private static void demandApples(URI uri) {
        if (GatewayHost.named(uri.toString()).isEmpty()) {
            throw new IllegalArgumentException(
                    "a pull goes to one of Apple's hosts, got \"" + uri.getHost() + "\"");
        }
    }

    private Answer send(HttpRequest.Builder request) throws InterruptedException {
        HttpRequest complete =
                request.timeout(ANSWER_TIME).header("Content-Type", "application/json").build();
        try {
            return answer(client.send(complete, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException unreachable) {
            return new Answer.NoAnswer(complete.uri().getHost() + ": " + reason(unreachable));
        }
    }

    /** What an operator can mend is said; of the rest, its kind. */
    private String reason(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher alert = ALERT.matcher(String.valueOf(cause.getMessage()));
            if (alert.find()) {
                return "it does not take the merchant identity certificate %s, valid until %s (%s)"
                        .formatted(
                                certificate.getSubjectX500Principal().getName(),
                                certificate.getNotAfter().toInstant(),
                                alert.group(1));
            }
            if (cause instanceof CertPathBuilderException
                    || cause instanceof CertificateException) {
                return "its own certificate is not one to be trusted here";
            }
        }
        return failure.getClass().getSimpleName();
    }

    private static Answer answer(HttpResponse<String> response) {
        String body = response.body();
        int status = response.statusCode();
        if (!GOOD.contains(status)) {
            return new Answer.Declined(status, start(body));
        }
        if (body.length() > BODY_CHARS_MAX) {
            return new Answer.Declined(
                    status,
                    "a body of at most %d characters was expected, got %d"
                            .formatted(BODY_CHARS_MAX, body.length()));
        }
        return new Answer.Body(body);
    }

    private static String start(String body) {
        return body.length() <= REASON_CHARS_MAX ? body : body.substring(0, REASON_CHARS_MAX);
    }

    @Override
    public void close() {
        client.close();
    }
}
