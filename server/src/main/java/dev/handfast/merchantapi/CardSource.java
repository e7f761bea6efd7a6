package dev.handfast.merchantapi;

import dev.handfast.merchants.HandedTokens;
import dev.handfast.payments.Instrument;
import dev.handfast.sql.SqlFailure;
import dev.handfast.web.Json;

import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Finds what a payer pays with in the parameters of a call. */
final class CardSource {
    private static final Logger LOG = Logger.getLogger(CardSource.class.getName());

    /** An Apple Pay token is about 3 kB; with the contact details beside it, more. */
    static final int TOKEN_LENGTH_MAX = 32_768;

    private static final int ID_LENGTH_MAX = 80;

    private final HandedTokens handed;
    private final TokenOpening opening;
    private final InstantSource clock;

    CardSource(HandedTokens handed, TokenOpening opening, InstantSource clock) {
        this.handed = handed;
        this.opening = opening;
        this.clock = clock;
    }

    /** What was handed over, not yet opened. */
    sealed interface Source {
        /** The token itself. */
        record Inline(String token) implements Source {}

        /** One that was handed in before. */
        record Handed(UUID id) implements Source {}

        /** An account wallet, whose holder will scan a code or open an address. */
        record Wallet() implements Source {}
    }

    /**
     * An opened source.
     *
     * @param instrument what to pay with
     * @param handed the token to mark as used afterwards
     * @param override a better error than the instrument's refusal, where there is one
     */
    record Opened(Instrument instrument, Optional<UUID> handed, Optional<ApiError> override) {}

    /** Reads {@code payment_method_data}; what is wrong is remembered by the parameters. */
    static Optional<Source> read(Params params) {
        Optional<Params> data = params.nested("payment_method_data");
        if (data.isEmpty()) {
            return Optional.empty();
        }
        Params method = data.get();
        method.requiredText("type", 40);
        boolean wallet =
                method.word("type", "card", MethodTypes.ALIPAY)
                        .filter(MethodTypes.ALIPAY::equals)
                        .isPresent();
        method.tolerate("billing_details", "allow_redisplay", "metadata");
        if (wallet) {
            method.nested(MethodTypes.ALIPAY);
            return Optional.of(new Source.Wallet());
        }
        Optional<Params> card = method.nested("card");
        if (card.isEmpty()) {
            method.refuse(
                    "card",
                    ApiCode.PARAMETER_MISSING,
                    "Missing required param: payment_method_data[card][token]");
            return Optional.empty();
        }
        if (card.get().has("token") == card.get().has("pk_token")) {
            card.get().tolerate("token", "pk_token");
            method.refuse(
                    "card",
                    ApiCode.PARAMETER_INVALID,
                    "payment_method_data[card] has one of token and pk_token; card numbers are"
                            + " not taken here");
            return Optional.empty();
        }
        return card.get().has("token") ? handed(card.get()) : inline(card.get());
    }

    /** The text of a token that a device gave; it is opened later. */
    static Optional<String> tokenText(Params params, String name) {
        Optional<String> text = params.text(name, TOKEN_LENGTH_MAX);
        if (text.isPresent() && Json.parseObject(text.get()).isEmpty()) {
            params.refuse(name, ApiCode.PARAMETER_INVALID, name + " is the JSON text of the token");
            return Optional.empty();
        }
        return text;
    }

    private static Optional<Source> handed(Params card) {
        Optional<String> text = card.text("token", ID_LENGTH_MAX);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<UUID> id = PublicIds.TOKEN.parse(text.get());
        if (id.isEmpty()) {
            card.refuse(
                    "token",
                    ApiCode.RESOURCE_MISSING,
                    "No such token: '%s'".formatted(Params.shown(text.get())));
        }
        return id.map(Source.Handed::new);
    }

    private static Optional<Source> inline(Params card) {
        return tokenText(card, "pk_token").map(Source.Inline::new);
    }

    /** Opens a source, which takes time and happens before the command. */
    Opened open(UUID merchant, Source source) {
        return switch (source) {
            case Source.Inline(String token) ->
                    new Opened(
                            opening.open(merchant, token, clock.instant()),
                            Optional.empty(),
                            Optional.empty());
            case Source.Handed(UUID id) -> look(merchant, id);
            case Source.Wallet wallet ->
                    throw new IllegalArgumentException("a wallet is not opened but offered to");
        };
    }

    private Opened look(UUID merchant, UUID id) {
        return switch (handed.look(merchant, id)) {
            case HandedTokens.Look.There there ->
                    new Opened(
                            there.token().use(text -> opening.open(merchant, text, there.at())),
                            Optional.of(id),
                            Optional.empty());
            case HandedTokens.Look.Used used ->
                    refused(
                            ApiCode.TOKEN_ALREADY_USED,
                            "You cannot use a token more than once: " + PublicIds.TOKEN.format(id));
            case HandedTokens.Look.Expired expired ->
                    refused(
                            ApiCode.PAYMENT_METHOD_INVALID_PARAMETER,
                            "The token's ten minutes are over: " + PublicIds.TOKEN.format(id));
            case HandedTokens.Look.Unknown unknown ->
                    refused(
                            ApiCode.RESOURCE_MISSING,
                            "No such token: '%s'".formatted(PublicIds.TOKEN.format(id)));
        };
    }

    /** A refusal that travels with the command, so that a recorded answer comes before it. */
    private static Opened refused(ApiCode code, String message) {
        ApiError error = ApiError.parameter(code, "payment_method_data[card][token]", message);
        return new Opened(
                new Instrument.RefusedToken(code.name(), message),
                Optional.empty(),
                Optional.of(error));
    }

    /**
     * Throws the content of a token away that has had its use. The payment is decided by then, so a
     * failure here must not make it look undone: the token's claim keeps it from paying twice, and
     * the sweep throws it away when its time is over.
     */
    void used(Opened opened) {
        try {
            opened.handed().ifPresent(handed::used);
        } catch (SqlFailure away) {
            LOG.log(Level.WARNING, "a used token could not be thrown away yet", away);
        }
    }
}
