package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;
import dev.handfast.alipay.WireTime;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/**
 * {@code alipay.data.dataservice.bill.downloadurl.query}: gives the address of a bill, good for
 * thirty seconds.
 *
 * <p>Source: {@code AlipayDataDataserviceBillDownloadurlQueryModel} and {@code -Response}. The two
 * sub_codes are those the production gateway was seen to give in the older form of the dialect; in
 * the REST form they are spelled as in the official client's enum, its slip of the pen included.
 */
record BillQuery(Bills bills, BillLinks links) implements Method {
    private static final String EMPTY = "EMPTY_DATA_WITH_BILL_FILE";

    private static final GatewayError.Reason INVALID =
            new GatewayError.Reason("invalid_arguments", "入参不合法");
    private static final GatewayError.Reason NOT_THERE =
            new GatewayError.Reason("isp.bill_not_exist", "账单不存在");

    private static final Shape SHAPE =
            Shape.of(
                    Param.text("bill_type", TextRule.CODE).required(),
                    Param.text("bill_date", TextRule.BILL_DATE).required());

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE, INVALID.subCode());
        String type = fields.required("bill_type");
        Optional<Bill.Kind> kind = Bill.Kind.find(type);
        if (kind.isEmpty()) {
            fields.refuse(Fields.invalid("bill_type", "is trade or signcustomer", type));
        }
        String date = fields.required("bill_date");
        Optional<Bill.Days> days = Bill.Days.parse(date);
        if (days.isEmpty()) {
            fields.refuse(Fields.invalid("bill_date", "is a day or a month", date));
        }
        return switch (fields.complete(
                () ->
                        new Bill(
                                call.merchant().id(),
                                call.app().sellerId(),
                                kind.orElseThrow(),
                                days.orElseThrow()))) {
            case Fields.Result.Bad<Bill>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Bill>(Bill bill) -> give(call, bill);
        };
    }

    @Override
    public String restCode(String subCode) {
        if (subCode.equals(NOT_THERE.subCode())) {
            return "BILL_NOT_EXIST";
        }
        return subCode.equals(INVALID.subCode()) ? "INVAILID_ARGUMENTS" : subCode;
    }

    private Answer give(Call call, Bill bill) {
        if (bill.days().isTooOld(call.now())) {
            return refused("bills reach back %d years".formatted(Bill.YEARS));
        }
        if (call.now().isBefore(bill.days().readyAt())) {
            return refused(
                    "the bill of %s can be had from %s on"
                            .formatted(bill.days().text(), WireTime.format(bill.days().readyAt())));
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("bill_download_url", links.make(bill, call.now()));
        if (bills.isEmpty(bill)) {
            node.put("bill_file_code", EMPTY);
        }
        return Answer.success(node);
    }

    private static Answer refused(String detail) {
        return Answer.refused(GatewayError.business(NOT_THERE).withDetail(detail));
    }
}
