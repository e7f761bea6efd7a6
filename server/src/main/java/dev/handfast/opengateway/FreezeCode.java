package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;
import dev.handfast.payments.FreezeOutcome;
import dev.handfast.payments.FreezeRefusal;

/**
 * The business refusals of pre-authorisations, with their official texts; unlike those of trades
 * they have no prefix.
 *
 * <p>Source: the sub_code enums of the official v3 client.
 */
enum FreezeCode {
    ILLEGAL_ARGUMENT("参数异常"),
    UNIQUE_VIOLATION("幂等校验失败"),
    PAYEE_NOT_EXIST("收款方不存在"),
    PAYMENT_AUTH_CODE_INVALID("支付授权码无效"),
    PAYER_NOT_EXIST("付款方不存在"),
    PAYER_USER_STATUS_LIMIT("付款方用户状态受限"),
    CURRENCY_VERIFICATION_FAIL("币种校验失败"),
    ACCESS_FORBIDDEN("无权限使用接口"),
    MONEY_NOT_ENOUGH("余额不足"),
    PRODUCT_AMOUNT_LIMIT_ERROR("产品额度超限"),
    FREEZE_ALREADY_SUCCESS("冻结已经成功"),
    ORDER_ALREADY_CLOSED("订单已经关闭"),
    ORDER_ALREADY_FINISH("订单已经完结"),
    AUTH_ORDER_NOT_EXIST("支付宝资金授权订单不存在"),
    AUTH_OPERATION_NOT_EXIST("支付宝资金操作流水不存在"),
    REQUEST_AMOUNT_EXCEED("请求金额超限"),
    ILLEGAL_STATUS("订单状态不合法");

    private final String text;

    FreezeCode(String text) {
        this.text = text;
    }

    /** The refusal with the rule and what was got behind the official text. */
    GatewayError error(String detail) {
        return GatewayError.business(new GatewayError.Reason(name(), text)).withDetail(detail);
    }

    static Answer refused(FreezeOutcome.Refused refused) {
        return Answer.refused(of(refused.why()).error(refused.detail()));
    }

    private static FreezeCode of(FreezeRefusal why) {
        return switch (why) {
            case FREEZE_UNKNOWN -> AUTH_ORDER_NOT_EXIST;
            case FREEZE_NUMBER_REUSED -> UNIQUE_VIOLATION;
            case FREEZE_IS_FINISHED -> ORDER_ALREADY_FINISH;
            case FREEZE_IS_CLOSED, FREEZE_TIME_OVER -> ORDER_ALREADY_CLOSED;
            case FREEZE_WAITS -> ILLEGAL_STATUS;
            case PAYER_CODE_INVALID -> PAYMENT_AUTH_CODE_INVALID;
            case PAYER_UNKNOWN -> PAYER_NOT_EXIST;
            case PAYER_FROZEN -> PAYER_USER_STATUS_LIMIT;
            case PAYER_CURRENCY_DIFFERS -> CURRENCY_VERIFICATION_FAIL;
            case FREEZE_CORRIDOR_CLOSED -> ACCESS_FORBIDDEN;
            case PAYER_BALANCE_NOT_ENOUGH -> MONEY_NOT_ENOUGH;
            case PAYER_LIMIT_EXCEEDED -> PRODUCT_AMOUNT_LIMIT_ERROR;
            case UNFREEZE_EXCEEDS_REST -> REQUEST_AMOUNT_EXCEED;
        };
    }
}
