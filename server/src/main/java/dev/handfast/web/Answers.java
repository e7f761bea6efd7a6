package dev.handfast.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.databind.node.ObjectNode;

/** Sends answers. */
public final class Answers {
    private static final Header JSON =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    private static final Header HTML =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
    private static final Header TEXT =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    private static final Header NO_STORE =
            HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");
    private static final Header NO_SNIFF =
            HeaderValues.createCached(HeaderNames.create("X-Content-Type-Options"), "nosniff");

    private Answers() {}

    /** Sends JSON text. */
    public static void json(ServerResponse response, int status, String body) {
        send(response, JSON, status, body);
    }

    /** Sends JSON. */
    public static void json(ServerResponse response, int status, ObjectNode body) {
        json(response, status, Json.write(body));
    }

    /** Sends a page; the caller has escaped whatever is not its own text. */
    public static void html(ServerResponse response, int status, String body) {
        send(response, HTML, status, body);
    }

    /** Sends plain text. */
    public static void text(ServerResponse response, int status, String body) {
        send(response, TEXT, status, body);
    }

    /**
     * Sends an error in neutral JSON, where no dialect has a word.
     *
     * @param code stable, for programs
     * @param message the rule and what was got, for people; nothing secret
     */
    public static void error(ServerResponse response, int status, String code, String message) {
        json(response, status, Neutral.error(status, code, message));
    }

    private static void send(ServerResponse response, Header type, int status, String body) {
        response.status(Status.create(status));
        response.header(type);
        response.header(NO_STORE);
        response.header(NO_SNIFF);
        response.send(body.getBytes(UTF_8));
    }
}
