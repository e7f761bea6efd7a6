package dev.handfast.payments;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Fields;
import dev.handfast.engine.Table;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A part of a commission that has gone back, with a refund of the payment or by the platform's own
 * wish. Its postings stand when the row does.
 *
 * @param id its id; the refund's own, where it came with one
 * @param payment of which payment
 * @param platform whose commission
 * @param amounts how much of the fee, and of what was passed on
 * @param with the refund it came with
 * @param details what else the dialect wants to keep, as JSON text
 * @param createdAt when
 */
public record CommissionReturn(
        UUID id,
        UUID payment,
        UUID platform,
        Brokerage.Shares amounts,
        With with,
        String details,
        Instant createdAt) {
    /**
     * What it followed from, so that it can be recomputed.
     *
     * @param refund the refund it came with, if any
     * @param gone how much of the capture had gone back before
     * @param feeLeft how much of the fee there was to give back
     */
    public record With(Optional<UUID> refund, Money gone, Money feeLeft) {}

    static final Table<UUID, CommissionReturn> TABLE =
            Table.<UUID, CommissionReturn>named("commission_return", Table.Access.LOCK)
                    .fixed("id", UUID, CommissionReturn::id)
                    .fixed("payment", UUID, CommissionReturn::payment)
                    .fixed("platform", UUID, CommissionReturn::platform)
                    .fixed("currency", TEXT, row -> row.amounts().fee().currency().code())
                    .fixed("fee_minor", BIGINT, row -> row.amounts().fee().minor())
                    .fixed("passed_minor", BIGINT, row -> row.amounts().passed().minor())
                    .fixedOptional("refund", UUID, row -> row.with().refund())
                    .fixed("gone_minor", BIGINT, row -> row.with().gone().minor())
                    .fixed("fee_left_minor", BIGINT, row -> row.with().feeLeft().minor())
                    .changing("details", TEXT, CommissionReturn::details)
                    .fixed("created_at", TIMESTAMP, CommissionReturn::createdAt)
                    .readBy(CommissionReturn::id, CommissionReturn::read);

    CommissionReturn noting(String changed) {
        return new CommissionReturn(id, payment, platform, amounts, with, changed, createdAt);
    }

    private static CommissionReturn read(Fields fields) throws SQLException {
        UUID id = fields.uuid();
        UUID payment = fields.uuid();
        UUID platform = fields.uuid();
        Currency currency = Currency.of(fields.text());
        Money fee = new Money(fields.number(), currency);
        Money passed = new Money(fields.number(), currency);
        Optional<UUID> refund = fields.findUuid();
        Money gone = new Money(fields.number(), currency);
        Money left = new Money(fields.number(), currency);
        return new CommissionReturn(
                id,
                payment,
                platform,
                new Brokerage.Shares(passed, fee),
                new With(refund, gone, left),
                fields.text(),
                fields.instant());
    }
}
