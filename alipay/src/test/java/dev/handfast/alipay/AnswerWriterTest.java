package dev.handfast.alipay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.alipay.ReplyForm.KeyMode;
import dev.handfast.alipay.Signatures.SignedBytes;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

final class AnswerWriterTest {
    private static final AnswerWriter WRITER = AnswerWriter.of(TestKeys.gateway());

    @Test
    void writes_the_layout_every_client_accepts() {
        String body = body(form(WireCharset.UTF_8, KeyMode.KEY), Outcome.success(fields()));
        String node =
                "{\"code\":\"10000\",\"msg\":\"Success\",\"subject\":\"咖啡/\\\"a\\\"\",\"n\":1}";
        assertTrue(
                body.startsWith("{\"alipay_trade_query_response\":" + node + ",\"sign\":\""), body);
        assertSigned(WireCharset.UTF_8, node, body);
    }

    @Test
    void names_its_certificate_between_node_and_signature_in_certificate_mode() {
        var writer = WRITER.withCertificate("0123abcd");
        var form = form(WireCharset.UTF_8, KeyMode.CERTIFICATE);
        String body = text(writer.write(form, Outcome.success(fields()), "t"), WireCharset.UTF_8);
        assertTrue(body.contains("},\"alipay_cert_sn\":\"0123abcd\",\"sign\":\""), body);
    }

    @Test
    void signs_errors_too_and_puts_the_reason_before_the_fields() {
        var refusal = Outcome.refused(GatewayFault.INVALID_SIGNATURE.error(), fields());
        String body = body(form(WireCharset.UTF_8, KeyMode.KEY), refusal);
        String node =
                "{\"code\":\"40002\",\"msg\":\"Invalid Arguments\","
                        + "\"sub_code\":\"isv.invalid-signature\",\"sub_msg\":\"无效签名\","
                        + "\"subject\":\"咖啡/\\\"a\\\"\",\"n\":1}";
        assertTrue(body.contains(node), body);
        assertSigned(WireCharset.UTF_8, node, body);
    }

    @Test
    void writes_gbk_and_escapes_what_gbk_lacks() {
        ObjectNode fields = JsonNodeFactory.instance.objectNode().put("subject", "咖啡😀");
        var form = form(WireCharset.GBK, KeyMode.KEY);
        GatewayAnswer answer = WRITER.write(form, Outcome.success(fields), "t");
        assertEquals("text/html;charset=GBK", answer.contentType());
        String body = text(answer, WireCharset.GBK);
        assertTrue(body.contains("\"咖啡\\ud83d\\ude00\""), body);
        String node = body.substring(body.indexOf(":{") + 1, body.indexOf("}") + 1);
        assertSigned(WireCharset.GBK, node, body);
    }

    private static ObjectNode fields() {
        return JsonNodeFactory.instance.objectNode().put("subject", "咖啡/\"a\"").put("n", 1);
    }

    private static ReplyForm form(WireCharset charset, KeyMode mode) {
        return new ReplyForm(
                "alipay_trade_query_response", charset, SignType.RSA2, mode, Optional.empty());
    }

    private static String body(ReplyForm form, Outcome outcome) {
        return text(WRITER.write(form, outcome, "t"), form.charset());
    }

    private static String text(GatewayAnswer answer, WireCharset charset) {
        return new String(answer.body(), charset.charset());
    }

    private static void assertSigned(WireCharset charset, String node, String body) {
        String sign = body.substring(body.indexOf("\"sign\":\"") + 8, body.length() - 2);
        var signed = new SignedBytes(charset.encode(node), sign);
        var key = TestKeys.GATEWAY.getPublic();
        assertTrue(TestKeys.SIGNATURES.verify(SignType.RSA2, key, signed));
    }
}
