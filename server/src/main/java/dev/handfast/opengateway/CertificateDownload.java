package dev.handfast.opengateway;

import dev.handfast.alipay.Certificates;
import dev.handfast.alipay.GatewayFault;

import tools.jackson.databind.node.JsonNodeFactory;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * {@code alipay.open.app.alipaycert.download}: hands out a certificate of the gateway. The official
 * Java client calls it by itself when an answer names a certificate it does not know.
 *
 * <p>Source: {@code AlipayOpenAppAlipaycertDownloadModel} and {@code -Response}.
 */
record CertificateDownload(Platform platform) implements Method {
    private static final Shape SHAPE =
            Shape.of(Param.text("alipay_cert_sn", TextRule.CODE).required());

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE);
        String serialNumber = fields.required("alipay_cert_sn");
        return switch (fields.complete(() -> serialNumber)) {
            case Fields.Result.Bad<String>(var error) -> Answer.refused(error);
            case Fields.Result.Good<String>(String good) ->
                    platform.certificates()
                            .chain(good)
                            .map(chain -> chain.toArray(X509Certificate[]::new))
                            .map(Certificates::downloadContent)
                            .map(CertificateDownload::found)
                            .orElseGet(
                                    () ->
                                            Answer.refused(
                                                    GatewayFault.ALIPAY_CERT_NOT_EXIST.error(
                                                            "alipay_cert_sn " + good)));
        };
    }

    private static Answer found(String content) {
        return Answer.success(
                JsonNodeFactory.instance.objectNode().put("alipay_cert_content", content));
    }
}
