package dev.handfast.checkout;

import dev.handfast.pages.Language;
import dev.handfast.pages.Page;
import dev.handfast.pages.Texts;
import dev.handfast.partners.Partner;
import dev.handfast.payments.Invited;
import dev.handfast.payments.PartnerOffer;
import dev.handfast.payments.Payment;
import dev.handfast.web.Answers;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Payments for the wallets of partners that run gateways of their own: which there are, and the
 * codes that their gateways show.
 *
 * <p>The form that asks for a code needs no guard. Whoever knows the page's address may ask for
 * one, asking again gives the same, and it moves no money.
 */
final class PartnerDesk {
    private final Parts parts;

    PartnerDesk(Parts parts) {
        this.parts = parts;
    }

    /** A payment whose page is at {@code path}. */
    record Known(Payment payment, String merchant, String path) {}

    /** A partner as the page shows it: the last part of its form's address, and its name. */
    record Choice(String rail, String name) {}

    /** The partners to whose wallets a payment can be offered. */
    List<Choice> choices(Payment payment) {
        return parts.elsewhere().offers().choices(payment).stream()
                .map(choice -> new Choice(choice.rail(), name(choice.partner())))
                .toList();
    }

    private String name(UUID partner) {
        return parts.elsewhere().partners().all().stream()
                .filter(known -> known.id().equals(partner))
                .map(Partner::name)
                .findFirst()
                .orElse("?");
    }

    /** Asks for the partner's code and leads to where it is shown. */
    void invite(Known known, ServerRequest request, ServerResponse response) {
        String rail = request.path().pathParameters().get("rail");
        Optional<Choice> choice = choice(known, rail);
        if (choice.isPresent()
                && !(parts.elsewhere().offers().invite(known.payment(), rail)
                        instanceof Invited.Shown)) {
            Policy.send(
                    response,
                    503,
                    page(known, choice.get()).none(texts(request, response)),
                    Optional.empty());
        } else {
            to(response, choice.isPresent() ? known.path() + "/partners/" + rail : known.path());
        }
    }

    /** Shows the partner's code while it can be scanned; otherwise leads to the payment's page. */
    void show(Known known, ServerRequest request, ServerResponse response) {
        String rail = request.path().pathParameters().get("rail");
        Optional<Choice> choice = choice(known, rail);
        Optional<PartnerOffer> offer =
                choice.flatMap(any -> parts.elsewhere().offers().standing(known.payment(), rail));
        Optional<String> code = offer.flatMap(standing -> standing.progress().code());
        if (choice.isEmpty() || code.isEmpty()) {
            to(response, known.path());
            return;
        }
        Page page =
                page(known, choice.get()).shown(offer.get(), code.get(), texts(request, response));
        Policy.send(response, 200, page, Optional.empty());
    }

    /** The partner's code as a picture, while it can be scanned. */
    void picture(Known known, ServerRequest request, ServerResponse response) {
        String rail = request.path().pathParameters().get("rail");
        Optional<String> code =
                choice(known, rail)
                        .flatMap(any -> parts.elsewhere().offers().standing(known.payment(), rail))
                        .flatMap(offer -> offer.progress().code());
        if (code.isPresent()) {
            CheckoutService.draw(response, code.get());
        } else {
            Answers.error(response, 404, "unknown_page", "there is no such code");
        }
    }

    private Optional<Choice> choice(Known known, String rail) {
        return Methods.of(known.payment()).account()
                ? choices(known.payment()).stream()
                        .filter(choice -> choice.rail().equals(rail))
                        .findFirst()
                : Optional.empty();
    }

    private PartnerPage page(Known known, Choice choice) {
        return new PartnerPage(
                known.payment(),
                known.merchant(),
                choice.name(),
                known.path(),
                parts.site().stage());
    }

    private static Texts texts(ServerRequest request, ServerResponse response) {
        return Texts.in(Language.of(request, response));
    }

    private static void to(ServerResponse response, String path) {
        response.status(Status.SEE_OTHER_303)
                .header(HeaderNames.LOCATION, path)
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .send();
    }
}
