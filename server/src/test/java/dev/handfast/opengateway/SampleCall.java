package dev.handfast.opengateway;

import dev.handfast.alipay.BizContent;
import dev.handfast.alipay.WireTime;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A call of a method with every parameter it declares, each as it should be; made from the
 * declaration, so that a parameter without a value here fails the test that asks for it.
 *
 * @param method its name
 * @param shape what it declares
 * @param biz the parameters
 */
record SampleCall(String method, Shape shape, ObjectNode biz) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Of parameters that exclude each other, those that are left out of one call. */
    private static final List<Set<String>> LEFT_OUT =
            List.of(
                    Set.of("royalty_info"),
                    Set.of("settle_info", "royalty_info.royalty_detail_infos.amount_percentage"),
                    Set.of("settle_info", "royalty_info.royalty_detail_infos.amount"));

    private static final List<Set<String>> LEFT_OUT_OF_SPLITS =
            List.of(
                    Set.of("royalty_parameters.amount_percentage"),
                    Set.of("royalty_parameters.amount"));

    /** Values by name, or by path where the name alone does not tell. */
    private static final Map<String, String> GOOD =
            Map.ofEntries(
                    Map.entry("out_trade_no", "T1"),
                    Map.entry("trade_no", "2026112422000000000000000001"),
                    Map.entry("subject", "tea"),
                    Map.entry("body", "green"),
                    Map.entry("passback_params", "p"),
                    Map.entry("store_id", "S1"),
                    Map.entry("terminal_id", "T1"),
                    Map.entry("operator_id", "O1"),
                    Map.entry("seller_id", TestGateway.SELLER_ID),
                    Map.entry("trans_currency", "CNY"),
                    Map.entry("settle_currency", "CNY"),
                    Map.entry("refund_currency", "CNY"),
                    Map.entry("timeout_express", "30m"),
                    Map.entry("qr_code_timeout_express", "30m"),
                    Map.entry("pay_timeout", "30m"),
                    Map.entry("settle_period_time", "7d"),
                    Map.entry("settle_info.settle_detail_infos.trans_in_type", "userId"),
                    Map.entry("settle_info.settle_detail_infos.trans_in", TestGateway.SELLER_ID),
                    Map.entry("trans_in_type", "userId"),
                    Map.entry("trans_out_type", "userId"),
                    Map.entry("trans_in", "2088000000000001"),
                    Map.entry("trans_out", TestGateway.SELLER_ID),
                    Map.entry("refund_royalty_parameters.trans_in", TestGateway.SELLER_ID),
                    Map.entry("refund_royalty_parameters.trans_out", "2088000000000001"),
                    Map.entry("desc", "a part"),
                    Map.entry("buyer_id", "2088000000000001"),
                    Map.entry("buyer_open_id", "o1"),
                    Map.entry("auth_code", "280000000000000000"),
                    Map.entry("auth_no", "20261124110090000000000000000001"),
                    Map.entry("out_request_no", "R1"),
                    Map.entry("refund_reason", "broken"),
                    Map.entry("related_settle_confirm_no", "C1"),
                    Map.entry("settle_no", "20261124110080000000000000000001"),
                    Map.entry("type", "userId"),
                    Map.entry("account", "2088000000000001"),
                    Map.entry("name", "Lin"),
                    Map.entry("memo", "m"),
                    Map.entry("out_order_no", "F1"),
                    Map.entry("order_title", "a room"),
                    Map.entry("payee_user_id", TestGateway.SELLER_ID),
                    Map.entry("operation_id", "20261124110095000000000000000001"),
                    Map.entry("remark", "r"),
                    Map.entry("out_biz_no", "P1"),
                    Map.entry("identity_type", "ALIPAY_USER_ID"),
                    Map.entry("identity", "2088000000000001"),
                    Map.entry("payer_info.identity", TestGateway.SELLER_ID),
                    Map.entry("alipay.fund.trans.uni.transfer/product_code", FundTransfer.PRODUCT),
                    Map.entry("product_code", FundTransfer.PRODUCT),
                    Map.entry("biz_scene", FundTransfer.SCENE),
                    Map.entry("order_id", "20261124110070000000000000000001"),
                    Map.entry("pay_fund_order_id", "20261124110075000000000000000001"),
                    Map.entry("alipay_user_id", "2088000000000001"),
                    Map.entry("alipay.fund.account.query/alipay_user_id", TestGateway.SELLER_ID),
                    Map.entry("alipay_logon_id", "lin@example.com"),
                    Map.entry("external_agreement_no", "A1"),
                    Map.entry("personal_product_code", "CYCLE_PAY_AUTH_P"),
                    Map.entry("sign_scene", "INDUSTRY|MEDIA"),
                    Map.entry("agreement_no", "20000000000000000000"),
                    Map.entry("deduct_time", "2026-12-01"),
                    Map.entry("bill_type", "trade"),
                    Map.entry("bill_date", "2026-11-01"),
                    Map.entry("alipay_cert_sn", "0123456789abcdef"),
                    Map.entry("grant_type", "authorization_code"),
                    Map.entry("code", "c1"),
                    Map.entry("refresh_token", "t1"),
                    Map.entry("app_auth_token", "t1"));

    /** Every form of a method's, at this time. */
    static List<SampleCall> of(String name, Method method, Instant now) {
        List<SampleCall> samples = new ArrayList<>();
        for (Shape shape : method.shapes()) {
            for (Set<String> out : leftOut(shape)) {
                Maker maker = new Maker(name, out, now);
                samples.add(new SampleCall(name, shape, maker.object("", shape)));
            }
        }
        return samples;
    }

    private static List<Set<String>> leftOut(Shape shape) {
        if (shape.params().stream().anyMatch(it -> it.name().equals("royalty_info"))) {
            return LEFT_OUT;
        }
        return shape.params().stream().anyMatch(it -> it.name().equals("royalty_parameters"))
                ? LEFT_OUT_OF_SPLITS
                : List.of(Set.of());
    }

    private record Maker(String method, Set<String> out, Instant now) {
        ObjectNode object(String prefix, Shape shape) {
            ObjectNode node = JSON.createObjectNode();
            for (Param param : shape.params()) {
                String path = prefix + param.name();
                if (!out.contains(path)) {
                    node.set(param.name(), value(path, param));
                }
            }
            return node;
        }

        private JsonNode value(String path, Param param) {
            return switch (param.kind()) {
                case Param.Kind.Text(TextRule rule) -> text(path, param, rule);
                case Param.Kind.Secret secret -> JSON.valueToTree(good(path, param));
                case Param.Kind.Amount amount -> JSON.valueToTree("1.00");
                case Param.Kind.Flag flag ->
                        JSON.valueToTree(param.name().equals("royalty_finish") ? "true" : "false");
                case Param.Kind.Count count -> JSON.valueToTree("1");
                case Param.Kind.Texts texts -> JSON.createArrayNode().add("x");
                case Param.Kind.Nested(Shape inner) -> object(path + ".", inner);
                case Param.Kind.Items(int max, Shape inner) ->
                        JSON.createArrayNode().add(object(path + ".", inner));
            };
        }

        private JsonNode text(String path, Param param, TextRule rule) {
            String words = rule.words();
            if (param.name().equals("time_expire")) {
                return JSON.valueToTree(WireTime.format(now.plus(Duration.ofHours(1))));
            }
            boolean list = !rule.equals(TextRule.CODE) && words.startsWith("is one of ");
            if (list || words.matches("is [a-zA-Z_]+")) {
                String first = words.replaceFirst("is (one of )?", "").replaceFirst(",.*", "");
                return JSON.valueToTree(first);
            }
            return JSON.valueToTree(good(path, param));
        }

        private String good(String path, Param param) {
            String standard = GOOD.getOrDefault(path, GOOD.get(param.name()));
            String value = GOOD.getOrDefault(method + "/" + path, standard);
            if (value == null) {
                throw new AssertionError("no good value for " + path + " of " + method);
            }
            return value;
        }
    }

    /** A parameter within, by the names that lead to it. */
    record Place(List<String> path, Param param) {
        @Override
        public String toString() {
            return String.join(".", path);
        }
    }

    /** Every parameter that this call has, those within included. */
    List<Place> places() {
        List<Place> places = new ArrayList<>();
        collect(List.of(), shape, biz, places);
        return places;
    }

    private static void collect(List<String> prefix, Shape shape, JsonNode at, List<Place> places) {
        JsonNode object = at.isArray() ? at.path(0) : at;
        for (Param param : shape.params()) {
            if (!object.has(param.name())) {
                continue;
            }
            List<String> path = new ArrayList<>(prefix);
            path.add(param.name());
            places.add(new Place(path, param));
            switch (param.kind()) {
                case Param.Kind.Nested(Shape inner) ->
                        collect(path, inner, object.path(param.name()), places);
                case Param.Kind.Items(int max, Shape inner) ->
                        collect(path, inner, object.path(param.name()), places);
                case Param.Kind.Text text -> {}
                case Param.Kind.Secret secret -> {}
                case Param.Kind.Amount amount -> {}
                case Param.Kind.Flag flag -> {}
                case Param.Kind.Count count -> {}
                case Param.Kind.Texts texts -> {}
            }
        }
    }

    /** The call's text with this JSON in the place of one value. */
    String with(Place place, String json) {
        ObjectNode copy = biz.deepCopy();
        ObjectNode parent = parent(copy, place);
        parent.put(last(place), MARK);
        return copy.toString().replace('"' + MARK + '"', json);
    }

    /** The call's text without this value. */
    String without(Place place) {
        ObjectNode copy = biz.deepCopy();
        parent(copy, place).remove(last(place));
        return copy.toString();
    }

    /** The call's text with this value twice. */
    String twice(Place place) {
        JsonNode value = parent(biz, place).path(last(place));
        return with(place, "%s,\"%s\":%s".formatted(value, last(place), value));
    }

    /** The call's text with this parameter beside the others. */
    String beside(String name, String json) {
        return "{\"%s\":%s,%s".formatted(name, json, biz.toString().substring(1));
    }

    /** The value at a place. */
    JsonNode value(Place place) {
        return parent(biz, place).path(last(place));
    }

    private static final String MARK = "the value in question";

    private static String last(Place place) {
        return place.path().getLast();
    }

    private static ObjectNode parent(ObjectNode root, Place place) {
        JsonNode at = root;
        for (String name : place.path().subList(0, place.path().size() - 1)) {
            JsonNode next = at.path(name);
            at = next instanceof ArrayNode list ? list.path(0) : next;
        }
        return (ObjectNode) at;
    }

    /** What came of reading this text as the gateway reads it, then answering by the method. */
    static Answer answer(TestGateway gateway, String method, String text) {
        return switch (BizContent.parse(text)) {
            case BizContent.Refused(var error) -> Answer.refused(error);
            case BizContent.Fields(ObjectNode fields) ->
                    gateway.methods().find(method).orElseThrow().answer(gateway.call(fields));
        };
    }
}
