package dev.handfast.cashier;

import dev.handfast.pages.Page;
import dev.handfast.pages.Texts;
import dev.handfast.payments.Freeze;
import dev.handfast.visits.Visit;
import dev.handfast.visits.Visits;

import java.time.Instant;

/**
 * What a page about a freeze is about.
 *
 * @param visit how the payer came
 * @param freeze what is asked for, as it stands
 * @param merchant for whom, by name
 * @param texts the payer's language
 * @param stage whether real money moves
 * @param now the moment of the request
 */
record FreezeScene(
        Visit visit, Freeze freeze, String merchant, Texts texts, Page.Stage stage, Instant now) {
    /** How far a freeze is, as its payer is told. */
    enum Standing {
        /** It waits for its payer to say yes or no. */
        ASKED,
        /** Money is held. */
        HELD,
        /** Something was paid from it, and nothing is held any more. */
        PAID,
        /** Money was held, and all of it given free again. */
        RELEASED,
        /** The payer has said no, or the merchant has called it off. */
        CLOSED,
        /** Nobody said yes in time. */
        EXPIRED
    }

    Standing standing() {
        boolean late = !now.isBefore(freeze.order().expiresAt());
        return switch (freeze.state()) {
            case WAITING -> late ? Standing.EXPIRED : Standing.ASKED;
            case FROZEN -> Standing.HELD;
            case FINISHED -> Standing.PAID;
            case CLOSED -> freeze.holding().isPresent() ? Standing.RELEASED : unheld(late);
        };
    }

    private static Standing unheld(boolean late) {
        return late ? Standing.EXPIRED : Standing.CLOSED;
    }

    /** The path of the page, which is also where its form goes. */
    String path() {
        return Visits.freezePath(visit);
    }

    /** Where the form goes by which a payer says no. */
    String declinePath() {
        return path() + "/decline";
    }

    String text(String key, Object... arguments) {
        return texts.get(key, arguments);
    }
}
