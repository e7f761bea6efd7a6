package dev.handfast.opengateway;

import dev.handfast.alipay.BizContent;
import dev.handfast.alipay.GatewayError;
import dev.handfast.alipay.GatewayFault;
import dev.handfast.alipay.Limits;
import dev.handfast.alipay.Outcome;
import dev.handfast.alipay.Signatures;
import dev.handfast.alipay.V3AnswerWriter;
import dev.handfast.alipay.V3Request;
import dev.handfast.alipay.Verification;
import dev.handfast.alipay.WireCharset;
import dev.handfast.sql.SqlFailure;

import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Answers v3 requests, the REST form of the dialect, over the same methods as {@link Gateway} and
 * in the same order of checks.
 *
 * <p>Nonces are not remembered: the very same signed request, nonce included, gets the recorded
 * answer of the first, and a call that only reads can do no harm.
 */
public final class RestGateway {
    private static final Logger LOG = Logger.getLogger("dev.handfast.opengateway");

    /**
     * How requests are checked and answers signed.
     *
     * @param signatures the provider
     * @param writer signs answers with the gateway's key
     * @param diagnosis how much is said of a wrong signature
     */
    public record Signing(
            Signatures signatures, V3AnswerWriter writer, Gateway.Diagnosis diagnosis) {}

    private final AppDirectory apps;
    private final GatewayMethods methods;
    private final Gateway.Clocks clocks;
    private final Signing signing;

    /**
     * A gateway.
     *
     * @param apps who may call
     * @param methods what can be called
     * @param clocks the time
     * @param signing keys
     */
    public RestGateway(
            AppDirectory apps, GatewayMethods methods, Gateway.Clocks clocks, Signing signing) {
        this.apps = apps;
        this.methods = methods;
        this.clocks = clocks;
        this.signing = signing;
    }

    /**
     * The answer to a request; never throws for anything a request can bring about.
     *
     * @param traceId the name of this call in the log
     */
    public V3AnswerWriter.Answer answer(V3Request.Input input, String traceId) {
        return switch (V3Request.read(input)) {
            case V3Request.Reading.Refused(GatewayError error) -> refuse(error, traceId);
            case V3Request.Reading.Read(V3Request request) -> answer(request, traceId);
        };
    }

    /** The refusal of a request whose body is too large to be read. */
    public V3AnswerWriter.Answer tooLarge(String traceId) {
        return refuse(GatewayFault.INVALID_PARAMETER.error("请求过大"), traceId);
    }

    private V3AnswerWriter.Answer answer(V3Request request, String traceId) {
        Optional<Method> method = methods.find(request.method());
        if (method.isEmpty()) {
            return refuse(GatewayFault.INVALID_METHOD.error(request.method()), traceId);
        }
        try {
            Optional<AppDirectory.Known> app = apps.find(request.appId());
            if (app.isEmpty()) {
                return refuse(GatewayFault.INVALID_APP_ID.error(), traceId);
            }
            V3AnswerWriter.Form form = request.replyForm(app.get().keys());
            return write(form, outcome(request, app.get(), method.get(), traceId), traceId);
        } catch (SqlFailure away) {
            LOG.log(Level.WARNING, away, () -> traceId + ": the app could not be looked up");
        } catch (RuntimeException bug) {
            LOG.log(Level.SEVERE, bug, () -> traceId + ": a bug, answered with code 20000");
        }
        return refuse(GatewayFault.GATEWAY_UNKNOWN_ERROR.error(), traceId);
    }

    private Outcome outcome(
            V3Request request, AppDirectory.Known app, Method method, String traceId) {
        Verification verification =
                request.verify(app.keys(), signing.signatures(), clocks.wall().instant());
        return switch (verification) {
            case Verification.Refused refused ->
                    Outcome.refused(
                            switch (signing.diagnosis()) {
                                case FULL -> refused.explained();
                                case SHORT -> refused.error();
                            });
            case Verification.Verified verified when request.isStale(clocks.wall().instant()) ->
                    Outcome.refused(
                            GatewayFault.INVALID_TIMESTAMP.error(
                                    "timestamp is within %d minutes of the gateway's time"
                                            .formatted(Limits.V3_TIMESTAMP_WINDOW.toMinutes())));
            case Verification.Verified verified ->
                    switch (request.readBiz(app.keys())) {
                        case BizContent.Refused(GatewayError error) -> Outcome.refused(error);
                        case BizContent.Fields(ObjectNode fields) ->
                                switch (apps.acting(app, request.appAuthToken())) {
                                    case AppDirectory.Acting.Refused(GatewayError error) ->
                                            Outcome.refused(error);
                                    case AppDirectory.Acting.As(Call.Caller caller) ->
                                            spelled(
                                                    method,
                                                    Gateway.carryOut(
                                                            method,
                                                            call(
                                                                    request,
                                                                    caller,
                                                                    verified,
                                                                    notified(app, fields)),
                                                            traceId));
                                };
                    };
        };
    }

    private static Outcome spelled(Method method, Outcome outcome) {
        return outcome.refusal()
                .filter(error -> !method.restCode(error.subCode()).equals(error.subCode()))
                .map(
                        error ->
                                Outcome.refused(
                                        new GatewayError(
                                                error.code(),
                                                error.msg(),
                                                method.restCode(error.subCode()),
                                                error.subMsg())))
                .orElse(outcome);
    }

    /** In this form the address is one of the business parameters; the app's own is behind it. */
    private static ObjectNode notified(AppDirectory.Known app, ObjectNode fields) {
        String named = fields.path("notify_url").asString("");
        return app.notifyUrl(named).equals(named)
                ? fields
                : fields.put("notify_url", app.notifyUrl(named));
    }

    private Call call(
            V3Request request,
            Call.Caller caller,
            Verification.Verified verified,
            ObjectNode fields) {
        // All text of this form is UTF-8.
        Call.Common common =
                new Call.Common(
                        fields.path("notify_url").asString(""),
                        verified.signType(),
                        WireCharset.UTF_8);
        // The signed text holds a nonce, so it names the request as well as the signature would.
        String signed = request.signedText();
        return new Call(
                caller,
                fields,
                common,
                Duplicates.key(request.appId(), "v3 " + signed, signed),
                clocks.business().instant());
    }

    private V3AnswerWriter.Answer refuse(GatewayError error, String traceId) {
        return write(V3AnswerWriter.Form.PLAIN, Outcome.refused(error), traceId);
    }

    private V3AnswerWriter.Answer write(V3AnswerWriter.Form form, Outcome outcome, String traceId) {
        String nonce = UUID.randomUUID().toString();
        V3AnswerWriter.Stamp stamp =
                new V3AnswerWriter.Stamp(clocks.wall().instant(), nonce, traceId);
        return signing.writer().write(form, outcome, stamp);
    }
}
