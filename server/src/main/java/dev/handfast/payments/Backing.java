package dev.handfast.payments;

import dev.handfast.fx.Price;
import dev.handfast.money.Money;
import dev.handfast.money.Percentage;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What stands behind a payment once somebody pays it: who, at what price, on which terms.
 *
 * @param payer who pays
 * @param issuer the payer's partner
 * @param price the price in the payer's currency, where that is another
 * @param merchantFee what the merchant pays, as agreed when the payer paid
 * @param issuingShare the issuing partner's part of it
 * @param holds the ledger's holds, while the money is held
 */
public record Backing(
        Payer payer,
        UUID issuer,
        Optional<Price> price,
        Percentage merchantFee,
        Percentage issuingShare,
        List<Long> holds) {
    /** Copies the list. */
    public Backing {
        holds = List.copyOf(holds);
    }

    Backing holding(List<Long> held) {
        return new Backing(payer, issuer, price, merchantFee, issuingShare, held);
    }

    /** What the payer pays for {@code amount}, in the payer's own currency. */
    public Money home(Money amount) {
        return price.map(Price::home).orElse(amount);
    }
}
