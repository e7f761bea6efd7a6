package dev.handfast.merchantapi;

import dev.handfast.customers.Alongside;
import dev.handfast.customers.Edit;
import dev.handfast.customers.Keeper;
import dev.handfast.customers.SetupIntent;
import dev.handfast.customers.WalletAgreements;
import dev.handfast.engine.Command;
import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Idempotency.Reply;
import dev.handfast.money.Currency;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.SetUp;
import dev.handfast.sales.Session;
import dev.handfast.sales.SetupPage;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Setups whose holder agrees on a hosted page: checkout sessions in mode {@code setup}. Such a
 * session has no state of its own; it is the setup, as a session that sells is its payment.
 */
public final class HostedSetups {
    static final String DATA = "setup_intent_data";

    private static final int DESCRIPTION_LENGTH_MAX = 1_000;

    private final ApiParts parts;
    private final CustomerJson json;
    private final KeptEvents events;

    /** The setups of one installation. */
    public HostedSetups(ApiParts parts) {
        this.parts = parts;
        json = parts.settings().customerJson();
        events = new KeptEvents(parts.settings(), parts.who().endpoints());
    }

    static Param data() {
        return Param.group(
                DATA,
                "For the setup that is made of it.",
                Param.text(
                        CustomerJson.DESCRIPTION, DESCRIPTION_LENGTH_MAX, "The merchant's words."),
                Param.metadata());
    }

    /**
     * What a session is opened with.
     *
     * @param customer who is to be charged, where it is known
     * @param page the page
     * @param closesAt when it closes
     */
    record Opening(Optional<UUID> customer, SetupPage page, Instant closesAt) {}

    Answer open(Call call, Opening opening, Function<SetupIntent, ObjectNode> shown) {
        Params params = call.params();
        Details details =
                MethodTypes.into(
                        params.nested(DATA)
                                .map(
                                        data ->
                                                Details.none()
                                                        .mergingMetadata(data)
                                                        .taking(data, CustomerJson.DESCRIPTION))
                                .orElseGet(Details::none),
                        MethodTypes.read(params));
        UUID id = parts.ids().next();
        UUID merchant = call.merchant().id();
        Instant now = parts.clock().instant();
        SetupIntent setup =
                new SetupIntent(
                        id,
                        merchant,
                        opening.customer(),
                        Optional.empty(),
                        Optional.empty(),
                        SetupIntent.State.WAITING,
                        opening.page().into(details.write()),
                        Optional.of(opening.closesAt()),
                        now);
        Teller<SetupIntent> teller =
                new Teller<>(parts, SetupIntent::merchant, SetupIntent::id, json::setup);
        Edit<SetupIntent> adding =
                Edit.adding(SetupIntent.TABLE, id, setup, teller.of("setup_intent.created"));
        Edit<Session> noting =
                Edit.adding(
                        Session.TABLE,
                        id,
                        new Session(id, merchant, Optional.empty(), now),
                        row -> List.of());
        return Recorded.edit(
                parts, call, new Alongside<>(adding, noting), result -> rendered(result, shown));
    }

    Answer expire(Call call, SetupIntent setup, Function<SetupIntent, ObjectNode> shown) {
        return Recorded.edit(parts, call, closing(setup.id()), result -> rendered(result, shown));
    }

    private Answer rendered(
            Edit.Result<SetupIntent> result, Function<SetupIntent, ObjectNode> shown) {
        return switch (result) {
            case Edit.Result.Kept<SetupIntent>(SetupIntent row) -> Answer.ok(shown.apply(row));
            case Edit.Result.Left<SetupIntent>(SetupIntent row) -> Answer.ok(shown.apply(row));
            case Edit.Result.Missing<SetupIntent> missing ->
                    throw new IllegalStateException("a session without its setup");
            case Edit.Result.Refused<SetupIntent>(SetupIntent row, String why) ->
                    ApiError.invalid(
                                    400,
                                    ApiCode.SETUP_INTENT_UNEXPECTED_STATE,
                                    "this session is not open any more")
                            .answer(parts.settings().docs());
        };
    }

    private Edit<SetupIntent> closing(UUID id) {
        Keeper.Moment moment = new Keeper.Moment(parts.ids().next(), parts.clock().instant());
        return new Edit<>(
                SetupIntent.TABLE,
                id,
                found ->
                        found.map(
                                        row ->
                                                waits(row)
                                                        ? new Edit.Result.Kept<>(
                                                                row.cancelled(row.details()))
                                                        : new Edit.Result.Refused<>(
                                                                row, "it is over"))
                                .orElseGet(Edit.Result.Missing::new),
                closed -> events.closed(closed, moment));
    }

    private static boolean waits(SetupIntent setup) {
        return setup.state() == SetupIntent.State.WAITING;
    }

    /** Closes the pages whose time is over; answers how many. */
    public int closeDue() {
        List<UUID> due = parts.what().customers().setupsToClose(parts.clock().instant());
        due.forEach(id -> run(closing(id)));
        return due.size();
    }

    /** A setup that has a page of its own, whoever's it is. */
    public Optional<SetupIntent> find(UUID id) {
        return parts.what()
                .customers()
                .findSetup(id)
                .filter(setup -> SetupPage.of(setup.details()).isPresent());
    }

    /** What to say of a setup that has a page, where its holder agrees and which closes it. */
    static Optional<ApiError> elsewhere(SetupIntent setup) {
        return SetupPage.of(setup.details())
                .map(
                        page ->
                                ApiError.invalid(
                                        400,
                                        ApiCode.SETUP_INTENT_UNEXPECTED_STATE,
                                        "this setup is that of %s: its holder agrees on the page of"
                                                        .formatted(
                                                                PublicIds.CHECKOUT_SESSION.format(
                                                                        setup.id()))
                                                + " the session, and it ends with the session"));
    }

    /** Whether a setup's page takes a kind of payment method: {@code card} or {@code alipay}. */
    public boolean takes(SetupIntent setup, String type) {
        return MethodTypes.of(Details.read(setup.details())).allow(type);
    }

    /** Where a visitor goes once the holder has agreed. */
    public Optional<String> after(SetupIntent setup) {
        return SetupPage.of(setup.details())
                .flatMap(page -> page.page().done())
                .map(url -> Urls.ofSession(url, setup.id()));
    }

    /**
     * The page on which the holder of an account wallet agrees, and from which they come back; the
     * same as long as the setup waits. Empty once it is over.
     *
     * @param currency of what is taken later, where the session says none
     */
    public Optional<String> agree(SetupIntent setup, Currency currency) {
        if (setup.mandate().isPresent()) {
            return setup.mandate().filter(any -> waits(setup)).map(json::pageOf);
        }
        UUID mandate = parts.ids().next();
        Details afterwards =
                Details.none()
                        .with(
                                CustomerJson.RETURN_URL,
                                Optional.of(parts.settings().addresses().ofSetup(setup.id())));
        Command<?> proposing =
                parts.what()
                        .mandates()
                        .proposing(
                                mandate,
                                WalletAgreements.ofSetup(
                                        setup,
                                        MandateOptions.extent(
                                                Details.read(setup.details()),
                                                chosen(setup).orElse(currency)),
                                        parts.clock().instant(),
                                        afterwards.write()));
        Teller<SetupIntent> teller =
                new Teller<>(parts, SetupIntent::merchant, SetupIntent::id, json::setup);
        Edit<SetupIntent> asking =
                new Edit<>(
                        SetupIntent.TABLE,
                        setup.id(),
                        found -> found.map(row -> asking(row, mandate)).orElseThrow(),
                        teller.of("setup_intent.requires_action"));
        return switch (run(new Alongside<>(asking, proposing))) {
            case Edit.Result.Kept<SetupIntent> kept -> Optional.of(json.pageOf(mandate));
            // Another visitor of the same page was faster, or it is over.
            case Edit.Result.Left<SetupIntent>(SetupIntent row) -> row.mandate().map(json::pageOf);
            case Edit.Result.Refused<SetupIntent> over -> Optional.empty();
            case Edit.Result.Missing<SetupIntent> missing -> Optional.empty();
        };
    }

    private static Edit.Result<SetupIntent> asking(SetupIntent row, UUID mandate) {
        if (!waits(row)) {
            return new Edit.Result.Refused<>(row, "it is over");
        }
        return row.mandate().isPresent()
                ? new Edit.Result.Left<>(row)
                : new Edit.Result.Kept<>(row.asking(mandate, row.details()));
    }

    private static Optional<Currency> chosen(SetupIntent setup) {
        return SetupPage.of(setup.details())
                .map(page -> Details.read(page.own()).text("currency").asString(""))
                .filter(code -> !code.isEmpty())
                .map(code -> Currency.of(code.toUpperCase(Locale.ROOT)));
    }

    /** Puts the device token on file with which its holder agrees on the page. */
    public SetUp.Result keep(SetupIntent setup, Instrument instrument) {
        Keeper.Moment moment = new Keeper.Moment(parts.ids().next(), parts.clock().instant());
        SetUp request =
                new SetUp(
                        setup.merchant(),
                        setup.id(),
                        parts.ids().next(),
                        instrument,
                        "{}",
                        done -> events.agreed(done.setup(), done.method(), moment));
        return run(parts.what().payments().setUp(request));
    }

    private <R> R run(Command<R> command) {
        return switch (parts.what()
                .customers()
                .run(command, Optional.empty(), result -> new Reply.Final(200, ""))) {
            case Idempotency.Answer.First<R>(R result, var reply) -> result;
            case Idempotency.Answer.Again<R> again -> throw unkeyed();
            case Idempotency.Answer.KeyReused<R> reused -> throw unkeyed();
            case Idempotency.Answer.StillRunning<R> running -> throw unkeyed();
        };
    }

    private static IllegalStateException unkeyed() {
        return new IllegalStateException("nothing is recorded without a key");
    }
}
