package dev.handfast.web;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import java.util.UUID;

/**
 * The name of one request, sent back with its answer and written into every line of the log that is
 * about it.
 *
 * @param text for instance {@code req_01jd9h7t3ve8h9q4x2k6m5n8p0}
 */
public record RequestId(String text) {
    /** The answer's header that carries it. */
    public static final HeaderName HEADER = HeaderNames.create("Request-Id");

    static RequestId of(UUID id) {
        return new RequestId(PublicId.format("req", id));
    }

    /** The id given to this request when it arrived. */
    public static RequestId of(ServerRequest request) {
        return request.context()
                .get(RequestId.class)
                .orElseThrow(() -> new IllegalStateException("the request came by no WebServers"));
    }
}
