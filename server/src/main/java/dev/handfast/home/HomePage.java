package dev.handfast.home;

import dev.handfast.pages.Html;
import dev.handfast.pages.QrSvg;
import dev.handfast.payments.Payment;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The first page as HTML. */
final class HomePage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    /** What a visitor of the sandbox can try, and what came of it last. */
    record Try(Optional<String> order, Optional<String> message) {}

    private HomePage() {}

    static String render(HomeView view, Optional<Try> trying) {
        return Html.of(
                        """
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
                        {}
                        <section aria-labelledby="payments">
                        <h2 id="payments">Recent payments</h2>
                        {}
                        </section>
                        <section aria-labelledby="positions">
                        <h2 id="positions">Positions</h2>
                        {}
                        </section>
                        </main>
                        <footer>
                        <p>Times are UTC. This page renews itself every five seconds.</p>
                        </footer>
                        </body>
                        </html>
                        """,
                        trying.map(HomePage::tryIt),
                        payments(view),
                        positions(view))
                .toString();
    }

    private static Html tryIt(Try trying) {
        return Html.of(
                """
                <section class="stories" aria-label="Try it">
                <article>
                <h2>An account wallet pays where device wallets are taken</h2>
                <p>Lin has yuan in a wallet at Lantern, and a device token that stands for it.
                Harbor Coffee takes device wallets, in dollars.</p>
                {}
                </article>
                <article>
                <h2>A device wallet pays where QR codes are taken</h2>
                <p>Jasmine Tea shows QR codes, in yuan. Ana has a dollar card on her phone.</p>
                {}
                </article>
                </section>
                {}
                """,
                button("coffee", "", "Lin pays USD 10.00 at Harbor Coffee"),
                order(trying.order()),
                trying.message()
                        .map(text -> Html.of("<p class=\"message\" role=\"status\">{}</p>", text)));
    }

    private static Html order(Optional<String> code) {
        return code.map(
                        text ->
                                Html.of(
                                        """
                                        <div class="order">{}
                                        <div><p class="amount">CNY 25.00</p>
                                        <p>Longjing tea</p>
                                        {}
                                        {}
                                        <p><a href="/qr/{}">Pay it in this browser</a></p>
                                        </div></div>
                                        """,
                                        QrSvg.draw(text, "QR code of the order"),
                                        button("ana", text, "Ana scans it with her phone"),
                                        button("lin", text, "Lin scans it with the wallet"),
                                        text.substring(text.lastIndexOf('/') + 1)))
                .orElseGet(() -> button("order", "", "Jasmine Tea shows a QR code"));
    }

    private static Html button(String what, String code, String label) {
        return Html.of(
                """
                <form method="post" action="/try">
                <input type="hidden" name="what" value="{}">\
                <input type="hidden" name="code" value="{}">
                <button>{}</button></form>\
                """,
                what,
                code,
                label);
    }

    private static Html payments(HomeView view) {
        if (view.payments().isEmpty()) {
            return Html.of("<p>None yet.</p>");
        }
        return Html.of(
                """
                <div class="wide"><table>
                <thead><tr><th scope="col">time</th><th scope="col">merchant</th>
                <th scope="col">from → to</th>
                <th scope="col" class="number">merchant's amount</th>
                <th scope="col" class="number">the payer pays</th>
                <th scope="col" class="number">rate</th><th scope="col">state</th></tr></thead>
                <tbody>
                {}
                </tbody></table></div>
                """,
                Html.lines(view.payments().stream().map(payment -> row(view, payment)).toList()));
    }

    private static Html row(HomeView view, Payment payment) {
        String state = HomeView.state(payment);
        return Html.of(
                """
                <tr><td>{}</td><td>{}</td><td>{}</td><td class="number">{}</td>\
                <td class="number">{}</td><td class="number">{}</td>\
                <td><span class="state {}">{}</span></td></tr>\
                """,
                TIME.format(HomeView.at(payment)),
                view.merchant(payment),
                view.way(payment),
                payment.terms().amount().format(),
                payment.backing().map(backing -> backing.home(payment.terms().amount()).format()),
                payment.backing()
                        .flatMap(backing -> backing.price())
                        .map(price -> price.rate().toDecimalString()),
                state.replace(' ', '-'),
                state);
    }

    private static Html positions(HomeView view) {
        if (view.positions().isEmpty()) {
            return Html.of("<p>Nobody owes anybody.</p>");
        }
        return Html.of(
                "<ul class=\"positions\">\n{}</ul>",
                Html.lines(
                        view.positions().stream()
                                .map(
                                        position ->
                                                Html.of(
                                                        "<li>{} owes {} <strong>{}</strong></li>",
                                                        position.owing(),
                                                        position.owed(),
                                                        position.amount().format()))
                                .toList()));
    }
}
