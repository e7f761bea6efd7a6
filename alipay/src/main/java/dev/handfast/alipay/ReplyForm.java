package dev.handfast.alipay;

import java.util.Optional;

/**
 * How the answer to one request has to look; known even when the request was refused.
 *
 * @param rootName the name of the answer's node, such as {@code alipay_trade_query_response}
 * @param charset the character set of the answer
 * @param signType how it is signed
 * @param mode whether the answer names the certificate it is signed with
 * @param cipher how its node is encrypted, or nothing: an encrypted request wants even its refusal
 *     encrypted
 */
public record ReplyForm(
        String rootName,
        WireCharset charset,
        SignType signType,
        KeyMode mode,
        Optional<ContentCipher> cipher) {
    /** How an app proves its keys. */
    public enum KeyMode {
        /** By plain public keys exchanged beforehand. */
        KEY,
        /** By certificates, named in requests and answers by their serial numbers. */
        CERTIFICATE
    }

    /**
     * The node of an answer when the method is not known; some clients cannot check its signature.
     */
    static final String ERROR_ROOT = "error_response";

    private static final String METHOD_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789._";

    /** The form of an answer to a request with these parameters, as far as they can be trusted. */
    static ReplyForm of(Parameters parameters, WireCharset charset) {
        return new ReplyForm(
                rootName(parameters.get("method")),
                charset,
                SignType.parse(parameters.get("sign_type")).orElse(SignType.RSA2),
                parameters.find("app_cert_sn").isPresent() ? KeyMode.CERTIFICATE : KeyMode.KEY,
                Optional.empty());
    }

    /** The same with its node encrypted by this. */
    ReplyForm encryptedBy(ContentCipher with) {
        return new ReplyForm(rootName, charset, signType, mode, Optional.of(with));
    }

    /** The node of this method, or {@value #ERROR_ROOT} when it cannot be a method's name. */
    static String rootName(String method) {
        return isMethodName(method) ? method.replace('.', '_') + "_response" : ERROR_ROOT;
    }

    static boolean isMethodName(String method) {
        if (method.isEmpty() || method.length() > Limits.METHOD_CHARS_MAX) {
            return false;
        }
        return method.chars().allMatch(c -> METHOD_CHARACTERS.indexOf(c) >= 0);
    }
}
