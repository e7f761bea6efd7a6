package dev.handfast.sandbox;

import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

/** An answer of the sandbox. */
record Reply(int status, ObjectNode body) {
    static Reply good(ObjectNode body) {
        return new Reply(200, body);
    }

    /**
     * A refusal.
     *
     * @param code stable, for programs
     * @param field what it is about; empty for none
     * @param message the rule and what was got
     */
    static Reply refused(int status, String code, String field, String message) {
        ObjectNode error = Json.object();
        error.put("type", "invalid_request_error");
        error.put("code", code);
        if (!field.isEmpty()) {
            error.put("param", field);
        }
        error.put("message", message);
        ObjectNode body = Json.object();
        body.set("error", error);
        return new Reply(status, body);
    }
}
