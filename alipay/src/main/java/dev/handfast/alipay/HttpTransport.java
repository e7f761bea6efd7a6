package dev.handfast.alipay;

import dev.handfast.alipay.AnswerReader.HttpAnswer;
import dev.handfast.alipay.GatewayResult.Reason;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/**
 * The JDK's HTTP client as a transport. Redirects are not followed, and answers are bounded in size
 * and time.
 */
public final class HttpTransport implements Transport {
    /** The official Java client gives up on connecting after this. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /** The official Java client gives up on the answer after this. */
    public static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);

    private final HttpClient client;
    private final Duration answerTimeout;

    /** A transport over this client, whose own connect timeout holds. */
    public HttpTransport(HttpClient client, Duration answerTimeout) {
        this.client = client;
        this.answerTimeout = answerTimeout;
    }

    /** A transport with the timeouts of the official client. */
    public static HttpTransport create() {
        return within(ANSWER_TIMEOUT);
    }

    /**
     * A transport that gives up on the answer after this.
     *
     * @param answerTimeout more than zero; connecting is part of it
     */
    public static HttpTransport within(Duration answerTimeout) {
        Duration connect =
                CONNECT_TIMEOUT.compareTo(answerTimeout) < 0 ? CONNECT_TIMEOUT : answerTimeout;
        var client =
                HttpClient.newBuilder()
                        .connectTimeout(connect)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
        return new HttpTransport(client, answerTimeout);
    }

    @Override
    public Delivery send(URI gateway, RawRequest request) {
        var http =
                HttpRequest.newBuilder(URI.create(gateway + "?" + request.query()))
                        .timeout(answerTimeout)
                        .header("Content-Type", request.contentType())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()))
                        .build();
        var bounded =
                HttpResponse.BodyHandlers.limiting(
                        HttpResponse.BodyHandlers.ofByteArray(), Limits.ANSWER_BYTES_MAX);
        try {
            HttpResponse<byte[]> answer = client.send(http, bounded);
            String contentType = answer.headers().firstValue("Content-Type").orElse("");
            return new Delivery.Received(
                    new HttpAnswer(answer.statusCode(), contentType, answer.body()));
        } catch (HttpConnectTimeoutException | ConnectException neverSent) {
            return new Delivery.Failed(Reason.NOT_CONNECTED, describe(neverSent));
        } catch (HttpTimeoutException late) {
            return new Delivery.Failed(Reason.TIMED_OUT, describe(late));
        } catch (IOException broken) {
            return new Delivery.Failed(Reason.BROKEN, describe(broken));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Delivery.Failed(Reason.BROKEN, "interrupted");
        }
    }

    /** The kind of failure; its message could hold the address with all parameters. */
    private static String describe(IOException failure) {
        return failure.getClass().getSimpleName();
    }
}
