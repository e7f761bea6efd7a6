package dev.handfast.merchantapi;

import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/**
 * An error as the API tells it.
 *
 * @param status the HTTP status
 * @param type which of the client libraries' exceptions it becomes
 * @param code what is wrong
 * @param declineCode why the payer's side declined, where it did
 * @param message the rule and what was got, for the developer; nothing secret
 * @param param the parameter it is about, where it is about one
 */
record ApiError(
        int status,
        Type type,
        ApiCode code,
        Optional<String> declineCode,
        String message,
        Optional<String> param) {
    /** Which of the client libraries' exceptions an error becomes. */
    enum Type {
        /** The request is wrong. */
        INVALID_REQUEST_ERROR("invalid_request_error"),
        /** The payer cannot pay like this. */
        CARD_ERROR("card_error"),
        /** The key belongs to another request. */
        IDEMPOTENCY_ERROR("idempotency_error"),
        /** It is our fault. */
        API_ERROR("api_error");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    static ApiError invalid(int status, ApiCode code, String message) {
        return new ApiError(
                status,
                Type.INVALID_REQUEST_ERROR,
                code,
                Optional.empty(),
                message,
                Optional.empty());
    }

    static ApiError parameter(ApiCode code, String param, String message) {
        return new ApiError(
                400,
                Type.INVALID_REQUEST_ERROR,
                code,
                Optional.empty(),
                message,
                Optional.of(param));
    }

    static ApiError missing(String what, String id) {
        return new ApiError(
                404,
                Type.INVALID_REQUEST_ERROR,
                ApiCode.RESOURCE_MISSING,
                Optional.empty(),
                "No such %s: '%s'".formatted(what, Params.shown(id)),
                Optional.of("id"));
    }

    static ApiError ours(int status, ApiCode code, String message) {
        return new ApiError(
                status, Type.API_ERROR, code, Optional.empty(), message, Optional.empty());
    }

    /** The error object itself. */
    ObjectNode toJson(String docs) {
        ObjectNode error = Json.object();
        error.put("code", code.text());
        declineCode.ifPresent(text -> error.put("decline_code", text));
        error.put("doc_url", docs + "#" + code.text());
        error.put("message", message);
        param.ifPresent(name -> error.put("param", name));
        error.put("type", type.text());
        return error;
    }

    /** The whole answer. */
    Answer answer(String docs) {
        return answer(docs, Optional.empty());
    }

    /** The whole answer, with the payment it is about. */
    Answer answer(String docs, Optional<ObjectNode> paymentIntent) {
        ObjectNode error = toJson(docs);
        paymentIntent.ifPresent(intent -> error.set("payment_intent", intent));
        ObjectNode body = Json.object();
        body.set("error", error);
        return new Answer(status, Json.write(body));
    }
}
