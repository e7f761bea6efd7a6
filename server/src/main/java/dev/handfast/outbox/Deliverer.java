package dev.handfast.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.outbox.DeliveryStore.Due;
import dev.handfast.outbox.DeliveryStore.Result;
import dev.handfast.sql.Database;
import dev.handfast.sql.SqlFailure;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
 * <p>One slow address does not hold up the others: at most {@link #PER_ADDRESS_MAX} deliveries are
 * under way to one host, and the rest of its deliveries wait their turn in the database.
 */
public final class Deliverer implements AutoCloseable {
    /** How long one attempt may take, from connecting to the last byte. */
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
    static final int UNDER_WAY_MAX = 512;

    /** How many of them go to one host. */
    static final int PER_ADDRESS_MAX = 8;

    /** How much of a receiver's answer is read and kept, in bytes. */
    static final int ANSWER_BYTES_MAX = 1_024;

    private static final int LEASED_AT_ONCE = 64;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** How long a delivery waits for its turn when its host has enough to do. */
    private static final Duration TURN = Duration.ofSeconds(2);

    private static final Duration STOP_MAX = ATTEMPT_MAX.plusSeconds(2);
    private static final Logger LOG = Logger.getLogger("dev.handfast.outbox");

    private final DeliveryStore store;
    private final Events events;
    private final InstantSource clock;
    private final Map<Delivery.Channel, Sender> senders = new EnumMap<>(Delivery.Channel.class);
    private final Destinations destinations;
    private final HttpClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
    private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();
    private final Semaphore nudges = new Semaphore(0);
    private volatile boolean stopped;

    /** Which addresses may be called. */
    public enum Destinations {
        /** Any, for a sandbox. */
        ANY,
        /** Public ones only: none of this machine and none of a private network. */
        PUBLIC
    }

    /** A deliverer over a database. */
    public Deliverer(
            Database database,
            InstantSource clock,
            Map<Delivery.Channel, Sender> senders,
            Destinations destinations) {
        this.store = new DeliveryStore(database);
        this.events = new Events(database);
        this.clock = clock;
        this.senders.putAll(senders);
        this.destinations = destinations;
        this.client =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT_MAX)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .version(HttpClient.Version.HTTP_1_1)
                        .executor(threads)
                        .build();
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
        List<UUID> passedOver = new ArrayList<>();
        List<CountDownLatch> running = new ArrayList<>();
        List<Due> due = store.lease(clock.instant(), LEASE, LEASED_AT_ONCE);
        while (!due.isEmpty()) {
            for (Due one : due) {
                Optional<CountDownLatch> begun = begin(one);
                begun.ifPresentOrElse(running::add, () -> passedOver.add(one.delivery().id()));
            }
            tried += due.size();
            due = store.lease(clock.instant(), LEASE, LEASED_AT_ONCE);
        }
        running.forEach(Deliverer::await);
        store.giveBack(passedOver, clock.instant());
        return passedOver.isEmpty() ? tried : tried - passedOver.size() + round();
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
                List<UUID> passedOver = new ArrayList<>();
                List<Due> due = store.lease(clock.instant(), LEASE, LEASED_AT_ONCE);
                for (Due one : due) {
                    if (begin(one).isEmpty()) {
                        passedOver.add(one.delivery().id());
                    }
                }
                // To the back of the line, or the backlog of one slow host would fill every lease.
                store.giveBack(passedOver, clock.instant().plus(TURN));
                if (due.size() == LEASED_AT_ONCE) {
                    nudge();
                }
                if (nudges.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    nudges.drainPermits();
                }
            } catch (SqlFailure away) {
                LOG.log(Level.WARNING, "deliveries wait for the database", away);
                pause();
            } catch (InterruptedException end) {
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

    /** Begins an attempt; empty if too many are under way to the same host. */
    private Optional<CountDownLatch> begin(Due due) {
        String host = hostOf(due.delivery());
        int now = perAddress.merge(host, 1, Integer::sum);
        if (now > PER_ADDRESS_MAX) {
            leave(host);
            return Optional.empty();
        }
        underWay.acquireUninterruptibly();
        CountDownLatch done = new CountDownLatch(1);
        threads.execute(
                () -> {
                    try {
                        attempt(due);
                    } finally {
                        underWay.release();
                        leave(host);
                        done.countDown();
                    }
                });
        return Optional.of(done);
    }

    private void leave(String host) {
        perAddress.computeIfPresent(host, (key, count) -> count == 1 ? null : count - 1);
    }

    private void attempt(Due due) {
        Delivery delivery = due.delivery();
        Sender sender = senders.get(delivery.channel());
        Instant now = clock.instant();
        if (sender == null) {
            store.record(due, new Result.GivenUp("no sender for " + delivery.channel()), now);
            return;
        }
        try {
            store.record(due, result(due, sender, now), clock.instant());
        } catch (SqlFailure away) {
            // The lease ends by itself and the delivery is made again: at least once.
            LOG.log(Level.WARNING, "delivery " + delivery.id() + " could not be recorded", away);
        }
    }

    private Result result(Due due, Sender sender, Instant now) {
        Delivery delivery = due.delivery();
        Optional<Event> event = events.find(delivery.event());
        Optional<Sender.Message> message =
                event.flatMap(known -> sender.write(delivery, known, now));
        if (message.isEmpty()) {
            return new Result.GivenUp("nobody wants it any more");
        }
        Answer answer = post(delivery.url(), message.get());
        if (answer.status().isPresent() && sender.confirms(answer.status().get(), answer.text())) {
            return new Result.Confirmed(answer.status().get(), answer.text());
        }
        // Attempts are counted with the lease, so this is the number of the one just made.
        List<Duration> pauses = sender.pauses();
        int made = delivery.attempts();
        return made <= pauses.size()
                ? new Result.Again(answer.status(), answer.text(), now.plus(pauses.get(made - 1)))
                : new Result.UsedUp(answer.status(), answer.text());
    }

    /** A receiver's answer, or why there is none. */
    private record Answer(Optional<Integer> status, String text) {
        static Answer none(String why) {
            return new Answer(Optional.empty(), why);
        }
    }

    private Answer post(String url, Sender.Message message) {
        try {
            URI uri = URI.create(url);
            Optional<String> forbidden = forbidden(uri);
            if (forbidden.isPresent()) {
                return Answer.none(forbidden.get());
            }
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(uri)
                            .header("User-Agent", "Handfast/1")
                            .POST(BodyPublishers.ofString(message.body(), UTF_8));
            message.headers().forEach(request::header);
            return send(request.build());
        } catch (UnknownHostException unknown) {
            return Answer.none("the address names no known host: " + unknown.getMessage());
        } catch (IllegalArgumentException malformed) {
            return Answer.none("the address cannot be called: " + malformed.getMessage());
        }
    }

    private Answer send(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, info -> new FirstBytes(ANSWER_BYTES_MAX));
        try {
            HttpResponse<byte[]> response =
                    exchange.get(ATTEMPT_MAX.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(Optional.of(response.statusCode()), readable(response.body()));
        } catch (TimeoutException slow) {
            exchange.cancel(true);
            return Answer.none("no answer within " + ATTEMPT_MAX.toSeconds() + " s");
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            return Answer.none(cause.getClass().getSimpleName() + ": " + cause.getMessage());
        } catch (InterruptedException end) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            return Answer.none("interrupted");
        }
    }

    /**
     * Why an address may not be called, if so. The name is resolved here and once more by the
     * client; both get the same answer, because the JDK remembers it for longer than that takes.
     */
    private Optional<String> forbidden(URI uri) throws UnknownHostException {
        if (destinations == Destinations.ANY) {
            return Optional.empty();
        }
        if (uri.getHost() == null) {
            return Optional.of("the address names no host");
        }
        for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
            if (!Addresses.isPublic(address)) {
                return Optional.of("the address is not a public one");
            }
        }
        return Optional.empty();
    }

    /** The database takes no NUL characters, and nobody wants other control characters. */
    private static String readable(byte[] answer) {
        return new String(answer, UTF_8).replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", " ");
    }

    private static String hostOf(Delivery delivery) {
        try {
            return String.valueOf(URI.create(delivery.url()).getAuthority());
        } catch (IllegalArgumentException malformed) {
            return "";
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
        client.shutdownNow();
    }
}
