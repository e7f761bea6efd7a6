package dev.handfast.cashier;

import dev.handfast.engine.EngineUnavailable;
import dev.handfast.engine.OutcomeUnknown;
import dev.handfast.pages.FormGuard;
import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeOutcome;
import dev.handfast.payments.FreezeRefusal;
import dev.handfast.payments.FreezeRequest;
import dev.handfast.payments.Freezes;
import dev.handfast.secrets.SecretText;
import dev.handfast.sql.SqlFailure;
import dev.handfast.wallets.Wallet;
import dev.handfast.web.Form;

import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The pages of freezes over HTTP: the payer sees that money is to be held, for whom and on which
 * terms, and says yes with the payment password, or no. A form that was taken leads on by 303.
 */
public final class FreezeService implements HttpService {
    private final Cashier cashier;
    private final Freezes freezes;
    private final FreezeReturns returns;

    /**
     * The pages over these parts.
     *
     * @param cashier what the pages of payments work with too
     * @param returns the way back
     */
    public FreezeService(Cashier cashier, Freezes freezes, FreezeReturns returns) {
        this.cashier = cashier;
        this.freezes = freezes;
        this.returns = returns;
    }

    /** What is done for a request about a freeze that is known. */
    private interface Step {
        void take(Turn turn, FreezeScene scene);
    }

    /** What is done with a form that came from the browser it was shown to. */
    private interface FormStep {
        void take(Turn turn, FreezeScene scene, Form form);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/freeze/{visit}", handler(this::show))
                .get("/freeze/{visit}/decline", handler((turn, scene) -> turn.to(scene.path())));
        if (cashier.holders().isPresent()) {
            rules.post("/freeze/{visit}", posted(this::agree))
                    .post("/freeze/{visit}/decline", posted(this::decline));
        }
    }

    private Handler handler(Step step) {
        return (request, response) -> run(Turn.of(request, response), step);
    }

    private Handler posted(FormStep step) {
        return (ServerRequest request, ServerResponse response) -> {
            Turn turn = Turn.of(request, response);
            // The body is read first: what is left of it would be taken for the next request.
            Optional<Form> form = turn.form(cashier.hall().guard(), turn.path());
            run(
                    turn,
                    (any, scene) -> {
                        if (form.isPresent()) {
                            step.take(turn, scene, form.get());
                        } else {
                            EndPages.strangeForm(turn.texts(), scene.stage(), scene.path())
                                    .send(response, 403);
                        }
                    });
        };
    }

    private void run(Turn turn, Step step) {
        try {
            Optional<FreezeScene> scene = scene(turn);
            if (scene.isPresent()) {
                step.take(turn, scene.get());
            } else {
                EndPages.unknown(turn.texts(), cashier.hall().stage()).send(turn.response(), 404);
            }
        } catch (EngineUnavailable | OutcomeUnknown | SqlFailure away) {
            // What became of it is looked up as soon as there is somebody to ask.
            EndPages.away(turn.texts(), cashier.hall().stage(), "/freeze/" + turn.named("visit"))
                    .send(turn.response(), 503);
        }
    }

    private Optional<FreezeScene> scene(Turn turn) {
        return cashier.visits()
                .find(turn.named("visit"))
                .flatMap(
                        visit ->
                                freezes.find(visit.subject())
                                        .map(
                                                freeze ->
                                                        new FreezeScene(
                                                                visit,
                                                                freeze,
                                                                merchant(freeze),
                                                                turn.texts(),
                                                                cashier.hall().stage(),
                                                                now())));
    }

    private Instant now() {
        return cashier.hall().clock().instant();
    }

    private String merchant(Freeze freeze) {
        return cashier.books().merchantName().apply(freeze.order().merchant()).orElse("?");
    }

    private void show(Turn turn, FreezeScene scene) {
        switch (scene.standing()) {
            case ASKED -> {
                if (cashier.holders().isPresent()) {
                    ask(turn, scene, Optional.empty(), Optional.empty());
                } else {
                    FreezePages.inTheApp(scene).send(turn.response(), 200);
                }
            }
            case HELD, PAID, RELEASED, CLOSED, EXPIRED ->
                    FreezePages.over(
                                    scene,
                                    returns.address(scene.visit(), scene.freeze(), scene.now()))
                            .send(turn.response(), 200);
        }
    }

    private void ask(
            Turn turn,
            FreezeScene scene,
            Optional<UUID> chosen,
            Optional<FreezePages.Problem> problem) {
        List<HolderForm.Choice> choices =
                wallets(scene).stream()
                        .map(
                                wallet ->
                                        new HolderForm.Choice(
                                                wallet,
                                                Optional.of(
                                                        cashier.books()
                                                                .wallets()
                                                                .available(wallet))))
                        .toList();
        FormGuard guard = cashier.hall().guard();
        // Asked for once: a browser that is new here becomes one visitor, not one for each form.
        FormGuard.Visitor visitor = guard.visitor(turn.request(), turn.response());
        FreezePages.ask(
                        scene,
                        new FreezePages.Asking(
                                choices,
                                chosen,
                                guard.field(visitor, scene.path()),
                                guard.field(visitor, scene.declinePath()),
                                problem))
                .send(turn.response(), problem.isPresent() ? 422 : 200);
    }

    /** The wallets in the freeze's currency, as freezes do not convert. */
    private List<Wallet> wallets(FreezeScene scene) {
        return cashier.holders().orElseThrow().wallets().stream()
                .filter(
                        wallet ->
                                wallet.currency()
                                        .equals(scene.freeze().order().amount().currency()))
                .toList();
    }

    private void agree(Turn turn, FreezeScene scene, Form form) {
        Optional<Wallet> wallet = HolderForm.wallet(form, wallets(scene));
        if (wallet.isEmpty() || scene.standing() != FreezeScene.Standing.ASKED) {
            turn.to(scene.path());
            return;
        }
        UUID chosen = wallet.get().id();
        SecretText password = HolderForm.password(form);
        switch (cashier.holders().orElseThrow().prove(chosen, password)) {
            case Holders.Proof.Proved proved -> freeze(turn, scene, chosen);
            case Holders.Proof.Wrong(int left) ->
                    wrong(turn, scene, chosen, scene.text("cashier.password.wrong", left));
            case Holders.Proof.Locked(Instant until) ->
                    wrong(
                            turn,
                            scene,
                            chosen,
                            scene.text(
                                    "freeze.locked",
                                    Sentences.left(scene.texts(), scene.now(), until)));
        }
    }

    private void wrong(Turn turn, FreezeScene scene, UUID chosen, String text) {
        ask(turn, scene, Optional.of(chosen), Optional.of(new FreezePages.Problem.Password(text)));
    }

    private void freeze(Turn turn, FreezeScene scene, UUID wallet) {
        FreezeRequest request =
                new FreezeRequest.Agree(
                        scene.freeze().order().merchant(), scene.freeze().id(), wallet);
        switch (freezes.run(request)) {
            case FreezeOutcome.Done done -> turn.to(scene.path());
            case FreezeOutcome.Again again -> turn.to(scene.path());
            case FreezeOutcome.Refused(FreezeRefusal why, String detail) -> {
                if (isOver(why)) {
                    turn.to(scene.path());
                } else {
                    ask(
                            turn,
                            scene,
                            Optional.of(wallet),
                            Optional.of(
                                    new FreezePages.Problem.Whole(
                                            FreezePages.refusal(scene, why))));
                }
            }
        }
    }

    /** Whether the freeze itself has ended meanwhile, which its page then says. */
    private static boolean isOver(FreezeRefusal why) {
        return why == FreezeRefusal.FREEZE_IS_CLOSED
                || why == FreezeRefusal.FREEZE_IS_FINISHED
                || why == FreezeRefusal.FREEZE_TIME_OVER;
    }

    private void decline(Turn turn, FreezeScene scene, Form form) {
        freezes.run(
                new FreezeRequest.Decline(
                        cashier.books().ids().next(),
                        scene.freeze().order().merchant(),
                        scene.freeze().id()));
        turn.to(scene.path());
    }
}
