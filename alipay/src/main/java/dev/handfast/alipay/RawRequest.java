package dev.handfast.alipay;

import java.util.Objects;

/**
 * A request as it came over HTTP, nothing decoded. GET and POST are read alike.
 *
 * @param query what stands behind the {@code ?}, still percent-encoded; empty if there is none
 * @param body the body; empty if there is none
 * @param contentType the header, or empty; without it a body is read as an urlencoded form
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bytes for one call; a copy only costs
public record RawRequest(String query, byte[] body, String contentType) {
    /** Checks that nothing is null. */
    public RawRequest {
        Objects.requireNonNull(query, "query is null");
        Objects.requireNonNull(body, "body is null");
        Objects.requireNonNull(contentType, "contentType is null");
    }

    /** A request without a body. */
    public static RawRequest get(String query) {
        return new RawRequest(query, new byte[0], "");
    }

    /** An urlencoded form with nothing in the query. */
    public static RawRequest form(byte[] body) {
        return new RawRequest("", body, "application/x-www-form-urlencoded");
    }

    /** Sizes only. */
    @Override
    public String toString() {
        return "RawRequest[" + query.length() + " characters, " + body.length + " bytes]";
    }
}
