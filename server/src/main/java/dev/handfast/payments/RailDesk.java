package dev.handfast.payments;

import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.sql.Database;
import dev.handfast.sql.Sweep;
import dev.handfast.sql.Tx;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.logging.Logger;

/**
 * Does the work that is due: asks rails about payments in doubt, tells rails what they must do, and
 * ends payments whose time has run out. Each round is driven from outside; several processes may do
 * rounds at the same time.
 */
public final class RailDesk {
    private static final Logger LOG = Logger.getLogger("dev.handfast.payments");

    /** How many of each sort one round takes. */
    static final int ROUND = 200;

    /** How long a rail is left to answer the first request before it is asked again. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** How long a task is one process's before another may take it. */
    private static final Duration LEASE = Duration.ofMinutes(1);

    /** The name of the lock under which tasks are leased: "railtask" in ASCII. */
    private static final long LEASING = 0x7261_696c_7461_736bL;

    /**
     * How long it can be looked up when a rail was told of a capture or a cancellation: two months
     * and more, until the statement of the month after has been compared with it.
     */
    public static final Duration KEPT = Duration.ofDays(90);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final int DOUBLINGS_MAX = 10;

    private final Database database;
    private final InstantSource clock;
    private final Payments payments;
    private final PaymentStore store;
    private final PartnerOffers offers;
    private final Rails rails;

    /** What the desk looks after. */
    public record Books(Payments payments, PaymentStore store, PartnerOffers offers) {}

    /** A desk for the payments of one database. */
    public RailDesk(Database database, InstantSource clock, Books books, Rails rails) {
        this.database = database;
        this.clock = clock;
        this.payments = books.payments();
        this.store = books.store();
        this.offers = books.offers();
        this.rails = rails;
    }

    /** Does one round; the number of things that were done. */
    public int round() {
        Instant now = clock.instant();
        List<Payment> inDoubt = store.inDoubt(now.minus(GRACE), ROUND);
        Crew.each(inDoubt, payments::resolve);
        int asked = offers.round();
        List<Payment> expired = store.expired(now, ROUND);
        expired.forEach(payments::expire);
        return inDoubt.size() + asked + expired.size() + tell(now);
    }

    /**
     * The other side says that an attempt, or an offer, has an outcome now. That alone counts for
     * nothing: its rail is asked. News of what is known already has no effect.
     */
    public RailNews.Taken heard(RailNews news) {
        return offers.find(news.attempt())
                .map(offer -> heard(news, offer))
                .or(() -> store.inDoubtBy(news.attempt()).map(payment -> heard(news, payment)))
                .orElse(RailNews.Taken.KNOWN);
    }

    private RailNews.Taken heard(RailNews news, PartnerOffer offer) {
        if (!offer.rail().equals(news.rail()) || !news.isOf(offer.home())) {
            return RailNews.Taken.DIFFERS;
        }
        return switch (offer.progress().state()) {
            case TAKEN, SURPLUS -> RailNews.Taken.KNOWN;
            // Of one that was thought over, too, it is better to ask once more.
            case ASKED, OPEN, CLOSED ->
                    offers.ask(offer).progress().state().isOpen()
                            ? RailNews.Taken.NOT_YET
                            : RailNews.Taken.KNOWN;
        };
    }

    private RailNews.Taken heard(RailNews news, Payment payment) {
        Backing backing = payment.backing().orElseThrow();
        boolean same =
                backing.payer() instanceof Payer.ByRail holder
                        && holder.rail().equals(news.rail())
                        && news.isOf(backing.home(payment.terms().amount()));
        if (!same) {
            return RailNews.Taken.DIFFERS;
        }
        return payments.resolve(payment) instanceof Outcome.InDoubt
                ? RailNews.Taken.NOT_YET
                : RailNews.Taken.KNOWN;
    }

    /**
     * Forgets what rails have heard longer than {@link #KEPT} ago; answers how many. That money was
     * to go back is kept as long as the refund: the audit proves by it that the rail was told.
     */
    public int sweep() {
        Instant end = clock.instant().minus(KEPT);
        return Sweep.run(
                database,
                (tx, limit) ->
                        tx.update(
                                """
                                delete from rail_task where id in (
                                    select id from rail_task
                                    where done_at < ? and kind <> 'REFUND'
                                    order by done_at limit ?)
                                """,
                                end,
                                limit));
    }

    private record Leased(RailTask task, int attempts) {}

    private int tell(Instant now) {
        List<Leased> tasks = lease(now);
        Crew.each(tasks, this::tell);
        return tasks.size();
    }

    private void tell(Leased leased) {
        RailTask task = leased.task();
        Rail.Answer answer =
                rails.find(task.rail())
                        .map(rail -> rail.tell(task))
                        .orElseGet(Rail.Answer.NoAnswer::new);
        switch (answer) {
            case Rail.Answer.Approved approved -> done(task);
            // The other side may not refuse what follows from what it has approved before; an
            // operator must see it, so the task stays and is tried again, ever more seldom.
            case Rail.Answer.Declined(String reason) -> {
                LOG.warning(
                        "%s refuses task %s, %s %s of attempt %s: %s"
                                .formatted(
                                        task.rail(),
                                        task.id(),
                                        task.kind(),
                                        task.amount().format(),
                                        task.attempt(),
                                        reason));
                later(leased);
            }
            case Rail.Answer.NeverHeard never -> later(leased);
            case Rail.Answer.NoAnswer none -> later(leased);
        }
    }

    /**
     * Leases what is due. One process at a time, so that no two lock the same rows in two orders;
     * another one that comes at that moment finds nothing and tries again in its next round.
     */
    private List<Leased> lease(Instant now) {
        return database.transact(tx -> alone(tx) ? lease(tx, now) : List.of());
    }

    private static boolean alone(Tx tx) {
        return tx.queryOne(
                        """
                        select pg_try_advisory_xact_lock(?) as alone
                        """,
                        row -> row.flag("alone"),
                        LEASING)
                .orElseThrow();
    }

    private static List<Leased> lease(Tx tx, Instant now) {
        return tx.query(
                """
                update rail_task set leased_until = ?, attempts = attempts + 1
                where done_at is null and due_at <= ?
                  and (leased_until is null or leased_until < ?)
                  and id in (
                    select id from rail_task
                    where done_at is null and due_at <= ?
                    order by due_at limit ?)
                returning id, attempt, rail, kind, currency, amount_minor, due_at,
                  attempts
                """,
                row ->
                        new Leased(
                                new RailTask(
                                        row.uuid("id"),
                                        row.uuid("attempt"),
                                        row.text("rail"),
                                        RailTask.Kind.valueOf(row.text("kind")),
                                        new Money(
                                                row.number("amount_minor"),
                                                Currency.of(row.text("currency"))),
                                        row.instant("due_at")),
                                row.integer("attempts")),
                now.plus(LEASE),
                now,
                now,
                now,
                ROUND);
    }

    private void done(RailTask task) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                update rail_task set done_at = ? where id = ?
                                """,
                                clock.instant(),
                                task.id()));
    }

    private void later(Leased leased) {
        int doublings = Math.min(leased.attempts() - 1, DOUBLINGS_MAX);
        Instant due = clock.instant().plus(FIRST_WAIT.multipliedBy(1L << doublings));
        database.transact(
                tx ->
                        tx.update(
                                """
                                update rail_task set due_at = ?, leased_until = null where id = ?
                                """,
                                due,
                                leased.task().id()));
    }
}
