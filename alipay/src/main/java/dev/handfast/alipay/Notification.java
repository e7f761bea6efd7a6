package dev.handfast.alipay;

import dev.handfast.alipay.Parameters.Empties;
import dev.handfast.alipay.Signatures.SignedBytes;

import java.security.PublicKey;
import java.util.Optional;
import java.util.Set;

/** An incoming asynchronous notification, or return, after its signature was checked. */
public sealed interface Notification {
    /** Which parameters a notification's signature is over. */
    enum Rule {
        /**
         * All but sign and sign_type: everything about payments, {@code verifyV1} of the Java
         * client.
         */
        V1,
        /**
         * All but sign: service-market and life-account events, {@code verifyV2} of the Java
         * client.
         */
        V2;

        private Set<String> notSigned() {
            return switch (this) {
                case V1 -> NotificationSigner.NOT_SIGNED_V1;
                case V2 -> Set.of("sign");
            };
        }
    }

    /**
     * The gateway sent this. Whether it is about the right app, seller, order and amount is for the
     * receiver to check.
     */
    record Genuine(Parameters content) implements Notification {}

    /**
     * Not proven to come from the gateway; it must not be acted on.
     *
     * @param reason which rule was broken
     * @param signedText the text that was built and checked; empty if it did not come to that
     */
    record Refused(String reason, String signedText) implements Notification {}

    /** Reads and checks a notification form, or the query of a return. */
    static Notification read(RawRequest raw, GatewayKeys keys, Rule rule) {
        return switch (ParameterReader.read(raw)) {
            case ParameterReader.Result.Refused(var error, var charset, var method) ->
                    new Refused(error.subMsg(), "");
            case ParameterReader.Result.Collected(var parameters, var charset) ->
                    check(parameters, new Check(keys, rule, charset));
        };
    }

    /** How parameters are checked. */
    record Check(GatewayKeys keys, Rule rule, WireCharset charset) {}

    private static Notification check(Parameters parameters, Check check) {
        Optional<SignType> type =
                SignType.parse(parameters.find("sign_type").orElse(SignType.RSA2.name()));
        if (type.isEmpty()) {
            return new Refused("sign_type is RSA2, RSA or SM2", "");
        }
        // Rule V2 signs the sign_type; receivers that lost it on the way put it back.
        Parameters complete =
                switch (check.rule()) {
                    case V1 -> parameters;
                    case V2 -> parameters.with("sign_type", type.get().name());
                };
        String sign = parameters.get("sign");
        String text = complete.signedText(Empties.KEPT, check.rule().notSigned());
        var signed = new SignedBytes(check.charset().encode(text), sign);
        for (PublicKey key : check.keys().forCertificate(parameters.get("alipay_cert_sn"))) {
            if (check.keys().signatures().verify(type.get(), key, signed)) {
                return new Genuine(parameters);
            }
        }
        return new Refused("the signature is not the gateway's", text);
    }
}
