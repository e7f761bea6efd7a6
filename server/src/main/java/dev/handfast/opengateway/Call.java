package dev.handfast.opengateway;

import dev.handfast.alipay.SignType;
import dev.handfast.alipay.WireCharset;
import dev.handfast.engine.Idempotency;
import dev.handfast.merchants.GatewayApp;
import dev.handfast.merchants.Merchant;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;

/**
 * A verified call of a method, whichever way it came in.
 *
 * @param caller who calls
 * @param biz the business parameters
 * @param common what came beside them
 * @param duplicate what makes the very same signed request known again
 * @param now when it came, by the clock of the business
 */
record Call(Caller caller, ObjectNode biz, Common common, Idempotency.Key duplicate, Instant now) {
    /** An app and the merchant whose it is. */
    record Caller(GatewayApp app, Merchant merchant) {}

    /**
     * What comes beside the business parameters.
     *
     * @param notifyUrl where the payment's notifications go; empty where nobody wants any
     * @param signType how they are signed: as the request was
     * @param charset and in which character set
     */
    record Common(String notifyUrl, SignType signType, WireCharset charset) {}

    /** The app that calls. */
    GatewayApp app() {
        return caller.app();
    }

    /** Whose app it is. */
    Merchant merchant() {
        return caller.merchant();
    }
}
