package dev.handfast.merchantapi;

import dev.handfast.payments.Offer;
import dev.handfast.payments.Payment;
import dev.handfast.payments.State;
import dev.handfast.sales.Addresses;
import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/**
 * What the payer has to do so that an offered payment goes on: open an address, or scan a code.
 *
 * <p>Both are always told. {@code alipay_handle_redirect} is as Stripe has it; {@code
 * alipay_display_qr_code} has the fields of Stripe's own {@code ..._display_qr_code} objects. The
 * type names the first where there is a {@code return_url}, else the second.
 *
 * @param addresses where the hosted pages are
 */
record NextAction(Addresses addresses) {
    static final String REDIRECT = "alipay_handle_redirect";
    static final String CODE = "alipay_display_qr_code";

    /** Whether there is something for the payer to do. */
    static boolean stands(Payment payment) {
        return payment.state() instanceof State.Waiting
                && payment.offer().filter(Offer::stands).isPresent();
    }

    JsonNode of(Payment payment) {
        Optional<Offer> offer = payment.offer();
        if (offer.isEmpty() || !stands(payment)) {
            return Json.object().nullNode();
        }
        String page = addresses.ofPayment(payment.id());
        ObjectNode code = Json.object();
        code.put("data", page);
        code.put("expires_at", offer.get().until().orElseThrow().getEpochSecond());
        code.put("hosted_instructions_url", page);
        code.put("image_url_svg", addresses.pictureOf(payment.id()));
        ObjectNode json = Json.object();
        Optional<String> returnUrl = offer.get().returnUrl();
        returnUrl.ifPresent(
                url -> {
                    ObjectNode redirect = Json.object();
                    redirect.put("native_data", page);
                    redirect.put("native_url", page);
                    redirect.put("return_url", url);
                    redirect.put("url", page);
                    json.set(REDIRECT, redirect);
                });
        json.set(CODE, code);
        json.put("type", returnUrl.isPresent() ? REDIRECT : CODE);
        return json;
    }

    /** Why the last try failed, where that is kept: nobody took the offer up in time. */
    static JsonNode lastError(Payment payment) {
        boolean waits = payment.state() instanceof State.Waiting;
        boolean lapsed = payment.offer().filter(offer -> !offer.stands()).isPresent();
        if (!waits || !lapsed) {
            return Json.object().nullNode();
        }
        ObjectNode error = Json.object();
        error.put("code", ApiCode.PAYMENT_INTENT_PAYMENT_ATTEMPT_EXPIRED.text());
        error.put("message", "Nobody took the offer up in time; confirm again to renew it.");
        error.put("type", ApiError.Type.INVALID_REQUEST_ERROR.text());
        return error;
    }
}
