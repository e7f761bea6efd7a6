package dev.handfast.merchantapi;

import dev.handfast.customers.Customer;
import dev.handfast.customers.Customers;
import dev.handfast.customers.Edit;
import dev.handfast.sql.Slice;
import dev.handfast.web.Json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The calls on customers. */
final class CustomerCalls {
    private static final String PATH = "/v1/customers";
    private static final SearchQuery.Grammar GRAMMAR =
            new SearchQuery.Grammar(List.of("email", "name", "phone"), List.of("created"));

    private final ApiParts parts;
    private final CustomerJson json;
    private final Teller<Customer> teller;

    CustomerCalls(ApiParts parts) {
        this.parts = parts;
        json = parts.settings().customerJson();
        teller = new Teller<>(parts, Customer::merchant, Customer::id, json::customer);
    }

    List<Route> routes() {
        return List.of(
                Route.post(PATH, "Adds a customer.")
                        .takes(CustomerParams.customer())
                        .answers(CustomerShapes.CUSTOMER, this::create),
                Route.get(PATH, "Lists customers, newest first.")
                        .takes(
                                Param.page(
                                        PublicIds.CUSTOMER,
                                        Param.moments("created", "Only those added then."),
                                        Param.text(
                                                "email",
                                                Param.EMAIL_LENGTH_MAX,
                                                "Only those with this address.")))
                        .answersPage(CustomerShapes.CUSTOMER, this::list),
                Route.get(PATH + "/search", "Finds customers.")
                        .takes(SearchQuery.params())
                        .answersFound(CustomerShapes.CUSTOMER, this::search),
                Route.get(PATH + "/{id}", "Shows a customer.")
                        .answersOrDeleted(CustomerShapes.CUSTOMER, this::retrieve),
                Route.post(PATH + "/{id}", "Changes a customer.")
                        .takes(CustomerParams.customer())
                        .answers(CustomerShapes.CUSTOMER, this::update),
                Route.delete(PATH + "/{id}", "Forgets a customer and what they pay with.")
                        .answersDeleted(CustomerShapes.CUSTOMER, this::delete));
    }

    private Answer create(Call call) {
        UUID id = parts.ids().next();
        Customer blank =
                new Customer(
                        id,
                        call.merchant().id(),
                        new Customer.Contact("", "", ""),
                        "",
                        "{}",
                        parts.clock().instant(),
                        Optional.empty());
        Customer customer = changed(blank, call.params());
        return run(call, Edit.adding(Customer.TABLE, id, customer, teller.of("customer.created")));
    }

    private Answer update(Call call) {
        Optional<UUID> id = PublicIds.CUSTOMER.parse(call.id());
        return id.isEmpty()
                ? missing(call)
                : run(
                        call,
                        new Edit<>(
                                Customer.TABLE,
                                id.get(),
                                found ->
                                        found.filter(row -> isThere(row, call))
                                                .<Edit.Result<Customer>>map(
                                                        row ->
                                                                new Edit.Result.Kept<>(
                                                                        changed(
                                                                                row,
                                                                                call.params())))
                                                .orElseGet(Edit.Result.Missing::new),
                                teller.of("customer.updated")));
    }

    private Answer delete(Call call) {
        Optional<UUID> id = PublicIds.CUSTOMER.parse(call.id());
        Instant now = parts.clock().instant();
        if (id.isEmpty()) {
            return missing(call);
        }
        Edit<Customer> edit =
                new Edit<>(
                        Customer.TABLE,
                        id.get(),
                        found ->
                                found.filter(row -> isThere(row, call))
                                        .<Edit.Result<Customer>>map(
                                                row -> new Edit.Result.Kept<>(row.forgotten(now)))
                                        .orElseGet(Edit.Result.Missing::new),
                        teller.of("customer.deleted"));
        Answer answer = run(call, edit);
        if (answer.status() == 200) {
            new MethodCalls(parts).detachAll(call.merchant().id(), id.get());
        }
        return answer;
    }

    private static boolean isThere(Customer row, Call call) {
        return row.merchant().equals(call.merchant().id()) && row.deletedAt().isEmpty();
    }

    private static Customer changed(Customer row, Params params) {
        Details details = Details.read(row.details()).mergingMetadata(params);
        CustomerParams.readAddress(params)
                .ifPresentOrElse(
                        address -> details.with(CustomerJson.ADDRESS, address),
                        () -> details.clearedBy(params, CustomerJson.ADDRESS));
        CustomerParams.readWithAddress(params, CustomerJson.SHIPPING, List.of("name", "phone"))
                .ifPresentOrElse(
                        shipping -> details.with(CustomerJson.SHIPPING, shipping),
                        () -> details.clearedBy(params, CustomerJson.SHIPPING));
        Customer.Contact contact = row.contact();
        return new Customer(
                row.id(),
                row.merchant(),
                new Customer.Contact(
                        params.text("email").orElse(contact.email()),
                        params.text("name").orElse(contact.name()),
                        params.text("phone").orElse(contact.phone())),
                params.text("description").orElse(row.description()),
                details.write(),
                row.createdAt(),
                row.deletedAt());
    }

    private Answer run(Call call, Edit<Customer> edit) {
        return Recorded.edit(parts, call, edit, result -> rendered(call, result));
    }

    private Answer rendered(Call call, Edit.Result<Customer> result) {
        return switch (result) {
            case Edit.Result.Kept<Customer>(Customer row) -> shown(row);
            case Edit.Result.Left<Customer>(Customer row) -> shown(row);
            case Edit.Result.Missing<Customer> missing -> missing(call);
            case Edit.Result.Refused<Customer> refused -> missing(call);
        };
    }

    private Answer shown(Customer row) {
        return Answer.ok(
                row.deletedAt().isPresent() ? CustomerJson.deleted(row.id()) : json.customer(row));
    }

    private Answer retrieve(Call call) {
        return PublicIds.CUSTOMER
                .parse(call.id())
                .flatMap(id -> parts.what().customers().find(call.merchant().id(), id))
                .map(this::shown)
                .orElseGet(() -> missing(call));
    }

    private Answer list(Call call) {
        Params params = call.params();
        Page page = Page.read(params, PublicIds.CUSTOMER);
        TimeRange created = TimeRange.read(params, "created");
        Customer.Contact contact = new Customer.Contact(params.text("email").orElse(""), "", "");
        List<Customer> found =
                parts.what()
                        .customers()
                        .page(
                                call.merchant().id(),
                                new Customers.Wanted(
                                        contact,
                                        Optional.empty(),
                                        created.from(),
                                        created.before()),
                                page.slice());
        return page.answer(PATH, found, json::customer);
    }

    private Answer search(Call call) {
        Optional<SearchQuery> query = SearchQuery.read(call.params(), GRAMMAR);
        if (query.isEmpty()) {
            return call.params().problem().orElseThrow().answer(docs());
        }
        Customer.Contact contact =
                new Customer.Contact(
                        query.get().text("email"),
                        query.get().text("name"),
                        query.get().text("phone"));
        TimeRange created = query.get().times("created");
        SearchQuery.Slice slice = SearchQuery.Slice.read(call.params(), PublicIds.CUSTOMER);
        List<Customer> found =
                parts.what()
                        .customers()
                        .page(
                                call.merchant().id(),
                                new Customers.Wanted(
                                        contact,
                                        query.get().containing().map(Json::write),
                                        created.from(),
                                        created.before()),
                                Slice.after(slice.after(), slice.limit() + 1));
        return slice.answer(
                PATH + "/search",
                found.stream().limit(slice.limit()).map(json::customer).toList(),
                found.size() > slice.limit()
                        ? Optional.of(PublicIds.CUSTOMER.format(found.get(slice.limit() - 1).id()))
                        : Optional.empty());
    }

    private Answer missing(Call call) {
        return ApiError.missing("customer", call.id()).answer(docs());
    }

    private String docs() {
        return parts.settings().docs();
    }
}
