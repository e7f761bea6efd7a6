package dev.handfast.applepay;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Asks Apple's gateway for payment sessions over mutual TLS. The session is opaque: it goes to the
 * browser as it came, and is not kept, since it serves once and for five minutes.
 */
public final class MerchantSessions implements AutoCloseable {
    private static final Duration CONNECT_TIME = Duration.ofSeconds(5);

    /** The browser waits 30 seconds for the session; we give up well before. */
    private static final Duration ANSWER_TIME = Duration.ofSeconds(15);

    private static final int SESSION_CHARS_MAX = 64 * 1024;
    private static final int REASON_CHARS_MAX = 300;

    private final HttpClient client;

    private MerchantSessions(HttpClient client) {
        this.client = client;
    }

    /** What came of a request. */
    public sealed interface Answer {
        /** The session, to be handed to {@code completeMerchantValidation} unchanged. */
        record Session(String json) implements Answer {}

        /**
         * Apple declined: usually a domain or merchant that is not registered.
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
    public static MerchantSessions of(PrivateKey key, X509Certificate certificate) {
        try {
            char[] none = new char[0];
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, none);
            store.setKeyEntry("identity", key, none, new Certificate[] {certificate});
            KeyManagerFactory managers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, none);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return new MerchantSessions(
                    HttpClient.newBuilder()
                            .sslContext(context)
                            .connectTimeout(CONNECT_TIME)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .build());
        } catch (GeneralSecurityException | IOException unusable) {
            throw new CredentialException(
                    Refusal.KEY_CERT_MISMATCH,
                    "the merchant identity key and certificate cannot serve for TLS",
                    unusable);
        }
    }

    /** Asks one of Apple's hosts for a session; waits, so call it on a virtual thread. */
    public Answer ask(GatewayHost host, SessionRequest request) throws InterruptedException {
        HttpRequest post =
                HttpRequest.newBuilder(host.sessionUri())
                        .timeout(ANSWER_TIME)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(request.json()))
                        .build();
        try {
            return answer(client.send(post, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException unreachable) {
            String reason = unreachable.getClass().getSimpleName();
            return new Answer.NoAnswer(host.host() + ": " + reason);
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        String body = response.body();
        if (response.statusCode() != 200) {
            return new Answer.Declined(response.statusCode(), start(body));
        }
        if (body.length() > SESSION_CHARS_MAX) {
            return new Answer.Declined(
                    200,
                    "a session of at most %d characters was expected, got %d"
                            .formatted(SESSION_CHARS_MAX, body.length()));
        }
        return new Answer.Session(body);
    }

    private static String start(String body) {
        return body.length() <= REASON_CHARS_MAX ? body : body.substring(0, REASON_CHARS_MAX);
    }

    @Override
    public void close() {
        client.close();
    }
}
