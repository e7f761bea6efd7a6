package dev.handfast.mandates;

import dev.handfast.engine.Command;
import dev.handfast.engine.Engine;
import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Ids;
import dev.handfast.engine.Once;
import dev.handfast.engine.Reader;
import dev.handfast.engine.Working;
import dev.handfast.sql.Database;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The way in to mandates, for merchants and for holders. Safe for any number of callers. Payments
 * under a mandate are made as any other, with the mandate as their instrument.
 */
public final class Mandates {
    private final Database database;
    private final Engine engine;
    private final Ids ids;
    private final MandateAnnouncer announcer;
    private final Consequences consequences;

    /**
     * Mandates over an engine.
     *
     * @param announcer puts news into the dialects' words
     * @param consequences what waits for mandates
     */
    public Mandates(
            Database database,
            Engine engine,
            Ids ids,
            MandateAnnouncer announcer,
            Consequences consequences) {
        this.database = database;
        this.engine = engine;
        this.ids = ids;
        this.announcer = announcer;
        this.consequences = consequences;
    }

    /** Proposes a mandate; always a new one. */
    public Mandate propose(Mandate.Proposal proposal) {
        return switch (engine.run(proposing(proposal))) {
            case MandateOutcome.Done(Mandate mandate) -> mandate;
            case MandateOutcome.Already(Mandate mandate) -> mandate;
            case MandateOutcome.Refused refused -> throw new IllegalStateException("" + refused);
        };
    }

    /**
     * Proposes once under a key of the caller's request.
     *
     * @param render makes the answer to be recorded; pure
     */
    public Once proposeOnce(
            Idempotency.Key key,
            Mandate.Proposal proposal,
            Function<MandateOutcome, Idempotency.Reply.Final> render) {
        return Once.run(engine, key, proposing(proposal), render);
    }

    /** The holder of a wallet agrees; the same holder may say so again. */
    public MandateOutcome agree(UUID mandate, UUID wallet) {
        AgreeCommand.Voice voice = new AgreeCommand.Voice(announcer, consequences);
        return find(mandate)
                .map(known -> engine.run(new AgreeCommand(voice, ids.next(), known, wallet)))
                .orElseGet(Mandates::unknown);
    }

    /** The merchant ends a mandate; ending it again does nothing. */
    public MandateOutcome endByMerchant(UUID merchant, UUID mandate) {
        return end(mandate, new MandateCommand.By.Merchant(merchant));
    }

    /** The command by which the merchant ends a mandate, to be part of a greater one. */
    public Command<MandateOutcome> ending(UUID merchant, UUID mandate) {
        return command(
                new MandateCommand.Change.End(mandate, new MandateCommand.By.Merchant(merchant)));
    }

    /**
     * The command that proposes a mandate, to be part of a greater one.
     *
     * @param id the mandate's own, fresh and in time order
     */
    public Command<MandateOutcome> proposing(UUID id, Mandate.Proposal proposal) {
        return new MandateCommand(announcer, id, new MandateCommand.Change.Propose(proposal));
    }

    /**
     * Writes a mandate to which a holder agrees by paying, inside the command of that payment.
     *
     * @param id the mandate's own, fresh and in time order
     * @param proposal of a kind that no other mandate has
     */
    public static void grant(Working working, UUID id, Mandate.Proposal proposal, UUID wallet) {
        UUID slot = MandateSlot.idOf(proposal.merchant(), proposal.kind(), wallet);
        working.insert(MandateSlot.TABLE, new MandateSlot(slot, id));
        working.insert(
                MandateTable.TABLE,
                Mandate.proposed(id, proposal, working.now())
                        .in(new Mandate.State.Active(wallet, working.now())));
    }

    /** The holder ends a mandate; ending it again does nothing. */
    public MandateOutcome endByHolder(UUID wallet, UUID mandate) {
        return end(mandate, new MandateCommand.By.Holder(wallet));
    }

    /** The merchant puts the next payment off to a later day. */
    public MandateOutcome defer(UUID merchant, UUID mandate, LocalDate due) {
        return engine.run(command(new MandateCommand.Change.Defer(mandate, merchant, due)));
    }

    /** The mandate with this id, whoever's it is. */
    public Optional<Mandate> find(UUID id) {
        return database.read(
                tx -> Reader.by(tx, MandateTable.TABLE, List.of(id)).stream().findFirst());
    }

    /** A merchant's mandate with this number. */
    public Optional<Mandate> findByNumber(UUID merchant, String number) {
        return database.read(
                tx -> {
                    List<UUID> ids =
                            tx.query(
                                    """
                                    select id from mandate where number = ? and merchant = ?
                                    """,
                                    row -> row.uuid("id"),
                                    number,
                                    merchant);
                    return Reader.by(tx, MandateTable.TABLE, ids).stream().findFirst();
                });
    }

    /**
     * The mandate of a kind to which somebody agreed last.
     *
     * @param wallet whose holder; does not matter where the kind has a number of the merchant's
     */
    public Optional<Mandate> findByKind(UUID merchant, Mandate.Kind kind, UUID wallet) {
        UUID slot = MandateSlot.idOf(merchant, kind, wallet);
        return database.read(
                        tx -> Reader.by(tx, MandateSlot.TABLE, List.of(slot)).stream().findFirst())
                .flatMap(place -> find(place.mandate()));
    }

    /** What the holder of a wallet has agreed to, newest first; at most 100. */
    public List<Mandate> ofWallet(UUID wallet) {
        return database.read(
                tx -> {
                    List<UUID> found =
                            tx.query(
                                    """
                                    select id from mandate where wallet = ?
                                    order by id desc limit 100
                                    """,
                                    row -> row.uuid("id"),
                                    wallet);
                    return Reader.by(tx, MandateTable.TABLE, found).reversed();
                });
    }

    private MandateOutcome end(UUID mandate, MandateCommand.By by) {
        return engine.run(command(new MandateCommand.Change.End(mandate, by)));
    }

    private Command<MandateOutcome> proposing(Mandate.Proposal proposal) {
        return proposing(ids.next(), proposal);
    }

    private MandateCommand command(MandateCommand.Change change) {
        return new MandateCommand(announcer, ids.next(), change);
    }

    private static MandateOutcome unknown() {
        return new MandateOutcome.Refused(
                MandateRefusal.MANDATE_NOT_FOUND, "there is no such mandate");
    }
}
