package dev.handfast.opengateway;

import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeOperation;
import dev.handfast.payments.FreezeOutcome;
import dev.handfast.payments.FreezeRequest;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks for freezes that wait for their payer: {@code alipay.fund.auth.order.voucher.create}, which
 * gives a QR code, and {@code alipay.fund.auth.order.app.freeze}, whose signed text an app hands to
 * the payer's wallet, which then carries it out and agrees by the {@code auth_no} it is told.
 *
 * <p>Source: {@code AlipayFundAuthOrderVoucherCreateModel}, {@code
 * AlipayFundAuthOrderAppFreezeModel} and their responses.
 */
record AuthOpening(FreezeDesk desk, Form form) implements Method {
    /** The method whose signed text an app hands to the wallet's. */
    static final String APP_METHOD = "alipay.fund.auth.order.app.freeze";

    /** How the payer comes to know of it. */
    enum Form {
        /** By a QR code. */
        VOUCHER,
        /** From an app. */
        APP
    }

    private static final Shape VOUCHER = FreezeOrder.shape(List.of("PRE_AUTH"));
    private static final Shape APP = FreezeOrder.shape(List.of("PRE_AUTH_ONLINE", "PREAUTH_PAY"));

    /** The detail under which the QR code is kept, so that a repetition finds it. */
    private static final String CODE = "code_value";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int CODE_BYTES = 16;

    @Override
    public List<Shape> shapes() {
        return List.of(shape());
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), shape(), FreezeCode.ILLEGAL_ARGUMENT.name());
        Freeze.Order order = FreezeOrder.read(call, fields);
        return switch (fields.complete(() -> order)) {
            case Fields.Result.Bad<Freeze.Order>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Freeze.Order> good -> open(call, order);
        };
    }

    private Shape shape() {
        return switch (form) {
            case VOUCHER -> VOUCHER;
            case APP -> APP;
        };
    }

    private Answer open(Call call, Freeze.Order order) {
        return switch (form) {
            case APP -> {
                UUID id = desk.ids().next();
                yield desk.once(
                        call,
                        new FreezeRequest.Open(id, order, Optional.of(OrderNo.FREEZE.of(id))),
                        FreezeOrder::told);
            }
            case VOUCHER -> {
                String code = code();
                Details details = Details.read(order.details());
                details.put(CODE, code);
                yield desk.once(
                        call,
                        new FreezeRequest.Open(
                                desk.ids().next(),
                                withDetails(order, details.text()),
                                Optional.of(code)),
                        AuthOpening::voucher);
            }
        };
    }

    private static Freeze.Order withDetails(Freeze.Order order, String details) {
        return new Freeze.Order(
                order.merchant(),
                order.acquirer(),
                order.amount(),
                order.reference(),
                order.request(),
                order.title(),
                details,
                order.expiresAt());
    }

    private String code() {
        byte[] bytes = new byte[CODE_BYTES];
        RANDOM.nextBytes(bytes);
        return desk.publicUrl()
                + "/qr/"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Answer voucher(FreezeOutcome outcome) {
        return switch (outcome) {
            case FreezeOutcome.Done(Freeze freeze, FreezeOperation done) ->
                    Answer.success(voucher(freeze));
            case FreezeOutcome.Again(Freeze freeze, FreezeOperation done) ->
                    Answer.refused(FreezeCode.FREEZE_ALREADY_SUCCESS.error("the payer has agreed"));
            case FreezeOutcome.Refused refused -> FreezeCode.refused(refused);
        };
    }

    private static ObjectNode voucher(Freeze freeze) {
        String code = Details.read(freeze.order().details()).find(CODE).orElse("");
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("out_order_no", freeze.order().reference());
        node.put("out_request_no", freeze.order().request());
        node.put("code_type", "qrCode");
        node.put("code_value", code);
        node.put("code_url", code);
        return node;
    }
}
