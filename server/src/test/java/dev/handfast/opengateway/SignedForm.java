package dev.handfast.opengateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alipay.api.AlipayApiException;
import com.alipay.api.internal.util.AlipaySignature;

import dev.handfast.alipay.WireTime;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A request put together by hand, so that a test can put it together wrongly. */
final class SignedForm {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final Map<String, String> parameters = new TreeMap<>();

    SignedForm(String method, String biz) {
        parameters.put("app_id", TestGateway.APP_ID);
        parameters.put("method", method);
        parameters.put("format", "json");
        parameters.put("charset", "utf-8");
        parameters.put("sign_type", "RSA2");
        parameters.put("version", "1.0");
        parameters.put("timestamp", WireTime.format(InstantSource.system().instant()));
        parameters.put("biz_content", biz);
    }

    SignedForm with(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    SignedForm signedBy(KeyPair pair) {
        try {
            parameters.put(
                    "sign",
                    AlipaySignature.rsaSign(
                            AlipaySignature.getSignContent(parameters),
                            TestGateway.privateText(pair),
                            "utf-8",
                            parameters.get("sign_type")));
            return this;
        } catch (AlipayApiException failure) {
            throw new IllegalStateException(failure);
        }
    }

    String body() {
        return parameters.entrySet().stream()
                .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    HttpResponse<String> post(String url) {
        return send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/x-www-form-urlencoded;charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofString(body()))
                        .build());
    }

    HttpResponse<String> get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url + "?" + body())).GET().build());
    }

    static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(end);
        }
    }

    /** The answer's node, whatever its name. */
    static JsonNode node(HttpResponse<String> response) {
        return JSON.readTree(response.body()).iterator().next();
    }

    /** The sub_code, or the code where there is none. */
    static String code(HttpResponse<String> response) {
        JsonNode node = node(response);
        return node.has("sub_code")
                ? node.path("sub_code").asString()
                : node.path("code").asString();
    }
}
