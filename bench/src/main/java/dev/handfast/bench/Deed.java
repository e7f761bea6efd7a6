package dev.handfast.bench;

import tools.jackson.databind.JsonNode;

/**
 * Something a merchant asks for, which may be asked for again to the byte.
 *
 * @param kind what
 * @param subject the mark of the payment it is about: its description or {@code out_trade_no}
 * @param key its own mark, used once
 * @param wire the request
 */
record Deed(Kind kind, String subject, String key, Client.Wire wire) {
    /** What merchants ask for. */
    enum Kind {
        PAY,
        HOLD,
        CAPTURE,
        CANCEL,
        REFUND,
        PRECREATE,
        TRADE_PAY,
        TRADE_REFUND,
        TRADE_CANCEL;

        /** Whether it goes to the Alipay gateway. */
        boolean isGateway() {
            return switch (this) {
                case PAY, HOLD, CAPTURE, CANCEL, REFUND -> false;
                case PRECREATE, TRADE_PAY, TRADE_REFUND, TRADE_CANCEL -> true;
            };
        }
    }

    /** How an answer settles a deed. */
    enum Verdict {
        /** It was done. */
        DONE,
        /** It was refused for good. */
        REFUSED,
        /** The server does not know, or could not do it now: ask again. */
        UNSETTLED
    }

    private static final String UNKNOWN = "20000";
    private static final String SUCCESS = "10000";
    private static final String WAITING = "10003";

    Verdict verdict(Client.Answer answer) {
        if (!kind.isGateway()) {
            return switch (answer.status()) {
                case 200 -> Verdict.DONE;
                case 429, 500, 502, 503 -> Verdict.UNSETTLED;
                default -> Verdict.REFUSED;
            };
        }
        if (answer.status() != 200) {
            return Verdict.UNSETTLED;
        }
        return switch (node(answer).path("code").asString("")) {
            case SUCCESS, WAITING -> Verdict.DONE;
            case UNKNOWN -> Verdict.UNSETTLED;
            default -> Verdict.REFUSED;
        };
    }

    /** The node of a gateway's answer that holds the business fields. */
    static JsonNode node(Client.Answer answer) {
        return answer.json().valueStream().findFirst().orElse(answer.json());
    }
}
