package dev.handfast.sdktests;

import com.alipay.v3.ApiClient;
import com.alipay.v3.ApiException;
import com.alipay.v3.util.GenericExecuteApi;
import com.alipay.v3.util.model.CustomizedParams;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code alipay-sdk-java-v3}, whose classes are named after the methods' paths. */
record V3Caller(ApiClient client) implements Caller {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Those that are asked by GET, with the fields that the client takes one by one. */
    private static final Map<String, List<String>> GETS =
            Map.of(
                    "alipay.user.agreement.query",
                    List.of(
                            "personal_product_code",
                            "alipay_user_id",
                            "alipay_open_id",
                            "alipay_logon_id",
                            "sign_scene",
                            "external_agreement_no",
                            "third_party_type",
                            "agreement_no"),
                    "alipay.data.dataservice.bill.downloadurl.query",
                    List.of("bill_type", "bill_date", "smid"));

    @Override
    public Told call(String method, ObjectNode biz) throws Exception {
        int dot = method.lastIndexOf('.');
        Object api =
                Class.forName(
                                "com.alipay.v3.api."
                                        + Told.camel(method.substring(0, dot), ".")
                                        + "Api")
                        .getConstructor(ApiClient.class)
                        .newInstance(client);
        List<String> fields = GETS.getOrDefault(method, List.of());
        @Nullable Object[] arguments =
                fields.isEmpty()
                        ? new Object[] {model(method, biz)}
                        : fields.stream().map(name -> biz.path(name).asString(null)).toArray();
        Method action =
                Stream.of(api.getClass().getMethods())
                        .filter(one -> one.getName().equals(method.substring(dot + 1)))
                        .filter(one -> one.getParameterCount() == arguments.length)
                        .findFirst()
                        .orElseThrow();
        try {
            return Told.read(action.invoke(api, arguments), "");
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof ApiException refused && refused.getCode() == 400) {
                String body = refused.getResponseBody();
                return Told.refused(JSON.readTree(body).path("code").asString());
            }
            throw thrown;
        }
    }

    private static Object model(String method, ObjectNode biz) throws Exception {
        return Class.forName("com.alipay.v3.model." + Told.camel(method, ".") + "Model")
                .getMethod("fromJson", String.class)
                .invoke(null, biz.toString());
    }

    @Override
    public String page(String method, ObjectNode biz, String returnUrl) throws Exception {
        CustomizedParams more = new CustomizedParams();
        more.setQueryParams(Map.of("return_url", returnUrl));
        String by = method.endsWith("page.pay") ? "POST" : "GET";
        return new GenericExecuteApi(client)
                .pageExecute(method, by, content(biz), null, null, more);
    }

    @Override
    public String orderString(String method, ObjectNode biz) throws Exception {
        return new GenericExecuteApi(client).sdkExecute(method, content(biz));
    }

    private static Map<String, Object> content(ObjectNode biz) {
        return Map.of("biz_content", JSON.convertValue(biz, Map.class));
    }
}
