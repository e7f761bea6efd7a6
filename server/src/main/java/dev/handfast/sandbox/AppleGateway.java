package dev.handfast.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.acceptance.ApplePayIdentity;
import dev.handfast.acceptance.ApplePaySessions;
import dev.handfast.applepay.GatewayHost;
import dev.handfast.applepay.MerchantGateway;
import dev.handfast.applepay.SandboxSessions;
import dev.handfast.applepay.SessionRequest;
import dev.handfast.web.Body;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/** Apple's gateway as the sandbox plays it: sessions for the merchants that are known here. */
final class AppleGateway implements ApplePaySessions.Gateways {
    private final Sandbox.Parts parts;
    private final SandboxKeys keys;

    AppleGateway(Sandbox.Parts parts, SandboxKeys keys) {
        this.parts = parts;
        this.keys = keys;
    }

    @Override
    public Optional<ApplePaySessions.Way> of(UUID merchant) {
        return parts.identities().all().stream()
                .filter(identity -> identity.merchant().equals(merchant))
                .max(Comparator.comparing(identity -> identity.key().expiresAt()))
                .map(identity -> new ApplePaySessions.Way(identity.identifier(), this::session));
    }

    private MerchantGateway.Answer session(GatewayHost host, SessionRequest request) {
        return answer(request.json());
    }

    private MerchantGateway.Answer answer(String body) {
        return new SandboxSessions(keys.authority())
                .answer(body, this::isKnown, parts.clock().instant());
    }

    private boolean isKnown(String merchantId) {
        return parts.identities().all().stream()
                .map(ApplePayIdentity::identifier)
                .anyMatch(merchantId::equals);
    }

    /** What the route answers that looks like Apple's. */
    Reply reply(Body body) {
        return switch (body) {
            case Body.Whole(byte[] bytes) -> reply(answer(new String(bytes, UTF_8)));
            case Body.TooLarge(int max) ->
                    reason(413, "a body has at most %d bytes".formatted(max));
            case Body.CutOff cutOff -> reason(408, "the body did not come to its end");
        };
    }

    private static Reply reply(MerchantGateway.Answer answer) {
        return switch (answer) {
            case MerchantGateway.Answer.Body(String json) ->
                    Reply.good(Json.parseObject(json).orElseThrow());
            case MerchantGateway.Answer.Declined(int status, String reason) ->
                    new Reply(status, Json.parseObject(reason).orElseThrow());
            case MerchantGateway.Answer.NoAnswer(String reason) -> reason(503, reason);
        };
    }

    private static Reply reason(int status, String message) {
        ObjectNode body = Json.object();
        body.put("statusMessage", message);
        return new Reply(status, body);
    }
}
