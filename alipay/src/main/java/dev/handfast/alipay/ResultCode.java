package dev.handfast.alipay;

/** The outer result of a call: the {@code code} and {@code msg} of every answer. */
public enum ResultCode {
    /** The call was carried out. */
    SUCCESS("10000", "Success"),
    /**
     * A payment code was taken, and the payer still has to confirm. The blank in front is official.
     */
    WAITING_FOR_PAYER("10003", " order success pay inprocess"),
    /** The outcome is unknown: the caller has to query. */
    SERVICE_UNAVAILABLE("20000", "Service Currently Unavailable"),
    /** An authorisation token is wrong or does not cover the call. */
    INSUFFICIENT_TOKEN_PERMISSIONS("20001", "Insufficient Token Permissions"),
    /** A required common parameter is missing. */
    MISSING_REQUIRED_ARGUMENTS("40001", "Missing Required Arguments"),
    /** A common parameter, the signature included, is wrong. */
    INVALID_ARGUMENTS("40002", "Invalid Arguments"),
    /** The app is not set up for the call. */
    INSUFFICIENT_CONDITIONS("40003", "Insufficient Conditions"),
    /** The business said no; the sub_code says why. */
    BUSINESS_FAILED("40004", "Business Failed"),
    /** Too many calls. */
    CALL_LIMITED("40005", "Call Limited"),
    /** The app or the payer has no right to the call. */
    INSUFFICIENT_PERMISSIONS("40006", "Insufficient Permissions");

    private final String code;
    private final String msg;

    ResultCode(String code, String msg) {
        this.code = code;
        this.msg = msg;
    }

    /** The five digits on the wire. */
    public String code() {
        return code;
    }

    /** The official English text. */
    public String msg() {
        return msg;
    }
}
