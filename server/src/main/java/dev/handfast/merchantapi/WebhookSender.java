package dev.handfast.merchantapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.merchants.WebhookEndpoints;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.Event;
import dev.handfast.outbox.Sender;
import dev.handfast.secrets.SecretText;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sends events to webhook endpoints, signed twice: as Stripe's client libraries verify it, and as
 * Standard Webhooks has it. One secret serves both: the former takes its text as the key, the
 * latter the bytes behind its prefix. While two secrets are good, both have a signature of each
 * kind, the newest first; a receiver is content with one that fits.
 *
 * <p>Sources: Standard Webhooks, specification, sections on signatures, secrets and retries;
 * com.stripe:stripe-java 33.3.0, {@code com.stripe.net.Webhook}.
 */
public final class WebhookSender implements Sender {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String SECRET_PREFIX = "whsec_";
    private static final int GONE = 410;

    /** Fourteen attempts over three days: soon at first, at last every sixteen hours. */
    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    Duration.ofHours(4),
                    Duration.ofHours(8),
                    Duration.ofHours(8),
                    Duration.ofHours(16),
                    Duration.ofHours(16),
                    Duration.ofHours(16));

    /** How long an endpoint has confirmed nothing when it is given up, with its last event. */
    static final Duration SILENCE = Duration.ofHours(70);

    // An endpoint that has failed since an event's first attempt is silent when its last one ends.
    static {
        if (PAUSES.stream().reduce(Duration.ZERO, Duration::plus).compareTo(SILENCE) <= 0) {
            throw new AssertionError("an event is tried for longer than an endpoint is silent");
        }
    }

    private final WebhookEndpoints endpoints;

    /** A sender that knows the endpoints' secrets. */
    public WebhookSender(WebhookEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** Empty for an endpoint that was deleted or is disabled. */
    @Override
    public Optional<Message> write(Delivery delivery, Event event, Instant at) {
        return delivery.endpoint()
                .map(id -> endpoints.signing(id, at))
                .filter(secrets -> !secrets.isEmpty())
                .map(secrets -> signed(secrets, event, at));
    }

    @Override
    public Verdict judge(int status, String answer) {
        if (status >= 200 && status < 300) {
            return Verdict.CONFIRMED;
        }
        return status == GONE ? Verdict.GONE : Verdict.AGAIN;
    }

    @Override
    public List<Duration> pauses() {
        return PAUSES;
    }

    @Override
    public void heard(Delivery delivery, Outcome outcome, Instant at) {
        delivery.endpoint()
                .ifPresent(
                        id -> {
                            switch (outcome) {
                                case CONFIRMED -> endpoints.confirmed(id);
                                case FAILED -> endpoints.failed(id, at);
                                case USED_UP -> endpoints.silent(id, at.minus(SILENCE));
                                case GONE -> endpoints.gone(id);
                            }
                        });
    }

    private static Message signed(List<SecretText> secrets, Event event, Instant at) {
        String id = PublicIds.EVENT.format(event.id());
        long seconds = at.getEpochSecond();
        String stripe = seconds + "." + event.body();
        String standard = id + "." + stripe;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json; charset=utf-8");
        headers.put(
                "Stripe-Signature",
                secrets.stream()
                        .map(
                                secret ->
                                        ",v1="
                                                + HexFormat.of()
                                                        .formatHex(hmac(whole(secret), stripe)))
                        .collect(Collectors.joining("", "t=" + seconds, "")));
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(seconds));
        headers.put(
                "webhook-signature",
                secrets.stream()
                        .map(
                                secret ->
                                        "v1,"
                                                + Base64.getEncoder()
                                                        .encodeToString(
                                                                hmac(behind(secret), standard)))
                        .collect(Collectors.joining(" ")));
        return new Message(headers, event.body());
    }

    /** The key of Stripe's client libraries: the text of the secret, prefix and all. */
    private static byte[] whole(SecretText secret) {
        return secret.<byte[]>use(text -> text.getBytes(UTF_8));
    }

    /** The key of Standard Webhooks: the bytes behind the prefix. */
    private static byte[] behind(SecretText secret) {
        return secret.<byte[]>use(
                text -> Base64.getDecoder().decode(text.substring(SECRET_PREFIX.length())));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("HMAC-SHA-256 does not work here", failure);
        }
    }
}
