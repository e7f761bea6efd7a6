package dev.handfast.alipay;

import tools.jackson.databind.node.ObjectNode;

/** What a client knows after asking a gateway. */
public sealed interface GatewayResult {
    /** How an answer was proven. */
    enum Proof {
        /** By the gateway's signature. */
        SIGNED,
        /** By nothing but the connection: production gateways do not sign their own refusals. */
        UNSIGNED
    }

    /** Why there is no answer. Only the first says that nothing can have happened. */
    enum Reason {
        /** No connection came about, so the request was never sent. */
        NOT_CONNECTED,
        /** Nothing came back in time. */
        TIMED_OUT,
        /** The connection broke on the way. */
        BROKEN,
        /** The HTTP status was not 2xx. */
        HTTP_STATUS,
        /** What came back is not an answer. */
        UNREADABLE,
        /** The answer is not proven to be the gateway's. */
        UNPROVEN,
        /** The answer is signed under a certificate that is not known here. */
        UNKNOWN_CERTIFICATE
    }

    /**
     * The gateway carried the call out, and signed that it did.
     *
     * @param code {@code 10000}, or {@code 10003} while the payer has to confirm
     * @param fields the whole node, code and msg included
     */
    record Answer(String code, ObjectNode fields) implements GatewayResult {}

    /**
     * The gateway said no, or with code 20000 that it does not know.
     *
     * @param fields the whole node
     */
    record Refused(GatewayError error, ObjectNode fields, Proof proof) implements GatewayResult {
        /** Whether the gateway itself does not know the outcome, so that it has to be asked. */
        public boolean isUnknownOutcome() {
            return error.code().equals(ResultCode.SERVICE_UNAVAILABLE.code());
        }
    }

    /** It is not known what became of the call; ask again, never guess. */
    record NoAnswer(Reason reason, String detail) implements GatewayResult {}
}
