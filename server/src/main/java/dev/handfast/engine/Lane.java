package dev.handfast.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that turns waiting commands into batches.
 *
 * <p>A platform thread on purpose: the lane is the one hand that must never wait for a carrier
 * behind thousands of callers.
 */
final class Lane {
    /**
     * How often one command is tried against a database that refuses it, before it is a failure.
     */
    private static final int ATTEMPTS_MAX = 5;

    private static final Duration PAUSE = Duration.ofMillis(50);

    private record Waiting<R>(Command<R> command, CompletableFuture<R> future, long sinceNanos) {
        @SuppressWarnings("unchecked") // the outcome of this very command
        void answer(Batch.Outcome outcome) {
            switch (outcome) {
                case Batch.Outcome.Decided decided -> future.complete((R) decided.result());
                case Batch.Outcome.Threw threw -> future.completeExceptionally(threw.bug());
            }
        }
    }

    private final int number;
    private final Storage storage;
    private final Engine.Options options;
    private final BlockingQueue<Waiting<?>> queue;
    private final Thread thread;
    private final LongAdder batches = new LongAdder();
    private final LongAdder commands = new LongAdder();
    private volatile boolean stopping;
    private volatile boolean ended;

    Lane(int number, Storage storage, Engine.Options options) {
        this.number = number;
        this.storage = storage;
        this.options = options;
        this.queue = new ArrayBlockingQueue<>(options.waiting());
        this.thread = Thread.ofPlatform().name("lane-" + number).daemon(true).unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopping = true;
    }

    void await() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    <R> CompletableFuture<R> submit(Command<R> command) {
        CompletableFuture<R> future = new CompletableFuture<>();
        if (stopping) {
            future.completeExceptionally(new EngineUnavailable("the engine is stopping"));
        } else if (queue.offer(new Waiting<>(command, future, System.nanoTime()))) {
            if (ended) {
                // The lane may have looked for the last time before this one came.
                turnAwayAll();
            }
        } else {
            future.completeExceptionally(
                    new EngineUnavailable(
                            "%d commands wait already; try again".formatted(options.waiting())));
        }
        return future;
    }

    private void turnAwayAll() {
        List<Waiting<?>> late = new ArrayList<>();
        queue.drainTo(late);
        EngineUnavailable stopped = new EngineUnavailable("the engine has stopped");
        late.forEach(one -> one.future().completeExceptionally(stopped));
    }

    Engine.Load load() {
        return new Engine.Load(number, batches.sum(), commands.sum(), queue.size());
    }

    private void loop() {
        try {
            work();
        } finally {
            ended = true;
            turnAwayAll();
        }
    }

    @SuppressWarnings("CatchThrowable") // whatever it is, callers hear of it and the lane goes on
    private void work() {
        List<Waiting<?>> batch = new ArrayList<>(options.batch());
        while (!stopping || !queue.isEmpty()) {
            batch.clear();
            try {
                Waiting<?> first = queue.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, options.batch() - 1);
                    process(batch);
                }
            } catch (InterruptedException e) {
                stopping = true;
            } catch (Throwable bug) {
                // Those who have their answer keep it.
                batch.forEach(one -> one.future().completeExceptionally(bug));
            }
        }
    }

    /** Runs a batch until each of its commands has an answer. */
    private void process(List<Waiting<?>> batch) {
        List<Waiting<?>> waiting = new ArrayList<>(batch);
        for (int attempt = 1; !waiting.isEmpty(); attempt++) {
            switch (storage.run(waiting.stream().map(Waiting::command).toList(), number)) {
                case Storage.Ending.Committed committed -> {
                    batches.increment();
                    commands.add(waiting.size());
                    answer(waiting, committed.outcomes());
                    return;
                }
                case Storage.Ending.Unclear unclear -> {
                    if (settled(waiting, unclear)) {
                        return;
                    }
                }
                case Storage.Ending.Away away -> {
                    turnAwayImpatient(waiting, away.why());
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
                case Storage.Ending.RolledBack rolledBack -> {
                    // At first once more as it is: most often another batch was in the way, for
                    // instance with the first row of the same new account.
                    if (waiting.size() > 1 && attempt > 1) {
                        // Somebody in the batch is poisonous; alone, it hurts only itself.
                        int half = waiting.size() / 2;
                        process(waiting.subList(0, half));
                        process(waiting.subList(half, waiting.size()));
                        return;
                    }
                    if (attempt == ATTEMPTS_MAX) {
                        waiting.getFirst().future().completeExceptionally(rolledBack.why());
                        return;
                    }
                }
            }
        }
    }

    /** Learns the fate of a lost commit; true when everybody has an answer, false to run again. */
    private boolean settled(List<Waiting<?>> waiting, Storage.Ending.Unclear unclear) {
        while (true) {
            switch (storage.fateOf(unclear)) {
                case COMMITTED -> {
                    answer(waiting, unclear.outcomes());
                    return true;
                }
                case ABORTED -> {
                    return false;
                }
                case IN_PROGRESS, UNKNOWN -> {
                    if (oldest(waiting) > options.patience().toNanos()) {
                        OutcomeUnknown unknown =
                                new OutcomeUnknown(
                                        "the database went away during the commit", unclear.why());
                        waiting.forEach(one -> one.future().completeExceptionally(unknown));
                        return true;
                    }
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        }
    }

    private static long oldest(List<Waiting<?>> waiting) {
        long now = System.nanoTime();
        return waiting.stream().mapToLong(one -> now - one.sinceNanos()).max().orElse(0);
    }

    private void turnAwayImpatient(List<Waiting<?>> waiting, Throwable why) {
        long now = System.nanoTime();
        waiting.removeIf(
                one -> {
                    boolean impatient = now - one.sinceNanos() > options.patience().toNanos();
                    if (impatient) {
                        one.future()
                                .completeExceptionally(
                                        new EngineUnavailable("the database is away", why));
                    }
                    return impatient;
                });
    }

    private static void answer(List<Waiting<?>> waiting, List<Batch.Outcome> outcomes) {
        for (int i = 0; i < outcomes.size(); i++) {
            waiting.get(i).answer(outcomes.get(i));
        }
    }
}
