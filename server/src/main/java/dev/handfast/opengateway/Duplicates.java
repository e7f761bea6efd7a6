package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayRequest;
import dev.handfast.alipay.Limits;
import dev.handfast.alipay.Parameters;
import dev.handfast.engine.Idempotency;
import dev.handfast.secrets.Jca;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

/**
 * Knows the very same signed request again, by its signature. An order asked for anew, with a later
 * timestamp or another parameter, has another signature and is decided by the dialect's own rules.
 */
final class Duplicates {
    /** A request may come for as long as its timestamp lies ahead, and then lies behind. */
    private static final Duration KEPT = Limits.TIMESTAMP_WINDOW.multipliedBy(2);

    private Duplicates() {}

    /** The key of a verified request. */
    static Idempotency.Key key(GatewayRequest request) {
        Parameters parameters = request.parameters();
        return key(request.appId(), parameters.get("sign"), canonical(parameters));
    }

    /**
     * The key of a verified request.
     *
     * @param sign its signature
     * @param content everything the signature is over, so that two requests have two
     */
    static Idempotency.Key key(String appId, String sign, String content) {
        return new Idempotency.Key("gateway:" + appId, digest(sign), digest(content), KEPT);
    }

    /** Names and values with their lengths, so that no two sets of parameters give one text. */
    private static String canonical(Parameters parameters) {
        StringBuilder text = new StringBuilder(512);
        for (Map.Entry<String, String> parameter : parameters.asMap().entrySet()) {
            add(text, parameter.getKey());
            add(text, parameter.getValue());
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String part) {
        text.append(part.length()).append(':').append(part);
    }

    private static String digest(String text) {
        byte[] digest = Jca.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }
}
