package dev.handfast.alipay;

import dev.handfast.alipay.Parameters.Empties;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** An app as its owner holds it: its id, its private key, and how it signs and encrypts. */
public final class ClientApp {
    private final String appId;
    private final SigningKey key;
    private final SignType signType;
    private final WireCharset charset;
    private final Optional<CertificateNames> certificates;
    private final Optional<ContentCipher> cipher;

    private ClientApp(Identity identity, Manner manner) {
        this.appId = identity.appId();
        this.key = identity.key();
        this.certificates = identity.certificates();
        this.signType = manner.signType();
        this.charset = manner.charset();
        this.cipher = manner.cipher();
    }

    private record Identity(
            String appId, SigningKey key, Optional<CertificateNames> certificates) {}

    private record Manner(SignType signType, WireCharset charset, Optional<ContentCipher> cipher) {}

    /**
     * The serial numbers that certificate mode adds to each request: the app's certificate and the
     * root file's.
     */
    public record CertificateNames(String appCertSn, String rootCertSn) {}

    /** An app that signs with RSA2 in UTF-8, in key mode and without encryption. */
    public static ClientApp of(String appId, SigningKey key) {
        return new ClientApp(
                new Identity(appId, key, Optional.empty()),
                new Manner(SignType.RSA2, WireCharset.UTF_8, Optional.empty()));
    }

    /** The same in certificate mode. */
    public ClientApp withCertificates(CertificateNames names) {
        return new ClientApp(new Identity(appId, key, Optional.of(names)), manner());
    }

    /** The same signing another way. */
    public ClientApp signing(SignType type) {
        return new ClientApp(identity(), new Manner(type, charset, cipher));
    }

    /** The same in another character set. */
    public ClientApp in(WireCharset other) {
        return new ClientApp(identity(), new Manner(signType, other, cipher));
    }

    /** The same encrypting its business content. */
    public ClientApp encrypting(ContentCipher with) {
        return new ClientApp(identity(), new Manner(signType, charset, Optional.of(with)));
    }

    private Identity identity() {
        return new Identity(appId, key, certificates);
    }

    private Manner manner() {
        return new Manner(signType, charset, cipher);
    }

    /** The app's id. */
    public String appId() {
        return appId;
    }

    /** How answers to this app's calls of the method look. */
    public ReplyForm replyForm(String method) {
        return new ReplyForm(
                ReplyForm.rootName(method),
                charset,
                signType,
                certificates.isPresent() ? ReplyForm.KeyMode.CERTIFICATE : ReplyForm.KeyMode.KEY,
                cipher);
    }

    /**
     * The call as a signed request of this moment. Empty parameters are left out and so not signed.
     */
    public SignedRequest sign(Call call, Instant now) {
        Map<String, String> sent = new TreeMap<>(call.common());
        sent.put("method", call.method());
        sent.put("app_id", appId);
        sent.put("format", "json");
        sent.put("version", "1.0");
        sent.put("charset", charset.wireName());
        sent.put("sign_type", signType.name());
        sent.put("timestamp", WireTime.format(now));
        certificates.ifPresent(
                names -> {
                    sent.put("app_cert_sn", names.appCertSn());
                    sent.put("alipay_root_cert_sn", names.rootCertSn());
                });
        if (!call.biz().isEmpty()) {
            String biz = AnswerWriter.JSON.writeValueAsString(call.biz());
            cipher.ifPresent(with -> sent.put("encrypt_type", with.type().name()));
            sent.put("biz_content", cipher.map(with -> with.encrypt(biz, charset)).orElse(biz));
        }
        sent.values().removeIf(String::isBlank);
        String text = Parameters.of(sent).signedText(Empties.DROPPED, Set.of("sign"));
        sent.put("sign", key.sign(signType, charset.encode(text)));
        return new SignedRequest(Parameters.of(sent), charset);
    }

    @Override
    public String toString() {
        return "ClientApp[" + appId + "]";
    }
}
