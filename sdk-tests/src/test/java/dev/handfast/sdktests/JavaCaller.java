package dev.handfast.sdktests;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayConfig;
import com.alipay.api.AlipayRequest;
import com.alipay.api.AlipayResponse;
import com.alipay.api.DefaultAlipayClient;

import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/** {@code alipay-sdk-java}, whose requests are named after the methods. */
final class JavaCaller implements Caller {
    private final AlipayConfig config;
    private final DefaultAlipayClient client;

    JavaCaller(AlipayConfig config) throws AlipayApiException {
        this.config = config;
        client = new DefaultAlipayClient(config);
    }

    @Override
    public Told call(String method, ObjectNode biz) throws Exception {
        AlipayRequest<?> request = request(method, biz);
        AlipayResponse answer =
                hasCertificates() ? client.certificateExecute(request) : client.execute(request);
        return Told.read(answer, Optional.ofNullable(answer.getSubCode()).orElse(""));
    }

    @Override
    public String page(String method, ObjectNode biz, String returnUrl) throws Exception {
        AlipayRequest<?> request = request(method, biz);
        request.setReturnUrl(returnUrl);
        // One of the two pages by each way there is.
        String by = method.endsWith("page.pay") ? "POST" : "GET";
        return client.pageExecute(request, by).getBody();
    }

    @Override
    public String orderString(String method, ObjectNode biz) throws Exception {
        return client.sdkExecute(request(method, biz)).getBody();
    }

    private boolean hasCertificates() {
        return config.getAppCertContent() != null;
    }

    private AlipayRequest<?> request(String method, ObjectNode biz) throws Exception {
        Class<?> type =
                Class.forName("com.alipay.api.request." + Told.camel(method, ".") + "Request");
        AlipayRequest<?> request = (AlipayRequest<?>) type.getConstructor().newInstance();
        type.getMethod("setBizContent", String.class).invoke(request, biz.toString());
        request.setNeedEncrypt(config.getEncryptKey() != null);
        return request;
    }
}
