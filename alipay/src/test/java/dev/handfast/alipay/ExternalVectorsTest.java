package dev.handfast.alipay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.handfast.alipay.AnswerReader.HttpAnswer;
import dev.handfast.alipay.GatewayResult.NoAnswer;
import dev.handfast.alipay.Parameters.Empties;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Replays material that lies outside this project: exchanges recorded with the unmodified official
 * clients, and genuine notifications and answers of the production gateway. The environment
 * variable {@code HANDFAST_VECTORS} names the folder; without it there are no cases.
 */
final class ExternalVectorsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");
    private static final String APP_ID = "2021000000000001";

    /** Refused by the recorded client for reasons of its own, not of the answer's. */
    private static final Set<String> REFUSED_FOR_THE_CLIENT =
            Set.of(
                    "body \\/ signature over / (no fallback in node)",
                    "sign before node",
                    "error_response with validateSign",
                    "encrypted + validateSign",
                    "server key == app key (SDK refuses)",
                    "cert mode without alipay_cert_sn (must fail)",
                    "cert mode client calling execute() (must fail)",
                    "needEncrypt but server answers plaintext error");

    /** Nothing was sent: the client refused by itself. */
    private static final String CLIENT_ONLY = "cert mode client calling execute() (must fail)";

    @TestFactory
    Stream<DynamicTest> recorded_requests_give_the_signed_text_and_verify() {
        return exchanges()
                .filter(exchange -> exchange.path("body").isString() && !isV3(exchange))
                .map(exchange -> dynamicTest(name(exchange), () -> replayRequest(exchange)));
    }

    @TestFactory
    Stream<DynamicTest> recorded_answers_are_taken_exactly_when_the_client_took_them() {
        return exchanges()
                .filter(e -> e.path("response_body").isString() && !isV3(e))
                .filter(e -> !REFUSED_FOR_THE_CLIENT.contains(e.path("name").asString()))
                .map(exchange -> dynamicTest(name(exchange), () -> replayAnswer(exchange)));
    }

    @TestFactory
    Stream<DynamicTest> order_strings_links_and_forms_verify() {
        return exchanges()
                .filter(exchange -> exchange.path("client_output").isString())
                .map(exchange -> dynamicTest(name(exchange), () -> replayClientOutput(exchange)));
    }

    @TestFactory
    Stream<DynamicTest> recorded_v3_requests_give_the_signed_text_and_verify() {
        return exchanges()
                .filter(exchange -> address(exchange).startsWith("/v3/"))
                .map(exchange -> dynamicTest(name(exchange), () -> replayV3(exchange)));
    }

    @TestFactory
    Stream<DynamicTest> genuine_notifications_verify_and_tampered_ones_do_not() {
        return items("official-notifications/vectors.json", "notify")
                .map(vector -> dynamicTest(vector.path("name").asString(), () -> notify(vector)));
    }

    @TestFactory
    Stream<DynamicTest> a_genuine_answer_of_the_gateway_verifies() {
        return items("official-notifications/vectors.json", "response_signature")
                .map(v -> dynamicTest(v.path("name").asString(), () -> genuineAnswer(v)));
    }

    @TestFactory
    Stream<DynamicTest> the_signed_text_is_cut_out_of_the_answer_as_the_clients_do() {
        var java =
                items("sdk-java/vectors.json", "sign_content_extraction")
                        .map(v -> extraction(v, "alipay_trade_create_response"));
        var node =
                items("official-notifications/vectors.json", "response_extraction")
                        .map(v -> extraction(v, v.path("root").asString()));
        return Stream.concat(java, node);
    }

    @TestFactory
    Stream<DynamicTest> certificate_serial_numbers_are_the_official_ones() {
        return items("official-notifications/vectors.json", "cert_sn")
                .map(v -> dynamicTest(v.path("file").asString(), () -> serialNumber(v)));
    }

    @TestFactory
    Stream<DynamicTest> encrypted_content_opens() {
        var java = items("sdk-java/vectors.json", "symmetric");
        var easy = items("easysdk/vectors.json", "aes");
        return Stream.concat(java, easy)
                .map(v -> dynamicTest(v.path("plain").asString(), () -> decrypt(v)));
    }

    @TestFactory
    Stream<DynamicTest> the_order_strings_and_forms_of_easysdk_are_read() {
        var strings =
                items("easysdk/vectors.json", "app_pay_order_string")
                        .map(v -> v.path("must_contain").asString());
        return strings.map(text -> dynamicTest(text.substring(0, 40), () -> orderString(text)));
    }

    /** It is only the beginning of one, so it is read and signed by nobody. */
    private static void orderString(String text) {
        GatewayRequest request =
                TestRequests.read(RawRequest.get(text + "QUJD&sign_type=RSA2&version=1.0"));
        assertEquals("alipay.trade.app.pay", request.method());
        var biz = assertInstanceOf(BizContent.Fields.class, BizContent.parse(request.bizContent()));
        assertEquals("iPhone6 16G", biz.fields().path("subject").asString());
        assertTrue(
                text.startsWith(
                        UrlForm.write(request.parameters().asMap(), WireCharset.UTF_8)
                                .substring(0, text.indexOf("&sign="))));
    }

    @TestFactory
    Stream<DynamicTest> the_official_key_pairs_sign_and_verify() {
        var keys = json("sdk-java/vectors.json").path("keys");
        return Stream.of("rsa2_test_pair", "sm2_test_pair")
                .filter(keys::has)
                .map(name -> dynamicTest(name, () -> keyPair(keys.path(name))));
    }

    private static void keyPair(JsonNode pair) {
        String privateKey = pair.path("private_pkcs8_b64").asString();
        boolean isSm2 = pair.has("user_id");
        SigningKey key =
                isSm2
                        ? SigningKey.sm2(privateKey)
                        : SigningKey.rsa(privateKey, TestKeys.SIGNATURES);
        SignType type = isSm2 ? SignType.SM2 : SignType.RSA2;
        byte[] text = "茶".getBytes(StandardCharsets.UTF_8);
        var signed = new Signatures.SignedBytes(text, key.sign(type, text));
        var publicKey = Keys.publicKey(pair.path("public_x509_b64").asString());
        assertTrue(TestKeys.SIGNATURES.verify(type, publicKey, signed));
    }

    @TestFactory
    Stream<DynamicTest> every_recorded_exchange_is_replayed() {
        return exchanges()
                .filter(exchange -> !exchange.path("name").asString().equals(CLIENT_ONLY))
                .map(
                        exchange ->
                                dynamicTest(
                                        name(exchange),
                                        () ->
                                                assertTrue(
                                                        exchange.path("client_output").isString()
                                                                || address(exchange)
                                                                        .startsWith("/v3/")
                                                                || !isV3(exchange))));
    }

    private static void replayRequest(JsonNode exchange) {
        var raw =
                new RawRequest(
                        query(exchange),
                        exchange.path("body").asString().getBytes(StandardCharsets.UTF_8),
                        header(exchange, "content-type"));
        GatewayRequest request = TestRequests.read(raw);
        for (String field : List.of("request_string_to_sign", "request_string_to_sign_nonempty")) {
            if (exchange.path(field).isString()) {
                assertEquals(exchange.path(field).asString(), request.signedText(Empties.DROPPED));
            }
        }
        if (exchange.path("request_string_to_sign_all").isString()) {
            assertEquals(
                    exchange.path("request_string_to_sign_all").asString(),
                    request.signedText(Empties.KEPT));
        }
        if (request.parameters().get("format").equals("xml")) {
            var refused =
                    assertInstanceOf(
                            Verification.Refused.class,
                            request.verify(AppKeys.of(), TestKeys.SIGNATURES, NOW));
            assertEquals(GatewayFault.INVALID_FORMAT.subCode(), refused.error().subCode());
            return;
        }
        verifies(request, exchange.path("name").asString());
    }

    private static void verifies(GatewayRequest request, String name) {
        AppKeys keys =
                AppKeys.of(Keys.rsaPublic(text("recorded-exchanges/keys/app_public.b64")))
                        .allowing(SignType.RSA);
        if (request.parameters().find("app_cert_sn").isPresent()) {
            var certificate = certificates("recorded-exchanges/keys/app.crt").getFirst();
            String root =
                    Certificates.rootSerialNumber(certificates("recorded-exchanges/keys/root.crt"));
            keys = AppKeys.ofCertificates(root, certificate);
        }
        assertInstanceOf(
                Verification.Verified.class, request.verify(keys, TestKeys.SIGNATURES, NOW), name);
        assertEquals(APP_ID, request.appId());
    }

    private static void replayAnswer(JsonNode exchange) {
        var raw =
                new RawRequest(
                        query(exchange),
                        exchange.path("body").asString().getBytes(StandardCharsets.UTF_8),
                        header(exchange, "content-type"));
        GatewayRequest request = TestRequests.read(raw);
        // The recorded clients used the content key that EasySDK publishes in its tests.
        String contentKey = json("easysdk/vectors.json").at("/aes/0/key_b64").asString();
        ReplyForm form =
                request.replyForm(AppKeys.of().withContentKey(ContentKey.parse(contentKey)));
        String name = exchange.path("name").asString();
        String contentType =
                exchange.path("response_content_type").asString("text/html;charset=utf-8");
        byte[] body = bodyBytes(exchange, contentType);
        var answer = new HttpAnswer(exchange.path("response_status").asInt(200), contentType, body);
        GatewayResult result = new AnswerReader(gatewayKeys(request)).read(form, answer);
        boolean taken = !(result instanceof NoAnswer);
        boolean expected = exchange.path("sdk_accepts").asBoolean();
        assertEquals(expected, taken, name + ": " + result);
    }

    /** The bytes as they were served: the one case that lied about its charset sent UTF-8. */
    private static byte[] bodyBytes(JsonNode exchange, String contentType) {
        boolean liedAboutGbk = exchange.path("name").asString().contains("bytes utf-8");
        WireCharset charset =
                liedAboutGbk || exchange.path("name").asString().contains("Chinese bytes utf-8")
                        ? WireCharset.UTF_8
                        : WireCharset.ofContentType(contentType).orElse(WireCharset.UTF_8);
        return charset.encode(exchange.path("response_body").asString());
    }

    private static GatewayKeys gatewayKeys(GatewayRequest request) {
        if (request.parameters().find("app_cert_sn").isPresent()) {
            var certificate = certificates("recorded-exchanges/keys/server.crt").getFirst();
            return GatewayKeys.ofCertificates(TestKeys.SIGNATURES, certificate);
        }
        var key = Keys.rsaPublic(text("recorded-exchanges/keys/server_public.b64"));
        return GatewayKeys.of(TestKeys.SIGNATURES, key);
    }

    private static void replayClientOutput(JsonNode exchange) {
        String output = exchange.path("client_output").asString().strip();
        RawRequest raw;
        if (output.startsWith("<form")) {
            raw = TestForms.submit(output);
        } else {
            raw = RawRequest.get(output.substring(output.indexOf('?') + 1));
        }
        verifies(TestRequests.read(raw), exchange.path("name").asString());
    }

    private static void replayV3(JsonNode exchange) {
        var headers =
                new V3Request.Headers(
                        header(exchange, "authorization"),
                        header(exchange, "alipay-app-auth-token"),
                        header(exchange, "alipay-encrypt-type"),
                        header(exchange, "alipay-root-cert-sn"));
        byte[] body = exchange.path("body").asString().getBytes(StandardCharsets.UTF_8);
        String method = exchange.path("http_method").asString();
        var reading = V3Request.read(new V3Request.Input(method, address(exchange), headers, body));
        var request = assertInstanceOf(V3Request.Reading.Read.class, reading).request();
        if (exchange.path("string_to_sign").isString()) {
            assertEquals(exchange.path("string_to_sign").asString(), request.signedText());
        }
        String contentKey = json("easysdk/vectors.json").at("/aes/0/key_b64").asString();
        var keys =
                AppKeys.of(Keys.rsaPublic(text("recorded-exchanges/keys/app_public.b64")))
                        .withContentKey(ContentKey.parse(contentKey));
        var verified = request.verify(keys, TestKeys.SIGNATURES, NOW);
        assertInstanceOf(Verification.Verified.class, verified);
        assertInstanceOf(BizContent.Fields.class, request.readBiz(keys));
    }

    private static void notify(JsonNode vector) {
        Map<String, String> parameters = new TreeMap<>();
        vector.path("params")
                .properties()
                .forEach(field -> parameters.put(field.getKey(), field.getValue().asString()));
        byte[] form =
                UrlForm.write(parameters, WireCharset.UTF_8).getBytes(StandardCharsets.US_ASCII);
        var rule =
                vector.path("rule").asString().startsWith("V1")
                        ? Notification.Rule.V1
                        : Notification.Rule.V2;
        var key = Keys.rsaPublic(vector.path("public_key_x509_b64").asString());
        var keys = GatewayKeys.of(TestKeys.SIGNATURES, key);
        var read = Notification.read(RawRequest.form(form), keys, rule);
        assertEquals(vector.path("expect_valid").asBoolean(), read instanceof Notification.Genuine);
    }

    private static void genuineAnswer(JsonNode vector) {
        var key = Keys.rsaPublic(vector.path("public_key_x509_b64").asString());
        var form = form(vector.path("root").asString());
        byte[] body = vector.path("raw_body").asString().getBytes(StandardCharsets.UTF_8);
        var reader = new AnswerReader(GatewayKeys.of(TestKeys.SIGNATURES, key));
        assertInstanceOf(
                GatewayResult.Answer.class,
                reader.read(form, new HttpAnswer(200, "text/html;charset=utf-8", body)));
    }

    /** Signs the expected text; the reader takes the answer only if it cuts out the same. */
    private static DynamicTest extraction(JsonNode vector, String rootName) {
        return dynamicTest(
                vector.path("name").asString(),
                () -> {
                    byte[] expected =
                            vector.path("expected").asString().getBytes(StandardCharsets.UTF_8);
                    String sign = TestKeys.gateway().sign(SignType.RSA2, expected);
                    String raw =
                            vector.path("raw")
                                    .asString()
                                    .replaceFirst(
                                            "\"sign\"(\\s*):(\\s*)\"[^\"]{40,}\"",
                                            "\"sign\":\"" + sign + "\"");
                    assertTrue(raw.contains(sign));
                    var keys = GatewayKeys.of(TestKeys.SIGNATURES, TestKeys.GATEWAY.getPublic());
                    var answer = new HttpAnswer(200, "", raw.getBytes(StandardCharsets.UTF_8));
                    var result = new AnswerReader(keys).read(form(rootName), answer);
                    boolean signatureHeld =
                            !(result instanceof NoAnswer none)
                                    || none.reason() == GatewayResult.Reason.UNREADABLE;
                    assertTrue(signatureHeld, result.toString());
                });
    }

    private static void serialNumber(JsonNode vector) {
        String file = vector.path("file").asString();
        String name = file.substring(file.lastIndexOf('/') + 1);
        var read = certificates("official-notifications/certificates/" + name);
        if (vector.path("cert_sn").isString()) {
            assertEquals(
                    vector.path("cert_sn").asString(), Certificates.serialNumber(read.getFirst()));
        } else {
            assertEquals(
                    vector.path("root_cert_sn").asString(), Certificates.rootSerialNumber(read));
        }
    }

    private static void decrypt(JsonNode vector) {
        String name = vector.path("alg").asString().split(" ", 2)[0];
        EncryptType type = EncryptType.parse(name).orElse(EncryptType.AES);
        var cipher = new ContentCipher(type, ContentKey.parse(vector.path("key_b64").asString()));
        String plain = vector.path("plain").asString();
        String sealed = vector.path("cipher_b64").asString();
        assertEquals(Optional.of(plain), cipher.decrypt(sealed, WireCharset.UTF_8));
        if (vector.path("deterministic").asBoolean()) {
            assertEquals(sealed, cipher.encrypt(plain, WireCharset.UTF_8));
        }
    }

    private static ReplyForm form(String rootName) {
        return new ReplyForm(
                rootName,
                WireCharset.UTF_8,
                SignType.RSA2,
                ReplyForm.KeyMode.KEY,
                Optional.empty());
    }

    private static boolean isV3(JsonNode exchange) {
        return address(exchange).startsWith("/v3/") || query(exchange).isEmpty();
    }

    private static String address(JsonNode exchange) {
        for (String field : List.of("url", "uri", "path")) {
            if (exchange.path(field).isString()) {
                return exchange.path(field).asString();
            }
        }
        return "";
    }

    private static String query(JsonNode exchange) {
        if (exchange.path("query").isString()) {
            return exchange.path("query").asString();
        }
        String address = address(exchange);
        int at = address.indexOf('?');
        return at < 0 ? "" : address.substring(at + 1);
    }

    private static String header(JsonNode exchange, String name) {
        for (var header : exchange.path("headers").properties()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue().asString();
            }
        }
        return "";
    }

    private static String name(JsonNode exchange) {
        return exchange.path("sdk").asString() + ": " + exchange.path("name").asString();
    }

    private static Stream<JsonNode> exchanges() {
        var all = new ArrayList<JsonNode>();
        for (String file :
                List.of(
                        "java-sdk-4.40.734.json",
                        "node-sdk-4.14.0.json",
                        "v3-3.1.15-and-easysdk-2.2.3.json")) {
            json("recorded-exchanges/" + file).forEach(all::add);
        }
        return all.stream();
    }

    private static Stream<JsonNode> items(String file, String field) {
        JsonNode array = json(file).path(field);
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static List<X509Certificate> certificates(String file) {
        return Certificates.parse(text(file));
    }

    private static JsonNode json(String file) {
        return folder().isPresent() ? JSON.readTree(text(file)) : JSON.createArrayNode();
    }

    private static Optional<Path> folder() {
        return Optional.ofNullable(System.getenv("HANDFAST_VECTORS"))
                .map(root -> Path.of(root, "alipay"));
    }

    private static String text(String file) {
        try {
            return Files.readString(folder().orElseThrow().resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
