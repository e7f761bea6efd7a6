package dev.handfast.home;

import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.StaticCode;
import dev.handfast.merchants.StaticCodes;
import dev.handfast.pages.Html;
import dev.handfast.pages.QrSvg;
import dev.handfast.payments.Freezes;
import dev.handfast.payments.PaymentStore;
import dev.handfast.visits.Visit;
import dev.handfast.visits.Visits;
import dev.handfast.web.Answers;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What stands at the address a QR code says: the code as a picture, and for a telephone's camera
 * the way to the cashier, or a page to print. Wallets do not come here; they hand the text to their
 * operator.
 */
public final class QrService implements HttpService {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private final Codes codes;
    private final Merchants merchants;
    private final Visits visits;
    private final String publicUrl;

    /**
     * What a code may stand for.
     *
     * @param printed the codes that merchants have printed
     * @param payments what waits to be paid
     * @param freezes what waits to be agreed to
     */
    public record Codes(StaticCodes printed, PaymentStore payments, Freezes freezes) {}

    /**
     * Shows the codes of payments and freezes and the printed ones of merchants; all begin with
     * {@code publicUrl}.
     */
    public QrService(Codes codes, Merchants merchants, Visits visits, String publicUrl) {
        this.codes = codes;
        this.merchants = merchants;
        this.visits = visits;
        this.publicUrl = publicUrl;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/qr/{code}", this::show);
    }

    private void show(ServerRequest request, ServerResponse response) {
        String name = request.path().pathParameters().get("code");
        boolean picture = name.endsWith(".svg");
        String code = publicUrl + "/qr/" + (picture ? name.substring(0, name.length() - 4) : name);
        Optional<Supplier<String>> cashier = cashier(code);
        Optional<StaticCode> print =
                cashier.isPresent() ? Optional.empty() : codes.printed().find(code);
        if (cashier.isEmpty() && print.isEmpty()) {
            Answers.error(response, 404, "unknown_code", "nobody is paid by this QR code");
        } else if (picture) {
            response.header(HeaderNames.CONTENT_TYPE, "image/svg+xml; charset=utf-8");
            response.send(picture(code).toString().getBytes(StandardCharsets.UTF_8));
        } else if (cashier.isPresent()) {
            response.status(Status.FOUND_302)
                    .header(HeaderNames.LOCATION, cashier.get().get())
                    .header(HeaderNames.CACHE_CONTROL, "no-store")
                    .send();
        } else {
            response.header("Content-Security-Policy", POLICY);
            Answers.html(response, 200, page(print.get()));
        }
    }

    /** Opens the page of what waits behind a code. */
    private Optional<Supplier<String>> cashier(String code) {
        Visit.Way way =
                new Visit.Way(Visit.Look.SIGN_IN, Visit.Back.NOWHERE, Optional.of(code), "");
        return codes.payments()
                .findByCode(code)
                .<Supplier<String>>map(payment -> () -> visits.open(payment.id(), way))
                .or(
                        () ->
                                codes.freezes()
                                        .findByCode(code)
                                        .map(freeze -> () -> visits.openFreeze(freeze.id(), way)));
    }

    /** To be printed: who is paid, and where it hangs. */
    private String page(StaticCode code) {
        return page(
                code.code(),
                merchants.find(code.merchant()).map(Merchant::name).orElse(""),
                code.label(),
                "Scan it with your wallet and type the amount.");
    }

    private static String page(String code, String heading, String about, String advice) {
        return Html.of(
                        """
                        <!doctype html>
                        <html lang="en">
                        <head>
                        <meta charset="utf-8">
                        <meta name="viewport" content="width=device-width, initial-scale=1">
                        <title>Handfast</title>
                        <link rel="stylesheet" href="/handfast.css">
                        </head>
                        <body>
                        <main class="code">
                        <h1>{}</h1>
                        <p>{}</p>
                        {}
                        <p>{}</p>
                        </main>
                        </body>
                        </html>
                        """,
                        heading,
                        about,
                        picture(code),
                        advice)
                .toString();
    }

    private static Html picture(String code) {
        return QrSvg.draw(code, "QR code of the order");
    }
}
