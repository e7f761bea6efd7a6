package dev.handfast.merchantapi;

import dev.handfast.web.Json;

import tools.jackson.databind.node.ArrayNode;

import java.util.List;

/**
 * With what a payment may be paid: device tokens, which this dialect calls cards, and account
 * wallets, which it calls alipay.
 *
 * @param names in the order they are offered; never empty
 */
record MethodTypes(List<String> names) {
    static final String CARD = "card";
    static final String ALIPAY = "alipay";

    private static final String PARAMETER = "payment_method_types";
    private static final List<String> ALL = List.of(CARD, ALIPAY);

    MethodTypes {
        names = List.copyOf(names);
    }

    /** The parameter, as it is declared. */
    static Param param() {
        return lasting().until(ApiVersion.DAHLIA);
    }

    /** The parameter of payment links, which stays. */
    static Param lasting() {
        return Param.words(PARAMETER, 20, "With what it may be paid.", CARD, ALIPAY);
    }

    /** Reads the parameter; everything where it is left out. */
    static List<String> read(Params params) {
        return params.texts(PARAMETER).stream().distinct().toList();
    }

    /** Those of a payment. */
    static MethodTypes of(Details details) {
        List<String> given = details.words(PARAMETER);
        return new MethodTypes(given.isEmpty() ? ALL : given);
    }

    /** Puts them beside a payment. */
    static Details into(Details details, List<String> types) {
        return details.with(PARAMETER, types);
    }

    boolean allow(String type) {
        return names.contains(type);
    }

    ArrayNode toJson() {
        ArrayNode list = Json.array();
        names.forEach(list::add);
        return list;
    }
}
