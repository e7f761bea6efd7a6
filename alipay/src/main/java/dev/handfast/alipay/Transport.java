package dev.handfast.alipay;

import dev.handfast.alipay.AnswerReader.HttpAnswer;
import dev.handfast.alipay.GatewayResult.Reason;

import java.net.URI;

/**
 * How a request gets to a gateway and its answer back. Implementations are used by many threads at
 * once.
 */
@FunctionalInterface
public interface Transport {
    /** What came back. */
    sealed interface Delivery {
        /** Something did, whatever its status. */
        record Received(HttpAnswer answer) implements Delivery {}

        /** Nothing did. The detail names no secrets. */
        record Failed(Reason reason, String detail) implements Delivery {}
    }

    /**
     * Sends the request by POST and waits for the answer, for a bounded time. Never throws for the
     * network.
     */
    Delivery send(URI gateway, RawRequest request);
}
