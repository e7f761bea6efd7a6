package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;

/**
 * The business refusals of methods about receivers of splits, with their official texts; unlike
 * those of trades they have no prefix.
 *
 * <p>Source: the sub_code enums of the official v3 client.
 */
enum RoyaltyCode {
    INVALID_PARAMETER("参数有误"),
    MERCHANT_TRADE_NOT_MATCH("商户与交易不匹配"),
    RELATION_QUANTITY_LIMIT("分账关系数量超限"),
    USER_NOT_EXIST("用户不存在"),
    RECEIVER_LIST_EMPTY("分账接收方列表为空"),
    RECEIVER_LIST_OVERLOAD("分账接收方列表超限"),
    INVALID_RECEIVER_TYPE("分账接收方类型无效"),
    USERNAME_NOT_MATCH("用户姓名不匹配");

    private final String text;

    RoyaltyCode(String text) {
        this.text = text;
    }

    /** The refusal with the rule and what was got behind the official text. */
    GatewayError error(String detail) {
        return GatewayError.business(new GatewayError.Reason(name(), text)).withDetail(detail);
    }
}
