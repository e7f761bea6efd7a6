package dev.handfast.sales;

import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.web.Json;
import dev.handfast.web.PublicId;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a hosted page sells and how: kept with the payment, in its details, under the name {@code
 * checkout}; and with a payment link, of which many payments are made.
 *
 * @param items what is sold; at least one, all of one currency
 * @param page where the page stands and where it leads
 * @param capture when the money moves
 * @param description what is paid for, in one line
 * @param payment what the dialect keeps with the payment beside this, as JSON text of an object
 * @param own what the dialect keeps with the session or link itself, as JSON text of an object
 * @param link the payment link it came by, where it came by one
 */
public record Sale(
        List<Item> items,
        Page page,
        Capture capture,
        String description,
        String payment,
        String own,
        Optional<UUID> link) {
    private static final String NAME = "checkout";
    private static final String LINK = "link";

    /** When the money moves. */
    public enum Capture {
        /** As soon as the payer has paid. */
        AT_ONCE,
        /** When the merchant asks. */
        LATER
    }

    /**
     * Where the page stands and where it leads.
     *
     * @param place whether it stands by itself
     * @param done where the payer goes once it is paid; where there is none, the page says thanks
     * @param back where the payer goes instead of paying
     */
    public record Page(Place place, Optional<String> done, Optional<String> back) {}

    /** Whether a page stands by itself. */
    public enum Place {
        /** It is the whole window. */
        ALONE,
        /** It stands in a frame of a page of the merchant's, at the origin of {@code done}. */
        FRAMED
    }

    /** Copies and checks the items. */
    public Sale {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("a sale has an item at least");
        }
    }

    /**
     * What all of it costs.
     *
     * @throws ArithmeticException if it does not fit
     */
    public Money total() {
        return items.stream()
                .map(Item::total)
                .reduce(Money.zero(items.getFirst().unit().currency()), Money::plus);
    }

    /** The same, by way of a link. */
    public Sale by(UUID cameBy) {
        return new Sale(items, page, capture, description, payment, own, Optional.of(cameBy));
    }

    /** The details of the payment: what the dialect keeps, and the sale. */
    public String details() {
        ObjectNode details = Json.parseObject(payment).orElseThrow();
        ObjectNode sale = toJson();
        sale.remove("payment");
        details.set(NAME, sale);
        return Json.write(details);
    }

    /** What a payment with these details sells; empty for one that is no session. */
    public static Optional<Sale> of(String details) {
        if (!details.contains("\"" + NAME + "\"")) {
            return Optional.empty();
        }
        return Json.parseObject(details)
                .flatMap(
                        all -> {
                            if (!(all.remove(NAME) instanceof ObjectNode sale)) {
                                return Optional.empty();
                            }
                            sale.set("payment", all);
                            return Optional.of(read(sale));
                        });
    }

    /** As text, for a payment link. */
    String write() {
        return Json.write(toJson());
    }

    static Sale read(String text) {
        return read(Json.parseObject(text).orElseThrow());
    }

    private ObjectNode toJson() {
        ArrayNode lines = Json.array();
        for (Item item : items) {
            ObjectNode line = Json.object();
            line.put("name", item.name());
            item.description().ifPresent(text -> line.put("description", text));
            line.put("unit_minor", item.unit().minor());
            line.put("quantity", item.quantity());
            lines.add(line);
        }
        ObjectNode json = Json.object();
        json.put("currency", items.getFirst().unit().currency().code());
        json.set("items", lines);
        json.put("place", page.place().name());
        page.done().ifPresent(url -> json.put("done", url));
        page.back().ifPresent(url -> json.put("back", url));
        json.put("capture", capture.name());
        json.put("description", description);
        json.set("payment", Json.parseObject(payment).orElseThrow());
        json.set("own", Json.parseObject(own).orElseThrow());
        link.ifPresent(id -> json.put(LINK, PublicId.format(LINK, id)));
        return json;
    }

    private static Sale read(ObjectNode json) {
        Currency currency = Currency.of(json.path("currency").asString());
        List<Item> items = new ArrayList<>();
        for (JsonNode line : json.path("items")) {
            items.add(
                    new Item(
                            line.path("name").asString(),
                            text(line, "description"),
                            new Money(line.path("unit_minor").asLong(), currency),
                            line.path("quantity").asLong()));
        }
        return new Sale(
                items,
                new Page(
                        Place.valueOf(json.path("place").asString()),
                        text(json, "done"),
                        text(json, "back")),
                Capture.valueOf(json.path("capture").asString()),
                json.path("description").asString(),
                Json.write(json.path("payment")),
                Json.write(json.path("own")),
                text(json, LINK).flatMap(id -> PublicId.parse(LINK, id)));
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.of(json.path(name)).filter(JsonNode::isString).map(JsonNode::asString);
    }
}
