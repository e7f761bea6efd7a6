package dev.handfast.sdktests;

import com.alipay.easysdk.factory.MultipleFactory;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Map;

/**
 * {@code alipay-easysdk}: by its own calls where it has them, by the method's name where not.
 *
 * @param gateway the address that it puts before the path which it knows by heart
 */
record EasyCaller(MultipleFactory factory, String gateway) implements Caller {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public Told call(String method, ObjectNode biz) throws Exception {
        String body =
                method.equals("alipay.data.dataservice.bill.downloadurl.query")
                        ? factory.Common()
                                .downloadBill(text(biz, "bill_type"), text(biz, "bill_date"))
                                .httpBody
                        : factory.Generic().execute(method, Map.of(), fields(biz)).httpBody;
        return Told.read(JSON.readTree(body).path(method.replace('.', '_') + "_response"));
    }

    @Override
    public String page(String method, ObjectNode biz, String returnUrl) throws Exception {
        String subject = text(biz, "subject");
        String number = text(biz, "out_trade_no");
        String amount = text(biz, "total_amount");
        return switch (method) {
            case "alipay.trade.page.pay" ->
                    factory.Page().pay(subject, number, amount, returnUrl).body;
            case "alipay.trade.wap.pay" ->
                    factory.Wap().pay(subject, number, amount, returnUrl, returnUrl).body;
            default -> gateway + "?" + orderString(method, biz);
        };
    }

    @Override
    public String orderString(String method, ObjectNode biz) throws Exception {
        return method.equals("alipay.trade.app.pay")
                ? factory.App()
                        .pay(
                                text(biz, "subject"),
                                text(biz, "out_trade_no"),
                                text(biz, "total_amount"))
                        .body
                : factory.Generic().sdkExecute(method, Map.of(), fields(biz)).body;
    }

    private static String text(ObjectNode biz, String name) {
        return biz.path(name).asString("");
    }

    private static Map<String, Object> fields(ObjectNode biz) {
        return JSON.convertValue(biz, new tools.jackson.core.type.TypeReference<>() {});
    }
}
