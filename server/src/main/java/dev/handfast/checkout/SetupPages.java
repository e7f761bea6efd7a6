package dev.handfast.checkout;

import dev.handfast.customers.SetupIntent;
import dev.handfast.merchantapi.HostedSetups;
import dev.handfast.merchants.Merchant;
import dev.handfast.pages.Language;
import dev.handfast.pages.Page;
import dev.handfast.pages.Texts;
import dev.handfast.web.Answers;
import dev.handfast.web.Json;
import dev.handfast.web.Loopback;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.util.Optional;

/**
 * The pages on which somebody saves a way to pay: by Apple Pay on the page itself, or by an
 * agreement that the holder of an account wallet signs on the agreement's own page.
 *
 * <p>The form that leads there needs no guard: whoever knows the page's address may go on, going
 * again leads to the same agreement, and it binds nobody.
 */
final class SetupPages {
    private final Parts parts;
    private final HostedSetups setups;
    private final ApplePayDesk applePay;

    SetupPages(Parts parts, ApplePayDesk applePay) {
        this.parts = parts;
        this.setups = parts.sales().setups();
        this.applePay = applePay;
    }

    void routing(HttpRules rules) {
        rules.get("/setups/{key}", at(this::show))
                .get("/setups/{key}/status", at(SetupPages::status))
                .post("/setups/{key}/wallet", at(this::agree))
                .post(
                        "/setups/{key}/apple_pay/session",
                        at(
                                (known, request, response) ->
                                        CheckoutService.send(
                                                response,
                                                applePay.open(
                                                        known.merchant().id(),
                                                        known.merchant().name()))))
                .post("/setups/{key}/apple_pay", at(this::save));
    }

    /** A setup and its page. */
    private record Known(SetupIntent setup, Merchant merchant, String address) {
        String path() {
            return URI.create(address).getRawPath();
        }
    }

    /** What is done about a setup. */
    private interface Step {
        void handle(Known known, ServerRequest request, ServerResponse response) throws Exception;
    }

    private Handler at(Step step) {
        return CheckoutService.safely(
                (request, response) -> {
                    Optional<Known> known = find(request.path().pathParameters().get("key"));
                    if (known.isPresent()) {
                        step.handle(known.get(), request, response);
                    } else {
                        Notices.say(parts, Notices.Notice.MISSING, request, response);
                    }
                });
    }

    private Optional<Known> find(String key) {
        return parts.site()
                .addresses()
                .setup(key)
                .flatMap(setups::find)
                .flatMap(
                        setup ->
                                parts.merchants()
                                        .find(setup.merchant())
                                        .map(
                                                merchant ->
                                                        new Known(
                                                                setup,
                                                                merchant,
                                                                parts.site()
                                                                        .addresses()
                                                                        .ofSetup(setup.id()))));
    }

    private void show(Known known, ServerRequest request, ServerResponse response) {
        boolean device = setups.takes(known.setup(), "card");
        SetupPage page =
                new SetupPage(
                        known.setup(),
                        known.merchant(),
                        new ApplePayBox.Place(known.address(), known.path()),
                        new SetupPage.Ways(
                                device
                                        ? parts.applePay()
                                                .acceptance()
                                                .identifierOf(known.merchant().id())
                                        : Optional.empty(),
                                setups.takes(known.setup(), "alipay"),
                                parts.site().stage() == Page.Stage.SANDBOX
                                        && Loopback.admits(request)),
                        setups.after(known.setup()),
                        Texts.in(Language.of(request, response)));
        Policy.send(response, 200, page.page(parts.site().stage()), Optional.empty());
    }

    private static void status(Known known, ServerRequest request, ServerResponse response) {
        ObjectNode body = Json.object();
        body.put("state", SetupPage.state(known.setup()));
        Answers.json(response, 200, body);
    }

    /** To the page of the agreement; where the setup is over, back to its own. */
    private void agree(Known known, ServerRequest request, ServerResponse response) {
        boolean wallet = setups.takes(known.setup(), "alipay");
        String to =
                Optional.of(known.setup())
                        .filter(any -> wallet)
                        .flatMap(setup -> setups.agree(setup, known.merchant().currency()))
                        .orElse(known.path());
        response.status(Status.SEE_OTHER_303).header(HeaderNames.LOCATION, to).send();
    }

    private void save(Known known, ServerRequest request, ServerResponse response) {
        CheckoutService.token(request, response)
                .ifPresent(
                        token ->
                                CheckoutService.send(
                                        response,
                                        applePay.save(known.setup(), known.address(), token)));
    }
}
