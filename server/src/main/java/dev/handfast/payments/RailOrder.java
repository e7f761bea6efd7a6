package dev.handfast.payments;

import dev.handfast.money.Money;
import dev.handfast.tokens.Card;

import java.util.UUID;

/**
 * What a card's issuer is asked.
 *
 * @param attempt the attempt to pay; the issuer knows it by this id however often it is asked
 * @param card the card
 * @param amount in the card's currency
 * @param capture whether the money is to move at once
 */
public record RailOrder(UUID attempt, Card card, Money amount, Terms.CaptureMode capture) {}
