package dev.handfast.cashier;

import dev.handfast.pages.Page;
import dev.handfast.pages.Texts;
import dev.handfast.payments.Payment;
import dev.handfast.visits.Visit;
import dev.handfast.visits.Visits;

import java.time.Instant;
import java.util.List;

/**
 * What a page of the cashier is about.
 *
 * @param visit how the payer came
 * @param payment what is to be paid, as it stands
 * @param merchant to whom, by name
 * @param otherWays what is offered beside the wallets here
 * @param texts the payer's language
 * @param stage whether real money moves
 * @param now the moment of the request
 */
record Scene(
        Visit visit,
        Payment payment,
        String merchant,
        List<OtherWays.Way> otherWays,
        Texts texts,
        Page.Stage stage,
        Instant now) {
    /** How far the payment is. */
    Standing standing() {
        return Standing.of(payment, now);
    }

    /** The path of the first page. */
    String path() {
        return Visits.path(visit);
    }

    /** The fields of its forms. */
    HolderForm form() {
        return new HolderForm(texts, stage);
    }

    String text(String key, Object... arguments) {
        return texts.get(key, arguments);
    }
}
