package dev.handfast.payouts;

import dev.handfast.engine.Engine;
import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Idempotency.Answer;
import dev.handfast.engine.Idempotency.Reply;
import dev.handfast.engine.Ids;
import dev.handfast.ledger.Account;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Balances;
import dev.handfast.ledger.Ledger;
import dev.handfast.ledger.Statement;
import dev.handfast.money.Money;
import dev.handfast.payments.Replied;
import dev.handfast.sql.Database;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** The way in to payouts. Safe for any number of callers. */
public final class Payouts {
    private final Ground ground;
    private final PayoutCommand.Rules rules;
    private final PayoutStore store;
    private final Statement statement;

    /** What payouts stand on. */
    public record Ground(Database database, Engine engine, Ids ids, InstantSource clock) {}

    /** What a merchant is owed: what can be paid out now, and what not yet. */
    public record Funds(Money available, Money pending) {}

    /** Payouts over an engine whose tables include {@link Payout#TABLE}. */
    public Payouts(Ground ground, Ledger ledger, PayoutAnnouncer announcer) {
        this.ground = ground;
        this.rules = new PayoutCommand.Rules(ledger, announcer);
        this.store = new PayoutStore(ground.database());
        this.statement = new Statement(ground.database());
    }

    /** Payouts and schedules, for reading. */
    public PayoutStore store() {
        return store;
    }

    /** Merchants' statements. */
    public Statement statement() {
        return statement;
    }

    /** Runs a request. */
    public PayoutOutcome run(PayoutRequest request) {
        return ground.engine().run(command(request));
    }

    /**
     * Runs a request once under its key.
     *
     * @param render makes the answer to be recorded; pure
     */
    public Replied runOnce(
            Idempotency.Key key,
            PayoutRequest request,
            Function<PayoutOutcome, Reply.Final> render) {
        Answer<PayoutOutcome> answer =
                ground.engine().run(Idempotency.once(key, command(request), render::apply));
        return switch (answer) {
            case Answer.First<PayoutOutcome>(PayoutOutcome outcome, Reply reply) -> {
                Reply.Final made = render.apply(outcome);
                yield new Replied.Answered(made.status(), made.body(), false);
            }
            case Answer.Again<PayoutOutcome>(int status, String body) ->
                    new Replied.Answered(status, body, true);
            case Answer.StillRunning<PayoutOutcome> running ->
                    throw new IllegalStateException("a payout is answered at once");
            case Answer.KeyReused<PayoutOutcome> reused -> new Replied.KeyReused();
        };
    }

    /** What a merchant is owed in a currency. */
    public Funds funds(AccountRef payable) {
        Money all = Balances.available(ground.database(), payable);
        long pending = pendingMinor(payable, store.schedule(payable.holder()));
        return new Funds(
                new Money(all.minor() - pending, all.currency()),
                new Money(pending, all.currency()));
    }

    private PayoutCommand command(PayoutRequest request) {
        PayoutCommand.Pending pending =
                request instanceof PayoutRequest.Create create
                        ? pending(create.owner().payable(create.currency()))
                        : PayoutCommand.Pending.NONE;
        return new PayoutCommand(rules, ground.ids().next(), request, pending);
    }

    private long pendingMinor(AccountRef payable, PayoutSchedule schedule) {
        return schedule.delayDays() == 0
                ? 0
                : statement
                        .chargedSince(payable, schedule.cutOff(ground.clock().instant()))
                        .minor();
    }

    /**
     * What is not available yet. The balances are read first: what is charged in between then
     * counts as pending without being in the balance, so that less is available rather than more.
     */
    private PayoutCommand.Pending pending(AccountRef payable) {
        PayoutSchedule schedule = store.schedule(payable.holder());
        if (schedule.delayDays() == 0) {
            return PayoutCommand.Pending.NONE;
        }
        Optional<Account> account = Balances.find(ground.database(), payable);
        return new PayoutCommand.Pending(
                Optional.of(
                        new PayoutCommand.Pending.Seen(pendingMinor(payable, schedule), account)));
    }
}
