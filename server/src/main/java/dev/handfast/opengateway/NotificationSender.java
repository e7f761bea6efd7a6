package dev.handfast.opengateway;

import dev.handfast.alipay.NotificationSigner;
import dev.handfast.alipay.Parameters;
import dev.handfast.alipay.SigningKey;
import dev.handfast.alipay.WireTime;
import dev.handfast.mandates.Mandate;
import dev.handfast.mandates.Mandates;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.Event;
import dev.handfast.outbox.Sender;
import dev.handfast.payments.PaymentStore;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Signs asynchronous notifications, and knows when they are confirmed and how often they are
 * repeated. The {@code notify_id} is the same at every attempt.
 *
 * <p>Source: the official schedule, 4 m, 10 m, 10 m, 1 h, 2 h, 6 h, 15 h after the first attempt
 * and one another; confirmed by exactly {@code success}.
 */
public final class NotificationSender implements Sender {
    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ofMinutes(4),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(10),
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    Duration.ofHours(6),
                    Duration.ofHours(15));

    private static final String CONFIRMATION = "success";
    private static final int OK = 200;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SigningKey key;
    private final Buyers buyers;
    private final PaymentStore store;
    private final Mandates mandates;

    /**
     * A sender.
     *
     * @param key the gateway's key, the same as for answers
     * @param buyers the dialect's numbers for payers
     * @param store says what an event is about, where it is a trade
     * @param mandates the same where it is an agreement
     */
    public NotificationSender(
            SigningKey key, Buyers buyers, PaymentStore store, Mandates mandates) {
        this.key = key;
        this.buyers = buyers;
        this.store = store;
        this.mandates = mandates;
    }

    @Override
    public Optional<Message> write(Delivery delivery, Event event, Instant at) {
        if (FreezeNotices.isOne(event.type())) {
            return Optional.of(message(event, Details.read(event.body()), at));
        }
        return store.find(event.subject())
                .map(Details::of)
                .or(
                        () ->
                                mandates.find(event.subject())
                                        .map(Mandate::proposal)
                                        .map(proposal -> Details.read(proposal.details())))
                .map(details -> message(event, details, at));
    }

    @Override
    public Verdict judge(int status, String answer) {
        return status == OK && answer.equals(CONFIRMATION) ? Verdict.CONFIRMED : Verdict.AGAIN;
    }

    @Override
    public List<Duration> pauses() {
        return PAUSES;
    }

    private Message message(Event event, Details details, Instant at) {
        ObjectNode body = (ObjectNode) JSON.readTree(event.body());
        ObjectNode node =
                FreezeNotices.isOne(event.type())
                        ? buyers.payerNamed(body)
                        : buyers.named(body, "buyer_id");
        Map<String, String> content = new TreeMap<>();
        node.properties()
                .forEach(field -> content.put(field.getKey(), field.getValue().asString()));
        content.put("notify_time", WireTime.format(at));
        NotificationSigner signer =
                new NotificationSigner(key, details.signType(), details.charset());
        NotificationSigner.Form form = signer.sign(Parameters.of(content));
        return new Message(
                Map.of("Content-Type", form.contentType()),
                new String(form.body(), StandardCharsets.US_ASCII));
    }
}
