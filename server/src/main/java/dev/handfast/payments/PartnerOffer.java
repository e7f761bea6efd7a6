package dev.handfast.payments;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Fields;
import dev.handfast.engine.Table;
import dev.handfast.fx.Price;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.money.Percentage;
import dev.handfast.money.Rate;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A waiting payment offered at a partner's gateway: the gateway shows a code, and whoever scans it
 * with a wallet of that partner pays there. The payment itself goes on waiting, so that it can
 * still be called off, or paid in another way; what comes too late goes back.
 *
 * @param id its id, by which the gateway knows it
 * @param payment which payment
 * @param merchant the payment's merchant
 * @param rail the rail that reaches the gateway
 * @param amount what the payment asked for when it was offered
 * @param terms the price and the fees as they were then, by which it is taken
 * @param payableUntil from this moment on the gateway refuses a payer
 * @param createdAt when it was offered
 * @param dueAt when its gateway is asked next, as it was when it was offered
 * @param progress how far it is
 */
public record PartnerOffer(
        UUID id,
        UUID payment,
        UUID merchant,
        String rail,
        Money amount,
        Agreed terms,
        Instant payableUntil,
        Instant createdAt,
        Instant dueAt,
        Progress progress) {
    /**
     * What was agreed when the payment was offered.
     *
     * @param issuer the partner whose wallets may pay
     * @param price the price in their currency, where that is another
     * @param merchantFee what the merchant pays
     * @param issuingShare the issuing partner's part of it
     */
    public record Agreed(
            UUID issuer, Optional<Price> price, Percentage merchantFee, Percentage issuingShare) {}

    /**
     * How far an offer is.
     *
     * @param state the state
     * @param code what the gateway's code says, once it is known
     */
    public record Progress(State state, Optional<String> code) {}

    /** The states of an offer. */
    public enum State {
        /** The gateway was asked for a code; whether it has one is not known. */
        ASKED,
        /** The gateway shows the code. */
        OPEN,
        /** Somebody paid, and the payment was paid with it. */
        TAKEN,
        /** Somebody paid when the payment could take it no longer; it goes back. */
        SURPLUS,
        /** Nobody has paid, and nobody can any more. */
        CLOSED;

        /** Whether somebody may pay yet, or may have paid. */
        boolean isOpen() {
            return this == ASKED || this == OPEN;
        }
    }

    static final Table<UUID, PartnerOffer> TABLE =
            Table.<UUID, PartnerOffer>named("partner_offer", Table.Access.LOCK)
                    .fixed("id", UUID, PartnerOffer::id)
                    .fixed("payment", UUID, PartnerOffer::payment)
                    .fixed("merchant", UUID, PartnerOffer::merchant)
                    .fixed("rail", TEXT, PartnerOffer::rail)
                    .fixed("issuer", UUID, row -> row.terms().issuer())
                    .fixed("currency", TEXT, row -> row.amount().currency().code())
                    .fixed("amount_minor", BIGINT, row -> row.amount().minor())
                    .fixedOptional(
                            "home_currency", TEXT, priced(price -> price.home().currency().code()))
                    .fixedOptional("home_minor", BIGINT, priced(price -> price.home().minor()))
                    .fixedOptional("middle_minor", BIGINT, priced(price -> price.middle().minor()))
                    .fixedOptional("rate", TEXT, priced(price -> price.rate().toDecimalString()))
                    .fixed(
                            "merchant_fee_percent",
                            TEXT,
                            row -> row.terms().merchantFee().toDecimalString())
                    .fixed(
                            "issuing_share_percent",
                            TEXT,
                            row -> row.terms().issuingShare().toDecimalString())
                    .fixed("payable_until", TIMESTAMP, PartnerOffer::payableUntil)
                    .fixed("created_at", TIMESTAMP, PartnerOffer::createdAt)
                    .fixed("due_at", TIMESTAMP, PartnerOffer::dueAt)
                    .changing("state", TEXT, row -> row.progress().state().name())
                    .changingOptional("code", TEXT, row -> row.progress().code())
                    .readBy(PartnerOffer::id, PartnerOffer::read);

    /** What whoever scans the code pays, in the currency of the partner's wallets. */
    public Money home() {
        return terms.price().map(Price::home).orElse(amount);
    }

    /** The same, as far as this. */
    PartnerOffer in(State next) {
        return at(new Progress(next, progress.code()));
    }

    /** The same, with the code that the gateway shows. */
    PartnerOffer shown(String code) {
        return at(new Progress(State.OPEN, Optional.of(code)));
    }

    private PartnerOffer at(Progress next) {
        return new PartnerOffer(
                id, payment, merchant, rail, amount, terms, payableUntil, createdAt, dueAt, next);
    }

    /** What stands behind the payment once somebody has paid. */
    Backing backing() {
        return new Backing(
                new Payer.PartnerHolder(rail, id),
                terms.issuer(),
                terms.price(),
                terms.merchantFee(),
                terms.issuingShare(),
                List.of());
    }

    /** The name by which there is one offer only of a payment as it stands at one rail. */
    static UUID claim(Invitation wanted) {
        return Claim.idOf(
                Claim.Kind.PARTNER_OFFER,
                wanted.payment().toString(),
                wanted.rail(),
                wanted.amount().toString(),
                wanted.until().toString());
    }

    private static <T> Function<PartnerOffer, Optional<T>> priced(Function<Price, T> value) {
        return row -> row.terms().price().map(value);
    }

    private static PartnerOffer read(Fields fields) throws SQLException {
        UUID id = fields.uuid();
        UUID payment = fields.uuid();
        UUID merchant = fields.uuid();
        String rail = fields.text();
        UUID issuer = fields.uuid();
        Currency currency = Currency.of(fields.text());
        Money amount = new Money(fields.number(), currency);
        Optional<Price> price = readPrice(fields);
        Agreed terms =
                new Agreed(
                        issuer,
                        price,
                        Percentage.parse(fields.text()).orElseThrow(),
                        Percentage.parse(fields.text()).orElseThrow());
        return new PartnerOffer(
                id,
                payment,
                merchant,
                rail,
                amount,
                terms,
                fields.instant(),
                fields.instant(),
                fields.instant(),
                new Progress(State.valueOf(fields.text()), fields.findText()));
    }

    private static Optional<Price> readPrice(Fields fields) throws SQLException {
        Optional<String> currency = fields.findText();
        Optional<Long> home = fields.findNumber();
        Optional<Long> middle = fields.findNumber();
        Optional<String> rate = fields.findText();
        return currency.map(Currency::of)
                .map(
                        known ->
                                new Price(
                                        new Money(home.orElseThrow(), known),
                                        new Money(middle.orElseThrow(), known),
                                        Rate.parse(rate.orElseThrow()).orElseThrow()));
    }
}
