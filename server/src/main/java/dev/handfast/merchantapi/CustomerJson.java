package dev.handfast.merchantapi;

import dev.handfast.customers.Customer;
import dev.handfast.customers.PaymentMethod;
import dev.handfast.customers.SetupIntent;
import dev.handfast.customers.WalletAgreements;
import dev.handfast.mandates.Mandate;
import dev.handfast.web.Json;
import dev.handfast.web.PublicId;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;

/**
 * Renders customers and what they pay with. Pure.
 *
 * @param live whether money is real here
 * @param secrets the client secrets of setups
 * @param publicUrl where holders reach this installation, without a slash at the end
 */
record CustomerJson(boolean live, ClientSecrets secrets, String publicUrl) {
    static final String ADDRESS = "address";
    static final String SHIPPING = "shipping";
    static final String BILLING = "billing_details";
    static final String USAGE = "usage";
    static final String DESCRIPTION = "description";
    static final String CANCELLATION = "cancellation_reason";

    /** Where the holder's browser goes after agreeing, in the details of setups and mandates. */
    static final String RETURN_URL = "return_url";

    private static final int CENTURY = 2_000;

    ObjectNode customer(Customer customer) {
        Details details = Details.read(customer.details());
        ObjectNode json = Json.object();
        json.put("id", PublicIds.CUSTOMER.format(customer.id()));
        json.put("object", "customer");
        json.set(ADDRESS, details.group(ADDRESS));
        json.put("balance", 0);
        json.put("created", customer.createdAt().getEpochSecond());
        json.putNull("currency");
        json.putNull("default_source");
        json.put("delinquent", false);
        json.set(DESCRIPTION, textOrNull(customer.description()));
        json.set("email", textOrNull(customer.contact().email()));
        json.put("livemode", live);
        json.set("metadata", details.metadata());
        json.set("name", textOrNull(customer.contact().name()));
        json.set("phone", textOrNull(customer.contact().phone()));
        json.set("preferred_locales", Json.array());
        json.set(SHIPPING, details.group(SHIPPING));
        return json;
    }

    static ObjectNode deleted(UUID customer) {
        ObjectNode json = Json.object();
        json.put("id", PublicIds.CUSTOMER.format(customer));
        json.put("object", "customer");
        json.put("deleted", true);
        return json;
    }

    ObjectNode method(PaymentMethod method) {
        Details details = Details.read(method.details());
        ObjectNode json = Json.object();
        json.put("id", PublicIds.PAYMENT_METHOD.format(method.id()));
        json.put("object", "payment_method");
        boolean account = method.mandate().isPresent();
        if (account) {
            json.set(MethodTypes.ALIPAY, Json.object());
        }
        json.put("allow_redisplay", "unspecified");
        json.set(BILLING, billing(details));
        if (!account) {
            json.set(MethodTypes.CARD, card(method));
        }
        json.put("created", method.createdAt().getEpochSecond());
        json.set("customer", idOrNull(PublicIds.CUSTOMER, method.customer()));
        json.put("livemode", live);
        json.set("metadata", details.metadata());
        json.put("type", account ? MethodTypes.ALIPAY : MethodTypes.CARD);
        return json;
    }

    private static ObjectNode billing(Details details) {
        ObjectNode billing = Json.object();
        JsonNode given = details.group(BILLING);
        for (String name : new String[] {ADDRESS, "email", "name", "phone", "tax_id"}) {
            JsonNode value = given.path(name);
            billing.set(name, value.isMissingNode() ? billing.nullNode() : value);
        }
        return billing;
    }

    private static ObjectNode card(PaymentMethod method) {
        ObjectNode wallet = Json.object();
        wallet.set("apple_pay", Json.object());
        wallet.putNull("dynamic_last4");
        wallet.put("type", "apple_pay");
        ObjectNode card = Json.object();
        Optional<PaymentMethod.Source.OnFile> file = method.onFile();
        card.put("brand", file.map(known -> lower(known.network())).orElse("unknown"));
        if (file.isPresent()) {
            String expiry = file.get().expiresOn();
            card.put("exp_month", Integer.parseInt(expiry.substring(2, 4)));
            card.put("exp_year", CENTURY + Integer.parseInt(expiry.substring(0, 2)));
        } else {
            card.putNull("exp_month");
            card.putNull("exp_year");
        }
        card.put("funding", "unknown");
        card.set("last4", textOrNull(file.map(PaymentMethod.Source.OnFile::suffix).orElse("")));
        card.set("wallet", wallet);
        return card;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    ObjectNode setup(SetupIntent setup) {
        Details details = Details.read(setup.details());
        ObjectNode json = Json.object();
        json.put("id", PublicIds.SETUP_INTENT.format(setup.id()));
        json.put("object", "setup_intent");
        json.putNull("application");
        json.putNull("automatic_payment_methods");
        json.set(CANCELLATION, details.text(CANCELLATION));
        json.put("client_secret", secrets.of(PublicIds.SETUP_INTENT, setup.id()));
        json.put("created", setup.createdAt().getEpochSecond());
        json.set("customer", idOrNull(PublicIds.CUSTOMER, setup.customer()));
        json.set(DESCRIPTION, details.text(DESCRIPTION));
        json.putNull("last_setup_error");
        json.putNull("latest_attempt");
        json.put("livemode", live);
        json.set("mandate", idOrNull(PublicIds.MANDATE, mandateOf(setup)));
        json.set("metadata", details.metadata());
        json.set("next_action", nextAction(setup, details));
        json.putNull("on_behalf_of");
        json.set("payment_method", idOrNull(PublicIds.PAYMENT_METHOD, setup.method()));
        json.set("payment_method_options", options(details));
        json.set("payment_method_types", MethodTypes.of(details).toJson());
        json.putNull("single_use_mandate");
        json.put("status", status(setup));
        json.put(USAGE, details.text(USAGE).asString("off_session"));
        return json;
    }

    /** The mandate that is waited for, or was agreed to; none where a device token came first. */
    private static Optional<UUID> mandateOf(SetupIntent setup) {
        return setup.mandate().filter(id -> setup.method().map(id::equals).orElse(true));
    }

    private static ObjectNode options(Details details) {
        ObjectNode json = Json.object();
        if (details.group(MandateOptions.NAME).isObject()) {
            ObjectNode alipay = Json.object();
            alipay.set(MandateOptions.NAME, details.group(MandateOptions.NAME));
            json.set(MethodTypes.ALIPAY, alipay);
        }
        return json;
    }

    /** The page on which the holder of a wallet agrees, as long as that is what is waited for. */
    private JsonNode nextAction(SetupIntent setup, Details details) {
        if (setup.state() != SetupIntent.State.WAITING || setup.mandate().isEmpty()) {
            return Json.object().nullNode();
        }
        ObjectNode redirect = Json.object();
        redirect.set(RETURN_URL, details.text(RETURN_URL));
        redirect.put("url", pageOf(setup.mandate().get()));
        ObjectNode json = Json.object();
        json.set("redirect_to_url", redirect);
        json.put("type", "redirect_to_url");
        return json;
    }

    /** The page on which the holder of a wallet agrees to a mandate. */
    String pageOf(UUID mandate) {
        return publicUrl + Mandate.PAGE + PublicId.format(Mandate.PAGE_PREFIX, mandate);
    }

    /** Where the holder's browser goes after agreeing to the mandate of a setup. */
    Optional<String> returnedTo(Mandate mandate) {
        String url = Details.read(mandate.proposal().details()).text(RETURN_URL).asString("");
        return WalletAgreements.setupOf(mandate)
                .filter(any -> !url.isEmpty())
                .map(setup -> returnedTo(url, setup, mandate));
    }

    private String returnedTo(String url, UUID setup, Mandate mandate) {
        SequencedMap<String, String> query = new LinkedHashMap<>();
        query.put("setup_intent", PublicIds.SETUP_INTENT.format(setup));
        query.put("setup_intent_client_secret", secrets.of(PublicIds.SETUP_INTENT, setup));
        query.put(
                "redirect_status",
                mandate.state() instanceof Mandate.State.Active ? "succeeded" : "failed");
        return Urls.with(url, query);
    }

    private static String status(SetupIntent setup) {
        return switch (setup.state()) {
            case WAITING ->
                    setup.mandate().isPresent() ? "requires_action" : "requires_payment_method";
            case SUCCEEDED -> "succeeded";
            case CANCELLED -> "canceled";
        };
    }

    static JsonNode textOrNull(String text) {
        ObjectNode nodes = Json.object();
        return text.isEmpty() ? nodes.nullNode() : nodes.stringNode(text);
    }

    private static JsonNode idOrNull(PublicIds kind, Optional<UUID> id) {
        return textOrNull(id.map(kind::format).orElse(""));
    }
}
