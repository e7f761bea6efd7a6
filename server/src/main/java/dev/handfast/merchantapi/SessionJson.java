package dev.handfast.merchantapi;

import dev.handfast.customers.SetupIntent;
import dev.handfast.engine.Ids;
import dev.handfast.money.Money;
import dev.handfast.payments.Backing;
import dev.handfast.payments.Payment;
import dev.handfast.payments.State;
import dev.handfast.sales.Addresses;
import dev.handfast.sales.Item;
import dev.handfast.sales.PaymentLink;
import dev.handfast.sales.Sale;
import dev.handfast.sales.SetupPage;
import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Renders checkout sessions and payment links. Pure. */
final class SessionJson {
    static final String METADATA = "metadata";
    static final String CLIENT_REFERENCE = "client_reference_id";
    static final String CUSTOMER_EMAIL = "customer_email";
    static final String LOCALE = "locale";
    static final String SUBMIT_TYPE = "submit_type";
    static final String INACTIVE_MESSAGE = "inactive_message";

    private final boolean live;
    private final Addresses addresses;

    SessionJson(boolean live, Addresses addresses) {
        this.live = live;
        this.addresses = addresses;
    }

    /** What sessions that sell and sessions that do not have in common. */
    private record Common(
            UUID id,
            Sale.Page page,
            ObjectNode own,
            Details details,
            Optional<Instant> closesAt,
            Instant createdAt,
            String status,
            Optional<String> address) {}

    /** A session that sells, without what has to be expanded. */
    ObjectNode session(Payment payment, Sale sale) {
        boolean open = payment.state() instanceof State.Waiting;
        ObjectNode json =
                common(
                        new Common(
                                payment.id(),
                                sale.page(),
                                Json.parseObject(sale.own()).orElseGet(Json::object),
                                Details.read(payment.terms().details()),
                                payment.terms().expiresAt(),
                                payment.createdAt(),
                                status(payment),
                                Optional.of(addresses.ofPayment(payment.id()))
                                        .filter(any -> open)));
        json.put("amount_subtotal", sale.total().minor());
        json.put("amount_total", payment.terms().amount().minor());
        json.put("currency", PaymentJson.lower(sale.total()));
        json.put("mode", "payment");
        json.put("payment_intent", PublicIds.PAYMENT_INTENT.format(payment.id()));
        json.set("payment_link", text(sale.link().map(PublicIds.PAYMENT_LINK::format)));
        json.put("payment_method_collection", "if_required");
        json.put("payment_status", isPaid(payment) ? "paid" : "unpaid");
        presentment(payment).ifPresent(shown -> json.set("presentment_details", shown));
        json.putNull("setup_intent");
        return json;
    }

    /** A session on which somebody agrees to be charged later. */
    ObjectNode session(SetupIntent setup, SetupPage page) {
        boolean open = setup.state() == SetupIntent.State.WAITING;
        Details details = Details.read(setup.details());
        ObjectNode json =
                common(
                        new Common(
                                setup.id(),
                                page.page(),
                                Json.parseObject(page.own()).orElseGet(Json::object),
                                details.with(
                                        PaymentJson.CUSTOMER,
                                        setup.customer().map(PublicIds.CUSTOMER::format)),
                                setup.closesAt(),
                                setup.createdAt(),
                                status(setup),
                                Optional.of(addresses.ofSetup(setup.id())).filter(any -> open)));
        json.putNull("amount_subtotal");
        json.putNull("amount_total");
        json.set("currency", text(Json.parseObject(page.own()).orElseThrow(), "currency"));
        json.put("mode", "setup");
        json.putNull("payment_intent");
        json.putNull("payment_link");
        json.put("payment_method_collection", "always");
        json.put("payment_status", "no_payment_required");
        json.put("setup_intent", PublicIds.SETUP_INTENT.format(setup.id()));
        return json;
    }

    private static String status(SetupIntent setup) {
        return switch (setup.state()) {
            case WAITING -> "open";
            case SUCCEEDED -> "complete";
            case CANCELLED -> "expired";
        };
    }

    private ObjectNode common(Common of) {
        ObjectNode own = of.own();
        boolean framed = of.page().place() == Sale.Place.FRAMED;
        ObjectNode json = Json.object();
        json.put("id", PublicIds.CHECKOUT_SESSION.format(of.id()));
        json.put("object", "checkout.session");
        json.putNull("after_expiration");
        json.putNull("allow_promotion_codes");
        json.set("automatic_tax", noTax());
        json.putNull("billing_address_collection");
        json.set("cancel_url", text(of.page().back()));
        json.set(CLIENT_REFERENCE, text(own, CLIENT_REFERENCE));
        json.set("client_secret", text(of.address().filter(any -> framed)));
        json.put("created", of.createdAt().getEpochSecond());
        json.set("custom_fields", Json.array());
        json.set(PaymentJson.CUSTOMER, of.details().text(PaymentJson.CUSTOMER));
        json.set("customer_details", customer(own));
        json.set(CUSTOMER_EMAIL, text(own, CUSTOMER_EMAIL));
        json.set("expires_at", time(of.closesAt()));
        json.putNull("invoice");
        json.put("livemode", live);
        json.set(LOCALE, text(own, LOCALE));
        json.set(METADATA, metadata(own));
        json.set("payment_method_options", Json.object());
        json.set("payment_method_types", MethodTypes.of(of.details()).toJson());
        json.put("redirect_on_completion", "always");
        json.set("return_url", text(of.page().done().filter(any -> framed)));
        json.set("shipping_options", Json.array());
        json.put("status", of.status());
        json.set(SUBMIT_TYPE, text(own, SUBMIT_TYPE));
        json.putNull("subscription");
        json.set("success_url", text(of.page().done().filter(any -> !framed)));
        json.set("total_details", noDetails());
        json.put("ui_mode", framed ? "embedded_page" : "hosted_page");
        json.set("url", text(of.address()));
        return json;
    }

    /** A payment link, without what has to be expanded. */
    ObjectNode link(PaymentLink link) {
        Sale sale = link.sale();
        ObjectNode own = Json.parseObject(sale.own()).orElseGet(Json::object);
        ObjectNode json = Json.object();
        json.put("id", PublicIds.PAYMENT_LINK.format(link.id()));
        json.put("object", "payment_link");
        json.put("active", link.state() == PaymentLink.State.ACTIVE);
        json.set("after_completion", afterCompletion(sale));
        json.put("allow_promotion_codes", false);
        json.putNull("application");
        json.putNull("application_fee_amount");
        json.putNull("application_fee_percent");
        json.set("automatic_tax", noTax());
        json.put("billing_address_collection", "auto");
        json.put("currency", PaymentJson.lower(sale.total()));
        json.set("custom_fields", Json.array());
        json.put("customer_creation", "if_required");
        json.set(INACTIVE_MESSAGE, text(own, INACTIVE_MESSAGE));
        json.put("livemode", live);
        json.set(METADATA, metadata(own));
        json.putNull("on_behalf_of");
        json.put("payment_method_collection", "if_required");
        json.set("payment_method_types", MethodTypes.of(Details.read(sale.payment())).toJson());
        json.set("shipping_options", Json.array());
        json.set(SUBMIT_TYPE, text(own, SUBMIT_TYPE));
        json.putNull("subscription_data");
        json.putNull("transfer_data");
        json.put("url", addresses.ofLink(link.id()));
        json.put("print_url", addresses.cardOf(link.id()));
        return json;
    }

    /** All lines of a sale; they belong to a session or a link, of whose id theirs are made. */
    ObjectNode lines(String of, UUID owner, Sale sale, Instant at) {
        ArrayNode data = Json.array();
        List<Item> items = sale.items();
        for (int i = 0; i < items.size(); i++) {
            data.add(line(new Line(owner, i), items.get(i), at));
        }
        ObjectNode list = Json.object();
        list.put("object", "list");
        list.set("data", data);
        list.put("has_more", false);
        list.put("url", "/v1/%s/line_items".formatted(of));
        return list;
    }

    /** The place of a line. */
    private record Line(UUID owner, int index) {
        private String id(PublicIds kind) {
            return kind.format(Ids.named(kind.name(), owner.toString(), Integer.toString(index)));
        }
    }

    private ObjectNode line(Line line, Item item, Instant at) {
        ObjectNode json = Json.object();
        json.put("id", line.id(PublicIds.LINE_ITEM));
        json.put("object", "item");
        json.put("amount_discount", 0);
        json.put("amount_subtotal", item.total().minor());
        json.put("amount_tax", 0);
        json.put("amount_total", item.total().minor());
        json.put("currency", PaymentJson.lower(item.unit()));
        json.put("description", item.name());
        json.set("price", price(line, item, at));
        json.put("quantity", item.quantity());
        return json;
    }

    private ObjectNode price(Line line, Item item, Instant at) {
        ObjectNode json = Json.object();
        json.put("id", line.id(PublicIds.PRICE));
        json.put("object", "price");
        json.put("active", false);
        json.put("billing_scheme", "per_unit");
        json.put("created", at.getEpochSecond());
        json.put("currency", PaymentJson.lower(item.unit()));
        json.putNull("custom_unit_amount");
        json.put("livemode", live);
        json.putNull("lookup_key");
        json.set(METADATA, Json.object());
        json.putNull("nickname");
        json.put("product", line.id(PublicIds.PRODUCT));
        json.putNull("recurring");
        json.put("tax_behavior", "unspecified");
        json.putNull("tiers_mode");
        json.putNull("transform_quantity");
        json.put("type", "one_time");
        json.put("unit_amount", item.unit().minor());
        json.put("unit_amount_decimal", Long.toString(item.unit().minor()));
        return json;
    }

    static String status(Payment payment) {
        return switch (payment.state()) {
            case State.Waiting waiting -> "open";
            case State.Unknown unknown -> "open";
            case State.Authorised authorised -> "complete";
            case State.Captured captured -> "complete";
            case State.Closed closed -> "expired";
        };
    }

    private static boolean isPaid(Payment payment) {
        return payment.capture().isPresent();
    }

    private static ObjectNode afterCompletion(Sale sale) {
        ObjectNode json = Json.object();
        if (sale.page().done().isPresent()) {
            ObjectNode redirect = Json.object();
            redirect.put("url", sale.page().done().get());
            json.set("redirect", redirect);
            json.put("type", "redirect");
        } else {
            ObjectNode shown = Json.object();
            shown.putNull("custom_message");
            json.set("hosted_confirmation", shown);
            json.put("type", "hosted_confirmation");
        }
        return json;
    }

    private static ObjectNode noTax() {
        ObjectNode json = Json.object();
        json.put("enabled", false);
        json.putNull("liability");
        json.putNull("status");
        return json;
    }

    private static ObjectNode noDetails() {
        ObjectNode json = Json.object();
        json.put("amount_discount", 0);
        json.put("amount_shipping", 0);
        json.put("amount_tax", 0);
        return json;
    }

    private static JsonNode customer(ObjectNode own) {
        JsonNode email = own.path(CUSTOMER_EMAIL);
        if (!email.isString()) {
            return Json.object().nullNode();
        }
        ObjectNode json = Json.object();
        json.putNull("address");
        json.set("email", email);
        json.putNull("name");
        json.putNull("phone");
        json.put("tax_exempt", "none");
        json.putNull("tax_ids");
        return json;
    }

    private static Optional<ObjectNode> presentment(Payment payment) {
        return payment.backing()
                .flatMap(Backing::price)
                .map(
                        price -> {
                            Money home = price.home();
                            ObjectNode json = Json.object();
                            json.put("presentment_amount", home.minor());
                            json.put("presentment_currency", PaymentJson.lower(home));
                            return json;
                        });
    }

    private static JsonNode text(ObjectNode own, String name) {
        JsonNode found = own.path(name);
        return found.isString() ? found : own.nullNode();
    }

    private static ObjectNode metadata(ObjectNode own) {
        return own.get(METADATA) instanceof ObjectNode metadata
                ? metadata.deepCopy()
                : Json.object();
    }

    private static JsonNode text(Optional<String> text) {
        return text.<JsonNode>map(known -> Json.object().stringNode(known))
                .orElseGet(() -> Json.object().nullNode());
    }

    private static JsonNode time(Optional<Instant> at) {
        return at.<JsonNode>map(known -> Json.object().numberNode(known.getEpochSecond()))
                .orElseGet(() -> Json.object().nullNode());
    }
}
