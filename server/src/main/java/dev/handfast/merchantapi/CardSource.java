package dev.handfast.merchantapi;

import dev.handfast.customers.Customers;
import dev.handfast.customers.PaymentMethod;
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

    private static final String PK_TOKEN = "pk_token";
    private static final String NO_NUMBERS = "card numbers are not taken here";

    private static final String METHOD = "payment_method";

    private final HandedTokens handed;
    private final TokenOpening opening;
    private final Customers customers;
    private final InstantSource clock;

    CardSource(ApiParts parts) {
        this.handed = parts.what().handed();
        this.opening = parts.what().opening();
        this.customers = parts.what().customers();
        this.clock = parts.clock();
    }

    /** What was handed over, not yet opened. */
    sealed interface Source {
        /** The token itself. */
        record Inline(String token) implements Source {}

        /** One that was handed in before. */
        record Handed(UUID id) implements Source {}

        /** One that is on file. */
        record OnFile(PaymentMethod method, UUID token) implements Source {}

        /** An account wallet whose holder has agreed to be charged again. */
        record Agreed(PaymentMethod method, UUID mandate) implements Source {}

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

    /** {@code payment_method_data}, as it is declared. */
    static Param param() {
        return Param.group(
                "payment_method_data",
                "What to pay with.",
                Param.word("type", "Its kind.", MethodTypes.CARD, MethodTypes.ALIPAY).required(),
                cardParam(),
                Param.group(MethodTypes.ALIPAY, "Nothing below it.").clearable(),
                Param.ignored("billing_details"),
                Param.ignored("allow_redisplay"),
                Param.ignored("metadata"));
    }

    private static Param cardParam() {
        return Param.group(
                "card",
                "An Apple Pay token: one of token and pk_token.",
                Param.id("token", PublicIds.TOKEN, "One that was handed in before."),
                pkToken(),
                Param.notTaken("number", NO_NUMBERS),
                Param.notTaken("exp_month", NO_NUMBERS),
                Param.notTaken("exp_year", NO_NUMBERS),
                Param.notTaken("cvc", NO_NUMBERS));
    }

    /** The text of a token. */
    static Param pkToken() {
        return Param.text(PK_TOKEN, TOKEN_LENGTH_MAX, "The JSON text that the device gave.");
    }

    /** {@code payment_method}, as it is declared. */
    static Param methodParam() {
        return Param.id(METHOD, PublicIds.PAYMENT_METHOD, "What to pay with, by its id.");
    }

    /** Reads what a call pays with, in full or by its id; what is wrong is remembered. */
    Optional<Source> source(Call call) {
        Params params = call.params();
        Optional<UUID> id = params.id(METHOD, PublicIds.PAYMENT_METHOD);
        if (id.isEmpty()) {
            return read(params);
        }
        if (params.has("payment_method_data")) {
            params.refuse(
                    METHOD,
                    ApiCode.PARAMETER_INVALID,
                    "only one of payment_method and payment_method_data is given");
            return Optional.empty();
        }
        Optional<PaymentMethod> method = customers.findMethod(call.merchant().id(), id.get());
        if (method.isEmpty()) {
            params.refuse(
                    METHOD,
                    ApiCode.RESOURCE_MISSING,
                    PublicIds.PAYMENT_METHOD.missing(PublicIds.PAYMENT_METHOD.format(id.get())));
        }
        return method.map(CardSource::source);
    }

    /** What a payment method that was named before stands for; empty where it is gone. */
    Optional<Source> named(Call call, String id) {
        return PublicIds.PAYMENT_METHOD
                .parse(id)
                .flatMap(known -> customers.findMethod(call.merchant().id(), known))
                .map(CardSource::source);
    }

    static Source source(PaymentMethod method) {
        return switch (method.source()) {
            case PaymentMethod.Source.Handed(UUID token) -> new Source.Handed(token);
            case PaymentMethod.Source.OnFile file -> new Source.OnFile(method, file.token());
            case PaymentMethod.Source.Agreed(UUID mandate) -> new Source.Agreed(method, mandate);
        };
    }

    /** The payment method that is on file, where it is one that can be charged again. */
    static Optional<PaymentMethod> kept(Source source) {
        return switch (source) {
            case Source.OnFile(PaymentMethod method, UUID token) -> Optional.of(method);
            case Source.Agreed(PaymentMethod method, UUID mandate) -> Optional.of(method);
            case Source.Inline inline -> Optional.empty();
            case Source.Handed handed -> Optional.empty();
            case Source.Wallet wallet -> Optional.empty();
        };
    }

    /** What a source is among {@code payment_method_types}. */
    static String type(Source source) {
        return switch (source) {
            case Source.OnFile file -> MethodTypes.CARD;
            case Source.Inline inline -> MethodTypes.CARD;
            case Source.Handed handed -> MethodTypes.CARD;
            case Source.Agreed agreed -> MethodTypes.ALIPAY;
            case Source.Wallet wallet -> MethodTypes.ALIPAY;
        };
    }

    /** Reads {@code payment_method_data}; what is wrong is remembered by the parameters. */
    static Optional<Source> read(Params params) {
        Optional<Params> method = params.nested("payment_method_data");
        Optional<Params> found = method.flatMap(data -> data.nested(MethodTypes.CARD));
        if (method.isEmpty()) {
            return Optional.empty();
        }
        if (method.get().text("type").filter(MethodTypes.ALIPAY::equals).isPresent()) {
            return Optional.of(new Source.Wallet());
        }
        if (found.isEmpty()) {
            method.get()
                    .refuse(
                            "card",
                            ApiCode.PARAMETER_MISSING,
                            "Missing required param: payment_method_data[card][token]");
            return Optional.empty();
        }
        Params card = found.get();
        if (card.has("token") == card.has(PK_TOKEN)) {
            method.get()
                    .refuse(
                            "card",
                            ApiCode.PARAMETER_INVALID,
                            "payment_method_data[card] has one of token and pk_token; "
                                    + NO_NUMBERS);
            return Optional.empty();
        }
        return card.has("token")
                ? card.id("token", PublicIds.TOKEN).map(Source.Handed::new)
                : tokenText(card).map(Source.Inline::new);
    }

    /** The text of a token that a device gave; it is opened later. */
    static Optional<String> tokenText(Params params) {
        Optional<String> text = params.text(PK_TOKEN);
        if (text.isPresent() && Json.parseObject(text.get()).isEmpty()) {
            params.refuse(
                    PK_TOKEN,
                    ApiCode.PARAMETER_INVALID,
                    PK_TOKEN + " is the JSON text of the token");
            return Optional.empty();
        }
        return text;
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
            case Source.OnFile(PaymentMethod method, UUID token) ->
                    new Opened(new Instrument.OnFile(token), Optional.empty(), Optional.empty());
            case Source.Agreed(PaymentMethod method, UUID mandate) ->
                    new Opened(new Instrument.Mandate(mandate), Optional.empty(), Optional.empty());
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
