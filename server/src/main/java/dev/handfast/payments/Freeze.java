package dev.handfast.payments;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Fields;
import dev.handfast.engine.Table;
import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.money.Percentage;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Money of a wallet frozen for a merchant, who says later how much of it is the price: a
 * pre-authorisation. It is paid from in as many payments as the merchant likes, and what is left is
 * unfrozen.
 *
 * @param id its id
 * @param order what the merchant asked for
 * @param state how far it is
 * @param holding whose money it is, once somebody has agreed
 * @param rest what is still frozen
 * @param paid what has been paid from it
 * @param createdAt when it was asked for
 */
public record Freeze(
        UUID id,
        Order order,
        State state,
        Optional<Holding> holding,
        Money rest,
        Money paid,
        Instant createdAt) {
    /**
     * What a merchant asks for; fixed.
     *
     * @param merchant for whom
     * @param acquirer the merchant's partner
     * @param amount more than zero
     * @param reference the merchant's own number for it, unique for this merchant
     * @param request the merchant's number for the act of freezing
     * @param title what it is for, as shown to the payer
     * @param details what else the dialect wants to keep, as JSON text
     * @param expiresAt from this moment on nobody can agree to it
     */
    public record Order(
            UUID merchant,
            UUID acquirer,
            Money amount,
            String reference,
            String request,
            String title,
            String details,
            Instant expiresAt) {
        /** Checks the amount. */
        public Order {
            if (!amount.isPositive()) {
                throw new IllegalArgumentException("amount is more than zero, got " + amount);
            }
        }

        boolean sameAs(Order other) {
            return amount.equals(other.amount) && request.equals(other.request);
        }
    }

    /** How far a freeze is. */
    public enum State {
        /** Nobody has agreed yet. */
        WAITING,
        /** Money is frozen. */
        FROZEN,
        /** Something was paid from it, and nothing is frozen any more. */
        FINISHED,
        /** Nobody agreed in time, it was cancelled, or everything was unfrozen. */
        CLOSED
    }

    /**
     * Whose money is frozen, on which terms.
     *
     * @param wallet whose
     * @param issuer the wallet's partner
     * @param merchantFee what the merchant pays of each payment
     * @param issuingShare the issuing partner's part of it
     * @param at since when
     * @param until from this moment on it can only be unfrozen
     * @param hold the ledger's hold, while money is frozen
     */
    public record Holding(
            UUID wallet,
            UUID issuer,
            Percentage merchantFee,
            Percentage issuingShare,
            Instant at,
            Instant until,
            Optional<Long> hold) {
        Holding by(Optional<Long> other) {
            return new Holding(wallet, issuer, merchantFee, issuingShare, at, until, other);
        }
    }

    static final Table<UUID, Freeze> TABLE =
            Table.<UUID, Freeze>named("fund_freeze", Table.Access.LOCK)
                    .fixed("id", UUID, Freeze::id)
                    .fixed("merchant", UUID, row -> row.order().merchant())
                    .fixed("acquirer", UUID, row -> row.order().acquirer())
                    .fixed("currency", TEXT, row -> row.order().amount().currency().code())
                    .fixed("amount_minor", BIGINT, row -> row.order().amount().minor())
                    .fixed("reference", TEXT, row -> row.order().reference())
                    .fixed("request", TEXT, row -> row.order().request())
                    .fixed("title", TEXT, row -> row.order().title())
                    .fixed("details", TEXT, row -> row.order().details())
                    .fixed("expires_at", TIMESTAMP, row -> row.order().expiresAt())
                    .fixed("created_at", TIMESTAMP, Freeze::createdAt)
                    .changing("state", TEXT, row -> row.state().name())
                    .changing("rest_minor", BIGINT, row -> row.rest().minor())
                    .changing("paid_minor", BIGINT, row -> row.paid().minor())
                    .changingOptional("wallet", UUID, of(Holding::wallet))
                    .changingOptional("issuer", UUID, of(Holding::issuer))
                    .changingOptional(
                            "merchant_fee_percent",
                            TEXT,
                            of(row -> row.merchantFee().toDecimalString()))
                    .changingOptional(
                            "issuing_share_percent",
                            TEXT,
                            of(row -> row.issuingShare().toDecimalString()))
                    .changingOptional("frozen_at", TIMESTAMP, of(Holding::at))
                    .changingOptional("frozen_until", TIMESTAMP, of(Holding::until))
                    .changingOptional("hold", BIGINT, row -> row.hold())
                    .readBy(Freeze::id, Freeze::read);

    private static <T> Function<Freeze, Optional<T>> of(Function<Holding, T> value) {
        return row -> row.holding().map(value);
    }

    /** A fresh one that waits for somebody to agree. */
    static Freeze waiting(UUID id, Order order, Instant at) {
        Money zero = Money.zero(order.amount().currency());
        return new Freeze(id, order, State.WAITING, Optional.empty(), zero, zero, at);
    }

    /** The hold, while money is frozen. */
    Optional<Long> hold() {
        return holding.flatMap(Holding::hold);
    }

    /** What has been unfrozen. */
    public Money unfrozen() {
        return holding.isEmpty() ? rest : order.amount().minus(rest).minus(paid);
    }

    Freeze in(State next) {
        return new Freeze(id, order, next, holding, rest, paid, createdAt);
    }

    /** Somebody has agreed. */
    Freeze held(Holding by) {
        return new Freeze(
                id, order, State.FROZEN, Optional.of(by), order.amount(), paid, createdAt);
    }

    /** Less is frozen than before; {@code more} of it was paid, the rest was unfrozen. */
    Freeze with(Money left, Money more, Optional<Long> hold) {
        Money sum = paid.plus(more);
        State next = State.FROZEN;
        if (left.isZero()) {
            next = sum.isPositive() ? State.FINISHED : State.CLOSED;
        }
        Holding by = holding.orElseThrow().by(hold);
        return new Freeze(id, order, next, Optional.of(by), left, sum, createdAt);
    }

    /** The wallet's account. */
    AccountRef wallet(Holding by) {
        return new AccountRef(
                AccountKind.WALLET, by.issuer(), by.wallet(), order.amount().currency());
    }

    /** Who will be owed it: the merchant, or at first its partner. */
    AccountRef target(UUID issuer) {
        Currency currency = order.amount().currency();
        return issuer.equals(order.acquirer())
                ? new AccountRef(
                        AccountKind.MERCHANT_PAYABLE, order.acquirer(), order.merchant(), currency)
                : new AccountRef(AccountKind.POSITION_PAYABLE, issuer, order.acquirer(), currency);
    }

    private static Freeze read(Fields fields) throws SQLException {
        UUID id = fields.uuid();
        UUID merchant = fields.uuid();
        UUID acquirer = fields.uuid();
        Currency currency = Currency.of(fields.text());
        Order order =
                new Order(
                        merchant,
                        acquirer,
                        new Money(fields.number(), currency),
                        fields.text(),
                        fields.text(),
                        fields.text(),
                        fields.text(),
                        fields.instant());
        Instant createdAt = fields.instant();
        State state = State.valueOf(fields.text());
        Money rest = new Money(fields.number(), currency);
        Money paid = new Money(fields.number(), currency);
        return new Freeze(id, order, state, readHolding(fields), rest, paid, createdAt);
    }

    private static Optional<Holding> readHolding(Fields fields) throws SQLException {
        Optional<UUID> wallet = fields.findUuid();
        Optional<UUID> issuer = fields.findUuid();
        Optional<String> fee = fields.findText();
        Optional<String> share = fields.findText();
        Optional<Instant> at = fields.findInstant();
        Optional<Instant> until = fields.findInstant();
        Optional<Long> hold = fields.findNumber();
        return wallet.map(
                id ->
                        new Holding(
                                id,
                                issuer.orElseThrow(),
                                Percentage.parse(fee.orElseThrow()).orElseThrow(),
                                Percentage.parse(share.orElseThrow()).orElseThrow(),
                                at.orElseThrow(),
                                until.orElseThrow(),
                                hold));
    }
}
