package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;
import dev.handfast.alipay.Outcome;
import dev.handfast.alipay.ResultCode;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a method says: the node of the wire, in a form that can be recorded and said again.
 *
 * @param node code, msg, sub_code and sub_msg where it is a refusal, then the method's fields; not
 *     to be changed
 */
record Answer(ObjectNode node) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Carried out. */
    static Answer success(ObjectNode fields) {
        return of(ResultCode.SUCCESS, fields);
    }

    /** Taken in; the payer, or whoever pays for the payer, has still to confirm. */
    static Answer waiting(ObjectNode fields) {
        return of(ResultCode.WAITING_FOR_PAYER, fields);
    }

    /** Refused. */
    static Answer refused(GatewayError error) {
        return refused(error, JsonNodeFactory.instance.objectNode());
    }

    /** Refused, with fields of the method all the same. */
    static Answer refused(GatewayError error, ObjectNode fields) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("code", error.code()).put("msg", error.msg());
        node.put("sub_code", error.subCode()).put("sub_msg", error.subMsg());
        node.setAll(fields);
        return new Answer(node);
    }

    /** The answer that was recorded as this text. */
    static Answer read(String text) {
        return new Answer((ObjectNode) JSON.readTree(text));
    }

    /** The text to record. */
    String text() {
        return JSON.writeValueAsString(node);
    }

    /** The same in the library's words, for its writers. */
    Outcome outcome() {
        ObjectNode fields = node.deepCopy();
        String code = fields.remove("code").asString();
        String msg = fields.remove("msg").asString();
        if (fields.has("sub_code")) {
            String subCode = fields.remove("sub_code").asString();
            String subMsg = fields.remove("sub_msg").asString();
            return Outcome.refused(new GatewayError(code, msg, subCode, subMsg), fields);
        }
        return code.equals(ResultCode.WAITING_FOR_PAYER.code())
                ? Outcome.waitingForPayer(fields)
                : Outcome.success(fields);
    }

    private static Answer of(ResultCode code, ObjectNode fields) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("code", code.code()).put("msg", code.msg());
        node.setAll(fields);
        return new Answer(node);
    }
}
