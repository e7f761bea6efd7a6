package dev.handfast.sandbox;

import dev.handfast.acceptance.ApplePayAcceptance;
import dev.handfast.cashier.AppOrders;
import dev.handfast.engine.EngineUnavailable;
import dev.handfast.engine.OutcomeUnknown;
import dev.handfast.sql.CommitUnknown;
import dev.handfast.sql.DatabaseUnavailable;
import dev.handfast.web.Answers;
import dev.handfast.web.Body;
import dev.handfast.web.Loopback;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The sandbox's calls: who may make them, what they read, which they are. */
final class SandboxService implements HttpService {
    private static final int BODY_BYTES_MAX = 65_536;

    private final Sandbox sandbox;
    private final WalletCalls wallets;
    private final DeviceCalls devices;
    private final OperatorCalls operator;
    private final HolderCalls holders;
    private final DisputeDesk disputes;
    private final AppCalls apps;
    private final KeyCalls keys;

    SandboxService(Sandbox sandbox, ApplePayAcceptance acceptance, Optional<AppOrders> appOrders) {
        this.sandbox = sandbox;
        wallets = new WalletCalls(sandbox);
        devices = new DeviceCalls(sandbox, acceptance);
        operator = new OperatorCalls(sandbox);
        holders = new HolderCalls(sandbox, appOrders);
        disputes = new DisputeDesk(sandbox);
        apps = new AppCalls(sandbox);
        keys = new KeyCalls(sandbox);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/sandbox/credentials", show(() -> Reply.good(new Credentials(sandbox).show())))
                .get("/sandbox/wallets", show(() -> Reply.good(new Credentials(sandbox).holders())))
                .get("/sandbox/devices", show(() -> Reply.good(new Credentials(sandbox).phones())))
                .get("/sandbox/positions", show(operator::positions))
                .post(
                        "/sandbox/wallets/{id}/scan",
                        take(wallets::scan, "code", "quote", "amount_minor"))
                .post("/sandbox/wallets/{id}/app_pay", take(holders::appPay, "order_string"))
                .post("/sandbox/wallets/{id}/password", take(holders::setPassword, "password"))
                .post("/sandbox/wallets/{id}/payment_code", take(wallets::paymentCode))
                .post("/sandbox/wallets/{id}/quote", take(wallets::quote, "code"))
                .post("/sandbox/wallets/{id}/top_up", take(wallets::topUp, "amount_minor"))
                .post(
                        "/sandbox/wallets/{id}/limits",
                        take(wallets::classify, "account_class", "verification"))
                .post("/sandbox/wallets/{id}/agree", take(wallets::agree, "agreement"))
                .post("/sandbox/wallets/{id}/unsign", take(wallets::unsign, "agreement"))
                .post("/sandbox/static_codes", take(operator::staticCode, "app_id", "label"))
                .post("/sandbox/devices/{id}/scan", take(devices::scan, "code", "token"))
                .post(
                        "/sandbox/devices/{id}/apple_pay",
                        take(
                                devices::applePay,
                                "token",
                                "merchant_id",
                                "amount_minor",
                                "currency",
                                "application_data",
                                "as"))
                .post("/sandbox/devices/{id}/tokens/{token}", take(devices::setToken, "state"))
                .post(
                        "/sandbox/corridors",
                        take(operator::setCorridor, "issuing", "acquiring", "state"))
                .post(
                        "/sandbox/payments/{id}/dispute",
                        take(disputes::open, "reason", "amount_minor"))
                .post("/sandbox/disputes/{id}/decide", take(disputes::decide, "verdict"))
                .post("/sandbox/bank/faults", take(disputes::fault, "next", "call"))
                .post("/sandbox/issuer/faults", take(operator::fault, "next", "call"))
                .post("/sandbox/applepay/paymentservices/paymentSession", appleGateway())
                .post("/sandbox/applepay/paymentservices/startSession", appleGateway())
                .post("/sandbox/alipay/consents", take(apps::consent, "provider_app_id", "app_id"))
                .post("/sandbox/api_keys", take(keys::issue, "kind", "allow", "per_second"))
                .post("/sandbox/clock", take(operator::advance, "advance"));
    }

    /** Apple's address for sessions, and its former one. */
    private Handler appleGateway() {
        return (request, response) ->
                answer(
                        request,
                        response,
                        () -> sandbox.appleGateway().reply(Body.read(request, BODY_BYTES_MAX)));
    }

    private static Handler show(Supplier<Reply> call) {
        return (request, response) -> answer(request, response, call);
    }

    private static Handler take(Function<Input, Reply> call, String... fields) {
        return (request, response) ->
                answer(request, response, () -> call(request, call, Set.of(fields)));
    }

    private static Reply call(
            ServerRequest request, Function<Input, Reply> call, Set<String> fields) {
        return switch (Body.read(request, BODY_BYTES_MAX)) {
            case Body.Whole(byte[] bytes) -> {
                Input input = Input.of(bytes, fields, request.path().pathParameters());
                Reply reply = input.problem().orElseGet(() -> call.apply(input));
                yield input.problem().orElse(reply);
            }
            case Body.TooLarge(int max) ->
                    Reply.refused(
                            413,
                            "body_too_large",
                            "",
                            "a body has at most %d bytes".formatted(max));
            case Body.CutOff cutOff ->
                    Reply.refused(408, "body_cut_off", "", "the body did not come to its end");
        };
    }

    private static void answer(
            ServerRequest request, ServerResponse response, Supplier<Reply> call) {
        Reply reply;
        if (!Loopback.admits(request) || fromAnotherSite(request)) {
            reply =
                    Reply.refused(
                            403,
                            "sandbox_only_here",
                            "",
                            "the sandbox answers programs on its own machine only, called as"
                                    + " localhost or 127.0.0.1 and by no proxy");
        } else {
            reply = answered(call);
        }
        Answers.json(response, reply.status(), reply.body());
    }

    private static Reply answered(Supplier<Reply> call) {
        try {
            return call.get();
        } catch (DatabaseUnavailable | EngineUnavailable away) {
            return Reply.refused(
                    503, "database_away", "", "the database is away; nothing was done, try again");
        } catch (CommitUnknown | OutcomeUnknown unclear) {
            return Reply.refused(
                    503, "outcome_unknown", "", "the database went away; look before trying again");
        }
    }

    /** A page of another site, in a browser on this machine, is not its own machine's program. */
    private static boolean fromAnotherSite(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.ORIGIN)
                .map(origin -> !origin.equals("http://" + request.authority()))
                .orElse(false);
    }
}
