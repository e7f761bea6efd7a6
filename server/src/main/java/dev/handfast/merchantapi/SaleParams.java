package dev.handfast.merchantapi;

import dev.handfast.merchants.Mode;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.sales.Item;
import dev.handfast.sales.Sale;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What checkout sessions and payment links are asked to sell. */
final class SaleParams {
    static final int ITEMS_MAX = 100;

    /** With {@link #QUANTITY_MAX} and {@link #ITEMS_MAX}, the sum stays far within a long. */
    static final long UNIT_MINOR_MAX = 1_000_000_000_000L;

    static final long QUANTITY_MAX = 10_000;

    private static final int NAME_LENGTH_MAX = 250;
    private static final int TEXT_LENGTH_MAX = 1_000;
    private static final int LINE_LENGTH_MAX = 200;
    private static final long TOTAL_MINOR_MAX = 999_999_999_999_999L;

    private static final String PAYMENT_DATA = "payment_intent_data";

    private SaleParams() {}

    static Param items() {
        Param product =
                Param.group(
                        "product_data",
                        "What it is.",
                        Param.text("name", NAME_LENGTH_MAX, "As the payer reads it.").required(),
                        Param.text("description", TEXT_LENGTH_MAX, "More of it."),
                        Param.ignored("images"),
                        Param.ignored("metadata"),
                        Param.ignored("tax_code"));
        Param price =
                Param.group(
                        "price_data",
                        "What one costs.",
                        Param.currency("currency", "The same for all.").required(),
                        product.required(),
                        Param.notTaken("product", "products are not kept; send product_data"),
                        Param.notTaken("recurring", "nothing is sold by subscription"),
                        Param.ignored("tax_behavior"),
                        Param.whole(
                                        "unit_amount",
                                        0,
                                        UNIT_MINOR_MAX,
                                        "In the currency's smallest unit.")
                                .required());
        return Param.groups(
                "line_items",
                ITEMS_MAX,
                "What is sold.",
                price.required(),
                Param.notTaken("price", "prices are not kept; send price_data"),
                Param.whole("quantity", 1, QUANTITY_MAX, "How many.").required());
    }

    /** Of a session, whose one payer may be kept on file. */
    static Param sessionData() {
        return paymentData(PaymentParams.futureUsage());
    }

    static Param paymentData(Param... more) {
        List<Param> all = new ArrayList<>(List.of(more));
        all.addAll(
                List.of(
                        Param.word(
                                "capture_method",
                                "When the money moves.",
                                "automatic",
                                "automatic_async",
                                "manual"),
                        PaymentParams.description(),
                        Param.metadata(),
                        PaymentParams.receiptEmail(),
                        PaymentParams.descriptor(),
                        PaymentParams.descriptorSuffix()));
        return Param.group(
                PAYMENT_DATA, "For the payment that is made of it.", all.toArray(Param[]::new));
    }

    static Param submitType() {
        return Param.word(
                SessionJson.SUBMIT_TYPE, "What the payer does.", "auto", "book", "donate", "pay");
    }

    /** The lines; empty where something is wrong, which the parameters remember. */
    static List<Item> readItems(Params params) {
        List<Item> items = new ArrayList<>();
        for (Params line : params.groups("line_items")) {
            Params price = line.nested("price_data").orElseThrow();
            Params product = price.nested("product_data").orElseThrow();
            Currency currency = price.currency("currency").orElseThrow();
            Item item =
                    new Item(
                            product.text("name").orElseThrow(),
                            product.text("description"),
                            new Money(price.whole("unit_amount").orElseThrow(), currency),
                            line.whole("quantity").orElseThrow());
            if (!items.isEmpty() && !items.getFirst().unit().currency().equals(currency)) {
                price.refuse(
                        "currency",
                        ApiCode.PARAMETER_INVALID,
                        "all lines have one currency, %s, got %s"
                                .formatted(items.getFirst().unit().currency(), currency));
                return List.of();
            }
            items.add(item);
        }
        if (items.isEmpty()) {
            params.refuse(
                    "line_items",
                    ApiCode.PARAMETER_MISSING,
                    "Missing required param: line_items; at least one line is sold");
            return List.of();
        }
        long total = items.stream().mapToLong(item -> item.total().minor()).sum();
        if (total < 1 || total > TOTAL_MINOR_MAX) {
            params.refuse(
                    "line_items",
                    total < 1 ? ApiCode.AMOUNT_TOO_SMALL : ApiCode.AMOUNT_TOO_LARGE,
                    "the lines add up to 1 to %d, got %d".formatted(TOTAL_MINOR_MAX, total));
            return List.of();
        }
        return items;
    }

    /** What the payment that is made of it keeps. */
    static Details payment(Params params) {
        Optional<Params> payment = params.nested(PAYMENT_DATA);
        Details details =
                Details.none()
                        .with("metadata", payment.map(Params::metadata).orElseGet(Json::object))
                        .with("receipt_email", text(payment, "receipt_email"))
                        .with("statement_descriptor", text(payment, "statement_descriptor"))
                        .with(
                                "statement_descriptor_suffix",
                                text(payment, "statement_descriptor_suffix"));
        return MethodTypes.into(details, MethodTypes.read(params));
    }

    /** The same for a customer, whose means of payment may be kept under an id. */
    static Details payment(Params params, Optional<UUID> customer, UUID keeps) {
        Details details =
                payment(params)
                        .with(PaymentJson.CUSTOMER, customer.map(PublicIds.CUSTOMER::format));
        Optional<String> usage = text(params.nested(PAYMENT_DATA), PaymentJson.FUTURE_USAGE);
        return usage.isEmpty()
                ? details
                : details.with(PaymentJson.FUTURE_USAGE, usage)
                        .with(
                                PaymentJson.KEEPS_AS,
                                Optional.of(PublicIds.PAYMENT_METHOD.format(keeps)));
    }

    /**
     * What is sold.
     *
     * @param details what the payment keeps
     * @param own what is kept with the session or link itself
     */
    static Sale read(
            Params params, List<Item> items, Sale.Page page, Details details, ObjectNode own) {
        Optional<Params> payment = params.nested(PAYMENT_DATA);
        boolean manual = text(payment, "capture_method").filter("manual"::equals).isPresent();
        return new Sale(
                items,
                page,
                manual ? Sale.Capture.LATER : Sale.Capture.AT_ONCE,
                text(payment, "description").orElseGet(() -> described(items)),
                details.write(),
                Json.write(own),
                Optional.empty());
    }

    /** An address a payer goes to; required where {@code needed}, for the reason given. */
    static Optional<String> needed(Params params, String name, Mode mode) {
        Optional<String> url = Urls.read(params, name, mode);
        if (url.isEmpty()) {
            params.refuse(name, ApiCode.PARAMETER_MISSING, "Missing required param: " + name);
        }
        return url;
    }

    private static Optional<String> text(Optional<Params> params, String name) {
        return params.flatMap(known -> known.text(name));
    }

    private static String described(List<Item> items) {
        String line =
                items.stream()
                        .map(
                                item ->
                                        item.quantity() == 1
                                                ? item.name()
                                                : item.quantity() + " × " + item.name())
                        .collect(Collectors.joining(", "));
        return line.length() <= LINE_LENGTH_MAX ? line : line.substring(0, LINE_LENGTH_MAX) + "…";
    }
}
