package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;

/**
 * The business refusals of the Alipay dialect, with their official texts.
 *
 * <p>Source: the sub_code enums of the official v3 client; texts as the official documentation and
 * the clients built on it give them. The misspelling is official.
 */
enum Acq {
    INVALID_PARAMETER("参数无效"),
    CURRENCY_NOT_SUPPORT("订单币种不支持"),
    INVALID_RECEIVE_ACCOUNT("收款账户不支持"),
    NOW_TIME_AFTER_EXPIRE_TIME_ERROR("当前时间已超过允许支付的时间"),
    TRADE_NOT_EXIST("交易不存在"),
    CONTEXT_INCONSISTENT("交易信息被篡改"),
    TRADE_BUYER_NOT_MATCH("交易买家不匹配"),
    TRADE_HAS_SUCCESS("交易已被支付"),
    TRADE_HAS_CLOSE("交易已经关闭"),
    TRADE_HAS_FINISHED("交易已完结"),
    TRADE_STATUS_ERROR("交易状态不合法"),
    PAYMENT_AUTH_CODE_INVALID("支付授权码无效"),
    BUYER_NOT_EXIST("买家不存在"),
    BUYER_ENABLE_STATUS_FORBID("买家状态非法"),
    MERCHANT_AGREEMENT_NOT_EXIST("商户协议不存在"),
    MERCHANT_AGREEMENT_INVALID("商户协议已失效"),
    AMOUNT_OR_CURRENCY_ERROR("订单金额或币种信息错误"),
    AGREEMENT_NOT_EXIST("用户协议不存在"),
    AGREEMENT_STATUS_NOT_NORMAL("用户协议状态非NORMAL"),
    CYCLE_PAY_SINGLE_FEE_EXCEED("周期扣款的单笔金额超过签约时限制"),
    CYCLE_PAY_TOTAL_FEE_EXCEED("周期扣款的累计金额超过签约时限制"),
    CYCLE_PAY_TOTAL_TIMES_EXCEED("周期扣款的总次数超过签约时限制"),
    CYCLE_PAY_DATE_NOT_MATCH("扣款日期不在签约时的允许范围之内"),
    BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR("买家付款日限额超限"),
    ERROR_BUYER_CERTIFY_LEVEL_LIMIT("买家未通过人行认证"),
    BUYER_BALANCE_NOT_ENOUGH("买家余额不足"),
    PAYMENT_FAIL("支付失败"),
    AUTH_AMOUNT_NOT_ENOUGH("授权金额不足"),
    AUTH_NO_ERROR("预授权号错误或状态不对"),
    AUTH_ORDER_NOT_PAID("预授权订单未支付"),
    AUTH_ORDER_HAS_FINISHED("预授权订单已完结"),
    AUTH_ORDER_HAS_CLOSED("预授权订单已关闭"),
    PAYER_UNMATCHED("付款人不匹配"),
    REFUND_AMT_NOT_EQUAL_TOTAL("退款金额超限"),
    DISCORDANT_REPEAT_REQUEST("不一致的请求"),
    REASON_TRADE_REFUND_FEE_ERR("退款金额无效"),
    TRADE_SETTLE_ERROR("交易结算异常"),
    ALLOC_AMOUNT_VALIDATE_ERROR("分账金额校验错误"),
    SELLER_BALANCE_NOT_ENOUGH("商户余额不足"),
    REASON_TRADE_STATUS_INVALID("交易状态不合法"),
    MUST_ALLOC_FROM_ROOT_ACCOUNT("只允许从主账户分出"),
    ILLEGAL_SETTLE_STATE("结算状态不合法"),
    ALREADY_CONFIRM_SETTLE("已确认结算"),
    INVALID_SETTLE_AMOUNT_PARAMETER("结算金额参数无效"),
    DUP_OUT_REQUEST_NO("商户请求号重复"),
    ROYALTY_RECEIVER_INVALID("分账收款方账户无效"),
    ROYALTY_ACCOUNTS_EQUAL("分账收入方和支出方账户相同"),
    ROYALTY_ACCOUNT_NOT_EXIST("分账账户不存在"),
    ALLOC_REFUSE_BEFORE_SETTLE("未结算的交易不允许分账"),
    ALLOC_REFUSE_AFTER_REFUND("已退款的交易不允许分账"),
    TXN_RESULT_ACCOUNT_BALANCE_NOT_ENOUGH("账户余额不足"),
    /** The outcome is not known: the caller has to ask again with the same parameters. */
    SYSTEM_ERROR("系统错误");

    private final String text;

    Acq(String text) {
        this.text = text;
    }

    /** The code on the wire. */
    String subCode() {
        return "ACQ." + name();
    }

    /** The official text. */
    String text() {
        return text;
    }

    /** The refusal with the rule and what was got behind the official text; no secrets in it. */
    GatewayError error(String detail) {
        return GatewayError.business(new GatewayError.Reason(subCode(), text)).withDetail(detail);
    }
}
