package dev.handfast.opengateway;

import dev.handfast.alipay.SignType;
import dev.handfast.alipay.WireCharset;
import dev.handfast.payments.Payment;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/**
 * What the dialect keeps with a payment beside the terms: a JSON object of texts under the wire's
 * own names.
 */
final class Details {
    /** The app that called, which notifications go to. */
    static final String APP_ID = "app_id";

    /** The merchant's app, where a service provider called for it. */
    private static final String AUTH_APP_ID = "auth_app_id";

    static final String SELLER_ID = "seller_id";
    static final String NOTIFY_URL = "notify_url";
    static final String QR_CODE = "qr_code";
    static final String BODY = "body";
    static final String PASSBACK_PARAMS = "passback_params";
    static final String BUYER = "buyer";
    static final String PRODUCT_CODE = "product_code";

    private static final String SIGN_TYPE = "sign_type";
    private static final String CHARSET = "charset";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ObjectNode node;

    private Details(ObjectNode node) {
        this.node = node;
    }

    /** Those of a new trade. */
    static Details of(Call call) {
        Details details = new Details(JsonNodeFactory.instance.objectNode());
        details.put(APP_ID, call.by().appId());
        if (!call.by().equals(call.app())) {
            details.put(AUTH_APP_ID, call.app().appId());
        }
        details.put(SELLER_ID, call.app().sellerId());
        details.put(SIGN_TYPE, call.common().signType().name());
        details.put(CHARSET, call.common().charset().wireName());
        if (!call.common().notifyUrl().isEmpty()) {
            details.put(NOTIFY_URL, call.common().notifyUrl());
        }
        return details;
    }

    /** Those of a payment of this dialect. */
    static Details of(Payment payment) {
        return read(payment.terms().details());
    }

    /** Those recorded as this text. */
    static Details read(String text) {
        return new Details((ObjectNode) JSON.readTree(text));
    }

    void put(String name, String value) {
        node.put(name, value);
    }

    Optional<String> find(String name) {
        return node.has(name) ? Optional.of(node.path(name).asString()) : Optional.empty();
    }

    /** A text that every trade has. */
    String get(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("a trade without " + name));
    }

    /** The merchant's app. */
    String authAppId() {
        return find(AUTH_APP_ID).orElseGet(() -> get(APP_ID));
    }

    /** How notifications of the trade are signed. */
    SignType signType() {
        return SignType.parse(get(SIGN_TYPE)).orElseThrow();
    }

    /** In which character set they are sent. */
    WireCharset charset() {
        return WireCharset.parse(get(CHARSET)).orElseThrow();
    }

    /** Notes how a notification is signed in what it says; only for those that are told so. */
    void copySigning(ObjectNode target) {
        target.put(SIGN_TYPE, get(SIGN_TYPE));
        target.put(CHARSET, get(CHARSET));
    }

    /** The text to keep. */
    String text() {
        return JSON.writeValueAsString(node);
    }
}
