package dev.handfast.ledger;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.BYTEA;
import static dev.handfast.engine.ColumnType.INTEGER;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Fields;
import dev.handfast.engine.Table;
import dev.handfast.engine.Table.Access;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import java.sql.SQLException;
import java.util.UUID;

/** How the ledger's rows lie in the database. */
final class LedgerTables {
    static final Table<UUID, Account> ACCOUNT =
            Table.<UUID, Account>named("account", Access.LOCK)
                    .fixed("id", UUID, Account::id)
                    .fixed("kind", TEXT, account -> account.ref().kind().name())
                    .fixed("partner", UUID, account -> account.ref().partner())
                    .fixed("holder", UUID, account -> account.ref().holder())
                    .fixed("currency", TEXT, account -> account.ref().currency().code())
                    .changing("debits_posted", BIGINT, row -> row.balances().debitsPosted())
                    .changing("credits_posted", BIGINT, row -> row.balances().creditsPosted())
                    .changing("debits_pending", BIGINT, row -> row.balances().debitsPending())
                    .changing("credits_pending", BIGINT, row -> row.balances().creditsPending())
                    .fixed("created_at", TIMESTAMP, Account::createdAt)
                    .readBy(Account::id, LedgerTables::account);

    static final Table<Long, Transfer> TRANSFER =
            Table.<Long, Transfer>named("transfer", Access.READ)
                    .fixed("id", BIGINT, Transfer::id)
                    .fixed("entry", BIGINT, Transfer::entry)
                    .fixed("kind", TEXT, transfer -> transfer.kind().name())
                    .fixed("debit", UUID, Transfer::debit)
                    .fixed("credit", UUID, Transfer::credit)
                    .fixed("currency", TEXT, transfer -> transfer.amount().currency().code())
                    .fixed("amount_minor", BIGINT, transfer -> transfer.amount().minor())
                    .fixedOptional("hold", BIGINT, Transfer::hold)
                    .fixed("subject", UUID, Transfer::subject)
                    .fixed("purpose", TEXT, transfer -> transfer.purpose().name())
                    .fixed("at", TIMESTAMP, Transfer::at)
                    .fixed("digest", BYTEA, transfer -> transfer.digest().toBytes())
                    .readBy(Transfer::id, LedgerTables::transfer);

    static final Table<Long, Hold> HOLD =
            Table.<Long, Hold>named("hold", Access.LOCK)
                    .fixed("id", BIGINT, Hold::id)
                    .fixed("debit", UUID, Hold::debit)
                    .fixed("credit", UUID, Hold::credit)
                    .fixed("currency", TEXT, hold -> hold.amount().currency().code())
                    .fixed("amount_minor", BIGINT, hold -> hold.amount().minor())
                    .fixed("subject", UUID, Hold::subject)
                    .fixed("purpose", TEXT, hold -> hold.purpose().name())
                    .fixed("expires_at", TIMESTAMP, Hold::expiresAt)
                    .changing("state", TEXT, hold -> hold.state().name())
                    .readBy(Hold::id, LedgerTables::hold);

    private LedgerTables() {}

    /** The heads of the lanes, stored sealed. */
    static Table<Integer, Chain> chain(Seal seal) {
        return Table.<Integer, Chain>named("chain", Access.LOCK)
                .fixed("lane", INTEGER, Chain::lane)
                .changing("number", BIGINT, Chain::number)
                .changing("digest", BYTEA, head -> head.digest().toBytes())
                .changing("at", TIMESTAMP, Chain::at)
                .changing("seal", BYTEA, head -> seal.over(Digests.sealed(head)))
                .readBy(
                        Chain::lane,
                        fields ->
                                new Chain(
                                        fields.integer(),
                                        fields.number(),
                                        Digest.of(fields.bytes()),
                                        fields.instant()));
    }

    private static Account account(Fields fields) throws SQLException {
        UUID id = fields.uuid();
        AccountRef ref =
                new AccountRef(
                        AccountKind.valueOf(fields.text()),
                        fields.uuid(),
                        fields.uuid(),
                        Currency.of(fields.text()));
        Account.Balances balances =
                new Account.Balances(
                        fields.number(), fields.number(), fields.number(), fields.number());
        return new Account(id, ref, balances, fields.instant());
    }

    static Transfer transfer(Fields fields) throws SQLException {
        return new Transfer(
                fields.number(),
                fields.number(),
                TransferKind.valueOf(fields.text()),
                fields.uuid(),
                fields.uuid(),
                money(fields),
                fields.findNumber(),
                fields.uuid(),
                Purpose.valueOf(fields.text()),
                fields.instant(),
                Digest.of(fields.bytes()));
    }

    private static Hold hold(Fields fields) throws SQLException {
        return new Hold(
                fields.number(),
                fields.uuid(),
                fields.uuid(),
                money(fields),
                fields.uuid(),
                Purpose.valueOf(fields.text()),
                fields.instant(),
                Hold.State.valueOf(fields.text()));
    }

    private static Money money(Fields fields) throws SQLException {
        Currency currency = Currency.of(fields.text());
        return new Money(fields.number(), currency);
    }
}
