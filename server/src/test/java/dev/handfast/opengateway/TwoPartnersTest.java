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
import dev.handfast.outbox.Deliverer;
import dev.handfast.outbox.Delivery;
import dev.handfast.payments.Backing;
import dev.handfast.payments.Capture;
import dev.handfast.payments.Channel;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Invited;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PartnerOffer;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Payer;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Rail;
import dev.handfast.payments.RailNews;
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
import dev.handfast.web.WebServers;

import io.helidon.webserver.WebServer;

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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Two installations as two partners. Harbor Coffee is a merchant of the first; its customers are
 * wallets of the second, which runs its own gateway. They show codes to Harbor Coffee, or scan
 * those that the gateway shows for its payments, and the gateway tells of the latter of its own
 * accord. The lines between the two are as bad as lines get, both ways; in the end both books say
 * the same about every single payment.
 */
@DatabaseTest
final class TwoPartnersTest {
    private static final int PAYMENTS = 1_000;
    private static final int ROUND = 100;
    private static final int CALLERS = 16;

    /** How often a code is asked for where no answer comes. */
    private static final int TRIES = 3;

    private static final int WALLETS = 25;
    private static final int ROUNDS_MAX = 60;

    /** So short that an answer which the line delays comes too late. */
    private static final Duration PATIENCE = Duration.ofMillis(350);

    private static final PartnerNews.Source SOURCE =
            new PartnerNews.Source(
                    TestGateway.APP_ID,
                    Optional.of(TestGateway.SELLER_ID),
                    () -> GatewayKeys.of(Signatures.fastest(), TestGateway.GATEWAY.getPublic()));

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
        AtomicReference<Function<RailNews, RailNews.Taken>> desk =
                new AtomicReference<>(news -> RailNews.Taken.NOT_YET);
        Map<RailNews.Taken, Integer> heard = new ConcurrentHashMap<>();
        PartnerNews taking =
                new PartnerNews(
                        name -> List.of(SOURCE),
                        news -> {
                            RailNews.Taken taken = desk.get().apply(news);
                            heard.merge(taken, 1, Integer::sum);
                            return taken;
                        });
        WebServer server =
                WebServers.start(
                        new WebServers.Settings("127.0.0.1", 0, List.of(taking)), UUID::randomUUID);
        URI notify = URI.create("http://127.0.0.1:" + server.port() + PartnerNews.path("lantern"));
        try (Database theirs = TestDb.fresh();
                TestGateway gateway = new TestGateway(theirs);
                BadLine line = new BadLine(URI.create(gateway.url()), seed);
                BadLine back = new BadLine(notify, seed + 1);
                Deliverer deliverer = deliverer(theirs, gateway);
                World world =
                        new World(
                                ours,
                                Core.Voices.of(List.of()),
                                time -> List.of(rail(line.address(), back.address(), time)))) {
            desk.set(world.core.railDesk()::heard);
            Two two =
                    new Two(
                            world,
                            gateway,
                            new Lines(line, back, deliverer),
                            new SplittableRandom(seed));
            two.play();
            assertEquals(0, heard.getOrDefault(RailNews.Taken.DIFFERS, 0), heard::toString);
            assertTrue(
                    heard.getOrDefault(RailNews.Taken.KNOWN, 0) > PAYMENTS / 10, heard::toString);
            two.compare(seed);
            AuditReport audit = AuditAfterTest.audit(theirs);
            assertTrue(audit.clean(), audit::toString);
        } finally {
            server.stop();
        }
    }

    private static Deliverer deliverer(Database theirs, TestGateway gateway) {
        return new Deliverer(
                theirs,
                gateway.world.clock,
                Map.of(
                        Delivery.Channel.NOTIFICATION,
                        new NotificationSender(
                                gateway.key,
                                gateway.buyers,
                                gateway.world.core.store(),
                                gateway.world.core.mandates())),
                Deliverer.Destinations.ANY);
    }

    /** The way there, the way back, and who sends what goes back. */
    private record Lines(BadLine there, BadLine back, Deliverer deliverer) {
        int release() {
            return there.release() + back.release();
        }

        void heal() {
            there.heal();
            back.heal();
        }
    }

    private static Rail rail(URI address, URI notify, InstantSource time) {
        GatewayClient client = client(address);
        return new AlipayRail(
                new AlipayRail.Partnership(
                        "lantern",
                        Optional.of(new Rail.Reach(World.LANTERN, World.CNY, "28")),
                        Optional.of(notify.toString())),
                begun -> client,
                time);
    }

    private static GatewayClient client(URI address) {
        HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        Signatures signatures = Signatures.fastest();
        return new GatewayClient(
                ClientApp.of(
                        TestGateway.APP_ID,
                        SigningKey.of(TestGateway.APP.getPrivate(), signatures)),
                new GatewayClient.Endpoint(address, new HttpTransport(http, PATIENCE)),
                GatewayKeys.of(signatures, TestGateway.GATEWAY.getPublic()),
                InstantSource.system());
    }

    /** Both partners, and the line between them. */
    private static final class Two {
        private final World ours;
        private final TestGateway theirs;
        private final Lines lines;
        private final SplittableRandom random;
        private final List<Wallet> wallets = new ArrayList<>();
        private final ConcurrentLinkedQueue<Asked> asked = new ConcurrentLinkedQueue<>();
        private int late;

        Two(World ours, TestGateway theirs, Lines lines, SplittableRandom random) {
            this.ours = ours;
            this.theirs = theirs;
            this.lines = lines;
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
                        UUID wallet = wallets.get(i % WALLETS).id();
                        Money amount = new Money(1 + random.nextLong(900), World.CNY);
                        if (i % 2 == 0) {
                            String code = theirs.world.core.wallets().issueCode(wallet);
                            round.add(callers.submit(() -> pay(code, amount)));
                        } else {
                            round.add(callers.submit(() -> order(wallet, amount)));
                        }
                    }
                    for (Future<?> one : round) {
                        one.get();
                    }
                    if (random.nextBoolean()) {
                        late += lines.release();
                    }
                    pass(Duration.ofSeconds(20));
                    giveSomeBack();
                }
            }
            // What is still under way arrives after everybody has given up on it.
            pass(Duration.ofMinutes(2));
            late += lines.release();
            lines.heal();
            for (int i = 0; i < ROUNDS_MAX && !settled(); i++) {
                pass(Duration.ofMinutes(10));
            }
            late += lines.release();
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

        /**
         * Offers a payment by the gateway's code. Every seventh payer only looks; and every twelfth
         * pays what Harbor Coffee has called off meanwhile.
         */
        private void order(UUID wallet, Money amount) {
            UUID id = ours.core.ids().next();
            Terms terms = forSomeMinutes(amount);
            ours.core
                    .payments()
                    .run(
                            new Request.Offer(
                                    id,
                                    new PayRequest.Target.Create(terms),
                                    "https://pay.example/" + id,
                                    Optional.empty()));
            Payment payment = ours.core.store().find(id).orElseThrow();
            Invited invited = ours.core.partnerOffers().invite(payment, "lantern");
            for (int i = 1; i < TRIES && invited instanceof Invited.NotShown; i++) {
                invited = ours.core.partnerOffers().invite(payment, "lantern");
            }
            switch (invited) {
                case Invited.Shown(PartnerOffer offer) -> {
                    asked.add(new Asked(offer.id(), amount, id));
                    if (amount.minor() % 12 == 0) {
                        ours.core.payments().run(new Request.Close(World.HARBOR_COFFEE, id));
                    }
                    if (amount.minor() % 7 != 0) {
                        scan(wallet, offer.progress().code().orElseThrow());
                    }
                }
                case Invited.NotShown(PartnerOffer offer) ->
                        asked.add(new Asked(offer.id(), amount, id));
                case Invited.Refused refused -> throw new AssertionError(refused);
            }
        }

        /** Not for long, or the end would be to ask about offers that nobody takes up. */
        private Terms forSomeMinutes(Money amount) {
            return new Terms(
                    World.HARBOR_COFFEE,
                    World.AURORA,
                    Channel.MERCHANT_API,
                    amount,
                    Terms.CaptureMode.AUTOMATIC,
                    Optional.empty(),
                    "test",
                    "{}",
                    Optional.of(ours.clock.instant().plus(Duration.ofMinutes(5))));
        }

        /** A holder of a wallet over there scans a code of the gateway and pays. */
        private void scan(UUID wallet, String code) {
            UUID trade = theirs.world.core.store().findByCode(code).orElseThrow().id();
            PayRequest request =
                    new PayRequest(
                            theirs.world.core.ids().next(),
                            new PayRequest.Target.Existing(World.JASMINE_TEA, trade),
                            new Instrument.Wallet(wallet),
                            Optional.empty());
            theirs.world.core.payments().run(new Request.Pay(request));
        }

        private void pass(Duration time) {
            ours.clock.advance(time);
            theirs.world.clock.advance(time);
            lines.deliverer().round();
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
            return known
                    && open("rail_task where done_at is null") == 0
                    && open("partner_offer where state in ('ASKED', 'OPEN')") == 0;
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

        private static boolean isPaidBy(Payment payment, UUID attempt) {
            return payment.backing()
                    .map(Backing::payer)
                    .filter(
                            payer ->
                                    payer instanceof Payer.ByRail holder
                                            && holder.attempt().equals(attempt))
                    .isPresent();
        }

        void compare(long seed) {
            Map<String, String> differences = new TreeMap<>();
            long taken = 0;
            long paid = 0;
            long back = 0;
            for (Asked one : asked) {
                Said here =
                        Said.of(
                                ours.core
                                        .store()
                                        .find(one.payment())
                                        .filter(payment -> isPaidBy(payment, one.attempt())));
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
            long surplus = open("partner_offer where state = 'SURPLUS'");
            long scanned = open("partner_offer where state = 'TAKEN'");
            assertTrue(scanned > PAYMENTS / 5, "%d were scanned and paid".formatted(scanned));
            assertTrue(surplus > 5, "%d came too late".formatted(surplus));
            System.out.printf(
                    "%d of %d paid, %d of them scanned; %d refunded in part, %d given back, %d of"
                            + " them paid too late; %d requests late; seed %d%n",
                    taken, PAYMENTS, scanned, paid, back, surplus, late, seed);
        }
    }
}
