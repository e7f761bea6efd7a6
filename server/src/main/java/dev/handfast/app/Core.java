package dev.handfast.app;

import dev.handfast.acceptance.ApplePayIdentities;
import dev.handfast.customers.Customers;
import dev.handfast.customers.Keeper;
import dev.handfast.customers.WalletAgreements;
import dev.handfast.disputes.DisputeAnnouncer;
import dev.handfast.disputes.Disputes;
import dev.handfast.disputes.Judge;
import dev.handfast.engine.Engine;
import dev.handfast.engine.Ids;
import dev.handfast.engine.Table;
import dev.handfast.engine.Working;
import dev.handfast.fx.Rates;
import dev.handfast.ledger.Ledger;
import dev.handfast.ledger.Seal;
import dev.handfast.limits.LimitProfiles;
import dev.handfast.limits.Limits;
import dev.handfast.limits.Rulebook;
import dev.handfast.mandates.MandateAnnouncer;
import dev.handfast.mandates.Mandates;
import dev.handfast.merchants.Merchants;
import dev.handfast.outbox.Delivery;
import dev.handfast.partners.Partners;
import dev.handfast.payments.Announcer;
import dev.handfast.payments.Commissions;
import dev.handfast.payments.Contests;
import dev.handfast.payments.FreezeAnnouncer;
import dev.handfast.payments.Freezes;
import dev.handfast.payments.PartnerOffers;
import dev.handfast.payments.PaymentStore;
import dev.handfast.payments.PaymentTables;
import dev.handfast.payments.Payments;
import dev.handfast.payments.Rail;
import dev.handfast.payments.RailDesk;
import dev.handfast.payments.Rails;
import dev.handfast.payments.Relations;
import dev.handfast.payments.Rules;
import dev.handfast.payments.Settlements;
import dev.handfast.payouts.Bank;
import dev.handfast.payouts.Payout;
import dev.handfast.payouts.PayoutAnnouncer;
import dev.handfast.payouts.PayoutDesk;
import dev.handfast.payouts.Payouts;
import dev.handfast.rails.SandboxBank;
import dev.handfast.rails.SandboxJudge;
import dev.handfast.sales.Links;
import dev.handfast.sales.Sessions;
import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.LookupHash;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.sql.Resealing;
import dev.handfast.tokens.Tokens;
import dev.handfast.transfers.Transfers;
import dev.handfast.wallets.WalletLogins;
import dev.handfast.wallets.Wallets;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

/** Everything below the edges, built in floor order over one database. */
public final class Core implements AutoCloseable {
    /**
     * What a core is built on.
     *
     * @param database migrated
     * @param keys the installation's keys
     * @param clock the one source of time
     * @param options how the engine runs
     * @param ids fresh ids, by the same clock; one source for the whole process, so that they grow
     */
    public record Ground(
            Database database, KeyRing keys, InstantSource clock, Engine.Options options, Ids ids) {
        /** A ground with a source of ids of its own. */
        public Ground(
                Database database, KeyRing keys, InstantSource clock, Engine.Options options) {
            this(database, keys, clock, options, new Ids(clock));
        }
    }

    private final Ground ground;
    private final Ids ids;
    private final Engine engine;
    private final Ledger ledger;
    private final Partners partners;
    private final Rates rates;
    private final Wallets wallets;
    private final Tokens tokens;
    private final PaymentStore store;
    private final Transfers transfers;
    private final Mandates mandates;
    private final Payments payments;
    private final Rails rails;
    private final PartnerOffers partnerOffers;
    private final RailDesk railDesk;
    private final Settlements settlements;
    private final Relations relations;
    private final Freezes freezes;
    private final Commissions commissions;
    private final Payouts payouts;
    private final PayoutDesk payoutDesk;
    private final Disputes disputes;
    private final Judge judge;
    private final AtomicBoolean deliveriesMade = new AtomicBoolean();
    private volatile Runnable deliveryListener = () -> {};

    /**
     * The dialects' words for what happens.
     *
     * @param payments to payments, and to mandates and freezes where they announce those as well
     * @param payouts to payouts
     * @param disputes to disputes
     * @param keeper to what merchants keep on file, and to mandates likewise
     */
    public record Voices(
            List<Announcer> payments,
            List<PayoutAnnouncer> payouts,
            List<DisputeAnnouncer> disputes,
            Keeper keeper) {
        /** Copies the lists. */
        public Voices {
            payments = List.copyOf(payments);
            payouts = List.copyOf(payouts);
            disputes = List.copyOf(disputes);
        }

        /** Words for payments only. */
        public static Voices of(List<Announcer> payments) {
            return new Voices(payments, List.of(), List.of(), Keeper.NONE);
        }
    }

    /**
     * Who decides about money outside these books.
     *
     * @param rails makes the rails, which may open card numbers
     * @param bank pays merchants
     * @param judge decides about disputes
     */
    public record Outside(Function<Tokens, List<Rail>> rails, Bank bank, Judge judge) {}

    /** Words for payments only, and a bank that is not there. */
    public Core(Ground ground, List<Announcer> announcers, Function<Tokens, List<Rail>> rails) {
        this(
                ground,
                Voices.of(announcers),
                new Outside(
                        rails,
                        new SandboxBank(ground.database(), ground.clock()),
                        new SandboxJudge()));
    }

    /**
     * Builds and starts.
     *
     * @param ground what to build on
     * @param voices the dialects' words for what happens
     * @param outside who decides about money outside these books
     */
    public Core(Ground ground, Voices voices, Outside outside) {
        this.ground = ground;
        Database database = ground.database();
        ids = ground.ids();
        ledger = new Ledger(seal(ground.keys()));
        List<Table<?, ?>> tables = PaymentTables.inOrder(ledger, others());
        Engine.Plan plan = new Engine.Plan(tables, this::check, this::afterCommit);
        engine = new Engine(database, plan, ground.clock(), ground.options());
        partners = new Partners(database, engine);
        rates = new Rates(database, engine, ids);
        wallets = new Wallets(database, engine, ledger, ground.clock());
        tokens = new Tokens(database, engine, ground.keys(), ground.clock());
        rails = new Rails(outside.rails().apply(tokens));
        store = new PaymentStore(database);
        Limits limits = new Limits(Rulebook.included());
        transfers = new Transfers(database, engine, ledger, limits);
        mandates =
                new Mandates(
                        database,
                        engine,
                        ids,
                        news -> announce(voices, news),
                        new WalletAgreements(voices.keeper()));
        Rules rules =
                new Rules(
                        ledger,
                        tokens,
                        announcer(voices),
                        freezeAnnouncer(voices),
                        limits,
                        Map.of(),
                        voices.keeper());
        payments = new Payments(engine, rules, ids, rails, store);
        partnerOffers =
                new PartnerOffers(
                        new PartnerOffers.Ground(database, ground.clock(), engine, ids),
                        rules,
                        rails,
                        store);
        settlements = new Settlements(database, ground.clock(), engine, rules, ids);
        relations = new Relations(database, ground.clock());
        freezes = new Freezes(database, ground.clock(), engine, rules, ids);
        commissions = new Commissions(database, engine, rules);
        railDesk =
                new RailDesk(
                        database,
                        ground.clock(),
                        new RailDesk.Books(payments, store, partnerOffers),
                        rails);
        payouts =
                new Payouts(
                        new Payouts.Ground(database, engine, ids, ground.clock()),
                        ledger,
                        payoutAnnouncer(voices));
        judge = outside.judge();
        disputes =
                new Disputes(
                        new Disputes.Ground(database, engine, ids, ground.clock()),
                        new Contests(ledger),
                        disputeAnnouncer(voices));
        payoutDesk =
                new PayoutDesk(
                        payouts,
                        new Merchants(database, ground.clock()),
                        outside.bank(),
                        ground.clock());
    }

    private static Announcer announcer(Voices voices) {
        return news ->
                voices.payments().stream().flatMap(voice -> voice.announce(news).stream()).toList();
    }

    private static PayoutAnnouncer payoutAnnouncer(Voices voices) {
        return news ->
                voices.payouts().stream().flatMap(voice -> voice.announce(news).stream()).toList();
    }

    private static DisputeAnnouncer disputeAnnouncer(Voices voices) {
        return news ->
                voices.disputes().stream().flatMap(voice -> voice.announce(news).stream()).toList();
    }

    private static FreezeAnnouncer freezeAnnouncer(Voices voices) {
        return news ->
                voices.payments().stream()
                        .filter(FreezeAnnouncer.class::isInstance)
                        .map(FreezeAnnouncer.class::cast)
                        .flatMap(voice -> voice.announce(news).stream())
                        .toList();
    }

    private static List<Table<?, ?>> others() {
        List<Table<?, ?>> tables = new ArrayList<>(Disputes.tables());
        tables.add(Payout.TABLE);
        return tables;
    }

    /** Calls {@code listener} whenever a commit has made deliveries; it must be quick. */
    public void onDeliveries(Runnable listener) {
        deliveryListener = listener;
    }

    private static List<MandateAnnouncer.Announcement> announce(
            Voices voices, MandateAnnouncer.News news) {
        return Stream.concat(voices.payments().stream(), Stream.of(voices.keeper()))
                .filter(MandateAnnouncer.class::isInstance)
                .map(MandateAnnouncer.class::cast)
                .flatMap(announcer -> announcer.announce(news).stream())
                .toList();
    }

    private void check(Working working) {
        ledger.check(working);
        if (!working.changes(Delivery.TABLE).isEmpty()) {
            deliveriesMade.set(true);
        }
    }

    private void afterCommit() {
        if (deliveriesMade.compareAndSet(true, false)) {
            deliveryListener.run();
        }
    }

    /** The seal on the heads of the journal. */
    public static Seal seal(KeyRing keys) {
        return LookupHash.of(keys, "journal-head")::hash;
    }

    /** The database. */
    public Database database() {
        return ground.database();
    }

    /** The clock. */
    public InstantSource clock() {
        return ground.clock();
    }

    /** The installation's keys. */
    public KeyRing keys() {
        return ground.keys();
    }

    /** Fresh ids. */
    public Ids ids() {
        return ids;
    }

    /** The batch executor. */
    public Engine engine() {
        return engine;
    }

    /** The books. */
    public Ledger ledger() {
        return ledger;
    }

    /** Partners and agreements. */
    public Partners partners() {
        return partners;
    }

    /** Rates and quotes. */
    public Rates rates() {
        return rates;
    }

    /** Account wallets. */
    public Wallets wallets() {
        return wallets;
    }

    /** Device tokens and cards. */
    public Tokens tokens() {
        return tokens;
    }

    /** Transfers from merchants to wallets. */
    public Transfers transfers() {
        return transfers;
    }

    /** Agreements by which wallet holders let merchants take money. */
    public Mandates mandates() {
        return mandates;
    }

    /** Wallets by what their holders are known by. */
    public WalletLogins logins() {
        return new WalletLogins(database(), clock());
    }

    /** What operators say of their wallets' holders. */
    public LimitProfiles limitProfiles() {
        return new LimitProfiles(database());
    }

    /** What platforms get of payments. */
    public Commissions commissions() {
        return commissions;
    }

    /** Payments, for reading. */
    public PaymentStore store() {
        return store;
    }

    /** Payments, for doing. */
    public Payments payments() {
        return payments;
    }

    /** Which payments are checkout sessions. */
    public Sessions sessions() {
        return new Sessions(database());
    }

    /** Payment links. */
    public Links links() {
        return new Links(database(), engine);
    }

    /** What happens to merchants' shares of captured payments. */
    public Settlements settlements() {
        return settlements;
    }

    /** Money frozen for merchants. */
    public Freezes freezes() {
        return freezes;
    }

    /** To whom merchants may split money. */
    public Relations relations() {
        return relations;
    }

    /** Whom merchants know. */
    public Customers customers() {
        return new Customers(database(), engine);
    }

    /** The rails, to exchange them. */
    public Rails rails() {
        return rails;
    }

    /** Waiting payments offered to partners' wallets. */
    public PartnerOffers partnerOffers() {
        return partnerOffers;
    }

    /** Sealing anew what is sealed under keys of before. */
    public Resealing resealing() {
        return new Resealing(database(), keys(), SealedColumns.all());
    }

    /** The work that is due. */
    public RailDesk railDesk() {
        return railDesk;
    }

    /** Payouts, for doing and reading. */
    public Payouts payouts() {
        return payouts;
    }

    /** Disputes, for doing and reading. */
    public Disputes disputes() {
        return disputes;
    }

    /** Does the work on disputes that is due; the number of things that were done. */
    public int disputeRound() {
        return disputes.round(judge);
    }

    /** The work on payouts that is due. */
    public PayoutDesk payoutDesk() {
        return payoutDesk;
    }

    /** Apple Pay identities, in the same database and under the same keys. */
    public ApplePayIdentities applePayIdentities() {
        return new ApplePayIdentities(database(), new Vault(keys()));
    }

    @Override
    public void close() {
        engine.close();
    }
}
