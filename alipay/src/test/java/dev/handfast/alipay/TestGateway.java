package dev.handfast.alipay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.handfast.alipay.GatewayRequest.Reading;

import tools.jackson.databind.node.JsonNodeFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Executors;

/**
 * A gateway made of this library and the JDK's HTTP server. It knows one app; {@code
 * alipay.trade.query} answers the order number as the subject, except that it does not know the
 * order {@code unknown}.
 */
final class TestGateway implements AutoCloseable {
    static final String APP_ID = "2021000000000001";
    static final String CONTENT_KEY = "AAECAwQFBgcICQoLDA0ODw==";
    private static final Instant NOW = Instant.parse("2026-11-24T07:10:00Z");

    private final HttpServer server;
    private final AnswerWriter writer =
            AnswerWriter.of(TestKeys.gateway())
                    .withCertificate(Certificates.serialNumber(TestCertificates.GATEWAY));
    private final AppKeys keys;

    private TestGateway(HttpServer server, AppKeys keys) {
        this.server = server;
        this.keys = keys.withContentKey(ContentKey.parse(CONTENT_KEY));
    }

    static TestGateway start() throws IOException {
        return start(TestKeys.appKeys());
    }

    static TestGateway start(AppKeys keys) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var gateway = new TestGateway(HttpServer.create(address, 0), keys);
        gateway.server.createContext("/gateway.do", gateway::handle);
        gateway.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        gateway.server.start();
        return gateway;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/gateway.do";
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var raw =
                    new RawRequest(
                            Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""),
                            exchange.getRequestBody().readAllBytes(),
                            Objects.requireNonNullElse(
                                    exchange.getRequestHeaders().getFirst("Content-Type"), ""));
            GatewayAnswer answer = answer(raw);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.getResponseHeaders().set(GatewayAnswer.TRACE_HEADER, answer.traceId());
            exchange.sendResponseHeaders(GatewayAnswer.STATUS, answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    GatewayAnswer answer(RawRequest raw) {
        return switch (GatewayRequest.read(raw)) {
            case Reading.Refused(var error, var form) ->
                    writer.write(form, Outcome.refused(error), "trace-1");
            case Reading.Read(var request) -> {
                if (!request.appId().equals(APP_ID)) {
                    var refusal = Outcome.refused(GatewayFault.INVALID_APP_ID.error());
                    yield writer.write(request.replyForm(), refusal, "trace-1");
                }
                yield writer.write(request.replyForm(keys), outcome(request), "trace-1");
            }
        };
    }

    private Outcome outcome(GatewayRequest request) {
        return switch (request.verify(keys, TestKeys.SIGNATURES, NOW)) {
            case Verification.Refused refused -> Outcome.refused(refused.explained());
            case Verification.Verified verified ->
                    switch (request.readBiz(keys)) {
                        case BizContent.Refused(var error) -> Outcome.refused(error);
                        case BizContent.Fields(var fields) ->
                                request.method().equals("alipay.open.app.alipaycert.download")
                                        ? certificate()
                                        : trade(fields.path("out_trade_no").asString());
                    };
        };
    }

    private static Outcome certificate() {
        String content = Certificates.downloadContent(TestCertificates.GATEWAY);
        return Outcome.success(
                JsonNodeFactory.instance.objectNode().put("alipay_cert_content", content));
    }

    private static Outcome trade(String outTradeNo) {
        if (outTradeNo.equals("unknown")) {
            return Outcome.refused(
                    GatewayError.business(new GatewayError.Reason("ACQ.TRADE_NOT_EXIST", "交易不存在")));
        }
        return Outcome.success(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("out_trade_no", outTradeNo)
                        .put("subject", outTradeNo));
    }
}
