package dev.handfast.rails;

import dev.handfast.payouts.Bank;
import dev.handfast.sql.Database;
import dev.handfast.sql.SqlFailure;
import dev.handfast.sql.Tx;

import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Logger;

/**
 * A bank that is not there: it pays what it is asked to, once for each payout, and can be made to
 * fail in the ways real ones do. Everything it knows is in tables of its own.
 */
public final class SandboxBank implements Bank {
    private static final Logger LOG = Logger.getLogger("dev.handfast.rails");
    private static final String REFERENCE_PREFIX = "SB-";

    /** Which call a fault waits for. */
    public enum Call {
        /** {@link Bank#send}. */
        SEND,
        /** {@link Bank#inquire}. */
        INQUIRE
    }

    /** What is to go wrong. */
    public enum Fault {
        /** The call never arrives. */
        NO_ANSWER,
        /** The bank sends the money back. */
        DECLINE,
        /** The bank does it, and its answer is lost on the way. */
        LOSE_ANSWER
    }

    private final Database database;
    private final InstantSource clock;

    /** The bank in a database. */
    public SandboxBank(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Lets the next call of this kind go wrong; faults asked for earlier come first. */
    public void fail(Call call, Fault fault) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into bank_fault (call, kind) values (?, ?)
                                """,
                                call.name(),
                                fault.name()));
    }

    @Override
    public Answer send(Order order) {
        try {
            Optional<Fault> fault = nextFault(Call.SEND);
            if (fault.filter(Fault.NO_ANSWER::equals).isPresent()) {
                return new Answer.Unknown();
            }
            boolean declined = fault.filter(Fault.DECLINE::equals).isPresent();
            Answer answer = database.transact(tx -> pay(tx, order, declined));
            return fault.filter(Fault.LOSE_ANSWER::equals).isPresent()
                    ? new Answer.Unknown()
                    : answer;
        } catch (SqlFailure failure) {
            LOG.warning("the sandbox's bank does not answer: " + failure.getMessage());
            return new Answer.Unknown();
        }
    }

    @Override
    public Answer inquire(UUID payout) {
        try {
            return nextFault(Call.INQUIRE).isPresent()
                    ? new Answer.Unknown()
                    : database.read(tx -> standing(tx, payout));
        } catch (SqlFailure failure) {
            LOG.warning("the sandbox's bank does not answer: " + failure.getMessage());
            return new Answer.Unknown();
        }
    }

    /** What was decided before stands. */
    private Answer pay(Tx tx, Order order, boolean declined) {
        tx.update(
                """
                insert into bank_payment
                  (payout, merchant, currency, amount_minor, reason, at)
                values (?, ?, ?, ?, ?, ?) on conflict (payout) do nothing
                """,
                order.payout(),
                order.merchant(),
                order.amount().currency().code(),
                order.amount().minor(),
                declined ? Optional.of("account_closed") : Optional.empty(),
                clock.instant());
        return standing(tx, order.payout());
    }

    private static Answer standing(Tx tx, UUID payout) {
        return tx.<Answer>queryOne(
                        """
                        select reason from bank_payment where payout = ?
                        """,
                        row ->
                                row.findText("reason")
                                        .<Answer>map(Answer.Failed::new)
                                        .orElseGet(
                                                () -> new Answer.Paid(REFERENCE_PREFIX + payout)),
                        payout)
                .orElseGet(Answer.NeverHeard::new);
    }

    private Optional<Fault> nextFault(Call call) {
        return database.transact(
                tx ->
                        tx.queryOne(
                                """
                                delete from bank_fault where id = (
                                  select id from bank_fault where call = ? order by id limit 1
                                  for update skip locked)
                                returning kind
                                """,
                                row -> Fault.valueOf(row.text("kind")),
                                call.name()));
    }
}
