package dev.handfast.alipay;

/**
 * An answer ready to be sent; the HTTP status is always 200, since the official clients take any
 * other for a failure of the network.
 *
 * @param contentType the header, such as {@code text/html;charset=utf-8}
 * @param body the bytes, in that character set
 * @param traceId the value of the header {@code trace_id}
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the server and forgotten
public record GatewayAnswer(String contentType, byte[] body, String traceId) {
    /** The HTTP status of every answer. */
    public static final int STATUS = 200;

    /** The name of the header that carries {@link #traceId()}. */
    public static final String TRACE_HEADER = "trace_id";
}
