package dev.handfast.app;

import dev.handfast.web.Answers;
import dev.handfast.web.Body;
import dev.handfast.web.Json;

import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.databind.JsonNode;

import java.util.Optional;

/** Reads what an operator's call says: a JSON object. */
final class OperatorForm {
    private static final int BODY_BYTES_MAX = 65_536;
    private static final int REFUSED = 400;

    private OperatorForm() {}

    /** Something done with what a request says. */
    interface Act {
        /**
         * Does it.
         *
         * @throws IllegalArgumentException that names field and rule, if a field breaks one
         */
        void run(ServerRequest request, ServerResponse response, JsonNode wanted);
    }

    /** Answers a field that breaks a rule. */
    static Handler saying(Act act) {
        return (request, response) -> {
            JsonNode wanted =
                    switch (Body.read(request, BODY_BYTES_MAX)) {
                        case Body.Whole(byte[] bytes) -> Json.parse(bytes).orElseGet(Json::object);
                        case Body.TooLarge large -> Json.object();
                        case Body.CutOff cut -> Json.object();
                    };
            try {
                act.run(request, response, wanted);
            } catch (IllegalArgumentException broken) {
                Answers.error(
                        response, REFUSED, "field_invalid", String.valueOf(broken.getMessage()));
            }
        };
    }

    /** A text that is there and not blank. */
    static Optional<String> text(JsonNode wanted, String name) {
        return wanted.path(name).isString()
                ? Optional.of(wanted.path(name).stringValue()).filter(text -> !text.isBlank())
                : Optional.empty();
    }
}
