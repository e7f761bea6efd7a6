package dev.handfast.alipay;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import static java.util.Objects.requireNonNull;

import dev.handfast.alipay.GatewayRequest.Reading;
import dev.handfast.alipay.Parameters.Empties;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Requests as a client makes them. Everything has a default, so what a test sets is what it is
 * about.
 */
final class TestRequests {
    static final String BIZ = "{\"out_trade_no\":\"T1\",\"subject\":\"咖啡 a\\/b&c=d+e%\"}";

    private final Map<String, String> parameters = new LinkedHashMap<>();
    private WireCharset charset = WireCharset.UTF_8;
    private Empties empties = Empties.DROPPED;

    static TestRequests query() {
        var request = new TestRequests();
        request.parameters.put("method", "alipay.trade.query");
        request.parameters.put("app_id", "2021000000000001");
        request.parameters.put("charset", "utf-8");
        request.parameters.put("sign_type", "RSA2");
        request.parameters.put("timestamp", "2026-11-24 15:06:37");
        request.parameters.put("version", "1.0");
        request.parameters.put("format", "json");
        request.parameters.put("biz_content", BIZ);
        return request;
    }

    TestRequests with(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    TestRequests without(String name) {
        parameters.remove(name);
        return this;
    }

    TestRequests in(WireCharset other) {
        charset = other;
        return with("charset", other.wireName());
    }

    TestRequests keepingEmpties() {
        empties = Empties.KEPT;
        return this;
    }

    /** Signs what is there now; later changes break the signature. */
    TestRequests signed() {
        return signedWith(TestKeys.app());
    }

    TestRequests signedWith(SigningKey key) {
        String text = Parameters.of(parameters).signedText(empties, Set.of("sign"));
        SignType type =
                SignType.parse(parameters.getOrDefault("sign_type", "")).orElse(SignType.RSA2);
        return with("sign", key.sign(type, charset.encode(text)));
    }

    RawRequest inBody() {
        byte[] form = UrlForm.write(parameters, charset).getBytes(StandardCharsets.US_ASCII);
        return RawRequest.form(form);
    }

    RawRequest inQuery() {
        return RawRequest.get(UrlForm.write(parameters, charset));
    }

    /** As the Java client sends it: biz_content in the body, the rest in the query. */
    RawRequest asJavaClient() {
        var query = new LinkedHashMap<>(parameters);
        String biz = requireNonNull(query.remove("biz_content"), "biz_content");
        byte[] body =
                UrlForm.write(Map.of("biz_content", biz), charset)
                        .getBytes(StandardCharsets.US_ASCII);
        return new RawRequest(
                UrlForm.write(query, charset),
                body,
                "application/x-www-form-urlencoded;charset=utf-8");
    }

    RawRequest asMultipart() {
        var form = new StringBuilder();
        parameters.forEach(
                (name, value) ->
                        form.append("--XyZ\r\nContent-Disposition: form-data; name=\"")
                                .append(name)
                                .append("\"\r\n\r\n")
                                .append(value)
                                .append("\r\n"));
        form.append("--XyZ\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\n")
                .append("Content-Type: image/png\r\n\r\n--Xy\r\n\r\n--XyZ--\r\n");
        return new RawRequest(
                "", charset.encode(form.toString()), "multipart/form-data; boundary=XyZ");
    }

    static GatewayRequest read(RawRequest raw) {
        return assertInstanceOf(Reading.Read.class, GatewayRequest.read(raw)).request();
    }

    static Reading.Refused refused(RawRequest raw) {
        return assertInstanceOf(Reading.Refused.class, GatewayRequest.read(raw));
    }
}
