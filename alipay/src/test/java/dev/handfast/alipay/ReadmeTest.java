package dev.handfast.alipay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.alipay.GatewayRequest.Reading;
import dev.handfast.alipay.Transport.Delivery;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The example of the README, line for line, and that the README shows it so. */
final class ReadmeTest {
    private static final Signatures signatures = Signatures.fastest();
    private static final String gatewayPrivateKey = TestKeys.base64Private(TestKeys.GATEWAY);
    private static final String appPrivateKey = TestKeys.base64Private(TestKeys.APP);
    private static final Instant now = Instant.parse("2026-11-24T07:10:00Z");

    // README: gateway
    private final AnswerWriter writer =
            AnswerWriter.of(SigningKey.rsa(gatewayPrivateKey, signatures));

    GatewayAnswer answer(RawRequest raw, String traceId) {
        return switch (GatewayRequest.read(raw)) {
            case Reading.Refused(var error, var form) ->
                    writer.write(form, Outcome.refused(error), traceId);
            case Reading.Read(var request) -> {
                AppKeys keys = keysOf(request.appId());
                yield writer.write(request.replyForm(keys), outcome(request, keys), traceId);
            }
        };
    }

    Outcome outcome(GatewayRequest request, AppKeys keys) {
        return switch (request.verify(keys, signatures, now)) {
            case Verification.Refused refused -> Outcome.refused(refused.error());
            case Verification.Verified verified ->
                    switch (request.readBiz(keys)) {
                        case BizContent.Refused(var error) -> Outcome.refused(error);
                        case BizContent.Fields(var biz) -> carryOut(request.method(), biz);
                    };
        };
    }

    // README: end

    @Test
    void the_example_of_the_readme_runs() {
        Transport transport =
                (address, raw) -> {
                    GatewayAnswer answer = answer(raw, "trace-1");
                    return new Delivery.Received(
                            new AnswerReader.HttpAnswer(200, answer.contentType(), answer.body()));
                };
        URI gateway = URI.create("https://gateway.example/gateway.do");
        // README: client
        var app = ClientApp.of("2021000000000001", SigningKey.rsa(appPrivateKey, signatures));
        var client =
                new GatewayClient(
                        app,
                        new GatewayClient.Endpoint(gateway, transport),
                        GatewayKeys.of(signatures, TestKeys.GATEWAY.getPublic()),
                        InstantSource.system());
        var biz = JsonNodeFactory.instance.objectNode().put("out_trade_no", "T1");
        String said =
                switch (client.call(Call.of("alipay.trade.query", biz))) {
                    case GatewayResult.Answer(var code, var fields) -> "paid: " + fields;
                    case GatewayResult.Refused(var error, var fields, var proof) ->
                            "refused: " + error.subCode();
                    case GatewayResult.NoAnswer(var reason, var detail) ->
                            "unknown, so ask again: " + reason;
                };
        // README: end
        assertTrue(said.startsWith("paid: ") && said.contains("\"out_trade_no\":\"T1\""), said);
    }

    @Test
    void the_readme_shows_this_example() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String source =
                Files.readString(Path.of("src/test/java/dev/handfast/alipay/ReadmeTest.java"));
        for (String section : List.of("gateway", "client")) {
            int start = source.indexOf("// README: " + section);
            int end = source.indexOf("// README: end", start);
            String lines = source.substring(source.indexOf('\n', start) + 1, end);
            String shown = lines.stripIndent().strip();
            assertTrue(readme.contains(shown), "the README differs in: " + section);
        }
    }

    private static AppKeys keysOf(String appId) {
        assertEquals("2021000000000001", appId);
        return AppKeys.of(TestKeys.APP.getPublic());
    }

    private static Outcome carryOut(String method, ObjectNode biz) {
        assertEquals("alipay.trade.query", method);
        assertInstanceOf(String.class, biz.path("out_trade_no").asString());
        return Outcome.success(biz);
    }
}
