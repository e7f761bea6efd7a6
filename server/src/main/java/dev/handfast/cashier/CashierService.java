package dev.handfast.cashier;

import dev.handfast.engine.EngineUnavailable;
import dev.handfast.engine.OutcomeUnknown;
import dev.handfast.fx.Quote;
import dev.handfast.fx.Rates;
import dev.handfast.pages.Page;
import dev.handfast.pages.Texts;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.PaymentRefusal;
import dev.handfast.payments.Request;
import dev.handfast.secrets.SecretText;
import dev.handfast.sql.SqlFailure;
import dev.handfast.wallets.Wallet;
import dev.handfast.web.Form;
import dev.handfast.web.PublicId;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The cashier over HTTP. The address of every form is a page as well, so that a reload, a language
 * and a way back always lead somewhere; a form that was taken leads on by 303, so that a reload
 * sends nothing twice.
 */
public final class CashierService implements HttpService {
    private static final String QUOTE = "quo";

    private final Cashier cashier;

    /** The pages over these parts. */
    public CashierService(Cashier cashier) {
        this.cashier = cashier;
    }

    /** What is done for a request about a visit that exists. */
    private interface Step {
        void take(Turn turn, Scene scene);
    }

    /** What is done with a form that came from the browser it was shown to. */
    private interface FormStep {
        void take(Turn turn, Scene scene, Form form);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/cashier/{visit}", (request, response) -> run(request, response, this::first));
        if (cashier.holders().isPresent()) {
            rules.get("/cashier/{visit}/wallet", on(this::choose))
                    .post(
                            "/cashier/{visit}/wallet",
                            on((turn, scene) -> form(turn, scene, chosen(scene), this::take)))
                    .get("/cashier/{visit}/pay/{wallet}", on(this::confirm))
                    .get("/cashier/{visit}/pay/{wallet}/{quote}", on(this::confirm))
                    .post("/cashier/{visit}/pay/{wallet}", on(this::paying))
                    .post("/cashier/{visit}/pay/{wallet}/{quote}", on(this::paying));
        }
    }

    /** Steps of a payment that waits; any other state is shown by the first page. */
    private io.helidon.webserver.http.Handler on(Step step) {
        return (request, response) ->
                run(
                        request,
                        response,
                        (turn, scene) -> {
                            if (scene.standing() == Standing.PAYABLE) {
                                step.take(turn, scene);
                            } else {
                                turn.to(scene.path());
                            }
                        });
    }

    private void run(ServerRequest request, ServerResponse response, Step step) {
        Turn turn = Turn.of(request, response);
        Texts texts = turn.texts();
        String visit = turn.named("visit");
        try {
            Optional<Scene> scene = scene(texts, visit);
            if (scene.isPresent()) {
                step.take(turn, scene.get());
            } else {
                EndPages.unknown(texts, cashier.hall().stage()).send(response, 404);
            }
        } catch (EngineUnavailable | OutcomeUnknown | SqlFailure away) {
            // What became of it is looked up as soon as there is somebody to ask.
            EndPages.away(texts, cashier.hall().stage(), "/cashier/" + visit).send(response, 503);
        }
    }

    private Optional<Scene> scene(Texts texts, String name) {
        return cashier.visits()
                .find(name)
                .flatMap(
                        visit ->
                                cashier.books()
                                        .store()
                                        .find(visit.subject())
                                        .map(
                                                payment ->
                                                        new Scene(
                                                                visit,
                                                                payment,
                                                                merchant(
                                                                        payment.terms().merchant()),
                                                                cashier.otherWays()
                                                                        .of(visit, payment),
                                                                texts,
                                                                cashier.hall().stage(),
                                                                cashier.hall().clock().instant())));
    }

    private String merchant(UUID id) {
        return cashier.books().merchantName().apply(id).orElse("?");
    }

    /** The first page: what it shows follows from the payment's state. */
    private void first(Turn turn, Scene scene) {
        switch (scene.standing()) {
            case PAYABLE -> payable(turn, scene);
            case PAID -> paid(turn, scene);
            case IN_PROGRESS -> EndPages.inProgress(scene).send(turn.response(), 200);
            case REFUNDED, CLOSED, EXPIRED -> EndPages.over(scene).send(turn.response(), 200);
        }
    }

    private void payable(Turn turn, Scene scene) {
        boolean signIn = cashier.holders().isPresent();
        Optional<String> code = scene.visit().way().code();
        if (code.isPresent()) {
            switch (scene.visit().way().look()) {
                case FRAME ->
                        PayPages.frame(scene, code.get())
                                .send(turn.response(), 200, Page.Frames.ANYBODY);
                case SCAN -> PayPages.scan(scene, code.get(), signIn).send(turn.response(), 200);
                case SIGN_IN -> {
                    if (signIn) {
                        turn.to(scene.path() + "/wallet");
                    } else {
                        PayPages.scan(scene, code.get(), false).send(turn.response(), 200);
                    }
                }
            }
        } else if (signIn) {
            turn.to(scene.path() + "/wallet");
        } else {
            PayPages.inTheApp(scene).send(turn.response(), 200);
        }
    }

    private void paid(Turn turn, Scene scene) {
        Optional<String> back =
                cashier.returns().address(scene.visit(), scene.payment(), scene.now());
        switch (scene.visit().way().look()) {
            case FRAME ->
                    EndPages.framedPaid(scene, back)
                            .send(turn.response(), 200, Page.Frames.ANYBODY);
            case SCAN, SIGN_IN -> EndPages.paid(scene, back).send(turn.response(), 200);
        }
    }

    private void choose(Turn turn, Scene scene) {
        choosePage(turn, scene, Optional.empty()).send(turn.response(), 200);
    }

    private Page choosePage(Turn turn, Scene scene, Optional<String> problem) {
        List<PayPages.Choice> choices = wallets().stream().map(this::choice).toList();
        return PayPages.choose(
                scene, choices, turn.field(cashier.hall().guard(), chosen(scene)), problem);
    }

    /** A wallet was chosen: promise a price where it has another currency, and go on. */
    private void take(Turn turn, Scene scene, Form form) {
        Optional<Wallet> wallet = HolderForm.wallet(form, wallets());
        if (wallet.isEmpty()) {
            turn.to(scene.path() + "/wallet");
            return;
        }
        String path = scene.path() + "/pay/" + HolderForm.name(wallet.get());
        if (!isForeign(scene, wallet.get())) {
            turn.to(path);
            return;
        }
        switch (cashier.books()
                .rates()
                .quote(scene.payment().terms().amount(), wallet.get().currency())) {
            case Rates.Quoted.Promised(Quote quote) ->
                    turn.to(path + "/" + PublicId.format(QUOTE, quote.id()));
            case Rates.Quoted.Refused refused ->
                    choosePage(
                                    turn,
                                    scene,
                                    Optional.of(
                                            Sentences.refusal(
                                                    turn.texts(), PaymentRefusal.RATE_MISSING)))
                            .send(turn.response(), 422);
        }
    }

    /** What the address of a confirmation says. */
    private sealed interface Asked {
        /** A wallet, and a promise where one is needed; the promise still holds. */
        record Good(PayPages.Choice choice, Optional<Quote> quote) implements Asked {}

        /** The promise has run out. */
        record Late(PayPages.Choice choice) implements Asked {}

        /** No wallet or promise of this payment. */
        record Nothing() implements Asked {}
    }

    private Asked asked(Turn turn, Scene scene) {
        Optional<Wallet> wallet = HolderForm.named(turn.named("wallet"), wallets());
        if (wallet.isEmpty()) {
            return new Asked.Nothing();
        }
        PayPages.Choice choice = choice(wallet.get());
        if (!isForeign(scene, wallet.get())) {
            return new Asked.Good(choice, Optional.empty());
        }
        Optional<Quote> quote =
                PublicId.parse(QUOTE, turn.named("quote"))
                        .flatMap(cashier.books().rates()::find)
                        .filter(known -> known.base().equals(scene.payment().terms().amount()))
                        .filter(
                                known ->
                                        known.price()
                                                .home()
                                                .currency()
                                                .equals(wallet.get().currency()));
        if (quote.isEmpty()) {
            return new Asked.Nothing();
        }
        return scene.now().isBefore(quote.get().expiresAt())
                ? new Asked.Good(choice, quote)
                : new Asked.Late(choice);
    }

    private void confirm(Turn turn, Scene scene) {
        switch (asked(turn, scene)) {
            case Asked.Nothing nothing -> turn.to(scene.path() + "/wallet");
            case Asked.Late(PayPages.Choice choice) -> late(turn, scene, choice);
            case Asked.Good good -> confirmation(turn, scene, good, Optional.empty());
        }
    }

    private void late(Turn turn, Scene scene, PayPages.Choice choice) {
        PayPages.promiseOver(scene, choice, turn.field(cashier.hall().guard(), chosen(scene)))
                .send(turn.response(), 200);
    }

    private void confirmation(
            Turn turn, Scene scene, Asked.Good good, Optional<PayPages.Problem> problem) {
        PayPages.confirm(
                        scene,
                        new PayPages.Confirmation(
                                good.choice(),
                                good.quote(),
                                turn.field(cashier.hall().guard(), turn.path()),
                                problem),
                        turn.path())
                .send(turn.response(), problem.isPresent() ? 422 : 200);
    }

    private void paying(Turn turn, Scene scene) {
        form(turn, scene, turn.path(), this::pay);
    }

    /** The password has come: prove the holder, then pay. */
    private void pay(Turn turn, Scene scene, Form form) {
        switch (asked(turn, scene)) {
            case Asked.Nothing nothing -> turn.to(scene.path() + "/wallet");
            case Asked.Late(PayPages.Choice choice) -> late(turn, scene, choice);
            case Asked.Good good -> {
                Holders holders = cashier.holders().orElseThrow();
                SecretText password = HolderForm.password(form);
                switch (holders.prove(good.choice().wallet().id(), password)) {
                    case Holders.Proof.Proved proved -> debit(turn, scene, good);
                    case Holders.Proof.Wrong(int left) ->
                            wrong(
                                    turn,
                                    scene,
                                    good,
                                    turn.texts().get("cashier.password.wrong", left));
                    case Holders.Proof.Locked(var until) ->
                            wrong(
                                    turn,
                                    scene,
                                    good,
                                    turn.texts()
                                            .get(
                                                    "cashier.password.locked",
                                                    Sentences.left(
                                                            turn.texts(), scene.now(), until)));
                }
            }
        }
    }

    private void wrong(Turn turn, Scene scene, Asked.Good good, String text) {
        confirmation(turn, scene, good, Optional.of(new PayPages.Problem.Password(text)));
    }

    private void debit(Turn turn, Scene scene, Asked.Good good) {
        PayRequest request =
                new PayRequest(
                        cashier.books().ids().next(),
                        new PayRequest.Target.Existing(
                                scene.payment().terms().merchant(), scene.payment().id()),
                        new Instrument.Wallet(good.choice().wallet().id()),
                        good.quote().map(Quote::id));
        Outcome outcome = cashier.books().payments().run(new Request.Pay(request));
        if (outcome instanceof Outcome.Refused refused && canTryAgain(refused, scene)) {
            confirmation(
                    turn,
                    scene,
                    good,
                    Optional.of(
                            new PayPages.Problem.Payment(
                                    Sentences.refusal(turn.texts(), refused.why()))));
        } else {
            turn.to(scene.path());
        }
    }

    /** Whether the payment still waits, so that another wallet or more money would help. */
    private static boolean canTryAgain(Outcome.Refused refused, Scene scene) {
        return refused.payment()
                .map(payment -> Standing.of(payment, scene.now()) == Standing.PAYABLE)
                .orElse(true);
    }

    private void form(Turn turn, Scene scene, String purpose, FormStep step) {
        Optional<Form> form = turn.form(cashier.hall().guard(), purpose);
        if (form.isPresent()) {
            step.take(turn, scene, form.get());
        } else {
            EndPages.strangeForm(turn.texts(), scene.stage(), scene.path())
                    .send(turn.response(), 403);
        }
    }

    /** What the form of the choice is for. */
    private static String chosen(Scene scene) {
        return scene.path() + "/wallet";
    }

    private static boolean isForeign(Scene scene, Wallet wallet) {
        return !wallet.currency().equals(scene.payment().terms().amount().currency());
    }

    private PayPages.Choice choice(Wallet wallet) {
        return new PayPages.Choice(wallet, cashier.books().wallets().available(wallet));
    }

    /** The wallets whose holders may sign in here. */
    private List<Wallet> wallets() {
        return cashier.holders().orElseThrow().wallets();
    }
}
