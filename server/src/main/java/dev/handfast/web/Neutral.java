package dev.handfast.web;

import tools.jackson.databind.node.ObjectNode;

/** Errors outside of any dialect; their form is the merchant API's, which most clients can read. */
final class Neutral {
    private static final int SERVER_ERROR = 500;

    private Neutral() {}

    static ObjectNode error(int status, String code, String message) {
        ObjectNode error = Json.object();
        error.put("type", status < SERVER_ERROR ? "invalid_request_error" : "api_error");
        error.put("code", code);
        error.put("message", message);
        ObjectNode body = Json.object();
        body.set("error", error);
        return body;
    }
}
