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
 * @param caller for whom and by whom
 * @param biz the business parameters
 * @param common what came beside them
 * @param duplicate what makes the very same signed request known again
 * @param now when it came, by the clock of the business
 */
record Call(Caller caller, ObjectNode biz, Common common, Idempotency.Key duplicate, Instant now) {
    /**
     * For whom a call is made, and by whom.
     *
     * @param app the merchant's app
     * @param merchant whose it is
     * @param by the app that calls: the same, or that of a service provider the merchant lets act
     */
    record Caller(GatewayApp app, Merchant merchant, GatewayApp by) {
        /** An app that calls for its own merchant. */
        static Caller of(GatewayApp app, Merchant merchant) {
            return new Caller(app, merchant, app);
        }

        /** The same called by a service provider. */
        Caller calledBy(GatewayApp provider) {
            return new Caller(app, merchant, provider);
        }
    }

    /**
     * What comes beside the business parameters.
     *
     * @param notifyUrl where the payment's notifications go; empty where nobody wants any
     * @param signType how they are signed: as the request was
     * @param charset and in which character set
     */
    record Common(String notifyUrl, SignType signType, WireCharset charset) {}

    /** The merchant's app. */
    GatewayApp app() {
        return caller.app();
    }

    /** The app that calls; another only where a service provider acts for the merchant. */
    GatewayApp by() {
        return caller.by();
    }

    /** Whose app it is. */
    Merchant merchant() {
        return caller.merchant();
    }
}
