package dev.handfast.home;

import static dev.handfast.web.Html.escape;

import dev.handfast.payments.Payment;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Collectors;

/** The first page as HTML. */
final class HomePage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    /** What a visitor of the sandbox can try, and what came of it last. */
    record Try(Optional<String> order, Optional<String> message) {}

    private HomePage() {}

    static String render(HomeView view, Optional<Try> trying) {
        return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="refresh" content="5">
        <title>Handfast</title>
        <link rel="stylesheet" href="/handfast.css">
        </head>
        <body>
        <header>
        <h1>Handfast</h1>
        <p>Device wallets and account wallets, joined.
        Customers of either pay merchants of both.</p>
        </header>
        <main>
        %s
        <section aria-labelledby="payments">
        <h2 id="payments">Recent payments</h2>
        %s
        </section>
        <section aria-labelledby="positions">
        <h2 id="positions">Positions</h2>
        %s
        </section>
        </main>
        <footer><p>Times are UTC. This page renews itself every five seconds.</p></footer>
        </body>
        </html>
        """
                .formatted(trying.map(HomePage::tryIt).orElse(""), payments(view), positions(view));
    }

    private static String tryIt(Try trying) {
        String message =
                trying.message()
                        .map(
                                text ->
                                        "<p class=\"message\" role=\"status\">%s</p>"
                                                .formatted(escape(text)))
                        .orElse("");
        return """
        <section class="stories" aria-label="Try it">
        <article>
        <h2>An account wallet pays where device wallets are taken</h2>
        <p>Lin has yuan in a wallet at Lantern, and a device token that stands for it. Harbor Coffee
        takes device wallets, in dollars.</p>
        %s
        </article>
        <article>
        <h2>A device wallet pays where QR codes are taken</h2>
        <p>Jasmine Tea shows QR codes, in yuan. Ana has a dollar card on her phone.</p>
        %s
        </article>
        </section>
        %s
        """
                .formatted(
                        button("coffee", "", "Lin pays USD 10.00 at Harbor Coffee"),
                        order(trying.order()),
                        message);
    }

    private static String order(Optional<String> code) {
        return code.map(
                        text ->
                                """
                                <div class="order">%s
                                <div><p class="amount">CNY 25.00</p>
                                <p>Longjing tea</p>
                                %s
                                %s
                                </div></div>
                                """
                                        .formatted(
                                                QrSvg.draw(text),
                                                button("ana", text, "Ana scans it with her phone"),
                                                button(
                                                        "lin",
                                                        text,
                                                        "Lin scans it with the wallet")))
                .orElseGet(() -> button("order", "", "Jasmine Tea shows a QR code"));
    }

    private static String button(String what, String code, String label) {
        return """
        <form method="post" action="/try">
        <input type="hidden" name="what" value="%s"><input type="hidden" name="code" value="%s">
        <button>%s</button></form>\
        """
                .formatted(escape(what), escape(code), escape(label));
    }

    private static String payments(HomeView view) {
        if (view.payments().isEmpty()) {
            return "<p>None yet.</p>";
        }
        return """
        <div class="wide"><table>
        <thead><tr><th scope="col">time</th><th scope="col">merchant</th>
        <th scope="col">from → to</th>
        <th scope="col" class="number">merchant's amount</th>
        <th scope="col" class="number">the payer pays</th>
        <th scope="col" class="number">rate</th><th scope="col">state</th></tr></thead>
        <tbody>
        %s
        </tbody></table></div>
        """
                .formatted(
                        view.payments().stream()
                                .map(payment -> row(view, payment))
                                .collect(Collectors.joining("\n")));
    }

    private static String row(HomeView view, Payment payment) {
        String amount = payment.terms().amount().format();
        String home =
                payment.backing()
                        .map(backing -> backing.home(payment.terms().amount()).format())
                        .orElse("");
        String rate =
                payment.backing()
                        .flatMap(backing -> backing.price())
                        .map(price -> price.rate().toDecimalString())
                        .orElse("");
        String state = HomeView.state(payment);
        return """
        <tr><td>%s</td><td>%s</td><td>%s</td><td class="number">%s</td><td class="number">%s</td>\
        <td class="number">%s</td><td><span class="state %s">%s</span></td></tr>\
        """
                .formatted(
                        TIME.format(HomeView.at(payment)),
                        escape(view.merchant(payment)),
                        escape(view.way(payment)),
                        escape(amount),
                        escape(home),
                        escape(rate),
                        state.replace(' ', '-'),
                        state);
    }

    private static String positions(HomeView view) {
        if (view.positions().isEmpty()) {
            return "<p>Nobody owes anybody.</p>";
        }
        return """
        <ul class="positions">
        %s
        </ul>
        """
                .formatted(
                        view.positions().stream()
                                .map(
                                        position ->
                                                "<li>%s owes %s <strong>%s</strong></li>"
                                                        .formatted(
                                                                escape(position.owing()),
                                                                escape(position.owed()),
                                                                escape(position.amount().format())))
                                .collect(Collectors.joining("\n")));
    }
}
