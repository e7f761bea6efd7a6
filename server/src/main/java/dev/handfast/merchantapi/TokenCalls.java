package dev.handfast.merchantapi;

import dev.handfast.merchants.HandedTokens;
import dev.handfast.secrets.SecretText;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The calls on tokens: a payer's device hands one in, the merchant's server names it later. */
final class TokenCalls {
    private final ApiParts parts;

    TokenCalls(ApiParts parts) {
        this.parts = parts;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/tokens", "Takes in an Apple Pay token, to be named by id later.")
                        .openTo(Access.PUBLISHABLE)
                        .takes(
                                CardSource.pkToken().required(),
                                // What the mobile libraries tell beside the token, which says it
                                // all itself.
                                Param.ignored("pk_token_instrument_name"),
                                Param.ignored("pk_token_payment_network"),
                                Param.ignored("pk_token_transaction_id"),
                                Param.ignored("card"),
                                Param.ignored("payment_user_agent"),
                                Param.ignored("guid"),
                                Param.ignored("muid"))
                        .answers(Shapes.TOKEN, this::create),
                Route.get("/v1/tokens/{id}", "Shows whether a token has been used.")
                        .openTo(Access.PUBLISHABLE)
                        .answers(Shapes.TOKEN, this::retrieve));
    }

    private Answer create(Call call) {
        Params params = call.params();
        Optional<String> token = CardSource.tokenText(params);
        Optional<ApiError> problem = params.problem();
        if (problem.isPresent()) {
            return problem.get().answer(parts.settings().docs());
        }
        SecretText text = SecretText.of(token.orElseThrow());
        return Recorded.making(parts, call, id -> kept(call, id, text));
    }

    private Answer kept(Call call, UUID id, SecretText token) {
        parts.what().handed().keep(id, call.merchant().id(), token);
        return Answer.ok(token(id, parts.clock().instant(), false));
    }

    private Answer retrieve(Call call) {
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
