package dev.handfast.merchantapi;

import dev.handfast.customers.Alongside;
import dev.handfast.customers.Customer;
import dev.handfast.customers.Edit;
import dev.handfast.customers.Following;
import dev.handfast.customers.SetupIntent;
import dev.handfast.customers.WalletAgreements;
import dev.handfast.engine.Command;
import dev.handfast.engine.Idempotency.Reply;
import dev.handfast.mandates.MandateOutcome;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.SetUp;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The calls on setup intents: a holder agrees to be charged later. */
final class SetupCalls {
    private static final String PATH = "/v1/setup_intents";
    private static final int DESCRIPTION_LENGTH_MAX = 1_000;

    private final ApiParts parts;
    private final CardSource cards;
    private final MethodCalls methods;
    private final CustomerJson json;
    private final Tidings tidings;
    private final Teller<SetupIntent> teller;

    SetupCalls(ApiParts parts, CardSource cards) {
        this.parts = parts;
        this.cards = cards;
        methods = new MethodCalls(parts);
        json = parts.settings().customerJson();
        tidings = new Tidings(parts.who().endpoints(), parts.settings().mode().isLive());
        teller = new Teller<>(parts, SetupIntent::merchant, SetupIntent::id, json::setup);
    }

    List<Route> routes() {
        return List.of(
                Route.post(PATH, "Wishes to charge somebody later.")
                        .takes(
                                MethodCalls.customerParam(),
                                descriptionParam(),
                                Param.metadata(),
                                Param.word(
                                        "usage", "How they will pay.", "off_session", "on_session"),
                                MethodTypes.param(),
                                MandateOptions.param(),
                                Param.flag("confirm", "Whether the holder agrees with this call."),
                                CardSource.param(),
                                CardSource.methodParam(),
                                Param.ignored("automatic_payment_methods"),
                                returnParam(),
                                Param.ignored("use_stripe_sdk"),
                                expandParam())
                        .answers(CustomerShapes.SETUP, this::create),
                Route.get(PATH, "Lists setups, newest first.")
                        .takes(
                                Param.page(
                                        PublicIds.SETUP_INTENT,
                                        MethodCalls.customerParam(),
                                        Param.created()))
                        .answersPage(CustomerShapes.SETUP, this::list),
                Route.get(PATH + "/{id}", "Shows a setup.")
                        .openTo(Access.CLIENT_SECRET)
                        .takes(PaymentParams.clientSecret(), expandParam())
                        .answers(CustomerShapes.SETUP, this::retrieve),
                Route.post(PATH + "/{id}", "Changes a setup.")
                        .takes(
                                MethodCalls.customerParam(),
                                descriptionParam().clearable(),
                                Param.metadata().clearable())
                        .answers(CustomerShapes.SETUP, this::update),
                Route.post(PATH + "/{id}/confirm", "The holder agrees, on a device.")
                        .openTo(Access.CLIENT_SECRET)
                        .takes(
                                CardSource.param(),
                                CardSource.methodParam(),
                                PaymentParams.clientSecret(),
                                MandateOptions.param(),
                                returnParam(),
                                Param.ignored("use_stripe_sdk"),
                                expandParam())
                        .answers(CustomerShapes.SETUP, this::confirm),
                Route.post(PATH + "/{id}/cancel", "Gives a setup up.")
                        .takes(
                                Param.word(
                                        CustomerJson.CANCELLATION,
                                        "Why.",
                                        "abandoned",
                                        "duplicate",
                                        "requested_by_customer"))
                        .answers(CustomerShapes.SETUP, this::cancel));
    }

    private static Param descriptionParam() {
        return Param.text("description", DESCRIPTION_LENGTH_MAX, "The merchant's own words.");
    }

    private static Param returnParam() {
        return Param.text(
                CustomerJson.RETURN_URL,
                Param.URL_LENGTH_MAX,
                "Where the holder of a wallet comes back to after agreeing.");
    }

    private static Param expandParam() {
        return Param.expand("customer", "payment_method");
    }

    private Answer create(Call call) {
        Params params = call.params();
        Optional<UUID> customer = methods.customer(call).map(Customer::id);
        Optional<CardSource.Source> source = cards.source(call);
        boolean confirm = params.flag("confirm");
        if (confirm && source.isEmpty()) {
            lacksMethod(params);
        }
        Details details =
                MethodTypes.into(
                        Details.none()
                                .mergingMetadata(params)
                                .taking(params, CustomerJson.DESCRIPTION)
                                .taking(params, CustomerJson.USAGE),
                        MethodTypes.read(params));
        take(call, details);
        source.ifPresent(given -> checkType(params, given, details));
        Optional<ApiError> problem = params.problem();
        if (problem.isPresent()) {
            return problem.get().answer(docs());
        }
        UUID id = parts.ids().next();
        SetupIntent setup =
                new SetupIntent(
                        id,
                        call.merchant().id(),
                        customer,
                        Optional.empty(),
                        Optional.empty(),
                        SetupIntent.State.WAITING,
                        details.write(),
                        Optional.empty(),
                        parts.clock().instant());
        Edit<SetupIntent> adding =
                Edit.adding(SetupIntent.TABLE, id, setup, teller.of("setup_intent.created"));
        return confirm
                ? confirm(call, new Confirming(setup, Optional.of(adding)), source.orElseThrow())
                : run(call, adding);
    }

    /**
     * A setup that is confirmed.
     *
     * @param setup as it is known
     * @param adding what makes it, where the same call does
     */
    private record Confirming(SetupIntent setup, Optional<Edit<SetupIntent>> adding) {
        UUID id() {
            return setup.id();
        }

        /** A command about it, after it is there. */
        <R> Command<R> then(Command<R> command) {
            return adding.<Command<R>>map(first -> new Following<>(first, command)).orElse(command);
        }
    }

    /** Takes into a setup's details what a call says of the agreement of a wallet's holder. */
    private void take(Call call, Details details) {
        MandateOptions.take(
                call.params(), details, call.merchant().currency(), parts.clock().instant());
        details.with(
                CustomerJson.RETURN_URL,
                Urls.read(call.params(), CustomerJson.RETURN_URL, parts.settings().mode()));
    }

    private static void checkType(Params params, CardSource.Source source, Details details) {
        MethodTypes types = MethodTypes.of(details);
        if (!types.allow(CardSource.type(source))) {
            params.refuse(
                    "payment_method_data",
                    ApiCode.PARAMETER_INVALID,
                    "this setup's payment_method_types are %s, got payment_method_data[type] '%s'"
                            .formatted(String.join(", ", types.names()), CardSource.type(source)));
        }
    }

    private Answer confirm(Call call) {
        Optional<CardSource.Source> source = cards.source(call);
        if (source.isEmpty()) {
            lacksMethod(call.params());
        }
        Optional<SetupIntent> setup = find(call);
        Optional<ApiError> elsewhere = setup.flatMap(HostedSetups::elsewhere);
        if (elsewhere.isPresent()) {
            return elsewhere.get().answer(docs());
        }
        take(call, Details.none());
        setup.map(SetupIntent::details)
                .map(Details::read)
                .ifPresent(
                        details ->
                                source.ifPresent(
                                        given -> checkType(call.params(), given, details)));
        Optional<ApiError> problem = call.params().problem();
        if (problem.isPresent() || setup.isEmpty()) {
            return problem.orElseGet(() -> ApiError.missing("setup_intent", call.id()))
                    .answer(docs());
        }
        return confirm(call, new Confirming(setup.get(), Optional.empty()), source.orElseThrow());
    }

    private static void lacksMethod(Params params) {
        params.refuse(
                "payment_method_data",
                ApiCode.PARAMETER_MISSING,
                "Missing required param: one of payment_method and payment_method_data");
    }

    private Answer confirm(Call call, Confirming confirming, CardSource.Source source) {
        return source instanceof CardSource.Source.Wallet
                ? propose(call, confirming)
                : putOnFile(call, confirming, source);
    }

    /** Asks the holder of a wallet to agree on a page; the setup waits for that. */
    private Answer propose(Call call, Confirming confirming) {
        UUID merchant = call.merchant().id();
        Details details = Details.read(confirming.setup().details());
        take(call, details);
        Details afterwards =
                Details.none()
                        .with(
                                CustomerJson.RETURN_URL,
                                Optional.of(details.text(CustomerJson.RETURN_URL).asString(""))
                                        .filter(url -> !url.isEmpty()));
        UUID mandate = parts.ids().next();
        Command<MandateOutcome> proposing =
                parts.what()
                        .mandates()
                        .proposing(
                                mandate,
                                WalletAgreements.ofSetup(
                                        confirming.setup(),
                                        MandateOptions.extent(details, call.merchant().currency()),
                                        parts.clock().instant(),
                                        afterwards.write()));
        Edit<SetupIntent> asking =
                new Edit<>(
                        SetupIntent.TABLE,
                        confirming.id(),
                        found ->
                                found.filter(row -> row.merchant().equals(merchant))
                                        .map(
                                                row ->
                                                        changed(
                                                                row,
                                                                waiting ->
                                                                        asking(
                                                                                call, waiting,
                                                                                mandate)))
                                        .orElseGet(Edit.Result.Missing::new),
                        teller.of("setup_intent.requires_action"));
        return Recorded.edit(
                parts,
                call,
                confirming.then(new Alongside<>(asking, proposing)),
                result -> rendered(call, result));
    }

    private SetupIntent asking(Call call, SetupIntent waiting, UUID mandate) {
        Details details = Details.read(waiting.details());
        take(call, details);
        return waiting.asking(mandate, details.write());
    }

    /** Puts a device token on file. */
    private Answer putOnFile(Call call, Confirming confirming, CardSource.Source source) {
        UUID id = confirming.id();
        CardSource.Opened opened = cards.open(call.merchant().id(), source);
        Expand expand = Expand.read(call.params());
        UUID first = parts.ids().next();
        UUID second = parts.ids().next();
        UUID method = parts.ids().next();
        Instant now = parts.clock().instant();
        SetUp setUp =
                new SetUp(
                        call.merchant().id(),
                        id,
                        method,
                        opened.instrument(),
                        "{}",
                        done ->
                                List.of(
                                        tidings.of(
                                                call.merchant().id(),
                                                new Tidings.Fact(
                                                        first,
                                                        "payment_method.attached",
                                                        method,
                                                        json.method(done.method()),
                                                        now)),
                                        tidings.of(
                                                call.merchant().id(),
                                                new Tidings.Fact(
                                                        second,
                                                        "setup_intent.succeeded",
                                                        id,
                                                        json.setup(done.setup()),
                                                        now))));
        Answer answer =
                Recorded.of(
                        parts.what()
                                .customers()
                                .run(
                                        confirming.then(parts.what().payments().setUp(setUp)),
                                        call.recordedUnder(),
                                        result -> {
                                            Answer made = rendered(call, result, opened, expand);
                                            return new Reply.Final(made.status(), made.body());
                                        }),
                        docs());
        cards.used(opened);
        return answer;
    }

    private Answer rendered(
            Call call, SetUp.Result result, CardSource.Opened opened, Expand expand) {
        return switch (result) {
            case SetUp.Result.Done(SetupIntent setup, var method) -> {
                ObjectNode shown = json.setup(setup);
                if (expand.wants("payment_method")) {
                    shown.set("payment_method", json.method(method));
                }
                yield Answer.ok(shown);
            }
            case SetUp.Result.Missing missing ->
                    ApiError.missing("setup_intent", call.id()).answer(docs());
            case SetUp.Result.Over(SetupIntent setup) -> over(setup);
            case SetUp.Result.Refused(var why, String detail, var setup) ->
                    opened.override()
                            .orElseGet(
                                    () ->
                                            ErrorTable.of(
                                                    new Outcome.Refused(
                                                            why, detail, Optional.empty())))
                            .answer(docs());
        };
    }

    private Answer over(SetupIntent setup) {
        return ApiError.invalid(
                        400,
                        ApiCode.SETUP_INTENT_UNEXPECTED_STATE,
                        "this setup is %s already"
                                .formatted(json.setup(setup).path("status").asString()))
                .answer(docs());
    }

    private Answer update(Call call) {
        Optional<UUID> customer = methods.customer(call).map(Customer::id);
        Optional<ApiError> problem = call.params().problem();
        if (problem.isPresent()) {
            return problem.get().answer(docs());
        }
        return change(
                call,
                row -> {
                    String details =
                            Details.read(row.details())
                                    .mergingMetadata(call.params())
                                    .taking(call.params(), CustomerJson.DESCRIPTION)
                                    .write();
                    return row.with(customer.or(row::customer), details);
                },
                row -> List.of());
    }

    private Answer cancel(Call call) {
        Optional<ApiError> elsewhere = find(call).flatMap(HostedSetups::elsewhere);
        if (elsewhere.isPresent()) {
            return elsewhere.get().answer(docs());
        }
        return change(
                call,
                row ->
                        row.cancelled(
                                Details.read(row.details())
                                        .taking(call.params(), CustomerJson.CANCELLATION)
                                        .write()),
                teller.of("setup_intent.canceled"));
    }

    /** Changes a setup that still waits. */
    private Answer change(
            Call call,
            Function<SetupIntent, SetupIntent> change,
            Function<SetupIntent, List<Edit.News>> news) {
        Optional<UUID> id = PublicIds.SETUP_INTENT.parse(call.id());
        if (id.isEmpty()) {
            return ApiError.missing("setup_intent", call.id()).answer(docs());
        }
        return run(
                call,
                new Edit<>(
                        SetupIntent.TABLE,
                        id.get(),
                        found ->
                                found.filter(row -> row.merchant().equals(call.merchant().id()))
                                        .map(row -> changed(row, change))
                                        .orElseGet(Edit.Result.Missing::new),
                        news));
    }

    private static Edit.Result<SetupIntent> changed(
            SetupIntent row, Function<SetupIntent, SetupIntent> change) {
        return switch (row.state()) {
            case WAITING -> new Edit.Result.Kept<>(change.apply(row));
            case SUCCEEDED, CANCELLED -> new Edit.Result.Refused<>(row, "it is over");
        };
    }

    private Answer run(Call call, Edit<SetupIntent> edit) {
        return Recorded.edit(parts, call, edit, result -> rendered(call, result));
    }

    private Answer rendered(Call call, Edit.Result<SetupIntent> result) {
        return switch (result) {
            case Edit.Result.Kept<SetupIntent>(SetupIntent row) -> Answer.ok(json.setup(row));
            case Edit.Result.Left<SetupIntent>(SetupIntent row) -> Answer.ok(json.setup(row));
            case Edit.Result.Missing<SetupIntent> missing ->
                    ApiError.missing("setup_intent", call.id()).answer(docs());
            case Edit.Result.Refused<SetupIntent>(SetupIntent row, String why) -> over(row);
        };
    }

    private Answer retrieve(Call call) {
        Expand expand = Expand.read(call.params());
        UUID merchant = call.merchant().id();
        return find(call)
                .map(
                        setup -> {
                            ObjectNode shown = json.setup(setup);
                            if (expand.wants("customer")) {
                                setup.customer()
                                        .flatMap(id -> parts.what().customers().find(merchant, id))
                                        .ifPresent(
                                                row -> shown.set("customer", json.customer(row)));
                            }
                            if (expand.wants("payment_method")) {
                                setup.method()
                                        .flatMap(
                                                id ->
                                                        parts.what()
                                                                .customers()
                                                                .findMethod(merchant, id))
                                        .ifPresent(
                                                row ->
                                                        shown.set(
                                                                "payment_method",
                                                                json.method(row)));
                            }
                            return Answer.ok(shown);
                        })
                .orElseGet(() -> ApiError.missing("setup_intent", call.id()).answer(docs()));
    }

    private Optional<SetupIntent> find(Call call) {
        return PublicIds.SETUP_INTENT
                .parse(call.id())
                .flatMap(id -> parts.what().customers().findSetup(call.merchant().id(), id));
    }

    private Answer list(Call call) {
        Page page = Page.read(call.params(), PublicIds.SETUP_INTENT);
        List<SetupIntent> found =
                parts.what()
                        .customers()
                        .setups(
                                call.merchant().id(),
                                call.params().id("customer", PublicIds.CUSTOMER),
                                page.slice());
        return page.answer(PATH, found, json::setup);
    }

    private String docs() {
        return parts.settings().docs();
    }
}
