package dev.handfast.bench;

import dev.handfast.app.Core;
import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Engine;
import dev.handfast.engine.Ids;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Entry;
import dev.handfast.ledger.Ledger;
import dev.handfast.ledger.Leg;
import dev.handfast.ledger.Posting;
import dev.handfast.ledger.Purpose;
import dev.handfast.ledger.Step;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Durable transfers: the ledger through the engine, against {@link BareTransfers}. Both have the
 * same batch size and as many connections, both are driven until they are full, and they take
 * turns, so that whatever else the machine does touches both alike.
 */
final class TransferBench {
    static final int ACCOUNTS = 10_000;
    static final UUID PARTNER = Ids.named("bench", "partner");

    private static final Currency USD = Currency.of("USD");
    private static final Duration TURN = Duration.ofSeconds(2);

    private final Core core;
    private final BareTransfers bare;
    private final Engine.Options options = Engine.Options.standard();
    private final int turns;
    private final List<AccountRef> accounts;
    private final SplittableRandom random = new SplittableRandom(1);

    TransferBench(House house, Duration time) {
        this.core = house.core();
        this.bare = new BareTransfers(house.database(), options);
        this.turns = Math.toIntExact(Math.max(1, time.dividedBy(TURN)));
        this.accounts =
                IntStream.range(0, ACCOUNTS)
                        .mapToObj(
                                i ->
                                        new AccountRef(
                                                AccountKind.CARD_RECEIVABLE,
                                                PARTNER,
                                                Ids.named("bench", "holder-" + i),
                                                USD))
                        .toList();
    }

    Figure measure() {
        openAccounts();
        throughEngine(TURN.multipliedBy(2));
        bare.prepare();
        bare.run(TURN);
        double engineRate = 0;
        double bareRate = 0;
        for (int turn = 0; turn < turns; turn++) {
            engineRate += throughEngine(TURN);
            bareRate += bare.run(TURN);
        }
        bare.remove();
        return Figure.against(
                "transfers posted, durable", engineRate / turns, "1/s", bareRate / turns, 0.70);
    }

    private record Post(Ledger ledger, UUID subject, Leg leg) implements Command<Posting> {
        @Override
        public int lane() {
            return leg.debit().hashCode();
        }

        @Override
        public void name(Naming naming) {
            ledger.nameAccounts(naming, working -> List.of(leg.debit(), leg.credit()));
        }

        @Override
        public Decision<Posting> decide(Working working) {
            Entry entry = new Entry(subject, List.of(new Step.Post(leg)));
            return new Decision.Done<>(ledger.post(working, entry));
        }
    }

    /** An account comes into being with its first transfer. */
    private void openAccounts() {
        List<CompletableFuture<Posting>> opened = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i += 2) {
            Leg leg =
                    new Leg(
                            accounts.get(i),
                            accounts.get(i + 1),
                            new Money(1, USD),
                            Purpose.TOP_UP);
            opened.add(core.engine().submit(new Post(core.ledger(), PARTNER, leg)));
        }
        opened.forEach(CompletableFuture::join);
    }

    /** Transfers per second, with always enough of them waiting to fill the next batches. */
    private double throughEngine(Duration how) {
        int waiting = 2 * options.lanes() * options.batch();
        Semaphore room = new Semaphore(waiting);
        AtomicLong done = new AtomicLong();
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < how.toNanos()) {
            room.acquireUninterruptibly();
            CompletableFuture<Posting> posting =
                    core.engine().submit(new Post(core.ledger(), PARTNER, leg()));
            var _ =
                    posting.whenComplete(
                            (result, failure) -> {
                                if (result instanceof Posting.Posted) {
                                    done.incrementAndGet();
                                }
                                room.release();
                            });
        }
        room.acquireUninterruptibly(waiting);
        return done.get() / ((System.nanoTime() - begin) / 1e9);
    }

    private Leg leg() {
        int debit = random.nextInt(ACCOUNTS);
        int credit = (debit + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        return new Leg(
                accounts.get(debit),
                accounts.get(credit),
                new Money(1 + random.nextInt(10_000), USD),
                Purpose.TOP_UP);
    }
}
