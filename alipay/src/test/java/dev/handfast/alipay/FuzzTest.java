package dev.handfast.alipay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.handfast.alipay.AnswerReader.HttpAnswer;
import dev.handfast.alipay.GatewayRequest.Reading;
import dev.handfast.alipay.Parameters.Empties;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Bounded fuzzing from fixed seeds: hostile input gives a refusal, never an exception and never a
 * false answer.
 */
final class FuzzTest {
    private static final int ROUNDS = 2000;
    private static final String ALPHABET = "ab=&%+; \r\n\"\\{}:,/_-.09你咖😀ÿ\0";

    @Test
    void any_parameters_survive_every_encoding() {
        var random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            WireCharset charset = random.nextBoolean() ? WireCharset.UTF_8 : WireCharset.GBK;
            Map<String, String> sent = new TreeMap<>();
            sent.put("charset", charset.wireName());
            for (int i = random.nextInt(5); i >= 0; i--) {
                String value = text(random);
                // What the set lacks cannot be sent in it.
                sent.put("p" + i, new String(charset.encode(value), charset.charset()));
            }
            RawRequest raw = RawRequest.get(UrlForm.write(sent, charset));
            var read =
                    assertInstanceOf(
                            ParameterReader.Result.Collected.class, ParameterReader.read(raw));
            assertEquals(sent, read.parameters().asMap(), "round " + round);
        }
    }

    @Test
    void a_damaged_request_is_refused_or_read_but_never_verified() {
        var random = new Random(2);
        var request = TestRequests.query().with("notify_url", "https://m.example/n").signed();
        GatewayRequest good = TestRequests.read(request.inBody());
        for (int round = 0; round < ROUNDS; round++) {
            RawRequest whole = round % 2 == 0 ? request.asJavaClient() : request.asMultipart();
            var raw =
                    new RawRequest(
                            new String(
                                    damage(ascii(whole.query()), random),
                                    StandardCharsets.ISO_8859_1),
                            damage(whole.body(), random),
                            new String(
                                    damage(ascii(whole.contentType()), random),
                                    StandardCharsets.ISO_8859_1));
            if (GatewayRequest.read(raw) instanceof Reading.Read(var read)
                    && !read.signedText(Empties.DROPPED).equals(good.signedText(Empties.DROPPED))
                    && round % 16 < 2) {
                var result = read.verify(TestKeys.appKeys(), TestKeys.SIGNATURES, Instant.EPOCH);
                assertFalse(result instanceof Verification.Verified, "round " + round);
            }
        }
    }

    @Test
    void a_damaged_answer_never_says_anything_else() {
        var random = new Random(3);
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.put("out_trade_no", "T1").put("subject", "咖啡\"{}/").put("total_amount", "0.01");
        var form = ClientApp.of(TestGateway.APP_ID, TestKeys.app()).replyForm("alipay.trade.query");
        var answer = AnswerWriter.of(TestKeys.gateway()).write(form, Outcome.success(fields), "t");
        var reader =
                new AnswerReader(GatewayKeys.of(TestKeys.SIGNATURES, TestKeys.GATEWAY.getPublic()));
        ObjectNode whole = Outcome.success(fields).node();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = damage(answer.body(), random);
            var result = reader.read(form, new HttpAnswer(200, answer.contentType(), body));
            if (result instanceof GatewayResult.Answer(var code, var read)) {
                assertEquals(whole, read, "round " + round);
                assertEquals("10000", code);
            }
        }
    }

    @Test
    void random_bytes_never_throw() {
        var random = new Random(4);
        var keys = GatewayKeys.of(TestKeys.SIGNATURES, TestKeys.GATEWAY.getPublic());
        var reader = new AnswerReader(keys);
        var form = ClientApp.of("1", TestKeys.app()).replyForm("a.b");
        for (int round = 0; round < ROUNDS; round++) {
            String text = text(random) + text(random);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            reader.read(form, new HttpAnswer(200, text, bytes));
            reader.read(form, new HttpAnswer(200, "", ascii("{\"a_b_response\":" + text)));
            for (String type : List.of("", "multipart/form-data; boundary=a", text)) {
                GatewayRequest.read(new RawRequest(text, bytes, type));
                Notification.read(new RawRequest(text, bytes, type), keys, Notification.Rule.V1);
            }
            var headers =
                    new V3Request.Headers("ALIPAY-SHA256withRSA " + text + ",sign=x", "", text, "");
            V3Request.read(new V3Request.Input("GET", text, headers, bytes));
            BizContent.parse(text);
            Certificates.parse(text);
            WireTime.parse(text);
        }
    }

    /** Changes, removes, doubles or cuts a few bytes; sometimes none. */
    private static byte[] damage(byte[] bytes, Random random) {
        byte[] damaged = bytes.clone();
        for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt();
                case 1 -> damaged = Arrays.copyOf(damaged, at);
                case 2 -> damaged[at] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
                default -> {
                    int to = at + random.nextInt(damaged.length - at);
                    byte[] doubled = Arrays.copyOf(damaged, damaged.length + to - at);
                    System.arraycopy(damaged, at, doubled, to, damaged.length - at);
                    damaged = doubled;
                }
            }
        }
        return damaged;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        int[] alphabet = ALPHABET.codePoints().toArray();
        for (int i = random.nextInt(24); i > 0; i--) {
            text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }
}
