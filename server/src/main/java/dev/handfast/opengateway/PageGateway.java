package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayAnswer;
import dev.handfast.alipay.GatewayError;
import dev.handfast.alipay.GatewayFault;
import dev.handfast.alipay.GatewayRequest;
import dev.handfast.alipay.Outcome;
import dev.handfast.alipay.RawRequest;
import dev.handfast.alipay.WireTime;
import dev.handfast.cashier.AppOrders;
import dev.handfast.pages.Page;
import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeOperation;
import dev.handfast.payments.Payment;
import dev.handfast.visits.Visits;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The methods whose signed request is brought by the payer: in a browser, which is led to the
 * cashier, or in the wallet's app, which pays by itself. What is checked is the same as for every
 * method.
 *
 * @see PageOrder
 */
public final class PageGateway implements AppOrders {
    private final Gateway gateway;
    private final Opens opens;
    private final Visits visits;
    private final Page.Stage stage;

    /**
     * What payers' requests open.
     *
     * @param desk trades
     * @param agreements agreements
     * @param freezes pre-authorisations
     */
    public record Opens(Desk desk, Agreements agreements, FreezeDesk freezes) {}

    /**
     * Pages of a gateway.
     *
     * @param gateway checks requests
     * @param opens what they open
     * @param visits keeps how payers came
     * @param stage whether real money moves
     */
    public PageGateway(Gateway gateway, Opens opens, Visits visits, Page.Stage stage) {
        this.gateway = gateway;
        this.opens = opens;
        this.visits = visits;
        this.stage = stage;
    }

    /** What a browser is shown. */
    sealed interface Shown {
        /** The cashier, or the page of a freeze or an agreement, at this address. */
        record Cashier(String address) implements Shown {}

        /** Why there is nothing to pay. */
        record Refused(GatewayError error) implements Shown {}
    }

    /** Whether real money moves. */
    Page.Stage stage() {
        return stage;
    }

    /** Who has brought a request. */
    enum Bearer {
        /** A person's browser, which wants to be shown something. */
        BROWSER,
        /** A program, as far as can be told. */
        PROGRAM
    }

    /**
     * Whether a request calls one of these methods, be it good or not. A freeze may be asked for by
     * a program as well, which then gets its answer.
     */
    static boolean takes(GatewayRequest.Reading reading, Bearer bearer) {
        String root = reading.replyForm().rootName();
        String method = method(root);
        return method.equals(AgreementOpening.METHOD)
                || PageOrder.Kind.find(method).isPresent()
                || (method.equals(AuthOpening.APP_METHOD) && bearer == Bearer.BROWSER);
    }

    private static String method(String root) {
        return root.replace("_response", "").replace('_', '.');
    }

    /** What the browser that brought a request is shown. */
    Shown show(GatewayRequest.Reading reading, String traceId) {
        if (reading instanceof GatewayRequest.Reading.Read(GatewayRequest request)
                && request.method().equals(AgreementOpening.METHOD)) {
            return agreement(request, traceId);
        }
        if (reading instanceof GatewayRequest.Reading.Read(GatewayRequest request)
                && request.method().equals(AuthOpening.APP_METHOD)) {
            return freeze(request, traceId);
        }
        return switch (run(reading, traceId)) {
            case Run.Opened(PageOrder.Opened opened) ->
                    new Shown.Cashier(visits.open(opened.payment().id(), opened.way()));
            case Run.Refused(GatewayError error) -> new Shown.Refused(error);
        };
    }

    private Shown agreement(GatewayRequest request, String traceId) {
        AgreementOpening opening = new AgreementOpening(opens.agreements(), request.returnUrl());
        Outcome outcome = gateway.outcome(request, opening, traceId);
        return opening.page()
                .<Shown>map(Shown.Cashier::new)
                .orElseGet(() -> new Shown.Refused(error(outcome)));
    }

    private Shown freeze(GatewayRequest request, String traceId) {
        FreezeVisit visit = new FreezeVisit(opens.freezes(), request.returnUrl());
        Outcome outcome = gateway.outcome(request, visit, traceId);
        return visit.opened()
                .<Shown>map(
                        opened ->
                                new Shown.Cashier(
                                        visits.openFreeze(opened.freeze().id(), opened.way())))
                .orElseGet(() -> new Shown.Refused(error(outcome)));
    }

    private static GatewayError error(Outcome outcome) {
        return outcome.refusal().orElseGet(GatewayFault.GATEWAY_UNKNOWN_ERROR::error);
    }

    @Override
    public Opened open(String order) {
        GatewayRequest.Reading reading = GatewayRequest.read(RawRequest.get(order));
        if (reading instanceof GatewayRequest.Reading.Read(GatewayRequest request)
                && request.method().equals(AuthOpening.APP_METHOD)) {
            return freeze(request);
        }
        return switch (run(reading, "app")) {
            case Run.Opened(PageOrder.Opened opened) -> new Opened.Payable(opened.payment());
            case Run.Refused(GatewayError error) ->
                    new Opened.Refused(error.subCode(), error.subMsg());
        };
    }

    private Opened freeze(GatewayRequest request) {
        FreezeVisit visit = new FreezeVisit(opens.freezes(), request.returnUrl());
        Outcome outcome = gateway.outcome(request, visit, "app");
        return visit.opened()
                .map(FreezeVisit.Opened::freeze)
                .<Opened>map(Opened.Freezable::new)
                .orElseGet(
                        () ->
                                new Opened.Refused(
                                        error(outcome).subCode(), error(outcome).subMsg()));
    }

    @Override
    public String receipt(String order, Freeze freeze) {
        FreezeOperation first =
                opens.freezes().freezes().operationsOf(freeze.id()).stream()
                        .filter(done -> done.id().equals(freeze.id()))
                        .findFirst()
                        .orElseThrow();
        Answer answer = opens.freezes().named(Answer.success(FreezeOrder.told(freeze, first)));
        return signed(order, Outcome.success(answer.node()), freeze.id());
    }

    @Override
    public String receipt(String order, Payment payment, Instant now) {
        GatewayRequest.Reading reading = GatewayRequest.read(RawRequest.get(order));
        Details details = Details.of(payment);
        ObjectNode node = Told.numbers(payment);
        node.put("app_id", details.get(Details.APP_ID));
        node.put("auth_app_id", details.authAppId());
        node.put("seller_id", details.get(Details.SELLER_ID));
        node.put("total_amount", payment.terms().amount().toDecimalString());
        node.put("charset", reading.replyForm().charset().wireName());
        node.put("timestamp", WireTime.format(now));
        return signed(order, Outcome.success(node), payment.id());
    }

    private String signed(String order, Outcome outcome, UUID about) {
        GatewayRequest.Reading reading = GatewayRequest.read(RawRequest.get(order));
        GatewayAnswer answer = gateway.write(reading.replyForm(), outcome, about.toString());
        return new String(answer.body(), reading.replyForm().charset().charset());
    }

    /** What came of a request. */
    private sealed interface Run {
        record Opened(PageOrder.Opened opened) implements Run {}

        record Refused(GatewayError error) implements Run {}
    }

    private Run run(GatewayRequest.Reading reading, String traceId) {
        return switch (reading) {
            case GatewayRequest.Reading.Refused(GatewayError error, var form) ->
                    new Run.Refused(error);
            case GatewayRequest.Reading.Read(GatewayRequest request) -> {
                Optional<PageOrder.Kind> kind = PageOrder.Kind.find(request.method());
                if (kind.isEmpty()) {
                    yield new Run.Refused(GatewayFault.INVALID_METHOD.error(request.method()));
                }
                PageOrder order = new PageOrder(opens.desk(), kind.get(), request.returnUrl());
                Outcome outcome = gateway.outcome(request, order, traceId);
                yield order.opened()
                        .<Run>map(Run.Opened::new)
                        .orElseGet(() -> new Run.Refused(error(outcome)));
            }
        };
    }
}
