package dev.handfast.transfers;

import dev.handfast.engine.Engine;
import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Once;
import dev.handfast.engine.Reader;
import dev.handfast.ledger.Ledger;
import dev.handfast.limits.Limits;
import dev.handfast.sql.Database;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Sends merchants' money to wallets. Safe for any number of callers. */
public final class Transfers {
    /** How many rows a range of numbers may have: what one merchant makes in a millisecond. */
    static final int RANGE_MAX = 5_000;

    /**
     * A request to send.
     *
     * @param number a fresh id in time order
     * @param order what is asked for
     * @param payeeName what the merchant takes the holder's name for, where it wants it checked
     */
    public record Request(UUID number, WalletTransfer.Order order, Optional<String> payeeName) {}

    private final Database database;
    private final Engine engine;
    private final SendCommand.Books books;

    /**
     * Transfers over an engine.
     *
     * @param limits what merchants may send
     */
    public Transfers(Database database, Engine engine, Ledger ledger, Limits limits) {
        this.database = database;
        this.engine = engine;
        this.books = new SendCommand.Books(ledger, limits);
    }

    /** Sends, or says what was sent before under the same number, or why not. */
    public TransferOutcome send(Request request) {
        return engine.run(command(request));
    }

    /**
     * Sends once under a key of the caller's request.
     *
     * @param render makes the answer to be recorded; pure
     */
    public Once sendOnce(
            Idempotency.Key key,
            Request request,
            Function<TransferOutcome, Idempotency.Reply.Final> render) {
        return Once.run(engine, key, command(request), render);
    }

    /** The transfer to which this merchant gave this number. */
    public Optional<WalletTransfer> findByReference(UUID merchant, String reference) {
        UUID id = WalletTransfer.idOf(merchant, reference);
        return database.read(tx -> Reader.one(tx, WalletTransfer.TABLE, id));
    }

    /** A merchant's transfers with numbers from {@code from} on and before {@code before}. */
    public List<WalletTransfer> between(UUID merchant, UUID from, UUID before) {
        return database.read(
                tx ->
                        Reader.found(
                                tx,
                                WalletTransfer.TABLE,
                                """
                                select id from wallet_transfer
                                where merchant = ? and number >= ? and number < ?
                                order by number limit ?
                                """,
                                merchant,
                                from,
                                before,
                                RANGE_MAX));
    }

    /** The transfers with these ids, whoever's they are. */
    public List<WalletTransfer> byIds(Collection<UUID> ids) {
        return database.read(tx -> Reader.by(tx, WalletTransfer.TABLE, ids));
    }

    private SendCommand command(Request request) {
        return new SendCommand(books, request.number(), request.order(), request.payeeName());
    }
}
