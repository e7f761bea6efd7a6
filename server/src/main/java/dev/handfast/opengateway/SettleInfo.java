package dev.handfast.opengateway;

import dev.handfast.money.Money;
import dev.handfast.payments.Custody;
import dev.handfast.payments.SplitRequest;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code settle_info}: to whom a trade's money is settled, how much, and at the latest when.
 *
 * <p>Source: {@code SettleInfo} and {@code SettleDetailInfo} of the official client. What the time
 * is where none is named stands in a merchant's contract; here it is the longest there is.
 *
 * @param amount the whole of what is to be settled
 * @param part how much of it now, where it is a part
 * @param days after how many days it is settled without the merchant's word
 */
record SettleInfo(Optional<Money> amount, Optional<Money> part, int days) {
    private static final String NAME = "settle_info";
    private static final String DETAILS = "settle_detail_infos";
    private static final Pattern PERIOD = Pattern.compile("([1-9][0-9]{0,2})d");
    private static final TextRule ANY =
            new TextRule(64, Pattern.compile(".*"), "has at most 64 characters");

    /** It as a field of a call. */
    static final Param PARAM =
            Param.nested(
                    NAME,
                    Shape.of(
                            Param.items(
                                    DETAILS,
                                    1,
                                    Shape.of(
                                            Param.text("trans_in_type", TextRule.CODE).required(),
                                            Param.text("trans_in", ANY),
                                            Param.amount("amount"),
                                            Param.amount("actual_amount"))),
                            Param.text("settle_period_time", ANY)));

    /** What {@link #custody} reads. */
    static final Shape OF_ORDERS =
            Shape.of(
                    PARAM,
                    RoyaltyInfo.PARAM,
                    Param.nested("extend_params", Shape.of(Param.flag("royalty_freeze"))));

    /** Reads it; nothing where it is absent. */
    static Optional<SettleInfo> read(Call call, Fields all) {
        return all.findWithin(NAME).map(fields -> read(call, all, fields));
    }

    private static SettleInfo read(Call call, Fields all, Fields fields) {
        List<Fields> details = fields.items(DETAILS);
        if (details.isEmpty()) {
            fields.refuse(Fields.invalid(DETAILS, "is a list of one", "nothing"));
        }
        Optional<Money> amount = Optional.empty();
        Optional<Money> part = Optional.empty();
        for (Fields detail : details) {
            receiver(call, detail);
            detail.either("amount", "actual_amount");
            amount = detail.findAmount("amount");
            part = detail.findAmount("actual_amount");
            fields.take(detail);
        }
        int days = days(fields);
        all.take(fields);
        return new SettleInfo(amount, part, days);
    }

    /** Money is settled to the app's own account. */
    private static void receiver(Call call, Fields detail) {
        String type = detail.required("trans_in_type");
        Optional<String> account = detail.optional("trans_in");
        boolean own =
                switch (type) {
                    case "defaultSettle" -> account.isEmpty();
                    case "userId" -> account.filter(call.app().sellerId()::equals).isPresent();
                    default -> false;
                };
        if (!own) {
            detail.refuse(
                    Acq.TRADE_SETTLE_ERROR.error(
                            "trans_in is nothing with the trans_in_type defaultSettle or %s with"
                                            .formatted(call.app().sellerId())
                                    + " userId, got %s with %s"
                                            .formatted(account.orElse("nothing"), type)));
        }
    }

    private static int days(Fields fields) {
        Optional<String> period = fields.optional("settle_period_time");
        if (period.isEmpty()) {
            return Custody.DAYS_MAX;
        }
        Matcher match = PERIOD.matcher(period.get());
        int days = match.matches() ? Integer.parseInt(match.group(1)) : 0;
        if (days < 1 || days > Custody.DAYS_MAX) {
            fields.refuse(Fields.invalid("settle_period_time", "is 1d to 365d", period.get()));
            return 1;
        }
        return days;
    }

    /** Where the merchant's share of an order of this amount is kept at first. */
    static Custody custody(Desk.Splits splits, Call call, Fields fields, Money total) {
        Optional<SettleInfo> info = read(call, fields);
        List<SplitRequest.Part> parts = new RoyaltyInfo(splits, call, total).read(fields);
        Fields more = fields.within("extend_params");
        boolean freeze = more.flag("royalty_freeze");
        fields.take(more);
        if (!parts.isEmpty()) {
            if (info.isPresent() || freeze) {
                fields.refuse(
                        Fields.invalid(
                                RoyaltyInfo.NAME,
                                "splits at once and goes with neither settle_info nor"
                                        + " royalty_freeze",
                                "both"));
            }
            return new Custody.Planned(parts);
        }
        if (info.isEmpty()) {
            return freeze ? new Custody.Frozen() : Custody.PAYABLE;
        }
        if (freeze) {
            fields.refuse(
                    Fields.invalid(
                            "royalty_freeze",
                            "is asked for at alipay.trade.settle.confirm where there is"
                                    + " settle_info",
                            "true"));
        }
        if (!info.get().amount().filter(total::equals).isPresent()) {
            fields.refuse(
                    Acq.TRADE_SETTLE_ERROR.error(
                            "the amount to settle is the trade's, %s, got %s"
                                    .formatted(
                                            total.toDecimalString(),
                                            info.get()
                                                    .amount()
                                                    .map(Money::toDecimalString)
                                                    .orElse("none"))));
        }
        return new Custody.Escrow(info.get().days());
    }
}
