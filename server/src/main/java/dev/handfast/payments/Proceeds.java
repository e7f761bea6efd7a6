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
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Where the merchant's share of a captured payment is, as far as it is not simply payable: in
 * escrow, frozen, or split. A payment without such a row has never had any of the three.
 *
 * <p>A merchant settles and the payer gets back parts of the captured amount; what lies in escrow
 * is the merchant's share of it, less by the fees. A part of the one releases the same part of the
 * other, rounded once, and the last part releases all that is left.
 *
 * @param payment which
 * @param merchant whose
 * @param unsettled how much of the captured amount is neither settled nor given back out of escrow
 * @param escrow what lies in escrow for it
 * @param frozen what is kept for splits
 * @param split what others have got and not given back
 * @param dueAt when what is in escrow is settled without the merchant's word, or what is frozen is
 *     split without it, if anything ever is
 */
public record Proceeds(
        UUID payment,
        UUID merchant,
        Money unsettled,
        Money escrow,
        Money frozen,
        Money split,
        Optional<Instant> dueAt) {
    static final Table<UUID, Proceeds> TABLE =
            Table.<UUID, Proceeds>named("proceeds", Table.Access.LOCK)
                    .fixed("payment", UUID, Proceeds::payment)
                    .fixed("merchant", UUID, Proceeds::merchant)
                    .fixed("currency", TEXT, row -> row.escrow().currency().code())
                    .changing("unsettled_minor", BIGINT, row -> row.unsettled().minor())
                    .changing("escrow_minor", BIGINT, row -> row.escrow().minor())
                    .changing("frozen_minor", BIGINT, row -> row.frozen().minor())
                    .changing("split_minor", BIGINT, row -> row.split().minor())
                    .fixedOptional("due_at", TIMESTAMP, Proceeds::dueAt)
                    .readBy(Proceeds::payment, Proceeds::read);

    /** The row of a payment whose share is simply payable. */
    static Proceeds none(Payment payment) {
        Money zero = Money.zero(payment.terms().amount().currency());
        UUID merchant = payment.terms().merchant();
        return new Proceeds(payment.id(), merchant, zero, zero, zero, zero, Optional.empty());
    }

    /** The row of a payment that has just been captured, where its terms demand one. */
    static Optional<Proceeds> opened(Payment payment, Capture capture) {
        Proceeds none = none(payment);
        return switch (payment.terms().custody()) {
            case Custody.Payable payable -> Optional.empty();
            case Custody.Escrow(int days) ->
                    Optional.of(
                            new Proceeds(
                                    payment.id(),
                                    payment.terms().merchant(),
                                    capture.amount(),
                                    capture.net(),
                                    none.frozen(),
                                    none.split(),
                                    Optional.of(capture.at().plus(Duration.ofDays(days)))));
            case Custody.Frozen frozen -> Optional.of(none.freezing(capture.net()));
            case Custody.Planned planned ->
                    Optional.of(
                            new Proceeds(
                                    payment.id(),
                                    payment.terms().merchant(),
                                    none.unsettled(),
                                    none.escrow(),
                                    capture.net(),
                                    none.split(),
                                    Optional.of(capture.at())));
        };
    }

    /** What a part of the unsettled amount releases from escrow. */
    Money released(Money part) {
        return unsettled.isZero() ? escrow : new Share(escrow, unsettled).upTo(part);
    }

    /** A part of the captured amount is settled, or goes back. */
    Proceeds less(Money part) {
        return new Proceeds(
                payment,
                merchant,
                unsettled.minus(part),
                escrow.minus(released(part)),
                frozen,
                split,
                dueAt);
    }

    /** A part of the captured amount that leaves escrow, as these proceeds give it. */
    Settlement leaving(
            UUID id, Settlement.Kind kind, Money part, Optional<String> reference, Instant at) {
        return new Settlement(
                id,
                payment,
                merchant,
                kind,
                part,
                released(part),
                new Settlement.Before(unsettled, escrow),
                reference,
                at);
    }

    /** More is frozen; less for a negative amount. */
    Proceeds freezing(Money more) {
        return new Proceeds(payment, merchant, unsettled, escrow, frozen.plus(more), split, dueAt);
    }

    /** More is split; less for a negative amount. */
    Proceeds splitting(Money more) {
        return new Proceeds(payment, merchant, unsettled, escrow, frozen, split.plus(more), dueAt);
    }

    private static Proceeds read(Fields fields) throws SQLException {
        UUID payment = fields.uuid();
        UUID merchant = fields.uuid();
        Currency currency = Currency.of(fields.text());
        return new Proceeds(
                payment,
                merchant,
                new Money(fields.number(), currency),
                new Money(fields.number(), currency),
                new Money(fields.number(), currency),
                new Money(fields.number(), currency),
                fields.findInstant());
    }
}
