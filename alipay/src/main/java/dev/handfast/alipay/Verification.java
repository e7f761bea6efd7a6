package dev.handfast.alipay;

import java.security.PublicKey;

/** What came of checking a signature. */
public sealed interface Verification {
    /**
     * The signature is this key's.
     *
     * @param key which of the app's keys it was, so that the use of an old one can be shown
     */
    record Verified(SignType signType, PublicKey key) implements Verification {}

    /**
     * The request is refused: a common parameter is missing or wrong, or the signature is no key's.
     *
     * @param error the refusal as a live gateway gives it
     * @param signedText the text that was built and checked, secrets masked; empty if it did not
     *     come to that
     * @param hints what would have made the signature good, for the developer; often empty
     */
    record Refused(GatewayError error, String signedText, String hints) implements Verification {
        /**
         * The refusal that says which text was checked: for a sandbox, where the caller may see it.
         */
        public GatewayError explained() {
            if (signedText.isEmpty()) {
                return error;
            }
            String hint = hints.isEmpty() ? "" : "；" + hints;
            return new GatewayError(
                    error.code(),
                    error.msg(),
                    error.subCode(),
                    "验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配，网关生成的验签字符串为：" + signedText + hint);
        }
    }
}
