package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;
import dev.handfast.transfers.TransferRefusal;

/**
 * The business refusals of transfers and account queries, with their official texts; unlike those
 * of trades they have no prefix.
 *
 * <p>Source: the sub_code enums of the official v3 client; texts as the official documentation and
 * the clients built on it give them.
 */
enum FundCode {
    INVALID_PARAMETER("参数有误"),
    PRODUCT_NOT_SIGN("产品未签约"),
    INVALID_PAYER_ACCOUNT("付款方账户无效"),
    PAYMENT_INFO_INCONSISTENCY("两次请求商户单号一样，但是参数不一致"),
    PAYEE_NOT_EXIST("收款账号不存在或姓名有误"),
    PAYEE_USERINFO_ERROR("支付宝账号和姓名不匹配，请确认姓名是否正确"),
    PAYEE_ACCOUNT_STATUS_ERROR("收款方账号异常"),
    CURRENCY_NOT_SUPPORT("币种不支持"),
    EXCEED_LIMIT_SM_MIN_AMOUNT("请求金额不能低于0.1元"),
    EXCEED_LIMIT_SM_AMOUNT("单笔额度超限"),
    EXCEED_LIMIT_DM_AMOUNT("日累计额度超限"),
    PAYER_BALANCE_NOT_ENOUGH("付款方余额不足"),
    ORDER_NOT_EXIST("转账订单不存在"),
    NO_PERMISSION_ACCOUNT("无权限操作当前付款账号");

    private final String text;

    FundCode(String text) {
        this.text = text;
    }

    /** The official text. */
    String text() {
        return text;
    }

    /** The refusal with the rule and what was got behind the official text. */
    GatewayError error(String detail) {
        return GatewayError.business(new GatewayError.Reason(name(), text)).withDetail(detail);
    }

    static FundCode of(TransferRefusal why) {
        return switch (why) {
            case TRANSFER_REFERENCE_REUSED -> PAYMENT_INFO_INCONSISTENCY;
            case PAYEE_NOT_FOUND -> PAYEE_NOT_EXIST;
            case PAYEE_NAME_DIFFERS -> PAYEE_USERINFO_ERROR;
            case PAYEE_FROZEN -> PAYEE_ACCOUNT_STATUS_ERROR;
            case PAYEE_CURRENCY_DIFFERS -> CURRENCY_NOT_SUPPORT;
            case TRANSFER_CORRIDOR_CLOSED -> PRODUCT_NOT_SIGN;
            case TRANSFER_TOO_LARGE -> EXCEED_LIMIT_SM_AMOUNT;
            case TRANSFER_DAY_LIMIT_EXCEEDED -> EXCEED_LIMIT_DM_AMOUNT;
            case MERCHANT_BALANCE_NOT_ENOUGH -> PAYER_BALANCE_NOT_ENOUGH;
        };
    }
}
