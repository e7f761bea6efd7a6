package dev.handfast.cashier;

import dev.handfast.money.Money;
import dev.handfast.pages.Blocks;
import dev.handfast.pages.Html;
import dev.handfast.pages.Page;
import dev.handfast.pages.Texts;
import dev.handfast.secrets.SecretText;
import dev.handfast.wallets.Wallet;
import dev.handfast.web.Form;
import dev.handfast.web.PublicId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The fields by which the holder of a wallet says which it is, and proves it: alike on every page
 * that asks for them.
 *
 * @param texts the words
 * @param stage whether real money moves
 */
public record HolderForm(Texts texts, Page.Stage stage) {
    /** The name of the field for a wallet. */
    public static final String WALLET = "wallet";

    /** The name of the field for the payment password. */
    public static final String PASSWORD = "password";

    /** Prefix of a wallet's id in addresses and forms. */
    static final String WALLET_PREFIX = "wal";

    /**
     * A wallet to choose.
     *
     * @param available what is in it, where that is shown
     */
    public record Choice(Wallet wallet, Optional<Money> available) {}

    /** When the field for the password gets the keyboard. */
    public enum Focus {
        /** At once: it is the first thing to fill in. */
        AT_ONCE,
        /** After a wrong one only. */
        WHEN_WRONG
    }

    /**
     * The wallets, of which one is chosen: the one that was before, or the first.
     *
     * @param legend what is chosen
     */
    public Html wallets(String legend, List<Choice> choices, Optional<UUID> before) {
        UUID chosen =
                choices.stream()
                        .map(choice -> choice.wallet().id())
                        .filter(id -> before.isEmpty() || before.get().equals(id))
                        .findFirst()
                        .or(() -> choices.stream().map(choice -> choice.wallet().id()).findFirst())
                        .orElse(new UUID(0, 0));
        List<Html> options = new ArrayList<>();
        for (Choice choice : choices) {
            options.add(
                    Html.of(
                            """
                            <label class="choice"><input type="radio" name="{}" value="{}"\
                             required{}><span><strong>{}</strong><br>\
                            <span class="quiet">{}</span></span>{}</label>\
                            """,
                            WALLET,
                            name(choice.wallet()),
                            choice.wallet().id().equals(chosen) ? Html.of(" checked") : Html.NONE,
                            choice.wallet().holder(),
                            texts.get("cashier.wallet.of", lastDigits(choice.wallet())),
                            choice.available()
                                    .map(Blocks::money)
                                    .map(
                                            money ->
                                                    Html.of(
                                                            "<span class=\"end\">{}</span>",
                                                            money))));
        }
        return Html.of(
                """
                <fieldset><legend>{}</legend>
                {}
                </fieldset>\
                """,
                legend,
                Html.lines(options));
    }

    /** The field for the payment password, with what was wrong with the one before. */
    public Html password(Focus focus, Optional<String> wrong) {
        boolean atOnce =
                switch (focus) {
                    case AT_ONCE -> true;
                    case WHEN_WRONG -> wrong.isPresent();
                };
        String hint =
                switch (stage) {
                    case LIVE -> texts.get("cashier.password.hint");
                    case SANDBOX -> texts.get("cashier.password.sandbox");
                };
        return Blocks.field(
                new Blocks.Field(
                        PASSWORD,
                        texts.get("cashier.password"),
                        Html.of(
                                """
                                <input class="digits" type="password" id="{}"\
                                 name="{}" inputmode="numeric" autocomplete="off"\
                                 pattern="[0-9]{6}" minlength="6" maxlength="6" required{}\
                                 aria-describedby="{}-help"{}>\
                                """,
                                PASSWORD,
                                PASSWORD,
                                atOnce ? Html.of(" autofocus") : Html.NONE,
                                PASSWORD,
                                wrong.isPresent() ? Html.of(" aria-invalid=\"true\"") : Html.NONE),
                        Optional.of(hint),
                        wrong));
    }

    /** A wallet's name in forms and addresses. */
    static String name(Wallet wallet) {
        return PublicId.format(WALLET_PREFIX, wallet.id());
    }

    /** The wallet of this name, if its holder may sign in here. */
    static Optional<Wallet> named(String name, List<Wallet> wallets) {
        return PublicId.parse(WALLET_PREFIX, name)
                .flatMap(
                        id ->
                                wallets.stream()
                                        .filter(wallet -> wallet.id().equals(id))
                                        .findFirst());
    }

    /** The wallet that a form names, if its holder may sign in here. */
    public static Optional<Wallet> wallet(Form form, List<Wallet> wallets) {
        return named(text(form, WALLET), wallets);
    }

    /** The password in a form; an empty one where there is none. */
    public static SecretText password(Form form) {
        return SecretText.of(text(form, PASSWORD));
    }

    private static String text(Form form, String name) {
        return form.fields().get(name) instanceof Form.Value.Text(String text) ? text : "";
    }

    private static String lastDigits(Wallet wallet) {
        return wallet.userId().substring(wallet.userId().length() - 4);
    }
}
