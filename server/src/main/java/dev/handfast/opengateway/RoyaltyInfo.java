package dev.handfast.opengateway;

import dev.handfast.money.Money;
import dev.handfast.payments.SplitRequest;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code royalty_info}: to whom a trade's money is split as soon as it is paid. A part is an
 * amount or a percentage of the trade's, as {@link PartAmount} says. Receivers are bound
 * beforehand.
 *
 * <p>Source: {@code RoyaltyInfo} and {@code RoyaltyDetailInfos} of the official client.
 *
 * @param splits whom the merchant may split to
 * @param call whose order it is
 * @param total the trade's amount
 */
record RoyaltyInfo(Desk.Splits splits, Call call, Money total) {
    static final String NAME = "royalty_info";

    private static final String DETAILS = "royalty_detail_infos";
    private static final String TYPE = "ROYALTY";
    private static final int PARTS_MAX = 50;
    private static final int SERIAL_MAX = 999_999;

    static final Param PARAM =
            Param.nested(
                    NAME,
                    Shape.of(
                            Param.text("royalty_type", TextRule.oneOf(TYPE)),
                            Param.items(
                                    DETAILS,
                                    PARTS_MAX,
                                    Shape.of(
                                            Param.count("serial_no", SERIAL_MAX),
                                            Param.text("trans_in_type", TextRule.oneOf("userId")),
                                            Param.text("trans_out_type", TextRule.oneOf("userId")),
                                            Param.text("trans_in", TextRule.USER).required(),
                                            Param.text("trans_out", TextRule.USER),
                                            Param.amount("amount"),
                                            Param.count("amount_percentage", PartAmount.WHOLE),
                                            Param.text("desc", TextRule.TITLE)))));

    /** The parts; none where it is absent. */
    List<SplitRequest.Part> read(Fields all) {
        return all.findWithin(NAME).map(fields -> read(all, fields)).orElse(List.of());
    }

    private List<SplitRequest.Part> read(Fields all, Fields fields) {
        fields.optional("royalty_type");
        List<SplitRequest.Part> parts = new ArrayList<>();
        Money sum = Money.zero(total.currency());
        for (Fields detail : fields.items(DETAILS)) {
            SplitRequest.Part part = part(detail);
            parts.add(part);
            sum = sum.plus(part.amount());
            fields.take(detail);
        }
        if (parts.isEmpty()) {
            fields.refuse(Fields.invalid(DETAILS, "is a list of parts", "none"));
        }
        if (sum.isMoreThan(total)) {
            fields.refuse(
                    Acq.TRADE_SETTLE_ERROR.error(
                            "the parts are together at most the trade's amount, %s, got %s"
                                    .formatted(total.toDecimalString(), sum.toDecimalString())));
        }
        all.take(fields);
        return parts;
    }

    private SplitRequest.Part part(Fields detail) {
        detail.count("serial_no");
        detail.optional("trans_in_type");
        detail.optional("trans_out_type");
        String account = detail.required("trans_in");
        if (account.equals(call.app().sellerId())) {
            detail.refuse(
                    Acq.TRADE_SETTLE_ERROR.error(
                            "trans_in is somebody else than the app's own, got " + account));
        } else if (!splits.relations().isBound(call.merchant().id(), account)) {
            detail.refuse(
                    Acq.ROYALTY_ACCOUNT_NOT_EXIST.error(
                            "trans_in is a bound receiver of the merchant's, got " + account));
        }
        detail.optional("trans_out")
                .filter(out -> !out.equals(call.app().sellerId()))
                .ifPresent(
                        out ->
                                detail.refuse(
                                        Acq.TRADE_SETTLE_ERROR.error(
                                                "trans_out is the app's own, %s, got %s"
                                                        .formatted(call.app().sellerId(), out))));
        return new SplitRequest.Part(account, amount(detail), detail.optional("desc").orElse(""));
    }

    private Money amount(Fields detail) {
        PartAmount amount = PartAmount.read(detail);
        Money part = amount.of(total);
        if (!part.isPositive()) {
            detail.refuse(
                    Fields.invalid(
                            "amount_percentage", "makes at least 0.01 yuan", amount.toString()));
        }
        return part;
    }
}
