package dev.handfast.payments;

import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.fx.Price;
import dev.handfast.fx.Pricing;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.partners.Agreement;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** On which terms a payer of one partner pays a merchant of another. */
sealed interface Bargain {
    /** On these. */
    record Struck(Backing backing) implements Bargain {}

    /** On none. */
    record Refused(PaymentRefusal why, String detail) implements Bargain {}

    /** Who would pay, in which currency, and at what promised price. */
    record Side(Payer payer, UUID issuer, Currency currency, Optional<UUID> quote) {}

    /** What a merchant asks for. */
    record Ask(UUID acquirer, Money amount) {
        static Ask of(Terms terms) {
            return new Ask(terms.acquirer(), terms.amount());
        }
    }

    /** Who would pay for what. */
    record Parties(UUID issuer, Currency currency, Ask ask) {}

    /** Names what {@link #strike} looks at; nothing where no parties are known. */
    static void name(
            Naming naming, Optional<UUID> quote, Function<Working, Optional<Parties>> parties) {
        naming.rows(
                Agreement.TABLE,
                working ->
                        parties.apply(working).stream()
                                .map(two -> Agreement.idOf(two.issuer(), two.ask().acquirer()))
                                .toList());
        Pricing.name(
                naming,
                quote,
                working ->
                        parties.apply(working)
                                .map(
                                        two ->
                                                Pricing.pair(
                                                        two.ask().amount().currency(),
                                                        two.currency()))
                                .orElse(List.of()));
    }

    /** The terms of this moment. */
    static Bargain strike(Working working, Side side, Ask ask) {
        UUID corridor = Agreement.idOf(side.issuer(), ask.acquirer());
        Optional<Agreement> agreement = working.find(Agreement.TABLE, corridor);
        if (agreement.isEmpty()) {
            return new Refused(
                    PaymentRefusal.CORRIDOR_MISSING,
                    "the two partners have no agreement for such payments");
        }
        switch (agreement.get().state()) {
            case OPEN -> {}
            case CLOSED -> {
                return new Refused(
                        PaymentRefusal.CORRIDOR_CLOSED,
                        "the corridor between the two partners is closed");
            }
        }
        Optional<Price> price = Optional.empty();
        if (!side.currency().equals(ask.amount().currency())) {
            switch (Pricing.price(working, ask.amount(), side.currency(), side.quote())) {
                case Pricing.Result.Priced priced -> price = Optional.of(priced.price());
                case Pricing.Result.Refused refused -> {
                    return new Refused(
                            Refusals.of(refused.why()),
                            Refusals.pricing(ask.amount(), side.currency()));
                }
            }
        }
        return new Struck(
                new Backing(
                        side.payer(),
                        side.issuer(),
                        price,
                        agreement.get().merchantFee(),
                        agreement.get().issuingShare(),
                        List.of()));
    }
}
