package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Engine;
import dev.handfast.engine.EngineUnavailable;
import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Idempotency.Answer;
import dev.handfast.engine.Idempotency.Reply;
import dev.handfast.engine.Ids;
import dev.handfast.engine.OutcomeUnknown;
import dev.handfast.money.Money;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * The way in to payments: runs requests, asks rails where a card stands behind a payment, and keeps
 * the promise of one effect and one answer per idempotency key. Safe for any number of callers;
 * each call blocks until its outcome is durable.
 */
public final class Payments {
    private static final Duration JOIN_PAUSE = Duration.ofMillis(50);

    private final Engine engine;
    private final Rules rules;
    private final Ids ids;
    private final Rails rails;
    private final PaymentStore store;

    /** Payments whose rail is being asked right now, by this process. */
    private final Map<UUID, CompletableFuture<Outcome>> asking = new ConcurrentHashMap<>();

    /**
     * Payments over an engine.
     *
     * @param engine runs the commands; its tables are those of {@link PaymentTables}
     * @param rules what every command needs
     * @param ids makes fresh ids
     * @param rails the rails
     * @param store reads payments outside a batch
     */
    public Payments(Engine engine, Rules rules, Ids ids, Rails rails, PaymentStore store) {
        this.engine = engine;
        this.rules = rules;
        this.ids = ids;
        this.rails = rails;
        this.store = store;
    }

    /** Runs a request; where a rail has to be asked, asks it and waits for its answer. */
    public Outcome run(Request request) {
        return followUp(engine.run(command(request)));
    }

    /**
     * Runs a request once under its key: the first call runs it, every later one, even at the same
     * moment, gets the answer of the first.
     *
     * @param render makes the answer to be recorded; pure
     */
    public Replied runOnce(
            Idempotency.Key key, Request request, Function<Outcome, Reply.Final> render) {
        Answer<Outcome> answer =
                engine.run(
                        Idempotency.once(key, command(request), outcome -> reply(outcome, render)));
        return switch (answer) {
            case Answer.First<Outcome>(Outcome outcome, Reply.Final(int status, String body)) ->
                    new Replied.Answered(status, body, false);
            case Answer.First<Outcome>(Outcome outcome, Reply.Pending pending) ->
                    finish(key, render.apply(followUp(outcome)), false);
            case Answer.Again<Outcome>(int status, String body) ->
                    new Replied.Answered(status, body, true);
            case Answer.StillRunning<Outcome>(UUID payment) ->
                    finish(key, render.apply(join(payment)), true);
            case Answer.KeyReused<Outcome> reused -> new Replied.KeyReused();
        };
    }

    /**
     * Runs something that is no command once under its key. It may run again where a process was
     * killed in between or two calls came at once, but then with the same id, by which it must find
     * what it has done; the first answer is everybody's.
     *
     * @param work does it, for an id, and makes the answer to be recorded
     */
    public Replied runOnce(Idempotency.Key key, Function<UUID, Reply.Final> work) {
        return switch (engine.run(naming(key))) {
            case Answer.First<UUID>(UUID id, Reply made) -> finish(key, work.apply(id), false);
            case Answer.Again<UUID>(int status, String body) ->
                    new Replied.Answered(status, body, true);
            case Answer.StillRunning<UUID>(UUID id) -> finish(key, work.apply(id), true);
            case Answer.KeyReused<UUID> reused -> new Replied.KeyReused();
        };
    }

    /**
     * The id of what a key stands for, the same for every call under the key; empty where the key
     * belongs to another request. For answers that must not be recorded.
     */
    public Optional<UUID> idUnder(Idempotency.Key key) {
        return switch (engine.run(naming(key))) {
            case Answer.First<UUID>(UUID id, Reply made) -> Optional.of(id);
            case Answer.StillRunning<UUID>(UUID id) -> Optional.of(id);
            case Answer.Again<UUID> again -> Optional.empty();
            case Answer.KeyReused<UUID> reused -> Optional.empty();
        };
    }

    private Command<Answer<UUID>> naming(Idempotency.Key key) {
        return Idempotency.once(key, new NameCommand(ids.next()), Reply.Pending::new);
    }

    /** Takes in what a rail says about a payment in doubt. */
    Outcome resolve(Payment payment) {
        Optional<Backing> backing = payment.backing();
        if (backing.isPresent() && backing.get().payer() instanceof Payer.ByRail holder) {
            Money home = backing.get().home(payment.terms().amount());
            return rails.find(holder.rail())
                    .map(rail -> ask(payment, new Attempt(holder.attempt(), rail, home)))
                    .orElseGet(() -> new Outcome.InDoubt(payment));
        }
        return new Outcome.InDoubt(payment);
    }

    /** An attempt to pay by a rail: its id, the rail, and its amount in the payer's currency. */
    private record Attempt(UUID id, Rail rail, Money home) {}

    /** Ends a payment or a hold whose time has run out; does nothing to any other. */
    Outcome expire(Payment payment) {
        return engine.run(
                change(
                        payment.terms().merchant(),
                        payment.id(),
                        new ChangeCommand.Change.Expire()));
    }

    private Replied finish(Idempotency.Key key, Reply.Final reply, boolean replayed) {
        Reply.Final recorded = engine.run(Idempotency.finish(key, reply));
        return new Replied.Answered(recorded.status(), recorded.body(), replayed);
    }

    private static Reply reply(Outcome outcome, Function<Outcome, Reply.Final> render) {
        return outcome instanceof Outcome.AskRail ask
                ? new Reply.Pending(ask.payment().id())
                : render.apply(outcome);
    }

    private Outcome followUp(Outcome outcome) {
        if (!(outcome instanceof Outcome.AskRail(Payment payment, RailOrder order))) {
            return outcome;
        }
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        asking.put(payment.id(), answer);
        try {
            Outcome result =
                    rails.find(order.source().rail())
                            .map(rail -> takeIn(payment, order.attempt(), rail.authorise(order)))
                            .orElseGet(() -> new Outcome.InDoubt(payment));
            answer.complete(result);
            return result;
        } catch (EngineUnavailable | OutcomeUnknown away) {
            // The rail was asked, so it would be wrong to say that nothing was done.
            return new Outcome.InDoubt(payment);
        } finally {
            // Whoever joined must not wait for ever, whatever went wrong here.
            answer.complete(new Outcome.InDoubt(payment));
            asking.remove(payment.id());
        }
    }

    /**
     * The outcome of a payment that another request began. Whoever began it, here or in another
     * process, is given time: to ask the rail at once could cancel a request that is on its way.
     */
    private Outcome join(UUID id) {
        long begin = System.nanoTime();
        while (true) {
            CompletableFuture<Outcome> running = asking.get(id);
            if (running != null) {
                return running.join();
            }
            Payment payment =
                    store.find(id).orElseThrow(() -> new IllegalStateException("no payment " + id));
            if (!(payment.state() instanceof State.Unknown)) {
                return settled(payment);
            }
            if (System.nanoTime() - begin > RailDesk.GRACE.toNanos()) {
                return resolve(payment);
            }
            LockSupport.parkNanos(JOIN_PAUSE.toNanos());
        }
    }

    private static Outcome settled(Payment payment) {
        if (!(payment.state() instanceof State.Waiting waiting)) {
            return new Outcome.Done(payment);
        }
        Optional<State.Waiting.Failure> failure = waiting.failure();
        return new Outcome.Refused(
                failure.map(State.Waiting.Failure::why).orElse(PaymentRefusal.DECLINED),
                failure.map(State.Waiting.Failure::detail).orElse("the card's issuer declined"),
                Optional.of(payment));
    }

    private Outcome ask(Payment payment, Attempt attempt) {
        Rail rail = attempt.rail();
        Rail.Answer answer = rail.inquire(attempt.id());
        if (answer instanceof Rail.Answer.NeverHeard) {
            // The first request may still be on its way. It is cancelled under its own id, so that
            // it can no longer take effect, before the money is let go.
            RailTask cancel =
                    new RailTask(
                            attempt.id(),
                            attempt.id(),
                            rail.name(),
                            RailTask.Kind.CANCEL,
                            attempt.home(),
                            payment.createdAt());
            Rail.Answer cancelled = rail.tell(cancel);
            answer = cancelled instanceof Rail.Answer.Approved ? answer : cancelled;
        }
        return takeIn(payment, attempt.id(), answer);
    }

    private Outcome takeIn(Payment payment, UUID attempt, Rail.Answer answer) {
        Outcome outcome =
                engine.run(
                        change(
                                payment.terms().merchant(),
                                payment.id(),
                                new ChangeCommand.Change.Answered(attempt, answer)));
        return outcome instanceof Outcome.Already(Payment known)
                ? new Outcome.Done(known)
                : outcome;
    }

    /** The command that puts a device token on file. */
    public Command<SetUp.Result> setUp(SetUp request) {
        return new SetUpCommand(rules, request);
    }

    private Command<Outcome> command(Request request) {
        return switch (request) {
            case Request.Create(UUID id, Terms terms, Optional<String> code) ->
                    new CreateCommand(rules, id, terms, code);
            case Request.Sell(UUID id, Terms terms, String code, Optional<UUID> link) ->
                    new SellCommand(new CreateCommand(rules, id, terms, Optional.of(code)), link);
            case Request.Offer offer -> new OfferCommand(rules, offer);
            case Request.Pay(PayRequest pay) ->
                    new PayCommand(rules.reaching(rails.reaches()), pay);
            case Request.Amend(UUID owner, UUID payment, Amendment amendment) ->
                    change(owner, payment, new ChangeCommand.Change.Amend(amendment));
            case Request.TakeHeld take ->
                    change(
                            take.owner(),
                            take.payment(),
                            new ChangeCommand.Change.TakeHeld(take.amount(), take.brokerage()));
            case Request.Close(UUID owner, UUID payment, State.Closed.Reason why) ->
                    change(owner, payment, new ChangeCommand.Change.Close(why));
            case Request.Refund(RefundRequest refund) -> new RefundCommand(rules, refund);
            case Request.Note note -> new NoteCommand(rules, note);
        };
    }

    private Command<Outcome> change(UUID owner, UUID payment, ChangeCommand.Change change) {
        return new ChangeCommand(rules, ids.next(), owner, payment, change);
    }
}
