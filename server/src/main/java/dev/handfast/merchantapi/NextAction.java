package dev.handfast.merchantapi;

import dev.handfast.payments.Offer;
import dev.handfast.payments.PartnerOffer;
import dev.handfast.payments.Payment;
import dev.handfast.payments.State;
import dev.handfast.sales.Addresses;
import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.Optional;

/**
 * What the payer has to do so that an offered payment goes on: open an address, or scan a code.
 *
 * <p>Both are always told. {@code alipay_handle_redirect} is as Stripe has it; {@code
 * alipay_display_qr_code} has the fields of Stripe's own {@code ..._display_qr_code} objects. The
 * type names the first where there is a {@code return_url}, else the second. A code of ours is read
 * by wallets of this installation; wallets of a partner that runs a gateway of its own read only
 * what that gateway shows, which is told in the same form.
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
        return json(
                new Code(page, page, addresses.pictureOf(payment.id())),
                offer.get().until().orElseThrow(),
                offer.get().returnUrl());
    }

    /**
     * The same for the wallets of a partner, by the code that the partner's gateway shows for the
     * payment.
     */
    ObjectNode of(Payment payment, PartnerOffer partner) {
        String page = addresses.ofPayment(payment.id(), partner.rail());
        return json(
                new Code(
                        partner.progress().code().orElseThrow(),
                        page,
                        addresses.pictureOf(payment.id(), partner.rail())),
                partner.payableUntil(),
                payment.offer().flatMap(Offer::returnUrl));
    }

    /**
     * What the payer scans or opens.
     *
     * @param data the code, which is an address
     * @param page where it is shown with what to do
     * @param picture where it is drawn
     */
    private record Code(String data, String page, String picture) {}

    private static ObjectNode json(Code shown, Instant until, Optional<String> returnUrl) {
        ObjectNode code = Json.object();
        code.put("data", shown.data());
        code.put("expires_at", until.getEpochSecond());
        code.put("hosted_instructions_url", shown.page());
        code.put("image_url_svg", shown.picture());
        ObjectNode json = Json.object();
        returnUrl.ifPresent(
                url -> {
                    ObjectNode redirect = Json.object();
                    redirect.put("native_data", shown.data());
                    redirect.put("native_url", shown.data());
                    redirect.put("return_url", url);
                    redirect.put("url", shown.data());
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
