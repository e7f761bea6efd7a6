package dev.handfast.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.sql.Database;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Two installations as two partners, in processes of their own. Harbor Coffee is a merchant of the
 * first; its customers are wallets of the second, which runs its own gateway. They show codes to
 * Harbor Coffee, or scan those that the gateway shows for its payments, and the gateway tells of
 * the latter of its own accord. The lines between the two are as bad as lines get, both ways, and
 * each process is killed once in the middle of it; in the end both books say the same about every
 * single payment.
 */
final class TwoPartnersTest {
    private static final int WAVES = 5;
    private static final int WAVE = 200;
    private static final int PAYMENTS = WAVES * WAVE;

    /** In the middle of these waves one of the two is killed. */
    private static final int OURS_DIES_IN = 1;

    private static final int THEIRS_DIES_IN = 3;

    private static final long TOP_UP_FEN = 10_000_000;
    private static final Duration ROUND_MAX = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int ROUNDS_MAX = 60;
    private static final Duration CONNECTED_MAX = Duration.ofSeconds(30);

    @Test
    void after_a_thousand_payments_over_bad_lines_both_books_agree() throws Exception {
        long seed = Long.getLong("handfast.seed", System.nanoTime());
        Watch watch = new Watch();
        try (Partnership both = Partnership.open(SharedServer.folder("partners"), seed)) {
            watch.lap("started");
            Shop theirs = both.theirs().shop();
            Shop ours = both.ours().shop();
            both.connect(theirs);
            theirs.topUp("Lin", TOP_UP_FEN);
            long before = theirs.balance("Lin");
            Shop coffee = ours.as(Partnership.registerApp(ours));
            SplittableRandom random = new SplittableRandom(seed);
            try (PartnerLoad load = new PartnerLoad(coffee, theirs, random)) {
                awaitConnection(coffee);
                watch.lap("connected");
                int late = play(both, load, watch);
                late += settle(both, load);
                watch.lap("settled");
                assertTrue(late > 10, "%d requests came late".formatted(late));
            }
            long spent = before - theirs.balance("Lin");
            String result = compare(both, spent, "-Dhandfast.seed=" + seed);
            both.ours().audit();
            both.theirs().audit();
            watch.lap("audited");
            System.out.printf("%s; %s; seed %d%n", result, watch, seed);
        }
    }

    /** Our server reads within seconds that there is a gateway. */
    private static void awaitConnection(Shop coffee) {
        String key = Deeds.mark();
        Client.Answer offered = coffee.client().post(coffee.offer(key, 100)).orElseThrow();
        assertEquals(200, offered.status(), offered::body);
        String id = offered.text("/id");
        long begin = System.nanoTime();
        while (coffee.client()
                        .post(coffee.partnerCode(id, Partnership.RAIL, Deeds.mark()))
                        .orElseThrow()
                        .status()
                == 404) {
            if (System.nanoTime() - begin > CONNECTED_MAX.toNanos()) {
                throw new IllegalStateException("the gateway is not known by now");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Makes the payments; how many requests came late. */
    private static int play(Partnership both, PartnerLoad load, Watch watch) throws Exception {
        int late = 0;
        for (int wave = 0; wave < WAVES; wave++) {
            int half = load.done() + WAVE / 2;
            List<Future<?>> begun = load.begin(WAVE);
            if (wave == OURS_DIES_IN || wave == THEIRS_DIES_IN) {
                while (load.done() < half) {
                    LockSupport.parkNanos(POLL.toNanos());
                }
                (wave == OURS_DIES_IN ? both.ours() : both.theirs()).killAndStartAgain();
                watch.lap("killed and back");
            }
            for (Future<?> one : begun) {
                one.get();
            }
            if (wave % 2 == 0) {
                late += both.release();
            }
            load.pass(Duration.ofSeconds(20));
            try (Database ours = both.ours().database()) {
                load.giveBack(PartnerBooks.refundable(ours));
            }
            watch.lap("wave");
        }
        return late;
    }

    /** Lets everything come to its end; how many requests came late. */
    private static int settle(Partnership both, PartnerLoad load) {
        try (Database ours = both.ours().database()) {
            // What is still under way arrives after everybody has given up on it.
            pass(load, ours, Duration.ofMinutes(2));
            int late = both.release();
            both.heal();
            for (int i = 0; i < ROUNDS_MAX && PartnerBooks.open(ours) > 0; i++) {
                pass(load, ours, Duration.ofMinutes(30));
            }
            late += both.release();
            assertEquals(0, PartnerBooks.open(ours), "payments, tasks or offers are left in doubt");
            return late;
        }
    }

    /** Moves the time, and waits until what is due then was looked at. */
    private static void pass(PartnerLoad load, Database ours, Duration time) {
        load.pass(time);
        long begin = System.nanoTime();
        while (PartnerBooks.open(ours) > 0 && System.nanoTime() - begin < ROUND_MAX.toNanos()) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static String compare(Partnership both, long spent, String hint) throws IOException {
        try (Database ours = both.ours().database();
                Database theirs = both.theirs().database()) {
            PartnerBooks books = PartnerBooks.read(ours, theirs);
            books.compare(hint);
            // What we say that their gateway has for us is what their wallets have paid.
            assertEquals(spent, PartnerBooks.receivable(ours), hint);
            assertEquals(0, PartnerBooks.held(ours), hint);
            // The lines were bad enough to prove something, and good enough to prove anything.
            long paid = books.paid();
            long scanned = PartnerBooks.offers(ours, "TAKEN");
            long surplus = PartnerBooks.offers(ours, "SURPLUS");
            long news = PartnerBooks.news(theirs);
            assertTrue(paid > PAYMENTS / 2, "%d were paid".formatted(paid));
            assertTrue(paid < PAYMENTS, "%d were paid".formatted(paid));
            assertTrue(books.refunded() > 10, "%d went back".formatted(books.refunded()));
            assertTrue(scanned > PAYMENTS / 5, "%d were scanned".formatted(scanned));
            assertTrue(surplus > 5, "%d came too late".formatted(surplus));
            assertTrue(news > PAYMENTS / 10, "%d pieces of news came".formatted(news));
            for (Partnership.Side side : List.of(both.ours(), both.theirs())) {
                assertFalse(
                        Files.readString(side.log()).contains(" SEVERE "), side.log()::toString);
            }
            return "%d of %d paid, %d of them scanned; %d refunded in part; "
                            .formatted(paid, PAYMENTS, scanned, books.refunded())
                    + "%d taken for nothing and given back, %d scanned too late"
                            .formatted(books.undone(), surplus);
        }
    }

    /** Where the time goes. */
    private static final class Watch {
        private final StringBuilder laps = new StringBuilder();
        private long last = System.nanoTime();

        void lap(String what) {
            long now = System.nanoTime();
            laps.append(laps.isEmpty() ? "" : ", ")
                    .append("%s %.1f s".formatted(what, (now - last) / 1e9));
            last = now;
        }

        @Override
        public String toString() {
            return laps.toString();
        }
    }
}
