package dev.handfast.merchantapi;

import dev.handfast.customers.Alongside;
import dev.handfast.customers.Customer;
import dev.handfast.customers.Edit;
import dev.handfast.customers.PaymentMethod;
import dev.handfast.engine.Command;
import dev.handfast.engine.Idempotency.Reply;
import dev.handfast.sql.Slice;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The calls on payment methods. */
final class MethodCalls {
    private static final String PATH = "/v1/payment_methods";
    private static final int ALL = 1_000;

    private final ApiParts parts;
    private final CustomerJson json;
    private final Teller<PaymentMethod> teller;

    MethodCalls(ApiParts parts) {
        this.parts = parts;
        json = parts.settings().customerJson();
        teller = new Teller<>(parts, PaymentMethod::merchant, PaymentMethod::id, json::method);
    }

    List<Route> routes() {
        return List.of(
                Route.post(PATH, "Names a token that was handed in as something to pay with.")
                        .openTo(Access.PUBLISHABLE)
                        .takes(
                                Param.word("type", "Its kind.", MethodTypes.CARD).required(),
                                Param.group(
                                                "card",
                                                "An Apple Pay token.",
                                                Param.id(
                                                                "token",
                                                                PublicIds.TOKEN,
                                                                "One that was handed in before.")
                                                        .required())
                                        .required(),
                                CustomerParams.billing(),
                                Param.ignored("allow_redisplay"),
                                Param.metadata())
                        .answers(CustomerShapes.METHOD, this::create),
                Route.get(PATH, "Lists what a customer pays with, newest first.")
                        .takes(listParams(customerParam().required()))
                        .answersPage(CustomerShapes.METHOD, this::list),
                Route.get(PATH + "/{id}", "Shows a payment method.")
                        .takes(Param.expand("customer"))
                        .answers(CustomerShapes.METHOD, this::retrieve),
                Route.post(PATH + "/{id}", "Changes what is said about a payment method.")
                        .takes(CustomerParams.billing(), Param.metadata().clearable())
                        .answers(CustomerShapes.METHOD, this::update),
                Route.post(PATH + "/{id}/attach", "Gives a payment method to a customer.")
                        .takes(customerParam().required())
                        .answers(CustomerShapes.METHOD, this::attach),
                Route.post(PATH + "/{id}/detach", "Takes it away from its customer.")
                        .answers(CustomerShapes.METHOD, this::detach),
                Route.get(
                                "/v1/customers/{id}/payment_methods",
                                "Lists what a customer pays with, newest first.")
                        .takes(listParams())
                        .answersPage(CustomerShapes.METHOD, this::listOf));
    }

    private static List<Param> listParams(Param... more) {
        List<Param> params =
                new java.util.ArrayList<>(
                        Param.page(
                                PublicIds.PAYMENT_METHOD,
                                Param.word(
                                        "type",
                                        "Only of this kind.",
                                        MethodTypes.CARD,
                                        MethodTypes.ALIPAY)));
        params.addAll(List.of(more));
        return params;
    }

    static Param customerParam() {
        return Param.id("customer", PublicIds.CUSTOMER, "Whose.");
    }

    private Answer create(Call call) {
        UUID token =
                call.params()
                        .nested("card")
                        .orElseThrow()
                        .id("token", PublicIds.TOKEN)
                        .orElseThrow();
        UUID id = parts.ids().next();
        PaymentMethod method =
                new PaymentMethod(
                        id,
                        call.merchant().id(),
                        Optional.empty(),
                        new PaymentMethod.Source.Handed(token),
                        details("{}", call.params()),
                        parts.clock().instant());
        return run(call, Edit.adding(PaymentMethod.TABLE, id, method, row -> List.of()));
    }

    private static String details(String before, Params params) {
        Details details = Details.read(before).mergingMetadata(params);
        CustomerParams.readWithAddress(
                        params, CustomerJson.BILLING, List.of("email", "name", "phone"))
                .ifPresent(billing -> details.with(CustomerJson.BILLING, billing));
        return details.write();
    }

    private Answer update(Call call) {
        return change(
                call,
                row -> new Edit.Result.Kept<>(row.with(details(row.details(), call.params()))),
                "payment_method.updated");
    }

    private Answer attach(Call call) {
        Optional<Customer> customer = customer(call);
        Optional<ApiError> problem = call.params().problem();
        if (problem.isPresent()) {
            return problem.get().answer(docs());
        }
        Optional<UUID> owner = customer.map(Customer::id);
        return change(call, row -> given(row, owner), "payment_method.attached");
    }

    private static Edit.Result<PaymentMethod> given(PaymentMethod row, Optional<UUID> owner) {
        if (row.source() instanceof PaymentMethod.Source.Handed) {
            return new Edit.Result.Refused<>(
                    row,
                    "a token that was only handed in pays once; confirm a setup_intent with it to"
                            + " keep it");
        }
        if (row.customer().equals(owner)) {
            return new Edit.Result.Left<>(row);
        }
        return row.customer().isPresent()
                ? new Edit.Result.Refused<>(row, "it belongs to another customer; detach it first")
                : new Edit.Result.Refused<>(
                        row, "it was detached, and with it its holder's agreement");
    }

    private Answer detach(Call call) {
        Optional<UUID> id = PublicIds.PAYMENT_METHOD.parse(call.id());
        if (id.isEmpty()) {
            return missing(call);
        }
        return run(call, detaching(call.merchant().id(), id.get()));
    }

    /** Detaches a payment method, and ends the mandate by which a wallet is charged with it. */
    private Command<Edit.Result<PaymentMethod>> detaching(UUID merchant, UUID method) {
        Edit<PaymentMethod> edit =
                new Edit<>(
                        PaymentMethod.TABLE,
                        method,
                        found ->
                                found.filter(row -> row.merchant().equals(merchant))
                                        .map(MethodCalls::taken)
                                        .orElseGet(Edit.Result.Missing::new),
                        teller.of("payment_method.detached"));
        // What stands behind a payment method never changes, so it is read before.
        Optional<UUID> mandate =
                parts.what()
                        .customers()
                        .findMethod(merchant, method)
                        .flatMap(PaymentMethod::mandate);
        return mandate.<Command<Edit.Result<PaymentMethod>>>map(
                        id -> new Alongside<>(edit, parts.what().mandates().ending(merchant, id)))
                .orElse(edit);
    }

    private static Edit.Result<PaymentMethod> taken(PaymentMethod row) {
        return row.customer().isEmpty()
                ? new Edit.Result.Refused<>(row, "it is attached to no customer")
                : new Edit.Result.Kept<>(row.of(Optional.empty()));
    }

    /** Takes everything away from a customer. */
    void detachAll(UUID merchant, UUID customer) {
        for (PaymentMethod method :
                parts.what().customers().methodsOf(customer, Optional.empty(), Slice.newest(ALL))) {
            parts.what()
                    .customers()
                    .run(
                            detaching(merchant, method.id()),
                            Optional.empty(),
                            row -> new Reply.Final(200, ""));
        }
    }

    private Answer change(
            Call call, Function<PaymentMethod, Edit.Result<PaymentMethod>> rule, String type) {
        Optional<UUID> id = PublicIds.PAYMENT_METHOD.parse(call.id());
        return id.isEmpty()
                ? missing(call)
                : run(
                        call,
                        new Edit<>(
                                PaymentMethod.TABLE,
                                id.get(),
                                found ->
                                        found.filter(
                                                        row ->
                                                                row.merchant()
                                                                        .equals(
                                                                                call.merchant()
                                                                                        .id()))
                                                .map(rule)
                                                .orElseGet(Edit.Result.Missing::new),
                                teller.of(type)));
    }

    private Answer run(Call call, Command<Edit.Result<PaymentMethod>> edit) {
        return Recorded.edit(parts, call, edit, result -> rendered(call, result));
    }

    private Answer rendered(Call call, Edit.Result<PaymentMethod> result) {
        return switch (result) {
            case Edit.Result.Kept<PaymentMethod>(PaymentMethod row) -> Answer.ok(json.method(row));
            case Edit.Result.Left<PaymentMethod>(PaymentMethod row) -> Answer.ok(json.method(row));
            case Edit.Result.Missing<PaymentMethod> missing -> missing(call);
            case Edit.Result.Refused<PaymentMethod>(PaymentMethod row, String why) ->
                    ApiError.invalid(
                                    400,
                                    ApiCode.PAYMENT_METHOD_UNEXPECTED_STATE,
                                    "%s: %s"
                                            .formatted(
                                                    PublicIds.PAYMENT_METHOD.format(row.id()), why))
                            .answer(docs());
        };
    }

    private Answer retrieve(Call call) {
        Expand expand = Expand.read(call.params());
        return PublicIds.PAYMENT_METHOD
                .parse(call.id())
                .flatMap(id -> parts.what().customers().findMethod(call.merchant().id(), id))
                .map(
                        method -> {
                            var shown = json.method(method);
                            if (expand.wants("customer")) {
                                method.customer()
                                        .flatMap(
                                                id ->
                                                        parts.what()
                                                                .customers()
                                                                .find(call.merchant().id(), id))
                                        .ifPresent(
                                                owner ->
                                                        shown.set(
                                                                "customer", json.customer(owner)));
                            }
                            return Answer.ok(shown);
                        })
                .orElseGet(() -> missing(call));
    }

    private Answer list(Call call) {
        Optional<Customer> customer = customer(call);
        Optional<ApiError> problem = call.params().problem();
        return problem.isPresent()
                ? problem.get().answer(docs())
                : page(call, customer.orElseThrow(), PATH);
    }

    private Answer listOf(Call call) {
        return PublicIds.CUSTOMER
                .parse(call.id())
                .flatMap(id -> parts.what().customers().find(call.merchant().id(), id))
                .map(
                        customer ->
                                page(
                                        call,
                                        customer,
                                        "/v1/customers/%s/payment_methods".formatted(call.id())))
                .orElseGet(() -> ApiError.missing("customer", call.id()).answer(docs()));
    }

    private static Optional<PaymentMethod.Kind> kind(Call call) {
        return call.params()
                .text("type")
                .map(
                        type ->
                                type.equals(MethodTypes.ALIPAY)
                                        ? PaymentMethod.Kind.ACCOUNT
                                        : PaymentMethod.Kind.DEVICE);
    }

    private Answer page(Call call, Customer customer, String url) {
        Page page = Page.read(call.params(), PublicIds.PAYMENT_METHOD);
        List<PaymentMethod> found =
                parts.what().customers().methodsOf(customer.id(), kind(call), page.slice());
        return page.answer(url, found, json::method);
    }

    /** The customer that a parameter names; one that is not there is remembered as wrong. */
    Optional<Customer> customer(Call call) {
        Optional<UUID> id = call.params().id("customer", PublicIds.CUSTOMER);
        Optional<Customer> found =
                id.flatMap(known -> parts.what().customers().find(call.merchant().id(), known))
                        .filter(known -> known.deletedAt().isEmpty());
        if (id.isPresent() && found.isEmpty()) {
            call.params()
                    .refuse(
                            "customer",
                            ApiCode.RESOURCE_MISSING,
                            PublicIds.CUSTOMER.missing(PublicIds.CUSTOMER.format(id.get())));
        }
        return found;
    }

    private Answer missing(Call call) {
        return ApiError.missing("payment_method", call.id()).answer(docs());
    }

    private String docs() {
        return parts.settings().docs();
    }
}
