package dev.handfast.merchantapi;

import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/** The parameters of customers that several calls share. */
final class CustomerParams {
    static final List<String> ADDRESS_FIELDS =
            List.of("city", "country", "line1", "line2", "postal_code", "state");

    private static final int TEXT_LENGTH_MAX = 500;
    private static final int NAME_LENGTH_MAX = 256;
    private static final int PHONE_LENGTH_MAX = 20;

    private CustomerParams() {}

    static List<Param> customer() {
        return List.of(
                address(CustomerJson.ADDRESS),
                Param.text("description", TEXT_LENGTH_MAX, "The merchant's own words.").clearable(),
                Param.text("email", Param.EMAIL_LENGTH_MAX, "Where they are written to.")
                        .clearable(),
                Param.metadata().clearable(),
                Param.text("name", NAME_LENGTH_MAX, "Their name.").clearable(),
                Param.text("phone", PHONE_LENGTH_MAX, "Their telephone number.").clearable(),
                Param.group(
                                CustomerJson.SHIPPING,
                                "Where things are sent to.",
                                address(CustomerJson.ADDRESS).required(),
                                Param.text("name", NAME_LENGTH_MAX, "Who opens the door.")
                                        .required(),
                                Param.text("phone", PHONE_LENGTH_MAX, "Whom to call."))
                        .clearable());
    }

    static Param address(String name) {
        return Param.group(
                        name,
                        "Where they live.",
                        ADDRESS_FIELDS.stream()
                                .map(field -> Param.text(field, TEXT_LENGTH_MAX, "").clearable())
                                .toArray(Param[]::new))
                .clearable();
    }

    static Param billing() {
        return Param.group(
                CustomerJson.BILLING,
                "Who pays.",
                address(CustomerJson.ADDRESS),
                Param.text("email", Param.EMAIL_LENGTH_MAX, "").clearable(),
                Param.text("name", NAME_LENGTH_MAX, "").clearable(),
                Param.text("phone", PHONE_LENGTH_MAX, "").clearable());
    }

    /** What a group says, as the API shows it; empty where it is not there or was cleared. */
    static Optional<ObjectNode> read(Params params, String name, List<String> texts) {
        return params.nested(name)
                .map(
                        group -> {
                            ObjectNode json = Json.object();
                            for (String text : texts) {
                                json.set(
                                        text, CustomerJson.textOrNull(group.text(text).orElse("")));
                            }
                            return json;
                        });
    }

    static Optional<ObjectNode> readAddress(Params params) {
        return read(params, CustomerJson.ADDRESS, ADDRESS_FIELDS);
    }

    /** A group that has an address among its texts. */
    static Optional<ObjectNode> readWithAddress(Params params, String name, List<String> texts) {
        Optional<ObjectNode> found = read(params, name, texts);
        found.ifPresent(
                json ->
                        params.nested(name)
                                .flatMap(CustomerParams::readAddress)
                                .ifPresent(address -> json.set(CustomerJson.ADDRESS, address)));
        return found;
    }
}
