package dev.handfast.payments;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Fields;
import dev.handfast.engine.Table;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import java.sql.SQLException;
import java.util.UUID;

/**
 * What a dispute does to the money of a payment; a payment can be disputed once.
 *
 * @param payment which
 * @param dispute by which dispute
 * @param amount what is disputed, more than zero
 * @param fee what the acquiring partner takes for it, maybe zero
 * @param refundedBefore how much had gone back by refunds when it was opened
 * @param state how it stands
 */
public record Contest(
        UUID payment, UUID dispute, Money amount, Money fee, Money refundedBefore, State state) {
    /** How a dispute stands. */
    public enum State {
        /** Undecided: the disputed money is kept, and nothing can be refunded. */
        OPEN,
        /** The merchant has got the money again. */
        WON,
        /** The payer has got the money. */
        LOST
    }

    static final Table<UUID, Contest> TABLE =
            Table.<UUID, Contest>named("contest", Table.Access.LOCK)
                    .fixed("payment", UUID, Contest::payment)
                    .fixed("dispute", UUID, Contest::dispute)
                    .fixed("currency", TEXT, row -> row.amount().currency().code())
                    .fixed("amount_minor", BIGINT, row -> row.amount().minor())
                    .fixed("fee_minor", BIGINT, row -> row.fee().minor())
                    .fixed("refunded_before_minor", BIGINT, row -> row.refundedBefore().minor())
                    .changing("state", TEXT, row -> row.state().name())
                    .readBy(Contest::payment, Contest::read);

    Contest in(State next) {
        return new Contest(payment, dispute, amount, fee, refundedBefore, next);
    }

    /** What of the capture is gone by this dispute for good. */
    Money lost() {
        return state == State.LOST ? amount : Money.zero(amount.currency());
    }

    private static Contest read(Fields fields) throws SQLException {
        UUID payment = fields.uuid();
        UUID dispute = fields.uuid();
        Currency currency = Currency.of(fields.text());
        return new Contest(
                payment,
                dispute,
                new Money(fields.number(), currency),
                new Money(fields.number(), currency),
                new Money(fields.number(), currency),
                State.valueOf(fields.text()));
    }
}
