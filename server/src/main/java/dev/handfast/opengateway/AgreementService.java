package dev.handfast.opengateway;

import dev.handfast.alipay.NotificationSigner;
import dev.handfast.alipay.Parameters;
import dev.handfast.alipay.SigningKey;
import dev.handfast.alipay.WireTime;
import dev.handfast.cashier.HolderForm;
import dev.handfast.cashier.Holders;
import dev.handfast.mandates.Mandate;
import dev.handfast.mandates.MandateOutcome;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.pages.FormGuard;
import dev.handfast.pages.Html;
import dev.handfast.pages.Language;
import dev.handfast.pages.Page;
import dev.handfast.pages.Texts;
import dev.handfast.wallets.Wallet;
import dev.handfast.web.Body;
import dev.handfast.web.Form;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * The page on which the holder of a wallet agrees, over HTTP. One form does it all; once it was
 * taken it leads on by 303, so that a reload sends nothing twice.
 */
public final class AgreementService implements HttpService {
    /** What a request's {@code return_url} is kept as, and what its parameters name. */
    static final String RETURN_URL = "return_url";

    private static final int FORM_BYTES_MAX = 4_096;
    private static final String RETURN_METHOD = AgreementOpening.METHOD + ".return";

    /**
     * What the page works with.
     *
     * @param agreements the agreements
     * @param merchants who proposes them
     * @param holders who may sign in; empty where holders agree in their own apps only
     * @param key signs the way back
     * @param elsewhere the way back to merchants of other dialects, which propose agreements too
     */
    public record Parts(
            Agreements agreements,
            Merchants merchants,
            Optional<Holders> holders,
            SigningKey key,
            Function<Mandate, Optional<String>> elsewhere) {}

    /**
     * How the page is shown.
     *
     * @param guard ties the form to a browser
     * @param stage whether real money moves
     * @param clock the time of the business
     */
    public record Hall(FormGuard guard, Page.Stage stage, InstantSource clock) {}

    private final Parts parts;
    private final Hall hall;

    /** The page over these parts. */
    public AgreementService(Parts parts, Hall hall) {
        this.parts = parts;
        this.hall = hall;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(Agreements.PATH + "{agreement}", this::show);
        if (parts.holders().isPresent()) {
            rules.post(Agreements.PATH + "{agreement}", this::agree);
        }
    }

    /** One request about an agreement. */
    private record Turn(ServerRequest request, ServerResponse response, AgreementPage page) {
        Mandate mandate() {
            return page.mandate();
        }

        String path() {
            return request.path().path();
        }
    }

    /** What was sent before: the wallet that was chosen, and what was wrong. */
    private record Sent(Optional<UUID> wallet, Optional<AgreementPage.Problem> problem) {
        static final Sent NOTHING = new Sent(Optional.empty(), Optional.empty());

        static Sent bad(Turn turn, Optional<UUID> wallet, String key) {
            String text = turn.page().texts().get(key);
            return new Sent(wallet, Optional.of(new AgreementPage.Problem.Whole(text)));
        }
    }

    private Optional<Turn> turn(ServerRequest request, ServerResponse response) {
        Texts texts = Texts.in(Language.of(request, response));
        Optional<Turn> turn =
                Agreements.onPage(request.path().pathParameters().get("agreement"))
                        .flatMap(parts.agreements().mandates()::find)
                        .map(mandate -> new Turn(request, response, page(texts, mandate)));
        if (turn.isEmpty()) {
            AgreementPage.unknown(texts, hall.stage()).send(response, 404);
        }
        return turn;
    }

    private AgreementPage page(Texts texts, Mandate mandate) {
        String name =
                parts.merchants()
                        .find(mandate.proposal().merchant())
                        .map(Merchant::name)
                        .orElse("?");
        return new AgreementPage(texts, hall.stage(), mandate, name);
    }

    private void show(ServerRequest request, ServerResponse response) {
        turn(request, response).ifPresent(turn -> show(turn, Sent.NOTHING));
    }

    private void show(Turn turn, Sent sent) {
        switch (turn.mandate().state()) {
            case Mandate.State.Active active ->
                    turn.page().agreed(back(turn.mandate())).send(turn.response(), 200);
            case Mandate.State.Ended ended -> turn.page().over().send(turn.response(), 200);
            case Mandate.State.Proposed proposed -> proposed(turn, sent);
        }
    }

    private void proposed(Turn turn, Sent sent) {
        Instant end = turn.mandate().proposal().times().agreeBefore();
        if (!hall.clock().instant().isBefore(end)) {
            turn.page().over().send(turn.response(), 200);
        } else if (parts.holders().isEmpty()) {
            String address = parts.agreements().page(turn.mandate().id());
            turn.page().scan(address).send(turn.response(), 200);
        } else {
            List<Wallet> wallets = parts.holders().get().wallets();
            Html guard =
                    hall.guard()
                            .field(
                                    hall.guard().visitor(turn.request(), turn.response()),
                                    turn.path());
            turn.page()
                    .ask(
                            turn.path(),
                            new AgreementPage.Asking(wallets, sent.wallet(), guard, sent.problem()))
                    .send(turn.response(), sent.problem().isPresent() ? 422 : 200);
        }
    }

    private void agree(ServerRequest request, ServerResponse response) {
        // The body is read first: what is left of it would be taken for the next request.
        Body body = Body.read(request, FORM_BYTES_MAX);
        turn(request, response)
                .ifPresent(
                        turn -> {
                            if (body instanceof Body.Whole(byte[] bytes)
                                    && Form.parse(bytes) instanceof Form.Read.Good(Form form)
                                    && hall.guard().admits(request, form, turn.path())) {
                                agree(turn, form);
                            } else {
                                show(turn, Sent.bad(turn, Optional.empty(), "agree.again"));
                            }
                        });
    }

    private void agree(Turn turn, Form form) {
        Holders holders = parts.holders().orElseThrow();
        Optional<UUID> wallet = HolderForm.wallet(form, holders.wallets()).map(Wallet::id);
        if (wallet.isEmpty()) {
            show(turn, Sent.bad(turn, wallet, "agree.again"));
            return;
        }
        Optional<AgreementPage.Problem> problem =
                turn.page().problem(holders.prove(wallet.get(), HolderForm.password(form)));
        if (problem.isPresent()) {
            show(turn, new Sent(wallet, problem));
            return;
        }
        switch (parts.agreements().mandates().agree(turn.mandate().id(), wallet.get())) {
            case MandateOutcome.Done done -> again(turn);
            case MandateOutcome.Already already -> again(turn);
            case MandateOutcome.Refused refused ->
                    show(turn, Sent.bad(turn, wallet, "agree.refused"));
        }
    }

    private static void again(Turn turn) {
        turn.response()
                .status(Status.SEE_OTHER_303)
                .header(HeaderNames.LOCATION, turn.path())
                .send();
    }

    /** The way back to the merchant, with the agreement's numbers, signed by rule V1. */
    private Optional<String> back(Mandate mandate) {
        Details details = Details.read(mandate.proposal().details());
        if (details.find(Details.APP_ID).isEmpty()) {
            return parts.elsewhere().apply(mandate);
        }
        return details.find(RETURN_URL)
                .map(
                        url -> {
                            Map<String, String> content = new TreeMap<>();
                            AgreementTold.common(mandate)
                                    .properties()
                                    .forEach(
                                            field ->
                                                    content.put(
                                                            field.getKey(),
                                                            field.getValue().asString()));
                            content.put("status", "NORMAL");
                            content.put("app_id", details.get(Details.APP_ID));
                            content.put("auth_app_id", details.authAppId());
                            content.put(PageReturns.METHOD, RETURN_METHOD);
                            content.put("timestamp", WireTime.format(hall.clock().instant()));
                            content.put("version", "1.0");
                            return new NotificationSigner(
                                            parts.key(), details.signType(), details.charset())
                                    .returnUrl(url, Parameters.of(content));
                        });
    }
}
