package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;

/**
 * The business refusals of the methods about agreements, with their official texts.
 *
 * <p>Source: the sub_code enums of the official v3 client; texts as the official documentation and
 * the clients built on it give them.
 */
enum AgreementCode {
    INVALID_PARAMETER("参数无效"),
    PRODUCT_CODE_NOT_SUPPORTED_ERROR("产品码不支持"),
    USER_AGREEMENT_NOT_EXIST("用户代扣协议不存在"),
    AGREEMENT_HAS_UNSIGNED("协议已解约"),
    AGREEMENT_NOT_EXIST("协议不存在"),
    USER_AGREEMENT_STATUS_NOT_NORMAL("协议状态不正常"),
    ILLEGAL_AGREEMENT("协议不合法"),
    ILLEGAL_EXECUTION_TIME("执行计划时间不合法");

    private final String text;

    AgreementCode(String text) {
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
}
