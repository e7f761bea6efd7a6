package dev.handfast.wallets;

import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Table;
import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.money.Currency;

import java.time.Instant;
import java.util.UUID;

/**
 * An account wallet.
 *
 * @param id its id
 * @param operator the partner that keeps it
 * @param holder the holder's name
 * @param currency its one currency
 * @param userId the number by which the Alipay dialect knows the holder: 16 digits, beginning 2088
 * @param state whether it may pay
 * @param createdAt when it was opened
 */
public record Wallet(
        UUID id,
        UUID operator,
        String holder,
        Currency currency,
        String userId,
        State state,
        Instant createdAt) {
    /** Whether a wallet may pay. */
    public enum State {
        /** It may. */
        ACTIVE,
        /** It may not; it can still be paid back. */
        FROZEN
    }

    /** The wallets, as a batch sees them. */
    public static final Table<UUID, Wallet> TABLE =
            Table.<UUID, Wallet>named("wallet", Table.Access.READ)
                    .fixed("id", UUID, Wallet::id)
                    .fixed("operator", UUID, Wallet::operator)
                    .fixed("holder", TEXT, Wallet::holder)
                    .fixed("currency", TEXT, row -> row.currency().code())
                    .fixed("user_id", TEXT, Wallet::userId)
                    .fixed("state", TEXT, row -> row.state().name())
                    .fixed("created_at", TIMESTAMP, Wallet::createdAt)
                    .readBy(
                            Wallet::id,
                            fields ->
                                    new Wallet(
                                            fields.uuid(),
                                            fields.uuid(),
                                            fields.text(),
                                            Currency.of(fields.text()),
                                            fields.text(),
                                            State.valueOf(fields.text()),
                                            fields.instant()));

    /** The account of the ledger that holds its balance. */
    public AccountRef account() {
        return new AccountRef(AccountKind.WALLET, operator, id, currency);
    }
}
