package dev.handfast.opengateway;

import dev.handfast.alipay.NotificationSigner;
import dev.handfast.alipay.Parameters;
import dev.handfast.alipay.SigningKey;
import dev.handfast.alipay.WireTime;
import dev.handfast.payments.Payment;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.TreeMap;

/**
 * Makes the form of a notification from its event.
 *
 * @param key the gateway's key
 * @param buyers the dialect's numbers for payers
 */
record NotificationForm(SigningKey key, Buyers buyers) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * The signed form.
     *
     * @param body the event's body
     * @param payment what it is about; says how the merchant's requests are signed
     * @param now when it is sent
     */
    NotificationSigner.Form of(String body, Payment payment, Instant now) {
        ObjectNode node = buyers.named((ObjectNode) JSON.readTree(body), "buyer_id");
        var content = new TreeMap<String, String>();
        node.properties()
                .forEach(field -> content.put(field.getKey(), field.getValue().asString()));
        content.put("notify_time", WireTime.format(now));
        Details details = Details.of(payment);
        return new NotificationSigner(key, details.signType(), details.charset())
                .sign(Parameters.of(content));
    }
}
