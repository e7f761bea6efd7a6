package dev.handfast.opengateway;

import dev.handfast.alipay.AnswerWriter;
import dev.handfast.alipay.AppKeys;
import dev.handfast.alipay.BizContent;
import dev.handfast.alipay.GatewayAnswer;
import dev.handfast.alipay.GatewayError;
import dev.handfast.alipay.GatewayFault;
import dev.handfast.alipay.GatewayRequest;
import dev.handfast.alipay.Limits;
import dev.handfast.alipay.Outcome;
import dev.handfast.alipay.RawRequest;
import dev.handfast.alipay.ReplyForm;
import dev.handfast.alipay.SignType;
import dev.handfast.alipay.Signatures;
import dev.handfast.alipay.Verification;
import dev.handfast.engine.EngineUnavailable;
import dev.handfast.engine.OutcomeUnknown;
import dev.handfast.sql.SqlFailure;

import java.time.InstantSource;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Answers v2 requests, bytes to bytes: reads, finds the app, checks the signature and the time,
 * carries out the method, signs. The order is that of {@link GatewayFault}.
 */
public final class Gateway {
    private static final Logger LOG = Logger.getLogger("dev.handfast.opengateway");

    /** How much a caller is told whose signature is wrong. */
    public enum Diagnosis {
        /** Which text was built and checked: for a sandbox. */
        FULL,
        /** That it is wrong. */
        SHORT
    }

    /**
     * The two clocks. They differ in a sandbox, whose time can be moved while its callers' cannot.
     *
     * @param business for what happens to payments
     * @param wall for how old a request is
     */
    public record Clocks(InstantSource business, InstantSource wall) {}

    /**
     * How requests are checked and answers signed.
     *
     * @param signatures the provider
     * @param writer signs answers with the gateway's key
     * @param diagnosis how much is said of a wrong signature
     */
    public record Signing(Signatures signatures, AnswerWriter writer, Diagnosis diagnosis) {}

    private final AppDirectory apps;
    private final GatewayMethods methods;
    private final Clocks clocks;
    private final Signing signing;

    /**
     * A gateway.
     *
     * @param apps who may call
     * @param methods what can be called
     * @param clocks the time
     * @param signing keys
     */
    public Gateway(AppDirectory apps, GatewayMethods methods, Clocks clocks, Signing signing) {
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
    public GatewayAnswer answer(RawRequest raw, String traceId) {
        return answer(GatewayRequest.read(raw), traceId);
    }

    /** The same for a request that has been read. */
    GatewayAnswer answer(GatewayRequest.Reading reading, String traceId) {
        return switch (reading) {
            case GatewayRequest.Reading.Refused(GatewayError error, ReplyForm form) ->
                    write(form, Outcome.refused(error), traceId);
            case GatewayRequest.Reading.Read(GatewayRequest request) -> answer(request, traceId);
        };
    }

    /**
     * The refusal of a request whose body is too large to be read.
     *
     * @param head the request without its body
     */
    public GatewayAnswer tooLarge(RawRequest head, String traceId) {
        GatewayError error = GatewayFault.INVALID_PARAMETER.error("请求过大");
        return write(GatewayRequest.read(head).replyForm(), Outcome.refused(error), traceId);
    }

    private GatewayAnswer answer(GatewayRequest request, String traceId) {
        Optional<Method> method = methods.find(request.method());
        if (method.isEmpty()) {
            return refuse(request, GatewayFault.INVALID_METHOD.error(request.method()), traceId);
        }
        try {
            Optional<AppDirectory.Known> app = apps.find(request.appId());
            if (app.isEmpty()) {
                return refuse(request, GatewayFault.INVALID_APP_ID.error(), traceId);
            }
            ReplyForm form = request.replyForm(app.get().keys());
            return write(form, outcome(request, app.get(), method.get(), traceId), traceId);
        } catch (SqlFailure away) {
            LOG.log(Level.WARNING, away, () -> traceId + ": the app could not be looked up");
        } catch (RuntimeException bug) {
            LOG.log(Level.SEVERE, bug, () -> traceId + ": a bug, answered with code 20000");
        }
        return refuse(request, GatewayFault.GATEWAY_UNKNOWN_ERROR.error(), traceId);
    }

    /** What became of a request for this method, for somebody else to show. */
    Outcome outcome(GatewayRequest request, Method method, String traceId) {
        try {
            return apps.find(request.appId())
                    .map(app -> outcome(request, app, method, traceId))
                    .orElseGet(() -> Outcome.refused(GatewayFault.INVALID_APP_ID.error()));
        } catch (SqlFailure away) {
            LOG.log(Level.WARNING, away, () -> traceId + ": the app could not be looked up");
        } catch (RuntimeException bug) {
            LOG.log(Level.SEVERE, bug, () -> traceId + ": a bug, answered with code 20000");
        }
        return Outcome.refused(GatewayFault.GATEWAY_UNKNOWN_ERROR.error());
    }

    private Outcome outcome(
            GatewayRequest request, AppDirectory.Known app, Method method, String traceId) {
        AppKeys keys = app.keys();
        return switch (request.verify(keys, signing.signatures(), clocks.wall().instant())) {
            case Verification.Refused refused ->
                    Outcome.refused(
                            switch (signing.diagnosis()) {
                                case FULL -> refused.explained();
                                case SHORT -> refused.error();
                            });
            case Verification.Verified(SignType type, var key) -> {
                if (request.isStale(clocks.wall().instant())) {
                    yield Outcome.refused(
                            GatewayFault.INVALID_TIMESTAMP.error(
                                    "timestamp is within %d hours of the gateway's time, got %s"
                                            .formatted(
                                                    Limits.TIMESTAMP_WINDOW.toHours(),
                                                    request.parameters().get("timestamp"))));
                }
                yield switch (request.readBiz(keys)) {
                    case BizContent.Refused(GatewayError error) -> Outcome.refused(error);
                    case BizContent.Fields(var fields) -> {
                        Call.Common common =
                                new Call.Common(
                                        app.notifyUrl(request.notifyUrl()),
                                        type,
                                        request.charset());
                        yield switch (apps.acting(app, request.appAuthToken())) {
                            case AppDirectory.Acting.Refused(GatewayError error) ->
                                    Outcome.refused(error);
                            case AppDirectory.Acting.As(Call.Caller caller) ->
                                    carryOut(
                                            method,
                                            new Call(
                                                    caller,
                                                    fields,
                                                    common,
                                                    Duplicates.key(request),
                                                    clocks.business().instant()),
                                            traceId);
                        };
                    }
                };
            }
        };
    }

    /**
     * Carries out a call; where it is not known what became of it, the caller is told just that.
     */
    static Outcome carryOut(Method method, Call call, String traceId) {
        try {
            return method.answer(call).outcome();
        } catch (EngineUnavailable | OutcomeUnknown | SqlFailure away) {
            LOG.log(Level.WARNING, away, () -> traceId + ": the outcome is not known");
        } catch (RuntimeException bug) {
            LOG.log(Level.SEVERE, bug, () -> traceId + ": a bug, answered with code 20000");
        }
        return Outcome.refused(GatewayFault.BUSINESS_UNKNOWN_ERROR.error());
    }

    private GatewayAnswer refuse(GatewayRequest request, GatewayError error, String traceId) {
        return write(request.replyForm(), Outcome.refused(error), traceId);
    }

    GatewayAnswer write(ReplyForm form, Outcome outcome, String traceId) {
        return signing.writer().write(form, outcome, traceId);
    }
}
