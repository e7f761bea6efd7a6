package dev.handfast.alipay;

import dev.handfast.alipay.Parameters.Empties;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says which text of a request or notification is signed, whether a key has signed it, and what
 * would verify if not. Payment codes and tokens are shown as stars.
 */
public final class SignatureDoctor {
    private static final Pattern REQUEST_LINE = Pattern.compile("(GET|POST) (\\S+) HTTP/[0-9.]+");
    private static final String NOTIFICATION = "notify_id";

    private final AppKeys keys;
    private final GatewayKeys senders;
    private final Instant now;

    private SignatureDoctor(AppKeys keys, GatewayKeys senders, Instant now) {
        this.keys = keys;
        this.senders = senders;
        this.now = now;
    }

    /**
     * What was found.
     *
     * @param healthy whether the signature is the key's
     * @param text for people, with a line end at its end
     */
    public record Report(boolean healthy, String text) {}

    /**
     * Examines a message.
     *
     * @param message a whole HTTP request of v2 or v3, or the query, form or order string of one,
     *     or the form of a notification
     * @param key the public key or certificate of whoever sent it, in Base64 or PEM
     * @param now judges whether a certificate is valid
     * @throws IllegalArgumentException if the key is none
     */
    public static Report examine(byte[] message, String key, Instant now) {
        Signatures signatures = Signatures.installed();
        Message read = Message.of(message);
        Optional<X509Certificate> certificate = Certificates.parse(key).stream().findFirst();
        if (certificate.isPresent()) {
            return new SignatureDoctor(
                            AppKeys.ofCertificates(read.rootCertSn(), certificate.get())
                                    .allowing(SignType.RSA),
                            GatewayKeys.of(signatures, certificate.get().getPublicKey()),
                            now)
                    .report(read);
        }
        var publicKey = Keys.publicKey(key);
        return new SignatureDoctor(
                        AppKeys.of(publicKey).allowing(SignType.RSA),
                        GatewayKeys.of(signatures, publicKey),
                        now)
                .report(read);
    }

    private Report report(Message message) {
        if (message.isV3()) {
            return switch (V3Request.read(message.v3())) {
                case V3Request.Reading.Refused(GatewayError error) -> unreadable(error);
                case V3Request.Reading.Read(V3Request request) ->
                        judged(
                                "a v3 request, " + request.method(),
                                Shown.of(request.signedText(), request.appAuthToken()),
                                request.verify(keys, Signatures.installed(), now));
            };
        }
        return switch (ParameterReader.read(message.v2())) {
            case ParameterReader.Result.Refused(var error, var charset, var method) ->
                    unreadable(error);
            case ParameterReader.Result.Collected(var parameters, var charset)
                    when parameters.find(NOTIFICATION).isPresent() ->
                    notification(message);
            case ParameterReader.Result.Collected(var parameters, var charset) ->
                    switch (GatewayRequest.read(message.v2())) {
                        case GatewayRequest.Reading.Refused(GatewayError error, var form) ->
                                unreadable(error);
                        case GatewayRequest.Reading.Read(GatewayRequest request) ->
                                judged(
                                        "a v2 request, "
                                                + request.method()
                                                + " in "
                                                + charset.wireName(),
                                        Shown.of(parameters)
                                                .signedText(
                                                        Empties.DROPPED, java.util.Set.of("sign")),
                                        request.verify(keys, Signatures.installed(), now));
                    };
        };
    }

    private Report notification(Message message) {
        return switch (Notification.read(message.v2(), senders, Notification.Rule.V1)) {
            case Notification.Genuine(Parameters content) ->
                    new Report(
                            true,
                            told(
                                    "a notification",
                                    content.signedText(
                                            Empties.KEPT, NotificationSigner.NOT_SIGNED_V1),
                                    "the signature is this key's"));
            case Notification.Refused(String reason, String text) ->
                    new Report(false, told("a notification", text, reason));
        };
    }

    private static Report judged(String what, String text, Verification verification) {
        return switch (verification) {
            case Verification.Verified verified ->
                    new Report(true, told(what, text, "the signature is this key's"));
            case Verification.Refused refused -> {
                String hint = refused.hints().isEmpty() ? "" : "\nhint:     " + refused.hints();
                String verdict = refused.error().subCode() + " " + refused.error().subMsg();
                yield new Report(false, told(what, text, verdict + hint));
            }
        };
    }

    private static String told(String what, String text, String verdict) {
        return "message:  %s\nsigned:   %s\nverdict:  %s\n"
                .formatted(what, text.replace("\n", "\\n\n          "), verdict);
    }

    private static Report unreadable(GatewayError error) {
        return new Report(
                false, "message:  unreadable, %s %s\n".formatted(error.subCode(), error.subMsg()));
    }

    /** A message taken apart as HTTP does; without a request line all of it is the query. */
    @SuppressWarnings("ArrayRecordComponent") // lives for one examination
    private record Message(String method, String target, Map<String, String> headers, byte[] body) {
        static Message of(byte[] message) {
            String text = new String(message, StandardCharsets.ISO_8859_1).stripLeading();
            String[] lines = text.split("\r?\n", -1);
            Matcher line = REQUEST_LINE.matcher(lines[0]);
            if (!line.matches()) {
                String query = new String(message, StandardCharsets.UTF_8).strip();
                boolean isAddress = query.startsWith("http:") || query.startsWith("https:");
                String only = isAddress ? query.substring(query.indexOf('?') + 1) : query;
                return new Message("GET", "?" + only, Map.of(), new byte[0]);
            }
            Map<String, String> headers = new HashMap<>();
            for (String header : List.of(lines).subList(1, lines.length)) {
                int colon = header.indexOf(':');
                if (colon < 1) {
                    break;
                }
                headers.put(
                        header.substring(0, colon).toLowerCase(Locale.ROOT),
                        header.substring(colon + 1).strip());
            }
            return new Message(line.group(1), line.group(2), headers, body(text, headers));
        }

        /** As long as the headers say; without a length, all but a line end at the end. */
        private static byte[] body(String text, Map<String, String> headers) {
            Matcher end = Pattern.compile("\r?\n\r?\n").matcher(text);
            byte[] rest =
                    text.substring(end.find() ? end.end() : text.length())
                            .getBytes(StandardCharsets.ISO_8859_1);
            String length = headers.getOrDefault("content-length", "");
            if (length.matches("[0-9]{1,8}")) {
                return Arrays.copyOf(rest, Math.min(rest.length, Integer.parseInt(length)));
            }
            int kept = rest.length;
            while (kept > 0 && (rest[kept - 1] == '\n' || rest[kept - 1] == '\r')) {
                kept--;
            }
            return Arrays.copyOf(rest, kept);
        }

        boolean isV3() {
            return target.startsWith("/v3/");
        }

        private String header(String name) {
            return headers.getOrDefault(name, "");
        }

        V3Request.Input v3() {
            return new V3Request.Input(
                    method,
                    target,
                    new V3Request.Headers(
                            header("authorization"),
                            header("alipay-app-auth-token"),
                            header("alipay-encrypt-type"),
                            header("alipay-root-cert-sn"),
                            header("content-type")),
                    body);
        }

        RawRequest v2() {
            return new RawRequest(
                    target.substring(target.indexOf('?') + 1), body, header("content-type"));
        }

        /** The root the message names: whether it is the right one only the gateway knows. */
        String rootCertSn() {
            if (isV3()) {
                return header("alipay-root-cert-sn");
            }
            return ParameterReader.read(v2()) instanceof ParameterReader.Result.Collected collected
                    ? collected.parameters().get("alipay_root_cert_sn")
                    : "";
        }
    }
}
