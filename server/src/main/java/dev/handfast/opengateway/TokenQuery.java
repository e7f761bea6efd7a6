package dev.handfast.opengateway;

import dev.handfast.alipay.WireTime;
import dev.handfast.merchants.Authorizations.Grant;
import dev.handfast.merchants.Authorizations.Result;
import dev.handfast.secrets.SecretText;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.List;

/**
 * {@code alipay.open.auth.token.app.query}: says for whom a token lets a service provider act, and
 * until when.
 *
 * <p>Source: {@code AlipayOpenAuthTokenAppQueryModel} and {@code -Response}.
 */
record TokenQuery(AppDirectory apps) implements Method {
    private static final Shape SHAPE = Shape.of(Param.secret("app_auth_token").required());

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE, "ILLEGAL_PARAM");
        SecretText token = SecretText.of(fields.secret("app_auth_token").orElse(""));
        return switch (fields.complete(() -> token)) {
            case Fields.Result.Bad<SecretText>(var error) -> Answer.refused(error);
            case Fields.Result.Good<SecretText> good -> find(call, token);
        };
    }

    private Answer find(Call call, SecretText token) {
        return switch (apps.platform().authorizations().find(call.by().appId(), token)) {
            case Result.Good<Grant>(Grant grant) -> {
                ObjectNode node = apps.named(grant.merchantApp());
                node.put("status", "valid");
                node.put("auth_start", WireTime.format(grant.since()));
                node.put("auth_end", WireTime.format(grant.until()));
                node.put("expires_in", Duration.between(call.now(), grant.until()).toSeconds());
                yield Answer.success(node);
            }
            case Result.TimeOut<Grant> late ->
                    TokenExchange.refused("AUTH_TOKEN_NOT_EXISTED", "应用授权令牌已过期");
            case Result.Unknown<Grant> unknown ->
                    TokenExchange.refused("AUTH_TOKEN_NOT_EXISTED", "应用授权令牌不存在");
        };
    }
}
