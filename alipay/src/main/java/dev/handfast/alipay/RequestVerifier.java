package dev.handfast.alipay;

import dev.handfast.alipay.Parameters.Empties;
import dev.handfast.alipay.Signatures.SignedBytes;

import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The checks of one request that need its app's keys, in the order of {@link GatewayFault}. */
final class RequestVerifier {
    private record Required(String name, GatewayFault fault) {}

    private static final List<Required> REQUIRED =
            List.of(
                    new Required("sign", GatewayFault.MISSING_SIGNATURE),
                    new Required("sign_type", GatewayFault.MISSING_SIGNATURE_TYPE),
                    new Required("timestamp", GatewayFault.MISSING_TIMESTAMP),
                    new Required("version", GatewayFault.MISSING_VERSION));

    private final GatewayRequest request;
    private final AppKeys keys;
    private final Signatures signatures;
    private final Instant now;

    RequestVerifier(GatewayRequest request, AppKeys keys, Signatures signatures, Instant now) {
        this.request = request;
        this.keys = keys;
        this.signatures = signatures;
        this.now = now;
    }

    Verification verify() {
        Optional<GatewayError> common = commonParameters();
        if (common.isPresent()) {
            return refused(common.get());
        }
        SignType type = SignType.parse(parameter("sign_type")).orElseThrow();
        var named =
                new CertificateCheck.Named(
                        parameter("app_cert_sn"), parameter("alipay_root_cert_sn"));
        Optional<GatewayError> certificate = new CertificateCheck(keys, now).faults(named);
        if (certificate.isPresent()) {
            return refused(certificate.get());
        }
        List<PublicKey> candidates = candidates(type);
        if (candidates.isEmpty()) {
            return refused(GatewayFault.MISSING_SIGNATURE_CONFIG.error());
        }
        for (String text : texts()) {
            byte[] bytes = request.charset().encode(text);
            for (PublicKey key : candidates) {
                if (verifies(type, key, bytes)) {
                    return timestampThen(new Verification.Verified(type, key));
                }
            }
        }
        return invalidSignature(type, candidates);
    }

    private Optional<GatewayError> commonParameters() {
        for (var required : REQUIRED) {
            if (parameter(required.name()).isEmpty()) {
                return Optional.of(required.fault().error());
            }
        }
        String format = parameter("format");
        if (!format.isEmpty() && !format.toLowerCase(Locale.ROOT).equals("json")) {
            return Optional.of(GatewayFault.INVALID_FORMAT.error("format 只支持 json"));
        }
        Optional<SignType> type = SignType.parse(parameter("sign_type"));
        if (type.isEmpty()) {
            return Optional.of(GatewayFault.INVALID_SIGNATURE_TYPE.error("sign_type 为 RSA2 或 SM2"));
        }
        if (!keys.allowed().contains(type.get())) {
            return Optional.of(GatewayFault.INVALID_SIGNATURE_TYPE.error("该应用不允许使用 " + type.get()));
        }
        String encryptType = parameter("encrypt_type");
        if (!encryptType.isEmpty() && EncryptType.parse(encryptType).isEmpty()) {
            return Optional.of(
                    GatewayFault.INVALID_ENCRYPT_TYPE.error("encrypt_type 为 AES、AES_V2 或 SM4"));
        }
        return Optional.empty();
    }

    private List<PublicKey> candidates(SignType type) {
        return keys.certificate(parameter("app_cert_sn"))
                .map(certificate -> List.of(certificate.getPublicKey()))
                .orElseGet(() -> keys.fitting(type));
    }

    /** The texts the client may have signed; usually one. */
    private List<String> texts() {
        var texts = new ArrayList<String>();
        texts.add(request.signedText(Empties.DROPPED));
        if (request.parameters().hasEmpties()) {
            texts.add(request.signedText(Empties.KEPT));
        }
        return texts;
    }

    private Verification timestampThen(Verification verified) {
        return request.timestamp().isPresent()
                ? verified
                : refused(GatewayFault.INVALID_TIMESTAMP.error("格式为 yyyy-MM-dd HH:mm:ss"));
    }

    private Verification invalidSignature(SignType type, List<PublicKey> candidates) {
        return new Verification.Refused(
                GatewayFault.INVALID_SIGNATURE.error(),
                Shown.of(request.parameters()).signedText(Empties.DROPPED, Set.of("sign")),
                hints(type, candidates));
    }

    /** What would verify, tried only after a failure: the mistakes developers make most. */
    private String hints(SignType type, List<PublicKey> candidates) {
        String text = request.signedText(Empties.DROPPED);
        String bare = request.parameters().signedText(Empties.DROPPED, Set.of("sign", "sign_type"));
        for (PublicKey key : candidates) {
            if (verifies(type, key, request.charset().other().encode(text))) {
                return "按 " + request.charset().other().wireName() + " 编码可以验签通过，请检查 charset";
            }
            if (verifies(type, key, request.charset().encode(bare))) {
                return "去掉 sign_type 可以验签通过，sign_type 应参与签名";
            }
            SignType otherHash = otherHash(type);
            if (otherHash != type && verifies(otherHash, key, request.charset().encode(text))) {
                return "按 " + otherHash + " 可以验签通过，请检查 sign_type";
            }
        }
        return "";
    }

    private static SignType otherHash(SignType type) {
        return switch (type) {
            case RSA2 -> SignType.RSA;
            case RSA -> SignType.RSA2;
            case SM2 -> SignType.SM2;
        };
    }

    private boolean verifies(SignType type, PublicKey key, byte[] text) {
        return signatures.verify(type, key, new SignedBytes(text, parameter("sign")));
    }

    private String parameter(String name) {
        return request.parameters().get(name);
    }

    private static Verification refused(GatewayError error) {
        return new Verification.Refused(error, "", "");
    }
}
