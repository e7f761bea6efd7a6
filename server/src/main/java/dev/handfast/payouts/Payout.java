package dev.handfast.payouts;

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

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Money on its way to a merchant's bank.
 *
 * @param id its id
 * @param owner whose money, and in whose books
 * @param amount more than zero
 * @param origin who asked for it
 * @param details what else the dialect wants to keep, as JSON text
 * @param createdAt when it was asked for
 * @param dueAt when it leaves
 * @param state how far it is
 * @param stateAt since when
 * @param reason why the bank sent it back, where it did
 */
public record Payout(
        UUID id,
        Owner owner,
        Money amount,
        Origin origin,
        String details,
        Instant createdAt,
        Instant dueAt,
        State state,
        Instant stateAt,
        Optional<String> reason) {
    /** Whose money, and the partner who owes it. */
    public record Owner(UUID merchant, UUID partner) {
        /** What the partner owes the merchant in this currency. */
        public AccountRef payable(Currency currency) {
            return new AccountRef(AccountKind.MERCHANT_PAYABLE, partner, merchant, currency);
        }
    }

    /** Who asked for a payout. */
    public enum Origin {
        /** The merchant. */
        MANUAL,
        /** The merchant's schedule. */
        SCHEDULE
    }

    /** How far a payout is. */
    public enum State {
        /** Taken out of what is payable; it can be called back. */
        PENDING,
        /** The bank has been asked; what it did is not known yet. */
        IN_TRANSIT,
        /** The bank has paid. */
        PAID,
        /** The bank has sent it back. */
        FAILED,
        /** It was called back. */
        CANCELED
    }

    /** The payouts, as a batch sees them. */
    public static final Table<UUID, Payout> TABLE =
            Table.<UUID, Payout>named("payout", Table.Access.LOCK)
                    .fixed("id", UUID, Payout::id)
                    .fixed("merchant", UUID, row -> row.owner().merchant())
                    .fixed("partner", UUID, row -> row.owner().partner())
                    .fixed("currency", TEXT, row -> row.amount().currency().code())
                    .fixed("amount_minor", BIGINT, row -> row.amount().minor())
                    .fixed("origin", TEXT, row -> row.origin().name())
                    .changing("details", TEXT, Payout::details)
                    .fixed("created_at", TIMESTAMP, Payout::createdAt)
                    .fixed("due_at", TIMESTAMP, Payout::dueAt)
                    .changing("state", TEXT, row -> row.state().name())
                    .changing("state_at", TIMESTAMP, Payout::stateAt)
                    .changingOptional("reason", TEXT, Payout::reason)
                    .readBy(Payout::id, Payout::read);

    Payout in(State next, Instant at) {
        return in(next, at, Optional.empty());
    }

    Payout in(State next, Instant at, Optional<String> why) {
        return new Payout(id, owner, amount, origin, details, createdAt, dueAt, next, at, why);
    }

    Payout with(String changed) {
        return new Payout(
                id, owner, amount, origin, changed, createdAt, dueAt, state, stateAt, reason);
    }

    private static Payout read(Fields fields) throws SQLException {
        UUID id = fields.uuid();
        Owner owner = new Owner(fields.uuid(), fields.uuid());
        Currency currency = Currency.of(fields.text());
        return new Payout(
                id,
                owner,
                new Money(fields.number(), currency),
                Origin.valueOf(fields.text()),
                fields.text(),
                fields.instant(),
                fields.instant(),
                State.valueOf(fields.text()),
                fields.instant(),
                fields.findText());
    }
}
