package dev.handfast.outbox;

import dev.handfast.merchants.Mode;
import dev.handfast.outbox.DeliveryStore.Due;
import dev.handfast.sql.Database;
import dev.handfast.sql.SqlFailure;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Makes deliveries: leases those that are due, posts each on a virtual thread of its own, and
 * writes down what came of it. At least once: a process that dies in the middle leaves its leases
 * behind, and when they end another takes over.
 *
 * <p>{@link #round} does what is due now and returns when it is done; a program calls {@link
 * #start} once and {@link #nudge} after commits instead. Safe for use by many threads.
 *
 * <p>One slow receiver does not hold up the others: at most {@link #PER_DESTINATION_MAX} deliveries
 * are under way to one destination, an endpoint or a host, and the rest of its deliveries are not
 * even looked at meanwhile. What is about one object goes to an endpoint in the order in which it
 * happened, as far as {@link DeliveryStore#ORDERED_ATTEMPTS} have it.
 */
public final class Deliverer implements AutoCloseable {
    /** How long one attempt may take, from resolving the name to the last byte. */
    public static final Duration ATTEMPT_MAX = Duration.ofSeconds(10);

    /** How long a delivery belongs to the process that has leased it. */
    static final Duration LEASE = Duration.ofSeconds(60);

    // A lease outlives the slowest attempt, or two processes make the same delivery at once.
    static {
        if (LEASE.compareTo(ATTEMPT_MAX.multipliedBy(2)) < 0) {
            throw new AssertionError("a lease outlives two attempts");
        }
    }

    /** How many deliveries are under way at once, in one process. */
    static final int UNDER_WAY_MAX = 1_024;

    /** How many of them go to one destination. */
    static final int PER_DESTINATION_MAX = 8;

    private static final int LEASED_AT_ONCE = 64;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration STOP_MAX = ATTEMPT_MAX.plusSeconds(2);
    private static final Logger LOG = Logger.getLogger("dev.handfast.outbox");

    private final DeliveryStore store;
    private final InstantSource clock;
    private final Map<Delivery.Channel, Sender> senders = new EnumMap<>(Delivery.Channel.class);
    private final Caller caller;
    private final Attempt attempts;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
    private final Map<String, Integer> perDestination = new ConcurrentHashMap<>();
    private final Semaphore nudges = new Semaphore(0);
    private volatile boolean stopped;

    /** Which addresses may be called. */
    public enum Destinations {
        /** Any, for a sandbox. */
        ANY,
        /** Public ones only: none of this machine and none of a private network. */
        PUBLIC;

        /**
         * Whether the host of an address may be one of them, as far as its form shows. What a name
         * means is looked at before each call.
         */
        public boolean mayBe(String host) {
            return switch (this) {
                case ANY -> true;
                case PUBLIC -> Addresses.mayBePublic(host);
            };
        }

        /** Those that may be called where this is played for. */
        public static Destinations in(Mode mode) {
            return switch (mode) {
                case TEST -> ANY;
                case LIVE -> PUBLIC;
            };
        }
    }

    /** A deliverer over a database. */
    public Deliverer(
            Database database,
            InstantSource clock,
            Map<Delivery.Channel, Sender> senders,
            Destinations destinations) {
        this(
                database,
                clock,
                senders,
                new Caller(Caller.Network.real(), destinations, ATTEMPT_MAX));
    }

    /** A deliverer that calls by another way. */
    Deliverer(
            Database database,
            InstantSource clock,
            Map<Delivery.Channel, Sender> senders,
            Caller caller) {
        this.store = new DeliveryStore(database);
        this.clock = clock;
        this.senders.putAll(senders);
        this.caller = caller;
        this.attempts = new Attempt(new Events(database), caller, clock);
    }

    /** Starts to work by itself: every second, and at once after a {@link #nudge}. */
    public void start() {
        Thread.ofVirtual().name("deliverer").start(this::work);
    }

    /** Says that there may be something to deliver; returns at once. */
    public void nudge() {
        if (nudges.availablePermits() == 0) {
            nudges.release();
        }
    }

    /** Makes every delivery that is due now, and returns when all have been tried once. */
    public int round() {
        int tried = 0;
        List<CountDownLatch> running = beginAll();
        while (!running.isEmpty()) {
            running.forEach(Deliverer::await);
            tried += running.size();
            // What has waited for its turn can go now.
            running = beginAll();
        }
        return tried;
    }

    private List<CountDownLatch> beginAll() {
        List<CountDownLatch> running = new ArrayList<>();
        for (List<Due> due = lease(); !due.isEmpty(); due = lease()) {
            due.forEach(one -> running.add(begin(one)));
        }
        return running;
    }

    /** Makes a delivery due again, whatever became of it; false if there is none such. */
    public boolean redeliver(UUID delivery) {
        boolean found = store.redeliver(delivery, clock.instant());
        nudge();
        return found;
    }

    private void work() {
        while (!stopped) {
            try {
                List<Due> due = lease();
                due.forEach(this::begin);
                if (due.size() == LEASED_AT_ONCE) {
                    nudge();
                }
                if (nudges.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    nudges.drainPermits();
                }
            } catch (SqlFailure away) {
                LOG.log(Level.WARNING, "deliveries wait for the database", away);
                pause();
            } catch (InterruptedException | RejectedExecutionException end) {
                return;
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException end) {
            stopped = true;
        }
    }

    private List<Due> lease() {
        int all = Math.min(LEASED_AT_ONCE, underWay.availablePermits());
        if (all == 0) {
            return List.of();
        }
        Map<String, Integer> free = new HashMap<>();
        perDestination.forEach(
                (name, busy) -> free.put(name, Math.max(0, PER_DESTINATION_MAX - busy)));
        return store.lease(
                clock.instant(), LEASE, new DeliveryStore.Room(free, PER_DESTINATION_MAX, all));
    }

    private CountDownLatch begin(Due due) {
        String destination = due.delivery().destination();
        perDestination.merge(destination, 1, Integer::sum);
        underWay.acquireUninterruptibly();
        CountDownLatch done = new CountDownLatch(1);
        threads.execute(
                () -> {
                    try {
                        attempt(due);
                    } finally {
                        underWay.release();
                        perDestination.computeIfPresent(
                                destination, (key, count) -> count == 1 ? null : count - 1);
                        done.countDown();
                        // The next of the same destination, or of the same object, can go.
                        nudge();
                    }
                });
        return done;
    }

    private void attempt(Due due) {
        Delivery delivery = due.delivery();
        Sender sender = senders.get(delivery.channel());
        try {
            if (sender == null) {
                String why = "no sender for " + delivery.channel();
                store.record(due, new Attempt.Result.NotSent(why), clock.instant());
                return;
            }
            Attempt.Result result = attempts.make(delivery, sender);
            if (store.record(due, result, clock.instant())) {
                result.outcome()
                        .ifPresent(outcome -> sender.heard(delivery, outcome, clock.instant()));
            }
        } catch (SqlFailure away) {
            // The lease ends by itself and the delivery is made again: at least once.
            LOG.log(Level.WARNING, "delivery " + delivery.id() + " could not be recorded", away);
        }
    }

    private static void await(CountDownLatch done) {
        try {
            done.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins nothing new and waits for what is under way. */
    @Override
    public void close() {
        stopped = true;
        nudge();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        caller.close();
    }
}
