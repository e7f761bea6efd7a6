package dev.handfast.bench;

import dev.handfast.web.Json;
import dev.handfast.web.PublicId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * What the customers and the shop do: half of the payments are charged by the codes that customers
 * show, half are offered by codes that their own gateway shows for them to scan. Nobody knows of
 * bad lines or dead processes; who gets no answer asks again.
 */
final class PartnerLoad implements AutoCloseable {
    private static final int CALLERS = 24;
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    /** How often a code is asked for which the gateway does not show. */
    private static final int TRIES = 3;

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    private final Shop coffee;
    private final Shop wallets;
    private final SplittableRandom random;
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    private final AtomicInteger done = new AtomicInteger();

    /**
     * A load.
     *
     * @param coffee a merchant of one partner
     * @param wallets the other's customers
     */
    PartnerLoad(Shop coffee, Shop wallets, SplittableRandom random) {
        this.coffee = coffee;
        this.wallets = wallets;
        this.random = random;
    }

    /** Begins so many payments, half of each sort. */
    List<Future<?>> begin(int payments) {
        List<Future<?>> begun = new ArrayList<>();
        for (int i = 0; i < payments; i++) {
            long minor = 10 + random.nextLong(120);
            Runnable payment = i % 2 == 0 ? () -> charge(minor) : () -> offer(minor);
            begun.add(
                    callers.submit(
                            () -> {
                                payment.run();
                                done.incrementAndGet();
                            }));
        }
        return begun;
    }

    /** How many payments were made so far, however they ended. */
    int done() {
        return done.get();
    }

    /** Gives a part of each back, at the same time. */
    void giveBack(List<PartnerBooks.Refundable> all)
            throws InterruptedException, ExecutionException {
        List<Future<?>> begun = new ArrayList<>();
        for (PartnerBooks.Refundable one : all) {
            begun.add(callers.submit(() -> giveBack(one)));
        }
        for (Future<?> one : begun) {
            one.get();
        }
    }

    private void giveBack(PartnerBooks.Refundable one) {
        String key = Deeds.mark();
        ask(
                one.reference()
                        .map(
                                number ->
                                        new Deed(
                                                Deed.Kind.TRADE_REFUND,
                                                number,
                                                key,
                                                coffee.giveBack(number, key, "0.07")))
                        .orElseGet(
                                () -> {
                                    String id = PublicId.format("pi", one.id());
                                    return new Deed(
                                            Deed.Kind.REFUND, id, key, coffee.refund(id, 7, key));
                                }));
    }

    /** Charges a customer's code, in fen. */
    private void charge(long fen) {
        String code = answered(wallets::paymentCode);
        String number = Deeds.mark();
        String yuan = "%d.%02d".formatted(fen / 100, fen % 100);
        ask(new Deed(Deed.Kind.TRADE_PAY, number, number, coffee.charge(number, yuan, code)));
    }

    /**
     * Offers a payment, in US cents. Every seventh customer only looks; and every twelfth pays what
     * the shop has called off meanwhile.
     */
    private void offer(long cents) {
        String key = Deeds.mark();
        Client.Answer made =
                ask(new Deed(Deed.Kind.PAY, key, key, coffee.offer(key, cents)))
                        .orElseThrow(() -> new IllegalStateException("an offer was refused"));
        String id = made.text("/id");
        Optional<String> code = Optional.empty();
        for (int i = 0; i < TRIES && code.isEmpty(); i++) {
            code = partnerCode(id);
        }
        if (code.isEmpty()) {
            return;
        }
        if (cents % 12 == 0) {
            String cancel = Deeds.mark();
            ask(new Deed(Deed.Kind.CANCEL, id, cancel, coffee.change(id, "cancel", cancel)));
        }
        if (cents % 7 != 0) {
            String shown = code.get();
            answered(() -> wallets.scanByWallet("Lin", shown));
        }
    }

    /** The code that the customers' gateway shows; empty where it does not. */
    Optional<String> partnerCode(String id) {
        Client.Answer answer =
                answered(
                        () ->
                                coffee.client()
                                        .post(
                                                coffee.partnerCode(
                                                        id, Partnership.RAIL, Deeds.mark())));
        if (answer.status() != OK && answer.status() != UNAVAILABLE) {
            throw new IllegalStateException("a code was refused: " + answer);
        }
        return answer.status() == OK ? Optional.of(answer.text("/data")) : Optional.empty();
    }

    /** Asks until there is an answer that settles it; empty if that is a refusal. */
    private Optional<Client.Answer> ask(Deed deed) {
        Client.Answer answer =
                answered(
                        () ->
                                coffee.client()
                                        .post(deed.wire())
                                        .filter(
                                                one ->
                                                        deed.verdict(one)
                                                                != Deed.Verdict.UNSETTLED));
        return deed.verdict(answer) == Deed.Verdict.DONE ? Optional.of(answer) : Optional.empty();
    }

    /** Asks until there is an answer: a process that is away comes back. */
    private static <T> T answered(Supplier<Optional<T>> asking) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < ANSWER_MAX.toNanos()) {
            Optional<T> answer = asking.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new IllegalStateException("no answer within " + ANSWER_MAX);
    }

    /** Moves the time of both; theirs first, so that nothing is late here and in time there. */
    void pass(Duration time) {
        for (Shop side : List.of(wallets, coffee)) {
            side.arrange("/sandbox/clock", Json.object().put("advance", time.toString()));
        }
    }

    @Override
    public void close() {
        callers.close();
    }
}
