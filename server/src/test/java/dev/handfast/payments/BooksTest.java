package dev.handfast.payments;

import static dev.handfast.testing.World.AURORA;
import static dev.handfast.testing.World.CNY;
import static dev.handfast.testing.World.HARBOR_COFFEE;
import static dev.handfast.testing.World.JASMINE_TEA;
import static dev.handfast.testing.World.LANTERN;
import static dev.handfast.testing.World.USD;
import static dev.handfast.testing.World.cny;
import static dev.handfast.testing.World.usd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.engine.Ids;
import dev.handfast.fx.Price;
import dev.handfast.ledger.Leg;
import dev.handfast.ledger.Step;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.money.Percentage;
import dev.handfast.money.Rate;
import dev.handfast.sql.Database;
import dev.handfast.sql.Row;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.FakeRail;
import dev.handfast.testing.World;
import dev.handfast.tokens.DeviceToken;
import dev.handfast.transfers.TransferOutcome;
import dev.handfast.transfers.Transfers;
import dev.handfast.transfers.WalletTransfer;
import dev.handfast.wallets.Wallet;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** Executes docs/books.md: every flow there does just what its table says, and none is missing. */
final class BooksTest {
    private static final Path PAGE = Path.of("..", "docs", "books.md");
    private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");

    /** What happens before a flow, and the flow, which goes on with the payment made before. */
    interface Before {
        UUID run(Flows flows);
    }

    interface Act {
        void run(Flows flows, UUID payment);
    }

    record Scenario(Before before, Act act) {}

    /** The flows by their headings on the page, in its order. */
    private static final Map<String, Scenario> SCENARIOS = scenarios();

    private static Map<String, Scenario> scenarios() {
        Map<String, Scenario> all = new LinkedHashMap<>();
        Before nothing = flows -> AURORA;
        all.put("A wallet is topped up", new Scenario(nothing, (flows, _) -> flows.topUp()));
        all.put(
                "A merchant sends money to a wallet",
                new Scenario(
                        flows -> flows.pay(Flows.HOME, Terms.CaptureMode.AUTOMATIC),
                        (flows, _) -> flows.send(JASMINE_TEA, LANTERN)));
        all.put(
                "A merchant sends money to a wallet abroad",
                new Scenario(
                        flows -> flows.pay(Flows.CARD_HOME_EXCHANGED, Terms.CaptureMode.AUTOMATIC),
                        (flows, _) -> flows.send(HARBOR_COFFEE, AURORA)));
        putAll(all, "A wallet pays abroad in another currency", Flows.CROSS);
        putAll(all, "A wallet pays abroad in its own currency", Flows.CROSS_SAME);
        putAll(all, "A wallet pays at home", Flows.HOME);
        putAll(all, "A wallet pays at home in another currency", Flows.HOME_EXCHANGED);
        putAll(all, "A card pays abroad in another currency", Flows.CARD_CROSS);
        putAll(all, "A card pays abroad in its own currency", Flows.CARD_CROSS_SAME);
        putAll(all, "A card pays at home", Flows.CARD_HOME);
        putAll(all, "A card pays at home in another currency", Flows.CARD_HOME_EXCHANGED);
        String gateway = "A partner's wallet pays through its gateway";
        putAll(all, gateway + " in another currency", Flows.GATEWAY_CROSS);
        putAll(all, gateway + " in its own currency", Flows.GATEWAY_CROSS_SAME);
        putAll(all, gateway + " at home", Flows.GATEWAY_HOME);
        putAll(all, gateway + " at home in another currency", Flows.GATEWAY_HOME_EXCHANGED);
        String code = "A partner's wallet scans a code of its gateway";
        all.put(
                code + " in another currency",
                new Scenario(nothing, (flows, _) -> flows.scan(Flows.GATEWAY_CROSS)));
        all.put(
                code + " in its own currency",
                new Scenario(nothing, (flows, _) -> flows.scan(Flows.GATEWAY_CROSS_SAME)));
        ProceedsScenarios.putAll(all);
        FreezeScenarios.putAll(all);
        MerchantMoneyScenarios.putAll(all);
        CommissionScenarios.putAll(all);
        return all;
    }

    private static void putAll(Map<String, Scenario> all, String name, Flows.Buy buy) {
        Before nothing = flows -> AURORA;
        Before paid = flows -> flows.pay(buy, Terms.CaptureMode.AUTOMATIC);
        Before held = flows -> flows.pay(buy, Terms.CaptureMode.MANUAL);
        all.put(name, new Scenario(nothing, (flows, _) -> paid.run(flows)));
        all.put(name + ": held", new Scenario(nothing, (flows, _) -> held.run(flows)));
        all.put(name + ": captured", new Scenario(held, (flows, id) -> flows.take(buy, id, "100")));
        all.put(
                name + ": captured in part",
                new Scenario(held, (flows, id) -> flows.take(buy, id, "40")));
        all.put(name + ": released", new Scenario(held, (flows, id) -> flows.close(buy, id)));
        all.put(
                name + ": refunded in full",
                new Scenario(paid, (flows, id) -> flows.refund(buy, id, "100")));
        all.put(
                name + ": refunded in part",
                new Scenario(paid, (flows, id) -> flows.refund(buy, id, "25")));
    }

    /** Does what headings say. */
    static final class Flows {
        /** Who buys what. */
        enum Kind {
            WALLET,
            DOLLAR_WALLET,
            CARD,
            PARTNER_WALLET
        }

        record Buy(Kind payer, UUID merchant, Money amount) {}

        static final Buy CROSS = new Buy(Kind.WALLET, HARBOR_COFFEE, usd("10.00"));
        static final Buy CROSS_SAME = new Buy(Kind.DOLLAR_WALLET, HARBOR_COFFEE, usd("10.00"));
        static final Buy HOME = new Buy(Kind.WALLET, JASMINE_TEA, cny("25.00"));
        static final Buy HOME_EXCHANGED = new Buy(Kind.WALLET, JASMINE_TEA, usd("10.00"));
        static final Buy CARD_CROSS = new Buy(Kind.CARD, JASMINE_TEA, cny("25.00"));
        static final Buy CARD_CROSS_SAME = new Buy(Kind.CARD, JASMINE_TEA, usd("10.00"));
        static final Buy CARD_HOME = new Buy(Kind.CARD, HARBOR_COFFEE, usd("10.00"));
        static final Buy CARD_HOME_EXCHANGED = new Buy(Kind.CARD, HARBOR_COFFEE, cny("25.00"));

        static final Buy GATEWAY_CROSS = abroad(HARBOR_COFFEE, usd("10.00"));
        static final Buy GATEWAY_CROSS_SAME = abroad(HARBOR_COFFEE, cny("25.00"));
        static final Buy GATEWAY_HOME = abroad(JASMINE_TEA, cny("25.00"));
        static final Buy GATEWAY_HOME_EXCHANGED = abroad(JASMINE_TEA, usd("10.00"));

        private static Buy abroad(UUID merchant, Money amount) {
            return new Buy(Kind.PARTNER_WALLET, merchant, amount);
        }

        final World world;
        private final Wallet dollars;
        private final DeviceToken ana;
        private final Map<UUID, String> names;

        Flows(World world) {
            this.world = world;
            dollars = world.wallet("Lin", USD, "500.00");
            ana = world.anaToken;
            names =
                    Map.ofEntries(
                            Map.entry(ProceedsScenarios.ABROAD, "Mei"),
                            Map.entry(world.lin.id(), "Lin"),
                            Map.entry(dollars.id(), "Lin"),
                            Map.entry(ProceedsScenarios.bind(world).id(), "Mei"),
                            Map.entry(HARBOR_COFFEE, "Harbor Coffee"),
                            Map.entry(JASMINE_TEA, "Jasmine Tea"),
                            Map.entry(ProceedsScenarios.CHRYSANTHEMUM_TEA, "Chrysanthemum Tea"),
                            Map.entry(CommissionScenarios.PIER_MARKET, "Pier Market"),
                            Map.entry(AURORA, "Aurora"),
                            Map.entry(LANTERN, "Lantern"),
                            Map.entry(Ids.named("rail", FakeRail.NAME), "card issuer"),
                            Map.entry(Ids.named("rail", FakeRail.Gateway.NAME), "its gateway"));
        }

        void topUp() {
            world.core.wallets().topUp(world.lin, cny("100.00"), world.core.ids().next());
        }

        void send(UUID merchant, UUID partner) {
            WalletTransfer.Order order =
                    new WalletTransfer.Order(
                            merchant, partner, "T1", world.lin.id(), cny("10.00"), "test", "{}");
            TransferOutcome outcome =
                    world.core
                            .transfers()
                            .send(
                                    new Transfers.Request(
                                            world.core.ids().next(), order, Optional.of("Lin")));
            assertTrue(outcome instanceof TransferOutcome.Sent, outcome::toString);
        }

        UUID pay(Buy buy, Terms.CaptureMode mode) {
            Terms terms = world.terms(buy.merchant(), buy.amount(), mode);
            Instrument instrument =
                    switch (buy.payer()) {
                        case WALLET -> new Instrument.Wallet(world.lin.id());
                        case DOLLAR_WALLET -> new Instrument.Wallet(dollars.id());
                        case CARD -> world.instrument(ana, buy.amount());
                        case PARTNER_WALLET -> new Instrument.Code(FakeRail.Gateway.CODE);
                    };
            return switch (world.pay(terms, instrument)) {
                case Outcome.Done(Payment payment) -> payment.id();
                case Outcome other -> throw new AssertionError(other);
            };
        }

        /** The payment is offered at the partner's gateway, and paid there. */
        void scan(Buy buy) {
            UUID id = world.core.ids().next();
            Terms terms = world.terms(buy.merchant(), buy.amount(), Terms.CaptureMode.AUTOMATIC);
            run(
                    new Request.Offer(
                            id,
                            new PayRequest.Target.Create(terms),
                            "https://pay.example/" + id,
                            Optional.empty()));
            Payment payment = world.core.store().find(id).orElseThrow();
            if (!(world.core.partnerOffers().invite(payment, FakeRail.Gateway.NAME)
                    instanceof Invited.Shown(PartnerOffer offer))) {
                throw new AssertionError("no code is shown");
            }
            world.gateway.pay(offer.id());
            world.core.partnerOffers().ask(offer);
        }

        private static Money percent(Buy buy, String percent) {
            return Percentage.parse(percent).orElseThrow().of(buy.amount());
        }

        void take(Buy buy, UUID payment, String percent) {
            Optional<Money> amount = Optional.of(percent(buy, percent));
            run(new Request.TakeHeld(buy.merchant(), payment, amount));
        }

        void close(Buy buy, UUID payment) {
            run(new Request.Close(buy.merchant(), payment));
        }

        void refund(Buy buy, UUID payment, String percent) {
            run(
                    new Request.Refund(
                            new RefundRequest(
                                    world.core.ids().next(),
                                    buy.merchant(),
                                    payment,
                                    Optional.of(percent(buy, percent)),
                                    Optional.empty(),
                                    "{}")));
        }

        private void run(Request request) {
            Outcome outcome = world.core.payments().run(request);
            assertTrue(
                    outcome instanceof Outcome.Done || outcome instanceof Outcome.Refunded,
                    outcome::toString);
        }

        /** The transfers after the first so many, as rows of a table. */
        List<Line> transfers(int from) {
            return world.core
                    .database()
                    .read(
                            tx ->
                                    tx.query(
                                            """
                                            select t.purpose, t.kind as how, t.currency,
                                              t.amount_minor, d.kind as dk, d.partner as dp,
                                              d.holder as dh, c.kind as ck, c.partner as cp,
                                              c.holder as ch
                                            from transfer t join account d on d.id = t.debit
                                            join account c on c.id = t.credit
                                            order by t.at, t.id & 63, t.id offset ?
                                            """,
                                            this::line,
                                            from));
        }

        private Line line(Row row) throws SQLException {
            Currency currency = Currency.of(row.text("currency"));
            return new Line(
                    words(row.text("purpose")),
                    words(row.text("how")),
                    account(row.text("dk"), row.uuid("dp"), row.uuid("dh")),
                    account(row.text("ck"), row.uuid("cp"), row.uuid("ch")),
                    new Money(row.number("amount_minor"), currency).format());
        }

        private String account(String kind, UUID partner, UUID holder) {
            String name = names.get(partner) + ": " + words(kind);
            return partner.equals(holder) ? name : name + " " + names.get(holder);
        }
    }

    private static String words(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A row of a table. */
    record Line(String step, String how, String debit, String credit, String amount) {
        @Override
        public String toString() {
            return "| %s | %s | %s | %s | %s |".formatted(step, how, debit, credit, amount);
        }

        /** What does not depend on who takes part and how much it is. */
        String shape() {
            return "%s, %s: %s to %s".formatted(how, step, kind(debit), kind(credit));
        }

        private static String kind(String account) {
            return account.replaceFirst("^.*: ", "")
                    .replaceFirst(
                            " (Lin|Mei|Harbor|Jasmine|Chrys|Pier|Aurora|Lantern|card issuer|its"
                                    + " gateway).*$",
                            "");
        }
    }

    private static Map<String, List<Line>> tables() {
        Map<String, List<Line>> tables = new LinkedHashMap<>();
        List<Line> table = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(PAGE)) {
                if (line.startsWith("### ")) {
                    table = new ArrayList<>();
                    tables.put(line.substring(4), table);
                } else if (line.startsWith("| ") && !line.startsWith("| step |")) {
                    List<String> cells =
                            Stream.of(line.split("\\|", -1)).map(String::strip).toList();
                    table.add(
                            new Line(
                                    cells.get(1),
                                    cells.get(2),
                                    cells.get(3),
                                    cells.get(4),
                                    cells.get(5)));
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return tables;
    }

    @Test
    @DatabaseTest
    void every_flow_does_what_its_table_says(Database database) {
        try (World world = new World(database)) {
            world.core.wallets().topUp(world.lin, cny("9000.00"), world.core.ids().next());
            Flows flows = new Flows(world);
            StringBuilder page = new StringBuilder();
            StringBuilder done = new StringBuilder();
            SCENARIOS.forEach(
                    (name, scenario) -> {
                        List<Line> expected = tables().getOrDefault(name, List.of());
                        world.clock.advance(Duration.ofSeconds(1));
                        UUID payment = scenario.before().run(flows);
                        int before = flows.transfers(0).size();
                        world.clock.advance(Duration.ofSeconds(1));
                        scenario.act().run(flows, payment);
                        write(page, name, expected);
                        write(done, name, flows.transfers(before));
                    });
            assertEquals(page.toString(), done.toString());
        }
    }

    private static void write(StringBuilder to, String name, List<Line> lines) {
        to.append("### ").append(name).append("\n\n");
        lines.forEach(line -> to.append(line).append('\n'));
        to.append('\n');
    }

    @Test
    void every_flow_has_its_table_and_every_table_its_flow() {
        assertEquals(List.copyOf(SCENARIOS.keySet()), List.copyOf(tables().keySet()));
    }

    @Test
    void every_step_a_flow_can_take_stands_in_a_table() {
        Set<String> written = new TreeSet<>();
        tables().values().forEach(lines -> lines.forEach(line -> written.add(line.shape())));
        Set<String> missing = new LinkedHashSet<>();
        for (Step step : allSteps()) {
            Optional<String> shape =
                    switch (step) {
                        case Step.Post(Leg leg) -> Optional.of(shape("posted", leg));
                        case Step.HoldBack(Leg leg, Instant _) -> Optional.of(shape("held", leg));
                        case Step.PostHold _, Step.Release _ -> Optional.empty();
                    };
            shape.filter(text -> !written.contains(text)).ifPresent(missing::add);
        }
        assertEquals(Set.of(), missing, "not in docs/books.md");
        for (String shape : written) {
            // A freeze is let go and paid by the payment's own steps.
            String ended = shape.replaceFirst("^held", "hold posted");
            assertTrue(shape.contains(", freeze:") || written.contains(ended), ended);
            String released = shape.replaceFirst("^held", "hold released");
            assertTrue(written.contains(released), released);
        }
    }

    private static String shape(String how, Leg leg) {
        return "%s, %s: %s to %s"
                .formatted(
                        how,
                        words(leg.purpose().name()),
                        words(leg.debit().kind().name()),
                        words(leg.credit().kind().name()));
    }

    /** The steps of every combination of payer, partners and currencies. */
    private static List<Step> allSteps() {
        List<Step> steps = new ArrayList<>();
        UUID someone = Ids.named("holder", "someone");
        List<Payer> payers =
                List.of(
                        new Payer.WalletHolder(someone, Optional.empty()),
                        new Payer.CardHolder(someone, Optional.empty(), "rail", someone),
                        new Payer.PartnerHolder("rail", someone));
        Price price = new Price(cny("72.35"), cny("72.00"), Rate.parse("7.2345").orElseThrow());
        for (Payer payer : payers) {
            for (UUID issuer : List.of(AURORA, LANTERN)) {
                for (Optional<Price> exchanged :
                        List.of(Optional.<Price>empty(), Optional.of(price))) {
                    Terms terms =
                            new Terms(
                                    HARBOR_COFFEE,
                                    AURORA,
                                    Channel.MERCHANT_API,
                                    usd("10.00"),
                                    Terms.CaptureMode.MANUAL,
                                    Optional.empty(),
                                    "",
                                    "{}",
                                    Optional.empty());
                    Percentage fee = Percentage.parse("2.8").orElseThrow();
                    Percentage share = Percentage.parse("1").orElseThrow();
                    Backing backing =
                            new Backing(payer, issuer, exchanged, fee, share, List.of(64L, 128L));
                    Flow flow = Flow.of(terms, backing);
                    Capture capture = Captures.of(usd("10.00"), backing, LATER);
                    steps.addAll(flow.hold(LATER));
                    if (payer instanceof Payer.WalletHolder) {
                        // A card's issuer is asked in between, so its money is always held first.
                        steps.addAll(flow.payAndSettle(capture));
                    }
                    steps.addAll(flow.captureAndSettle(backing.holds(), capture));
                    steps.addAll(flow.refund(capture, usd("5.00")));
                    steps.addAll(CommissionScenarios.steps(terms, backing, capture));
                    for (Custody custody :
                            List.of(ProceedsScenarios.ESCROW, ProceedsScenarios.FROZEN)) {
                        Flow kept = Flow.of(terms.keptIn(custody), backing);
                        steps.addAll(kept.keep(capture));
                        steps.addAll(ProceedsScenarios.steps(kept));
                    }
                }
            }
        }
        assertEquals(CNY, price.home().currency());
        return steps;
    }
}
