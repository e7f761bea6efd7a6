package dev.handfast.opengateway;

import dev.handfast.payments.Freeze;
import dev.handfast.visits.Visit;

import java.util.List;
import java.util.Optional;

/**
 * One call of {@code alipay.fund.auth.order.app.freeze}, whose order the payer brings: in a
 * browser, or in the wallet's app. Asks for the freeze, and remembers the way the payer came. The
 * same order again leads to the same freeze. For one call.
 *
 * <p>Source: {@code AlipayFundAuthOrderAppFreezeModel}; that a {@code return_url} may stand beside
 * it, as beside every request that a payer brings, is ours.
 */
final class FreezeVisit implements Method {
    /** A freeze that is there, and how its payer came. */
    record Opened(Freeze freeze, Visit.Way way) {}

    private final FreezeDesk desk;
    private final AuthOpening opening;
    private final String returnUrl;
    private Optional<Opened> opened = Optional.empty();

    /**
     * A call.
     *
     * @param returnUrl where the request sends the payer afterwards; may be empty
     */
    FreezeVisit(FreezeDesk desk, String returnUrl) {
        this.desk = desk;
        opening = new AuthOpening(desk, AuthOpening.Form.APP);
        this.returnUrl = returnUrl;
    }

    /** What was opened; empty before the call, and after one that was refused. */
    Optional<Opened> opened() {
        return opened;
    }

    @Override
    public List<Shape> shapes() {
        return opening.shapes();
    }

    @Override
    public Answer answer(Call call) {
        if (!returnUrl.isEmpty() && !TextRule.URL.holdsFor(returnUrl)) {
            return Answer.refused(
                    FreezeCode.ILLEGAL_ARGUMENT.error(
                            "return_url %s, got %s".formatted(TextRule.URL.words(), returnUrl)));
        }
        Answer answer = opening.answer(call);
        opened =
                Optional.of(answer.node().path("auth_no").asString(""))
                        .filter(number -> !number.isEmpty())
                        .flatMap(desk.freezes()::findByCode)
                        .map(freeze -> new Opened(freeze, way(call)));
        return answer;
    }

    private Visit.Way way(Call call) {
        Details details = Details.of(call);
        details.put(PageReturns.METHOD, AuthOpening.APP_METHOD + ".return");
        return new Visit.Way(
                Visit.Look.SIGN_IN,
                new Visit.Back(
                        Optional.of(returnUrl).filter(url -> !url.isEmpty()), Optional.empty()),
                Optional.empty(),
                details.text());
    }
}
