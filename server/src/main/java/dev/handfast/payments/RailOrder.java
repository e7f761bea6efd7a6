package dev.handfast.payments;

import dev.handfast.money.Money;
import dev.handfast.secrets.SecretText;
import dev.handfast.tokens.Card;

import java.util.UUID;

/**
 * What a rail is asked.
 *
 * @param attempt the attempt to pay; the other side knows it by this id however often it is asked
 * @param source what is paid with
 * @param amount in the payer's currency
 * @param capture whether the money is to move at once
 */
public record RailOrder(UUID attempt, Source source, Money amount, Terms.CaptureMode capture) {
    /** What is paid with. */
    public sealed interface Source {
        /** The name of the rail that is asked. */
        String rail();
    }

    /** A card, whose issuer is asked. */
    public record OfCard(Card card) implements Source {
        @Override
        public String rail() {
            return card.rail();
        }
    }

    /**
     * A payment code that the holder of a partner's wallet has shown.
     *
     * @param rail the rail that reaches the partner's gateway
     * @param code its digits, which are as good as money
     * @param description what is paid for, as shown to the payer
     */
    public record OfCode(String rail, SecretText code, String description) implements Source {}
}
