package dev.handfast.demo;

import dev.handfast.alipay.Call;
import dev.handfast.alipay.ClientApp;
import dev.handfast.alipay.GatewayClient;
import dev.handfast.alipay.GatewayKeys;
import dev.handfast.alipay.GatewayResult;
import dev.handfast.alipay.HttpTransport;
import dev.handfast.alipay.Keys;
import dev.handfast.alipay.Signatures;
import dev.handfast.alipay.SigningKey;
import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.time.InstantSource;

/** A merchant of the account-wallet side, with an integration of the Alipay Open API. */
public final class JasmineTea {
    private final GatewayKeys gatewayKeys;
    private final GatewayClient client;

    /**
     * Jasmine Tea with her keys.
     *
     * @param credentials what {@code GET /sandbox/credentials} gave
     * @param clock in which requests are dated
     */
    public JasmineTea(JsonNode credentials, InstantSource clock) {
        JsonNode alipay = credentials.path("alipay");
        Signatures signatures = Signatures.fastest();
        gatewayKeys =
                GatewayKeys.of(
                        signatures, Keys.rsaPublic(alipay.path("alipay_public_key").asString()));
        client =
                new GatewayClient(
                        ClientApp.of(
                                alipay.path("app_id").asString(),
                                SigningKey.rsa(
                                        alipay.path("app_private_key").asString(), signatures)),
                        new GatewayClient.Endpoint(
                                URI.create(alipay.path("gateway_url").asString()),
                                HttpTransport.create()),
                        gatewayKeys,
                        clock);
    }

    /** The keys that answers and notifications are verified with. */
    GatewayKeys gatewayKeys() {
        return gatewayKeys;
    }

    /**
     * Asks for a QR code.
     *
     * @param number the order's number
     * @param notifyUrl where to be notified; empty for nowhere
     */
    public String precreate(String number, String notifyUrl) {
        ObjectNode biz = Json.object();
        biz.put("out_trade_no", number);
        biz.put("subject", "龙井茶 Longjing tea");
        biz.put("total_amount", "25.00");
        Call call = Call.of("alipay.trade.precreate", biz).with("notify_url", notifyUrl);
        return ask(call).path("qr_code").asString();
    }

    /** Asks what became of an order. */
    ObjectNode query(String number) {
        ObjectNode biz = Json.object();
        biz.put("out_trade_no", number);
        return ask(Call.of("alipay.trade.query", biz));
    }

    /** Gives half of an order back. */
    ObjectNode refundHalf(String number) {
        ObjectNode biz = Json.object();
        biz.put("out_trade_no", number);
        biz.put("out_request_no", number + "R1");
        biz.put("refund_amount", "12.50");
        return ask(Call.of("alipay.trade.refund", biz));
    }

    /** Takes a payment by the code that a wallet holder shows. */
    ObjectNode scan(String number, String paymentCode) {
        ObjectNode biz = Json.object();
        biz.put("out_trade_no", number);
        biz.put("subject", "茉莉花茶 Jasmine tea");
        biz.put("total_amount", "18.00");
        biz.put("scene", "bar_code");
        biz.put("auth_code", paymentCode);
        return ask(Call.of("alipay.trade.pay", biz));
    }

    private ObjectNode ask(Call call) {
        return switch (client.call(call)) {
            case GatewayResult.Answer(String code, ObjectNode fields) -> fields;
            case GatewayResult.Refused refused ->
                    throw new StepFailed(call.method() + " was refused: " + refused.error());
            case GatewayResult.NoAnswer(var reason, String detail) ->
                    throw new StepFailed(
                            "%s got no answer: %s %s".formatted(call.method(), reason, detail));
        };
    }
}
