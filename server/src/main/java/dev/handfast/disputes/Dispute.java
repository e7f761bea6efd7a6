package dev.handfast.disputes;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.INTEGER;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Fields;
import dev.handfast.engine.Table;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.payments.Payment;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A dispute of a payment.
 *
 * @param id its id
 * @param payment which payment
 * @param merchant whose
 * @param claim what is claimed
 * @param file what the merchant has said
 * @param createdAt when it was opened
 * @param dueAt until when evidence counts
 * @param state how far it is
 * @param stateAt since when
 */
public record Dispute(
        UUID id,
        UUID payment,
        UUID merchant,
        Claim claim,
        File file,
        Instant createdAt,
        Instant dueAt,
        State state,
        Instant stateAt) {
    /** How long the merchant has to answer. */
    public static final Duration ANSWER = Duration.ofDays(7);

    /**
     * What is claimed.
     *
     * @param amount more than zero
     * @param reason the reason in the words of the merchant API, such as {@code fraudulent}
     */
    public record Claim(Money amount, String reason) {}

    /**
     * What the merchant has said.
     *
     * @param evidence as JSON text
     * @param details what else the dialect wants to keep, as JSON text
     * @param submissions how often evidence was handed in
     */
    public record File(String evidence, String details, int submissions) {}

    /** How far a dispute is. */
    public enum State {
        /** The merchant may answer. */
        NEEDS_RESPONSE,
        /** The merchant has answered. */
        UNDER_REVIEW,
        /** The merchant was right. */
        WON,
        /** The payer was right, or the merchant gave up or said nothing. */
        LOST;

        /** Whether it is decided. */
        public boolean isOver() {
            return this == WON || this == LOST;
        }
    }

    /** The disputes, as a batch sees them. */
    public static final Table<UUID, Dispute> TABLE =
            Table.<UUID, Dispute>named("dispute", Table.Access.LOCK)
                    .fixed("id", UUID, Dispute::id)
                    .fixed("payment", UUID, Dispute::payment)
                    .fixed("merchant", UUID, Dispute::merchant)
                    .fixed("currency", TEXT, row -> row.claim().amount().currency().code())
                    .fixed("amount_minor", BIGINT, row -> row.claim().amount().minor())
                    .fixed("reason", TEXT, row -> row.claim().reason())
                    .changing("evidence", TEXT, row -> row.file().evidence())
                    .changing("details", TEXT, row -> row.file().details())
                    .changing("submissions", INTEGER, row -> row.file().submissions())
                    .fixed("created_at", TIMESTAMP, Dispute::createdAt)
                    .fixed("due_at", TIMESTAMP, Dispute::dueAt)
                    .changing("state", TEXT, row -> row.state().name())
                    .changing("state_at", TIMESTAMP, Dispute::stateAt)
                    .readBy(Dispute::id, Dispute::read);

    static Dispute opened(UUID id, Payment payment, Claim claim, Instant now) {
        return new Dispute(
                id,
                payment.id(),
                payment.terms().merchant(),
                claim,
                new File("{}", "{}", 0),
                now,
                now.plus(ANSWER),
                State.NEEDS_RESPONSE,
                now);
    }

    Dispute in(State next, Instant at) {
        return new Dispute(id, payment, merchant, claim, file, createdAt, dueAt, next, at);
    }

    Dispute with(File changed) {
        return new Dispute(id, payment, merchant, claim, changed, createdAt, dueAt, state, stateAt);
    }

    private static Dispute read(Fields fields) throws SQLException {
        UUID id = fields.uuid();
        UUID payment = fields.uuid();
        UUID merchant = fields.uuid();
        Currency currency = Currency.of(fields.text());
        return new Dispute(
                id,
                payment,
                merchant,
                new Claim(new Money(fields.number(), currency), fields.text()),
                new File(fields.text(), fields.text(), fields.integer()),
                fields.instant(),
                fields.instant(),
                State.valueOf(fields.text()),
                fields.instant());
    }
}
