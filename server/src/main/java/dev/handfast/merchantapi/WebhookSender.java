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

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sends events to webhook endpoints, signed twice: as Stripe's client libraries verify it, and as
 * Standard Webhooks has it. One secret serves both: the former takes its text as the key, the
 * latter the bytes behind its prefix.
 */
public final class WebhookSender implements Sender {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String SECRET_PREFIX = "whsec_";

    /** Fourteen attempts over three days: soon at first, then every eight hours at the most. */
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

    private final WebhookEndpoints endpoints;

    /** A sender that knows the endpoints' secrets. */
    public WebhookSender(WebhookEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public Optional<Message> write(Delivery delivery, Event event, Instant at) {
        return delivery.endpoint()
                .flatMap(endpoints::secret)
                .map(secret -> signed(secret, event, at));
    }

    @Override
    public boolean confirms(int status, String answer) {
        return status >= 200 && status < 300;
    }

    @Override
    public List<Duration> pauses() {
        return PAUSES;
    }

    private static Message signed(SecretText secret, Event event, Instant at) {
        String id = PublicIds.EVENT.format(event.id());
        long seconds = at.getEpochSecond();
        String body = event.body();
        String stripe =
                secret.use(
                        text ->
                                HexFormat.of()
                                        .formatHex(
                                                hmac(text.getBytes(UTF_8), seconds + "." + body)));
        String standard =
                secret.use(
                        text ->
                                Base64.getEncoder()
                                        .encodeToString(
                                                hmac(
                                                        Base64.getDecoder()
                                                                .decode(
                                                                        text.substring(
                                                                                SECRET_PREFIX
                                                                                        .length())),
                                                        id + "." + seconds + "." + body)));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json; charset=utf-8");
        headers.put("Stripe-Signature", "t=%d,v1=%s".formatted(seconds, stripe));
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(seconds));
        headers.put("webhook-signature", "v1," + standard);
        return new Message(headers, body);
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
