package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.alipay.ClientApp;
import dev.handfast.alipay.GatewayClient;
import dev.handfast.alipay.GatewayKeys;
import dev.handfast.alipay.HttpTransport;
import dev.handfast.alipay.Signatures;
import dev.handfast.alipay.SigningKey;
import dev.handfast.app.Core;
import dev.handfast.ledger.AuditReport;
import dev.handfast.money.Money;
import dev.handfast.payments.Capture;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Rail;
import dev.handfast.payments.RefundRequest;
import dev.handfast.payments.Request;
import dev.handfast.payments.State;
import dev.handfast.payments.Terms;
import dev.handfast.rails.AlipayRail;
import dev.handfast.sql.Database;
import dev.handfast.testing.AuditAfterTest;
import dev.handfast.testing.BadLine;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.TestDb;
import dev.handfast.testing.World;
import dev.handfast.wallets.Wallet;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Two installations as two partners. Harbor Coffee is a merchant of the first; its customers are
 * wallets of the second, which runs its own gateway. The line between the two is as bad as lines
 * get; in the end both books say the same about every single payment.
 */
@DatabaseTest
final class TwoPartnersTest {
    private static final int PAYMENTS = 1_000;
    private static final int ROUND = 100;
    private static final int CALLERS = 8;
    private static final int WALLETS = 25;
    private static final int ROUNDS_MAX = 60;

    /** So short that an answer which the line delays comes too late. */
    private static final Duration PATIENCE = Duration.ofMillis(350);

    /** What a merchant of the first partner asked for. */
    private record Asked(UUID attempt, Money amount, UUID payment) {}

    /** What one side's books say about a payment: what was taken, and what of it given back. */
    private record Said(String taken, String kept) {
        static final Said NOTHING = new Said("0.00", "0.00");

        static Said of(Optional<Payment> payment) {
            return payment.flatMap(Payment::capture)
                    .map(
                            capture ->
                                    new Said(
                                            capture.amount().toDecimalString(),
                                            capture.refundable().toDecimalString()))
                    .orElse(NOTHING);
        }

        /** Money taken and given back is as good as never taken, where the other side failed. */
        boolean agreesWith(Said theirs) {
            return equals(theirs) || (equals(NOTHING) && theirs.kept().equals("0.00"));
        }
    }

    @Test
    void after_a_thousand_payments_over_a_bad_line_both_books_agree(Database ours)
            throws Exception {
        long seed = Long.getLong("handfast.seed", System.nanoTime());
        try (Database theirs = TestDb.fresh();
                TestGateway gateway = new TestGateway(theirs);
                BadLine line = new BadLine(URI.create(gateway.url()), seed);
                World world =
                        new World(
                                ours,
                                Core.Voices.of(List.of()),
                                time -> List.of(rail(line.address(), time)))) {
            Two two = new Two(world, gateway, line, new SplittableRandom(seed));
            two.play();
            two.compare(seed);
            AuditReport audit = AuditAfterTest.audit(theirs);
            assertTrue(audit.clean(), audit::toString);
        }
    }

    private static Rail rail(URI address, InstantSource time) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        Signatures signatures = Signatures.fastest();
        return new AlipayRail(
                new AlipayRail.Partnership(
                        "lantern",
                        new Rail.Reach(World.LANTERN, World.CNY, "28"),
                        Optional.empty()),
                new GatewayClient(
                        ClientApp.of(
                                TestGateway.APP_ID,
                                SigningKey.of(TestGateway.APP.getPrivate(), signatures)),
                        new GatewayClient.Endpoint(address, new HttpTransport(client, PATIENCE)),
                        GatewayKeys.of(signatures, TestGateway.GATEWAY.getPublic()),
                        InstantSource.system()),
                time);
    }

    /** Both partners, and the line between them. */
    private static final class Two {
        private final World ours;
        private final TestGateway theirs;
        private final BadLine line;
        private final SplittableRandom random;
        private final List<Wallet> wallets = new ArrayList<>();
        private final ConcurrentLinkedQueue<Asked> asked = new ConcurrentLinkedQueue<>();
        private int late;

        Two(World ours, TestGateway theirs, BadLine line, SplittableRandom random) {
            this.ours = ours;
            this.theirs = theirs;
            this.line = line;
            this.random = random;
            for (int i = 0; i < WALLETS; i++) {
                wallets.add(theirs.world.wallet("Holder " + i, World.CNY, "200.00"));
            }
        }

        void play() throws Exception {
            try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
                for (int done = 0; done < PAYMENTS; done += ROUND) {
                    List<Future<?>> round = new ArrayList<>();
                    for (int i = 0; i < ROUND; i++) {
                        String code =
                                theirs.world
                                        .core
                                        .wallets()
                                        .issueCode(wallets.get(i % WALLETS).id());
                        Money amount = new Money(1 + random.nextLong(900), World.CNY);
                        round.add(callers.submit(() -> pay(code, amount)));
                    }
                    for (Future<?> one : round) {
                        one.get();
                    }
                    if (random.nextBoolean()) {
                        late += line.release();
                    }
                    pass(Duration.ofSeconds(20));
                    giveSomeBack();
                }
            }
            // What is still under way arrives after everybody has given up on it.
            pass(Duration.ofMinutes(2));
            late += line.release();
            line.heal();
            for (int i = 0; i < ROUNDS_MAX && !settled(); i++) {
                pass(Duration.ofMinutes(10));
            }
            late += line.release();
            assertTrue(settled(), "payments or tasks are left in doubt");
        }

        private void pay(String code, Money amount) {
            UUID attempt = ours.core.ids().next();
            Terms terms = ours.terms(World.HARBOR_COFFEE, amount, Terms.CaptureMode.AUTOMATIC);
            Outcome outcome =
                    ours.core
                            .payments()
                            .run(
                                    new Request.Pay(
                                            new PayRequest(
                                                    attempt,
                                                    new PayRequest.Target.Create(terms),
                                                    new Instrument.Code(code),
                                                    Optional.empty())));
            UUID payment =
                    switch (outcome) {
                        case Outcome.Done(Payment paid) -> paid.id();
                        case Outcome.InDoubt(Payment doubtful) -> doubtful.id();
                        case Outcome.Refused refused ->
                                refused.payment().map(Payment::id).orElse(attempt);
                        case Outcome other -> throw new AssertionError(other);
                    };
            asked.add(new Asked(attempt, amount, payment));
        }

        private void pass(Duration time) {
            ours.clock.advance(time);
            theirs.world.clock.advance(time);
            ours.core.railDesk().round();
            theirs.world.core.railDesk().round();
        }

        /** Every tenth of what was paid, a part of it. */
        private void giveSomeBack() {
            for (Asked one : asked) {
                if (one.amount().minor() % 10 != 0) {
                    continue;
                }
                Optional<Capture> capture =
                        ours.core.store().find(one.payment()).flatMap(Payment::capture);
                if (capture.isPresent() && capture.get().refunded().isZero()) {
                    ours.core
                            .payments()
                            .run(
                                    new Request.Refund(
                                            new RefundRequest(
                                                    ours.core.ids().next(),
                                                    World.HARBOR_COFFEE,
                                                    one.payment(),
                                                    Optional.of(new Money(7, World.CNY)),
                                                    Optional.empty(),
                                                    "{}")));
                }
            }
        }

        private boolean settled() {
            boolean known =
                    asked.stream()
                            .map(one -> ours.core.store().find(one.payment()))
                            .flatMap(Optional::stream)
                            .noneMatch(payment -> payment.state() instanceof State.Unknown);
            return known && open("rail_task where done_at is null") == 0;
        }

        private long open(String what) {
            return ours.core
                    .database()
                    .read(
                            tx ->
                                    tx.queryOne(
                                                    "select count(*) as rows from " + what,
                                                    row -> row.number("rows"))
                                            .orElseThrow());
        }

        void compare(long seed) {
            Map<String, String> differences = new TreeMap<>();
            long taken = 0;
            long paid = 0;
            long back = 0;
            for (Asked one : asked) {
                Said here = Said.of(ours.core.store().find(one.payment()));
                String number = AlipayRail.number(one.attempt());
                Said there =
                        Said.of(
                                theirs.world
                                        .core
                                        .store()
                                        .findByReference(World.JASMINE_TEA, number));
                if (!here.agreesWith(there)) {
                    differences.put(number, here + " here, " + there + " there");
                }
                taken += here.equals(Said.NOTHING) ? 0 : 1;
                paid += here.taken().equals(here.kept()) ? 0 : 1;
                back += here.equals(there) ? 0 : 1;
            }
            assertEquals(Map.of(), differences, "-Dhandfast.seed=" + seed);
            assertEquals(PAYMENTS, asked.size());
            // The line was bad enough to prove something, and good enough to prove anything.
            assertTrue(taken > PAYMENTS / 2, "%d were paid".formatted(taken));
            assertTrue(taken < PAYMENTS, "%d were paid".formatted(taken));
            assertTrue(paid > 10, "%d were refunded in part".formatted(paid));
            assertTrue(late > 10, "%d requests came late".formatted(late));
            System.out.printf(
                    "%d of %d paid, %d refunded in part, %d given back by cancel, %d late; seed"
                            + " %d%n",
                    taken, PAYMENTS, paid, back, late, seed);
        }
    }
}
