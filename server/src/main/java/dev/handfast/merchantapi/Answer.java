package dev.handfast.merchantapi;

import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

/**
 * An answer to a call.
 *
 * @param status the HTTP status
 * @param body JSON text
 * @param replayed whether it had been given before
 */
record Answer(int status, String body, boolean replayed) {
    Answer(int status, String body) {
        this(status, body, false);
    }

    static Answer ok(ObjectNode body) {
        return new Answer(200, Json.write(body));
    }
}
