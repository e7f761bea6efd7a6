package dev.handfast.rails;

import dev.handfast.money.Money;
import dev.handfast.payments.Rail;
import dev.handfast.payments.RailOrder;
import dev.handfast.payments.RailTask;
import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.LookupHash;
import dev.handfast.sql.Database;
import dev.handfast.sql.SqlFailure;
import dev.handfast.tokens.Card;
import dev.handfast.tokens.Tokens;

import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A card issuer that is not there: it approves what a card's limit allows, does everything once
 * however often it is told, and can be made to fail in the ways real ones do. Everything it knows
 * is in tables of its own, so any number of processes may speak to it. It answers as fast as the
 * database does.
 */
public final class SandboxIssuer implements Rail {
    /** The name by which cards refer to it. */
    public static final String NAME = "sandbox-issuer";

    private static final Logger LOG = Logger.getLogger("dev.handfast.rails");

    /** Which call a fault waits for. */
    public enum Call {
        /** {@link Rail#authorise}. */
        AUTHORISE,
        /** {@link Rail#inquire}. */
        INQUIRE,
        /** {@link Rail#tell}. */
        TELL
    }

    /** What is to go wrong. */
    public enum Fault {
        /** The call never arrives: nothing is done, and nothing is answered. */
        NO_ANSWER,
        /** The issuer says no. */
        DECLINE,
        /** The issuer does it, and its answer is lost on the way. */
        LOSE_ANSWER
    }

    private final Database database;
    private final Tokens tokens;
    private final LookupHash marks;
    private final InstantSource clock;

    /**
     * The issuer in a database.
     *
     * @param tokens opens card numbers, by which the issuer knows its cards
     * @param keys for the marks that it keeps in place of the numbers
     */
    public SandboxIssuer(Database database, Tokens tokens, KeyRing keys, InstantSource clock) {
        this.database = database;
        this.tokens = tokens;
        this.marks = LookupHash.of(keys, "sandbox-issuer-card");
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Issues a card with a limit; one that is there keeps its limit. */
    public void issue(Card card, Money limit) {
        byte[] mark = markOf(card);
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into issuer_card
                                  (number_mark, currency, limit_minor, used_minor)
                                values (?, ?, ?, 0) on conflict do nothing
                                """,
                                mark,
                                limit.currency().code(),
                                limit.minor()));
    }

    /** Lets the next call of this kind go wrong; faults asked for earlier come first. */
    public void fail(Call call, Fault fault) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into issuer_fault (call, kind) values (?, ?)
                                """,
                                call.name(),
                                fault.name()));
    }

    @Override
    public Answer authorise(RailOrder order) {
        if (!(order.source() instanceof RailOrder.OfCard(Card card))) {
            return new Answer.Declined("a card's issuer knows no payment codes");
        }
        byte[] mark = markOf(card);
        return answer(
                new Asked(
                        Call.AUTHORISE,
                        order.attempt(),
                        books -> books.authorise(mark, order.amount(), order.capture()),
                        books -> books.decline(mark, "declined, as the sandbox was asked to")));
    }

    @Override
    public Answer inquire(UUID payment) {
        return answer(new Asked(Call.INQUIRE, payment, IssuerBooks::inquire, SandboxIssuer::no));
    }

    @Override
    public Answer tell(RailTask task) {
        return answer(
                new Asked(Call.TELL, task.attempt(), books -> books.tell(task), SandboxIssuer::no));
    }

    /** What the issuer is asked, and how it says no to that. */
    private record Asked(
            Call call,
            UUID payment,
            Function<IssuerBooks, Answer> work,
            Function<IssuerBooks, Answer> refusal) {}

    private Answer answer(Asked asked) {
        try {
            Optional<Fault> fault = nextFault(asked.call());
            if (fault.isEmpty()) {
                return open(asked.payment(), asked.work());
            }
            return switch (fault.get()) {
                case NO_ANSWER -> new Answer.NoAnswer();
                case DECLINE -> open(asked.payment(), asked.refusal());
                case LOSE_ANSWER -> {
                    Answer lost = open(asked.payment(), asked.work());
                    LOG.log(
                            Level.FINE,
                            "an answer was lost, as the sandbox was asked to: {0}",
                            lost);
                    yield new Answer.NoAnswer();
                }
            };
        } catch (SqlFailure failure) {
            LOG.warning("the sandbox's issuer does not answer: " + failure.getMessage());
            return new Answer.NoAnswer();
        }
    }

    private Answer open(UUID payment, Function<IssuerBooks, Answer> work) {
        return database.transact(tx -> work.apply(new IssuerBooks(tx, payment, clock.instant())));
    }

    private Optional<Fault> nextFault(Call call) {
        return database.transact(
                tx ->
                        tx.queryOne(
                                """
                                delete from issuer_fault where id = (
                                  select id from issuer_fault where call = ? order by id limit 1
                                  for update skip locked)
                                returning kind
                                """,
                                row -> Fault.valueOf(row.text("kind")),
                                call.name()));
    }

    private static Answer no(IssuerBooks books) {
        return new Answer.Declined("declined, as the sandbox was asked to");
    }

    private byte[] markOf(Card card) {
        return marks.hash(tokens.panOf(card));
    }
}
