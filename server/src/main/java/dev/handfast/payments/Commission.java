package dev.handfast.payments;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Fields;
import dev.handfast.engine.Table;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.money.Share;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What the capture of a payment moved between a platform and one of its merchants, and how much of
 * it has gone back. There is one where the payment's terms have a {@link Brokerage}.
 *
 * @param payment which
 * @param platform who got the fee, and passed on what was passed on
 * @param merchant the other one
 * @param moved what moved
 * @param back what of it has gone back, in all
 * @param at when it moved
 */
public record Commission(
        UUID payment,
        UUID platform,
        UUID merchant,
        Brokerage.Shares moved,
        Brokerage.Shares back,
        Instant at) {
    static final Table<UUID, Commission> TABLE =
            Table.<UUID, Commission>named("commission", Table.Access.LOCK)
                    .fixed("payment", UUID, Commission::payment)
                    .fixed("platform", UUID, Commission::platform)
                    .fixed("merchant", UUID, Commission::merchant)
                    .fixed("currency", TEXT, row -> row.moved().fee().currency().code())
                    .fixed("fee_minor", BIGINT, row -> row.moved().fee().minor())
                    .fixed("passed_minor", BIGINT, row -> row.moved().passed().minor())
                    .changing("fee_back_minor", BIGINT, row -> row.back().fee().minor())
                    .changing("passed_back_minor", BIGINT, row -> row.back().passed().minor())
                    .fixed("at", TIMESTAMP, Commission::at)
                    .readBy(Commission::payment, Commission::read);

    /** What can go back with a refund. */
    public enum Part {
        /** The platform's fee. */
        FEE,
        /** What was passed on. */
        PASSED
    }

    /** That of a captured payment, of which nothing has gone back; empty where it has none. */
    public static Optional<Commission> of(Payment payment) {
        return payment.capture().flatMap(capture -> opened(payment, capture));
    }

    /** That of a payment that has just been captured, where its terms demand one. */
    static Optional<Commission> opened(Payment paid, Capture capture) {
        Money none = Money.zero(capture.amount().currency());
        UUID owner = paid.terms().merchant();
        return paid.terms()
                .brokerage()
                .map(
                        brokerage ->
                                new Commission(
                                        paid.id(),
                                        brokerage instanceof Brokerage.Direct direct
                                                ? direct.platform()
                                                : owner,
                                        brokerage instanceof Brokerage.Onward onward
                                                ? onward.destination()
                                                : owner,
                                        brokerage.of(capture.amount()),
                                        new Brokerage.Shares(none, none),
                                        capture.at()));
    }

    /** What of the fee has not gone back. */
    public Money feeLeft() {
        return moved.fee().minus(back.fee());
    }

    private Money passedLeft() {
        return moved.passed().minus(back.passed());
    }

    /** Whether there was such a part at all. */
    boolean has(Part part) {
        return switch (part) {
            case FEE -> moved.fee().isPositive();
            case PASSED -> moved.passed().isPositive();
        };
    }

    /**
     * What goes back with a refund: of each wanted part what belongs to the refund, as far as it
     * has not gone back before.
     *
     * @param gone the capture as it was before the refund
     */
    Brokerage.Shares dueWith(Set<Part> wanted, Capture gone, Money refund) {
        Share.Slice slice = new Share.Slice(gone.refunded(), refund);
        Money none = Money.zero(refund.currency());
        Money fee = new Share(moved.fee(), gone.amount()).of(slice);
        Money passed = new Share(moved.passed(), gone.amount()).of(slice);
        return new Brokerage.Shares(
                wanted.contains(Part.PASSED) ? least(passed, passedLeft()) : none,
                wanted.contains(Part.FEE) ? least(fee, feeLeft()) : none);
    }

    private static Money least(Money one, Money other) {
        return one.isMoreThan(other) ? other : one;
    }

    Commission returning(Brokerage.Shares more) {
        Brokerage.Shares all =
                new Brokerage.Shares(
                        back.passed().plus(more.passed()), back.fee().plus(more.fee()));
        return new Commission(payment, platform, merchant, moved, all, at);
    }

    private static Commission read(Fields fields) throws SQLException {
        UUID payment = fields.uuid();
        UUID platform = fields.uuid();
        UUID merchant = fields.uuid();
        Currency currency = Currency.of(fields.text());
        Money fee = new Money(fields.number(), currency);
        Money passed = new Money(fields.number(), currency);
        Money feeBack = new Money(fields.number(), currency);
        Money passedBack = new Money(fields.number(), currency);
        return new Commission(
                payment,
                platform,
                merchant,
                new Brokerage.Shares(passed, fee),
                new Brokerage.Shares(passedBack, feeBack),
                fields.instant());
    }
}
