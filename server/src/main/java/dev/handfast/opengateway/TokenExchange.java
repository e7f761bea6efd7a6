package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;
import dev.handfast.merchants.Authorizations;
import dev.handfast.merchants.Authorizations.Result;
import dev.handfast.merchants.Authorizations.Tokens;
import dev.handfast.secrets.SecretText;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * {@code alipay.open.auth.token.app}: exchanges the code of a merchant's consent, or an earlier
 * refresh token, for a token by which a service provider acts for the merchant.
 *
 * <p>Source: {@code AlipayOpenAuthTokenAppModel} and {@code -Response}, and the codes of {@code
 * AlipayOpenAuthTokenAppErrorResponseModel}.
 */
record TokenExchange(AppDirectory apps) implements Method {
    private static final Shape SHAPE =
            Shape.of(
                    Param.text("grant_type", TextRule.CODE).required(),
                    Param.secret("code"),
                    Param.secret("refresh_token"));

    private static final String BY_CODE = "authorization_code";
    private static final String BY_REFRESH = "refresh_token";

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE, "GRANT_TYPE_INVALID");
        String type = fields.required("grant_type");
        SecretText code = secret(call, fields, "code", "AUTH_CODE_NOT_VALID");
        SecretText refresh = secret(call, fields, "refresh_token", "REFRESH_TOKEN_NOT_VALID");
        String provider = call.by().appId();
        Authorizations authorizations = apps.platform().authorizations();
        return switch (fields.complete(() -> type)) {
            case Fields.Result.Bad<String>(var error) -> Answer.refused(error);
            case Fields.Result.Good<String>(String good) ->
                    switch (good) {
                        case BY_CODE ->
                                switch (authorizations.exchange(provider, code)) {
                                    case Result.Good<Tokens>(Tokens tokens) -> given(tokens);
                                    case Result.TimeOut<Tokens> late ->
                                            refused("AUTH_CODE_NOT_VALID", "授权码已过期");
                                    case Result.Unknown<Tokens> unknown ->
                                            refused("AUTH_CODE_NOT_EXIST", "授权码不存在或已被使用");
                                };
                        case BY_REFRESH ->
                                switch (authorizations.refresh(provider, refresh)) {
                                    case Result.Good<Tokens>(Tokens tokens) -> given(tokens);
                                    case Result.TimeOut<Tokens> late ->
                                            refused("REFRESH_TOKEN_TIME_OUT", "刷新令牌已过期");
                                    case Result.Unknown<Tokens> unknown ->
                                            refused("REFRESH_TOKEN_NOT_EXIST", "刷新令牌不存在");
                                };
                        default ->
                                refused(
                                        "GRANT_TYPE_INVALID",
                                        "grant_type 为 " + BY_CODE + " 或 " + BY_REFRESH);
                    };
        };
    }

    /** Reads what has a code of its own where it is no text. */
    private static SecretText secret(Call call, Fields fields, String name, String invalid) {
        Fields own = new Fields(call.biz(), SHAPE, invalid);
        SecretText text = SecretText.of(own.secret(name).orElse(""));
        fields.take(own);
        return text;
    }

    /** The tokens, once for the version that knows one merchant and once in a list. */
    private Answer given(Tokens tokens) {
        ObjectNode answer = named(tokens);
        answer.putArray("tokens").add(named(tokens));
        return Answer.success(answer);
    }

    private ObjectNode named(Tokens tokens) {
        ObjectNode node = apps.named(tokens.grant().merchantApp());
        node.put("app_auth_token", tokens.token().<String>use(text -> text));
        node.put("app_refresh_token", tokens.refresh().<String>use(text -> text));
        node.put("expires_in", Authorizations.TOKEN_LIFE.toSeconds());
        node.put("re_expires_in", Authorizations.REFRESH_LIFE.toSeconds());
        return node;
    }

    static Answer refused(String code, String text) {
        return Answer.refused(GatewayError.business(new GatewayError.Reason(code, text)));
    }
}
