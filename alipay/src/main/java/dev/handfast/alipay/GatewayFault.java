package dev.handfast.alipay;

import java.util.Arrays;
import java.util.Optional;

/**
 * The refusals of the gateway itself, in order of precedence: when several apply to one request,
 * the first is given.
 *
 * <p>The order of the common parameters is that of the official table, except that the app is
 * looked up before the signature is missed, as the production gateway does. Codes and Chinese texts
 * are those of the official table (opendocs.alipay.com, common/02km9f and common/02kdnf), its
 * misspelt {@code unknow-error} included: clients compare them.
 */
public enum GatewayFault {
    /** The same parameter came twice with different values. */
    SUSPECTED_ATTACK(ResultCode.INVALID_ARGUMENTS, "isv.suspected-attack", "可疑的攻击请求"),
    /** A character set other than UTF-8 and GBK, or bytes that are not text in it. */
    INVALID_CHARSET(ResultCode.INVALID_ARGUMENTS, "isv.invalid-charset", "字符集错误"),
    /** A parameter, or the form that holds them, is malformed. */
    INVALID_PARAMETER(ResultCode.INVALID_ARGUMENTS, "isv.invalid-parameter", "参数无效"),
    MISSING_METHOD(ResultCode.MISSING_REQUIRED_ARGUMENTS, "isv.missing-method", "缺少方法名参数"),
    INVALID_METHOD(ResultCode.INVALID_ARGUMENTS, "isv.invalid-method", "不存在的方法名"),
    MISSING_APP_ID(ResultCode.MISSING_REQUIRED_ARGUMENTS, "isv.missing-app-id", "缺少appId参数"),
    INVALID_APP_ID(ResultCode.INVALID_ARGUMENTS, "isv.invalid-app-id", "无效的AppID参数"),
    MISSING_SIGNATURE(ResultCode.MISSING_REQUIRED_ARGUMENTS, "isv.missing-signature", "缺少签名参数"),
    MISSING_SIGNATURE_TYPE(
            ResultCode.MISSING_REQUIRED_ARGUMENTS, "isv.missing-signature-type", "缺少签名类型参数"),
    MISSING_TIMESTAMP(ResultCode.MISSING_REQUIRED_ARGUMENTS, "isv.missing-timestamp", "缺少时间戳参数"),
    MISSING_VERSION(ResultCode.MISSING_REQUIRED_ARGUMENTS, "isv.missing-version", "缺少版本参数"),
    INVALID_FORMAT(ResultCode.INVALID_ARGUMENTS, "isv.invalid-format", "无效的数据格式"),
    INVALID_SIGNATURE_TYPE(ResultCode.INVALID_ARGUMENTS, "isv.invalid-signature-type", "无效的签名类型"),
    INVALID_ENCRYPT_TYPE(ResultCode.INVALID_ARGUMENTS, "isv.invalid-encrypt-type", "无效的加密类型"),
    MISSING_APP_CERT_SN(
            ResultCode.MISSING_REQUIRED_ARGUMENTS, "isv.missing-app-cert-sn", "缺少应用公钥证书序列号"),
    MISSING_ALIPAY_ROOT_CERT_SN(
            ResultCode.MISSING_REQUIRED_ARGUMENTS,
            "isv.missing-alipay-root-cert-sn",
            "缺少支付宝根证书序列号"),
    INVALID_ALIPAY_ROOT_CERT_SN(
            ResultCode.INVALID_ARGUMENTS, "isv.invalid-alipay-root-cert-sn", "无效的支付宝根证书序列号"),
    APP_CERT_NOT_EXIST(ResultCode.INVALID_ARGUMENTS, "isv.app-cert-not-exist", "应用公钥证书不存在"),
    APP_CERT_EXPIRED(ResultCode.INVALID_ARGUMENTS, "isv.app-cert-expired", "应用公钥证书已经不在有效期内"),
    ALIPAY_CERT_NOT_EXIST(ResultCode.INVALID_ARGUMENTS, "isv.alipay-cert-not-exist", "支付宝公钥证书不存在"),
    MISSING_SIGNATURE_CONFIG(
            ResultCode.INSUFFICIENT_CONDITIONS,
            "isv.missing-signature-config",
            "应用未配置对应签名算法的公钥或者证书"),
    INVALID_SIGNATURE(ResultCode.INVALID_ARGUMENTS, "isv.invalid-signature", "无效签名"),
    INVALID_TIMESTAMP(ResultCode.INVALID_ARGUMENTS, "isv.invalid-timestamp", "非法的时间戳参数"),
    DECRYPTION_ERROR_NO_KEY(
            ResultCode.INVALID_ARGUMENTS,
            "isv.decryption-error-not-valid-encrypt-key",
            "解密出错, 未配置加密密钥或加密密钥格式错误"),
    DECRYPTION_ERROR_UNKNOWN(
            ResultCode.INVALID_ARGUMENTS, "isv.decryption-error-unknown", "解密出错，未知异常"),
    ILLEGAL_JSON(ResultCode.INVALID_ARGUMENTS, "isv.illegal-json", "非法的JSON格式"),
    INVALID_AUTH_TOKEN(
            ResultCode.INSUFFICIENT_TOKEN_PERMISSIONS, "aop.invalid-auth-token", "无效的访问令牌"),
    INVALID_APP_AUTH_TOKEN(
            ResultCode.INSUFFICIENT_TOKEN_PERMISSIONS, "aop.invalid-app-auth-token", "无效的应用授权令牌"),
    APP_AUTH_TOKEN_TIME_OUT(
            ResultCode.INSUFFICIENT_TOKEN_PERMISSIONS, "aop.app-auth-token-time-out", "应用授权令牌已过期"),
    FORBIDDEN_API(ResultCode.INVALID_ARGUMENTS, "isv.forbidden-api", "接口被禁用"),
    INSUFFICIENT_ISV_PERMISSIONS(
            ResultCode.INSUFFICIENT_PERMISSIONS, "isv.insufficient-isv-permissions", "ISV权限不足"),
    INSUFFICIENT_USER_PERMISSIONS(
            ResultCode.INSUFFICIENT_PERMISSIONS, "isv.insufficient-user-permissions", "用户权限不足"),
    APP_CALL_LIMITED(ResultCode.CALL_LIMITED, "isv.app-call-limited", "应用调用次数超限，包含调用频率超限"),
    METHOD_CALL_LIMITED(ResultCode.CALL_LIMITED, "isv.method-call-limited", "API调用次数超限，包含调用频率超限"),
    /** The gateway does not know what became of the call. */
    GATEWAY_UNKNOWN_ERROR(ResultCode.SERVICE_UNAVAILABLE, "aop.unknow-error", "服务暂不可用（网关自身的未知错误）"),
    /** The business behind the gateway does not know what became of the call. */
    BUSINESS_UNKNOWN_ERROR(ResultCode.SERVICE_UNAVAILABLE, "isp.unknow-error", "服务暂不可用（业务系统不可用）");

    private final ResultCode code;
    private final String subCode;
    private final String subMsg;

    GatewayFault(ResultCode code, String subCode, String subMsg) {
        this.code = code;
        this.subCode = subCode;
        this.subMsg = subMsg;
    }

    /** The refusal with its official text. */
    public GatewayError error() {
        return GatewayError.of(code, new GatewayError.Reason(subCode, subMsg));
    }

    /** The refusal with what exactly was wrong behind the official text; no secrets in it. */
    public GatewayError error(String detail) {
        return error().withDetail(detail);
    }

    /** The code on the wire, such as {@code isv.invalid-signature}. */
    public String subCode() {
        return subCode;
    }

    /** The fault with this code on the wire, or nothing. */
    public static Optional<GatewayFault> parse(String subCode) {
        return Arrays.stream(values()).filter(f -> f.subCode().equals(subCode)).findFirst();
    }
}
