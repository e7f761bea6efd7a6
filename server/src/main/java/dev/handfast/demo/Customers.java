package dev.handfast.demo;

import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.stream.StreamSupport;

/** The customers of the sandbox: their phones and wallets, worked over HTTP. */
final class Customers {
    /** A token on a device. */
    record Phone(String device, String holder, String token, String suffix) {}

    private Customers() {}

    /** The first device with a token of this funding, {@code wallet} or {@code card}. */
    static Phone phone(JsonNode credentials, String funding) {
        for (JsonNode device : credentials.path("devices")) {
            for (JsonNode token : device.path("tokens")) {
                if (token.path("funding").asString().startsWith(funding)) {
                    return new Phone(
                            device.path("id").asString(),
                            device.path("holder").asString(),
                            token.path("id").asString(),
                            token.path("suffix").asString());
                }
            }
        }
        throw new StepFailed("no device of the sandbox has a token funded by a " + funding);
    }

    /** Has a phone seal an Apple Pay token for Harbor Coffee, in US dollars. */
    static JsonNode seal(Http http, JsonNode credentials, Phone phone, long amountMinor) {
        ObjectNode order = Json.object();
        order.put("token", phone.token());
        order.put("merchant_id", credentials.at("/applepay/merchant_id").asString());
        order.put("amount_minor", amountMinor);
        order.put("currency", "USD");
        return http.postJson("/sandbox/devices/" + phone.device() + "/apple_pay", order);
    }

    /** Has a phone scan a code and pay. */
    static JsonNode scan(Http http, Phone phone, String code) {
        ObjectNode order = Json.object();
        order.put("code", code);
        order.put("token", phone.token());
        return http.postJson("/sandbox/devices/" + phone.device() + "/scan", order);
    }

    /** The wallet of the holder of this phone. */
    static JsonNode wallet(JsonNode credentials, Phone phone) {
        return StreamSupport.stream(credentials.path("wallets").spliterator(), false)
                .filter(wallet -> wallet.path("holder").asString().equals(phone.holder()))
                .findFirst()
                .orElseThrow(() -> new StepFailed("the sandbox has no wallet"));
    }
}
