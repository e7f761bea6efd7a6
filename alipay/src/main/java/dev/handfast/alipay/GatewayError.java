package dev.handfast.alipay;

import java.util.Objects;

/**
 * Why a gateway refused a call, in the four fields of the wire.
 *
 * <p>The sub_code is never empty: the official clients take an answer without it for a success. An
 * incoming answer may still lack the messages; those are then empty.
 *
 * @param code five digits, such as {@code 40002}; see {@link ResultCode}
 * @param msg the English text of the code
 * @param subCode the reason, such as {@code isv.invalid-signature} or {@code ACQ.TRADE_NOT_EXIST}
 * @param subMsg the reason for people, in Chinese where the official text is known
 */
public record GatewayError(String code, String msg, String subCode, String subMsg) {
    /** Checks that there is a reason. */
    public GatewayError {
        Objects.requireNonNull(code, "code is null");
        Objects.requireNonNull(msg, "msg is null");
        Objects.requireNonNull(subMsg, "subMsg is null");
        if (subCode.isEmpty()) {
            throw new IllegalArgumentException("a refusal has a sub_code, got none for " + code);
        }
    }

    /** The reason and its text, without the outer code. */
    public record Reason(String subCode, String subMsg) {}

    /** A refusal under this outer code. */
    public static GatewayError of(ResultCode code, Reason reason) {
        return new GatewayError(code.code(), code.msg(), reason.subCode(), reason.subMsg());
    }

    /** A refusal by the business, code 40004. */
    public static GatewayError business(Reason reason) {
        return of(ResultCode.BUSINESS_FAILED, reason);
    }

    /** The same refusal saying more to people: the detail is put behind the message. */
    public GatewayError withDetail(String detail) {
        return new GatewayError(code, msg, subCode, subMsg + "：" + detail);
    }
}
