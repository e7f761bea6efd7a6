package dev.handfast.alipay;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/**
 * What a gateway says about one call: its result code, the reason if it refused, and the fields of
 * the method.
 *
 * <p>Times among the fields are {@link WireTime} text, amounts decimal strings; fields are not
 * copied.
 */
public final class Outcome {
    private final ResultCode code;
    private final Optional<GatewayError> refusal;
    private final ObjectNode fields;

    private Outcome(ResultCode code, Optional<GatewayError> refusal, ObjectNode fields) {
        this.code = code;
        this.refusal = refusal;
        this.fields = fields;
    }

    /** Carried out: code 10000 with these fields. */
    public static Outcome success(ObjectNode fields) {
        return new Outcome(ResultCode.SUCCESS, Optional.empty(), fields);
    }

    /** The payer still has to confirm: code 10003 with these fields. */
    public static Outcome waitingForPayer(ObjectNode fields) {
        return new Outcome(ResultCode.WAITING_FOR_PAYER, Optional.empty(), fields);
    }

    /** Refused, or unknown when the error's code is 20000. */
    public static Outcome refused(GatewayError error) {
        return refused(error, JsonNodeFactory.instance.objectNode());
    }

    /** Refused, with fields of the method all the same, such as the order number. */
    public static Outcome refused(GatewayError error, ObjectNode fields) {
        return new Outcome(ResultCode.BUSINESS_FAILED, Optional.of(error), fields);
    }

    /** Why it was refused, or nothing. */
    public Optional<GatewayError> refusal() {
        return refusal;
    }

    /** The fields of the method alone. */
    ObjectNode fields() {
        return fields;
    }

    /** The whole node: code, msg, sub_code, sub_msg, then the fields. */
    ObjectNode node() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (refusal.isPresent()) {
            GatewayError error = refusal.get();
            node.put("code", error.code()).put("msg", error.msg());
            node.put("sub_code", error.subCode()).put("sub_msg", error.subMsg());
        } else {
            node.put("code", code.code()).put("msg", code.msg());
        }
        node.setAll(fields);
        return node;
    }

    @Override
    public String toString() {
        return "Outcome[" + refusal.map(GatewayError::subCode).orElse(code.code()) + "]";
    }
}
