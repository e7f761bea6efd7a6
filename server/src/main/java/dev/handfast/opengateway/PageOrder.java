package dev.handfast.opengateway;

import dev.handfast.payments.Payment;
import dev.handfast.visits.Visit;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One call of a method whose order the payer brings: {@code alipay.trade.page.pay}, {@code wap.pay}
 * or {@code app.pay}. Opens the trade, and remembers the way the payer came.
 *
 * <p>The same order again leads to the same trade, while it waits. Source: {@code
 * AlipayTradePagePayModel}, {@code -WapPayModel} and {@code -AppPayModel}.
 */
final class PageOrder implements Method {
    /** The methods. */
    enum Kind {
        PAGE("alipay.trade.page.pay", "FAST_INSTANT_TRADE_PAY"),
        WAP("alipay.trade.wap.pay", "QUICK_WAP_WAY"),
        APP("alipay.trade.app.pay", "QUICK_MSECURITY_PAY");

        private final String method;
        private final String product;

        Kind(String method, String product) {
            this.method = method;
            this.product = product;
        }

        private Order.Products products() {
            return Order.Products.of(Expiry.ONLINE, product);
        }

        static Optional<Kind> find(String method) {
            return Arrays.stream(values()).filter(kind -> kind.method.equals(method)).findFirst();
        }
    }

    /** A trade that is open, and how its payer came. */
    record Opened(Payment payment, Visit.Way way) {}

    /**
     * The codes of {@code qr_pay_mode}: 2 goes to a page of ours, the others show the code in a
     * frame.
     */
    private static final TextRule QR_MODE =
            new TextRule(1, Pattern.compile("[0-4]"), "is 0, 1, 2, 3 or 4");

    private static final String ON_A_PAGE = "2";

    /** On telephones a shorter {@code timeout_express} counts as this. */
    private static final Duration TELEPHONE_MIN = Duration.ofMinutes(5);

    private static final Shape MORE =
            Shape.of(
                    Param.text("qr_pay_mode", QR_MODE),
                    Param.text("quit_url", TextRule.URL),
                    Param.text("request_from_url", TextRule.URL));

    private final Desk desk;
    private final Kind kind;
    private final String returnUrl;
    private Optional<Opened> opened = Optional.empty();

    /**
     * A call.
     *
     * @param returnUrl where the request sends the payer afterwards; may be empty
     */
    PageOrder(Desk desk, Kind kind, String returnUrl) {
        this.desk = desk;
        this.kind = kind;
        this.returnUrl = returnUrl;
    }

    /** What was opened; empty before the call, and after one that was refused. */
    Optional<Opened> opened() {
        return opened;
    }

    @Override
    public List<Shape> shapes() {
        return List.of(kind.products().shape().with(MORE));
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), kind.products().shape().with(MORE));
        Order order = Order.read(desk, call, fields, kind.products());
        Instant end = end(call, fields, order);
        Visit.Look look = look(fields);
        Visit.Back back = back(fields);
        return switch (fields.complete(() -> order.until(end))) {
            case Fields.Result.Bad<Order>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Order>(Order good) -> {
                Answer answer =
                        new Opening(desk)
                                .open(call, good, payment -> Answer.success(Told.numbers(payment)));
                if (!answer.node().has("sub_code")) {
                    Payment payment = desk.trades(call).byNumber(good.number()).orElseThrow();
                    opened = Optional.of(new Opened(payment, way(call, payment, look, back)));
                }
                yield answer;
            }
        };
    }

    private Visit.Way way(Call call, Payment payment, Visit.Look look, Visit.Back back) {
        Details details = Details.of(call);
        details.put(PageReturns.METHOD, kind.method + ".return");
        return new Visit.Way(look, back, Details.of(payment).find(Details.QR_CODE), details.text());
    }

    private Instant end(Call call, Fields fields, Order order) {
        boolean relative =
                fields.optional("timeout_express").isPresent()
                        && fields.optional("time_expire").isEmpty();
        Instant least = call.now().plus(TELEPHONE_MIN);
        return switch (kind) {
            case PAGE -> order.expiresAt();
            case WAP, APP ->
                    relative && order.expiresAt().isBefore(least) ? least : order.expiresAt();
        };
    }

    private Visit.Look look(Fields fields) {
        Optional<String> mode = fields.optional("qr_pay_mode");
        return switch (kind) {
            case PAGE ->
                    mode.orElse(ON_A_PAGE).equals(ON_A_PAGE) ? Visit.Look.SCAN : Visit.Look.FRAME;
            case WAP, APP -> Visit.Look.SIGN_IN;
        };
    }

    /** The addresses of the merchant's; they are under its signature, so nobody else chose them. */
    private Visit.Back back(Fields fields) {
        if (!returnUrl.isEmpty() && !TextRule.URL.holdsFor(returnUrl)) {
            fields.refuse(Fields.invalid("return_url", TextRule.URL.words(), returnUrl));
        }
        return new Visit.Back(
                Optional.of(returnUrl).filter(url -> !url.isEmpty()),
                fields.optional("quit_url").or(() -> fields.optional("request_from_url")));
    }
}
