package dev.handfast.merchantapi;

import dev.handfast.merchants.HandedTokens;
import dev.handfast.secrets.SecretText;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The calls on tokens: a payer's device hands one in, the merchant's server names it later. */
final class TokenCalls {
    private final ApiParts parts;

    TokenCalls(ApiParts parts) {
        this.parts = parts;
    }

    Answer create(Call call) {
        Params params = call.params();
        params.requiredText("pk_token", CardSource.TOKEN_LENGTH_MAX);
        Optional<String> token = CardSource.tokenText(params, "pk_token");
        // What the mobile libraries tell beside the token; the token itself says it all.
        params.tolerate("pk_token_instrument_name", "pk_token_payment_network");
        params.tolerate("pk_token_transaction_id", "card", "payment_user_agent", "guid", "muid");
        Optional<ApiError> problem = params.problem();
        if (problem.isPresent()) {
            return problem.get().answer(parts.settings().docs());
        }
        UUID id =
                parts.what()
                        .handed()
                        .keep(call.merchant().id(), SecretText.of(token.orElseThrow()));
        return Answer.ok(token(id, parts.clock().instant(), false));
    }

    Answer retrieve(Call call) {
        Optional<ApiError> problem = call.params().problem();
        if (problem.isPresent()) {
            return problem.get().answer(parts.settings().docs());
        }
        Optional<UUID> id = PublicIds.TOKEN.parse(call.id());
        Optional<ObjectNode> shown =
                id.flatMap(
                        known ->
                                switch (parts.what().handed().look(call.merchant().id(), known)) {
                                    case HandedTokens.Look.There there ->
                                            Optional.of(token(known, there.at(), false));
                                    case HandedTokens.Look.Used used ->
                                            Optional.of(token(known, Instant.EPOCH, true));
                                    case HandedTokens.Look.Expired expired -> Optional.empty();
                                    case HandedTokens.Look.Unknown unknown -> Optional.empty();
                                });
        return shown.map(Answer::ok)
                .orElseGet(
                        () -> ApiError.missing("token", call.id()).answer(parts.settings().docs()));
    }

    private ObjectNode token(UUID id, Instant createdAt, boolean used) {
        ObjectNode card = Json.object();
        card.put("id", PublicIds.CARD.format(id));
        card.put("object", "card");
        card.put("tokenization_method", "apple_pay");
        card.set("metadata", Json.object());
        ObjectNode json = Json.object();
        json.put("id", PublicIds.TOKEN.format(id));
        json.put("object", "token");
        json.set("card", card);
        json.putNull("client_ip");
        json.put("created", createdAt.getEpochSecond());
        json.put("livemode", parts.settings().mode().isLive());
        json.put("type", "card");
        json.put("used", used);
        return json;
    }
}
