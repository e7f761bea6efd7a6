package dev.handfast.bench;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Merchants and customers under torture. They pay, capture, cancel and refund in both dialects, and
 * remember every request together with the answer it got, or that it got none.
 */
final class TortureLoad {
    private static final int SETTLE_TRIES = 120;
    private static final long PAUSE_NANOS = 250_000_000;
    private static final long BREATH_NANOS = 100_000_000;
    private static final Duration MORE_MAX = Duration.ofSeconds(90);
    private static final long CENTS = 100;
    private static final long CENTS_BACK = 40;
    private static final String YUAN = "6.00";
    private static final String YUAN_BACK = "2.00";

    /** A payment somebody can go on with. */
    private record Open(Stage stage, String subject, String id) {}

    /** What can be done next. */
    private enum Stage {
        HELD,
        TAKEN,
        TRADE_OPEN,
        TRADE_PAID
    }

    /** A deed and its final answer. */
    record Done(Deed deed, Client.Answer answer) {
        boolean succeeded() {
            return deed.verdict(answer) == Deed.Verdict.DONE;
        }
    }

    private final SplittableRandom seeds;
    private final Map<String, Deed> unsettled = new ConcurrentHashMap<>();
    private final Map<String, Done> settled = new ConcurrentHashMap<>();
    private final Map<String, Done> fresh = new ConcurrentHashMap<>();
    private final Queue<Open> open = new ConcurrentLinkedQueue<>();
    private final AtomicLong scans = new AtomicLong();
    private final AtomicLong repeats = new AtomicLong();
    private final AtomicReference<Optional<Throwable>> bug =
            new AtomicReference<>(Optional.empty());
    private List<Thread> threads = List.of();
    private volatile boolean running;
    private final Client client;
    private final Shop shop;

    /** Customers and merchants of a server that is ready. */
    TortureLoad(URI base, SplittableRandom seeds) {
        this.seeds = seeds;
        client = new Client(base);
        shop = new Shop(client);
    }

    Shop shop() {
        return shop;
    }

    /** Starts so many clients. */
    void begin(int clients) {
        fresh.clear();
        running = true;
        List<Thread> started = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            SplittableRandom dice = seeds.split();
            started.add(Thread.ofVirtual().start(() -> work(dice)));
        }
        threads = started;
    }

    /** Lets the clients finish what they are at. */
    void end() throws InterruptedException {
        running = false;
        for (Thread thread : threads) {
            thread.join();
        }
        if (bug.get().isPresent()) {
            throw new IllegalStateException("a client failed", bug.get().get());
        }
        if (client.hung() > 0) {
            throw new IllegalStateException(
                    "%d requests were neither answered nor cut off".formatted(client.hung()));
        }
    }

    /** Waits until so many more requests have been settled. */
    void awaitMore(int number) {
        int wanted = settled.size() + number;
        long begin = System.nanoTime();
        while (settled.size() < wanted) {
            if (System.nanoTime() - begin > MORE_MAX.toNanos()) {
                throw new IllegalStateException(
                        "%d requests were not settled within %s".formatted(number, MORE_MAX));
            }
            LockSupport.parkNanos(PAUSE_NANOS / 10);
        }
    }

    /** Repeats every request that is not settled until it is. */
    void settle() throws InterruptedException {
        List<Deed> left = List.copyOf(unsettled.values());
        parallel(
                left,
                deed -> {
                    for (int tries = 0; !asked(deed); tries++) {
                        if (tries == SETTLE_TRIES) {
                            throw new IllegalStateException(
                                    "%s %s was never settled".formatted(deed.kind(), deed.key()));
                        }
                        LockSupport.parkNanos(PAUSE_NANOS);
                    }
                });
    }

    /** Repeats this round's requests: each must get the same answer; how many there were. */
    int compareAnswers() throws InterruptedException {
        List<Done> all = List.copyOf(fresh.values());
        parallel(
                all,
                done -> {
                    Client.Answer before = done.answer();
                    Client.Answer now =
                            client.post(done.deed().wire())
                                    .orElseThrow(
                                            () -> new IllegalStateException("no second answer"));
                    if (now.status() != before.status() || !now.body().equals(before.body())) {
                        throw new IllegalStateException(
                                "%s %s was answered %d %s, and is now answered %d %s"
                                        .formatted(
                                                done.deed().kind(),
                                                done.deed().key(),
                                                before.status(),
                                                before.body(),
                                                now.status(),
                                                now.body()));
                    }
                });
        return all.size();
    }

    /** Every deed of all rounds with its final answer. */
    Collection<Done> settled() {
        return settled.values();
    }

    private <T> void parallel(List<T> all, Consumer<T> work) throws InterruptedException {
        Queue<T> queue = new ConcurrentLinkedQueue<>(all);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            workers.add(
                    Thread.ofVirtual()
                            .start(
                                    () ->
                                            guarded(
                                                    () -> {
                                                        for (T one = queue.poll();
                                                                one != null;
                                                                one = queue.poll()) {
                                                            work.accept(one);
                                                        }
                                                    })));
        }
        threads = workers;
        end();
    }

    /** Keeps the first thing that went wrong, for the one who waits. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | AssertionError failure) {
            bug.compareAndSet(Optional.empty(), Optional.of(failure));
        }
    }

    private void work(SplittableRandom dice) {
        guarded(
                () -> {
                    while (running) {
                        Open known = dice.nextInt(5) < 3 ? open.poll() : null;
                        if (known == null) {
                            begin(dice);
                        } else {
                            goOn(known, dice);
                        }
                    }
                });
    }

    private void begin(SplittableRandom dice) {
        Shop.Payer payer = dice.nextBoolean() ? Shop.Payer.LIN : Shop.Payer.ANA;
        switch (dice.nextInt(4)) {
            case 0 -> sell(payer, Deed.Kind.PAY);
            case 1 -> sell(payer, Deed.Kind.HOLD);
            case 2 -> {
                String number = mark("trade");
                ask(new Deed(Deed.Kind.PRECREATE, number, number, shop.precreate(number, YUAN)));
            }
            default -> {
                String number = mark("trade");
                shop.paymentCode()
                        .ifPresentOrElse(
                                code ->
                                        ask(
                                                new Deed(
                                                        Deed.Kind.TRADE_PAY,
                                                        number,
                                                        number,
                                                        shop.charge(number, YUAN, code))),
                                TortureLoad::breathe);
            }
        }
    }

    private void sell(Shop.Payer payer, Deed.Kind kind) {
        Optional<String> token = shop.seal(payer, CENTS);
        if (token.isEmpty()) {
            breathe();
            return;
        }
        String key = mark("sale");
        String method = kind == Deed.Kind.HOLD ? "manual" : "automatic";
        ask(new Deed(kind, key, key, shop.sell(new Shop.Sale(key, CENTS, token.get(), method))));
    }

    private void goOn(Open known, SplittableRandom dice) {
        String subject = known.subject();
        switch (known.stage()) {
            case HELD -> {
                boolean take = dice.nextInt(3) > 0;
                String what = take ? "capture" : "cancel";
                String key = mark(what);
                Deed.Kind kind = take ? Deed.Kind.CAPTURE : Deed.Kind.CANCEL;
                ask(new Deed(kind, subject, key, shop.change(known.id(), what, key)));
            }
            case TAKEN -> {
                String key = mark("refund");
                ask(
                        new Deed(
                                Deed.Kind.REFUND,
                                subject,
                                key,
                                shop.refund(known.id(), CENTS_BACK, key)));
                again(known, dice);
            }
            case TRADE_OPEN -> {
                if (dice.nextInt(5) == 0) {
                    cancel(subject);
                } else {
                    scan(known, dice);
                }
            }
            case TRADE_PAID -> {
                if (dice.nextInt(4) == 0) {
                    cancel(subject);
                } else {
                    String key = mark("back");
                    ask(
                            new Deed(
                                    Deed.Kind.TRADE_REFUND,
                                    subject,
                                    key,
                                    shop.giveBack(subject, key, YUAN_BACK)));
                    again(known, dice);
                }
            }
        }
    }

    /** A payment gives back twice or three times at the most, and the last time is too often. */
    private void again(Open known, SplittableRandom dice) {
        if (dice.nextInt(2) == 0) {
            open.add(known);
        }
    }

    private void cancel(String subject) {
        ask(
                new Deed(
                        Deed.Kind.TRADE_CANCEL,
                        subject,
                        mark("close"),
                        shop.about("alipay.trade.cancel", subject)));
    }

    /** A person's scan has no key; where it is not answered, the trade tells what became of it. */
    private void scan(Open known, SplittableRandom dice) {
        Optional<Client.Answer> answer =
                switch (dice.nextInt(3)) {
                    case 0 -> shop.scanByWallet("Lin", known.id());
                    case 1 -> shop.scanByDevice(Shop.Payer.ANA, known.id());
                    default -> shop.scanByDevice(Shop.Payer.LIN, known.id());
                };
        if (answer.filter(it -> it.status() == 200).isPresent()) {
            scans.incrementAndGet();
            open.add(new Open(Stage.TRADE_PAID, known.subject(), known.id()));
        } else {
            breathe();
        }
    }

    /** Sends a request, and again while there is no answer and the load goes on. */
    private void ask(Deed deed) {
        unsettled.put(deed.key(), deed);
        while (!asked(deed) && running) {
            repeats.incrementAndGet();
            breathe();
        }
    }

    /** Sends a request; true when that settles it. */
    private boolean asked(Deed deed) {
        Optional<Client.Answer> answer =
                client.post(deed.wire()).filter(it -> deed.verdict(it) != Deed.Verdict.UNSETTLED);
        if (answer.isEmpty()) {
            return false;
        }
        Done done = new Done(deed, answer.get());
        settled.put(deed.key(), done);
        fresh.put(deed.key(), done);
        unsettled.remove(deed.key());
        if (done.succeeded()) {
            opened(deed, answer.get());
        }
        return true;
    }

    private void opened(Deed deed, Client.Answer answer) {
        switch (deed.kind()) {
            case PAY, HOLD, CAPTURE -> {
                String status = answer.text("/status");
                String id = answer.text("/id");
                if (status.equals("requires_capture")) {
                    open.add(new Open(Stage.HELD, deed.subject(), id));
                } else if (status.equals("succeeded")) {
                    open.add(new Open(Stage.TAKEN, deed.subject(), id));
                }
            }
            case PRECREATE ->
                    open.add(
                            new Open(
                                    Stage.TRADE_OPEN,
                                    deed.subject(),
                                    Deed.node(answer).path("qr_code").asString("")));
            case TRADE_PAY -> open.add(new Open(Stage.TRADE_PAID, deed.subject(), ""));
            case CANCEL, REFUND, TRADE_REFUND, TRADE_CANCEL -> {}
        }
    }

    /**
     * While the server is away there is nothing to do but wait: longer than it takes to be turned
     * away, or clients take the processor from the server that is starting.
     */
    private static void breathe() {
        LockSupport.parkNanos(BREATH_NANOS);
    }

    private static String mark(String what) {
        return what + "_" + UUID.randomUUID().toString().replace("-", "");
    }

    @Override
    public String toString() {
        Map<Deed.Kind, Long> done =
                settled.values().stream()
                        .filter(Done::succeeded)
                        .collect(
                                Collectors.groupingBy(
                                        it -> it.deed().kind(),
                                        TreeMap::new,
                                        Collectors.counting()));
        return "so far %d settled, %d asked again, done %s and %d scans"
                .formatted(settled.size(), repeats.get(), done, scans.get());
    }
}
