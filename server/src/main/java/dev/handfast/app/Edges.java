package dev.handfast.app;

import dev.handfast.acceptance.ApplePayAcceptance;
import dev.handfast.acceptance.ApplePayDomains;
import dev.handfast.acceptance.ApplePayIdentities;
import dev.handfast.acceptance.ApplePaySessions;
import dev.handfast.acceptance.LiveGateways;
import dev.handfast.acceptance.MerchantIdentities;
import dev.handfast.cashier.Cashier;
import dev.handfast.cashier.CashierService;
import dev.handfast.cashier.FreezeService;
import dev.handfast.checkout.CheckoutService;
import dev.handfast.checkout.MoreWays;
import dev.handfast.checkout.Parts;
import dev.handfast.demo.Visitor;
import dev.handfast.disputes.Judge;
import dev.handfast.engine.Ids;
import dev.handfast.home.HomeSources;
import dev.handfast.home.Tryout;
import dev.handfast.ledger.Statement;
import dev.handfast.merchantapi.ApiParts;
import dev.handfast.merchantapi.DisputeEvents;
import dev.handfast.merchantapi.HostedSetups;
import dev.handfast.merchantapi.KeptEvents;
import dev.handfast.merchantapi.MerchantAnnouncer;
import dev.handfast.merchantapi.MerchantApi;
import dev.handfast.merchantapi.PayoutEvents;
import dev.handfast.merchantapi.WebhookSender;
import dev.handfast.merchants.ApiKeys;
import dev.handfast.merchants.HandedTokens;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.Mode;
import dev.handfast.merchants.WebhookEndpoints;
import dev.handfast.opengateway.AgreementService;
import dev.handfast.opengateway.Agreements;
import dev.handfast.opengateway.BillLinks;
import dev.handfast.opengateway.Bills;
import dev.handfast.opengateway.Buyers;
import dev.handfast.opengateway.Desk;
import dev.handfast.opengateway.Funds;
import dev.handfast.opengateway.Gateway;
import dev.handfast.opengateway.GatewayAnnouncer;
import dev.handfast.opengateway.Receivers;
import dev.handfast.opengateway.Shares;
import dev.handfast.outbox.Deliverer;
import dev.handfast.outbox.Deliveries;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.DeliveryLog;
import dev.handfast.outbox.Events;
import dev.handfast.pages.FormGuard;
import dev.handfast.pages.Page;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Rail;
import dev.handfast.payouts.Bank;
import dev.handfast.rails.PartnerGateways;
import dev.handfast.rails.SandboxBank;
import dev.handfast.rails.SandboxIssuer;
import dev.handfast.rails.SandboxJudge;
import dev.handfast.sales.Addresses;
import dev.handfast.sandbox.Sandbox;
import dev.handfast.sandbox.SandboxClock;
import dev.handfast.secrets.LookupHash;
import dev.handfast.secrets.Vault;
import dev.handfast.tokens.Tokens;
import dev.handfast.visits.Visit;
import dev.handfast.visits.Visits;
import dev.handfast.web.Lazily;

import io.helidon.webserver.http.HttpService;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The core and every edge over it, built in floor order over one ground. */
final class Edges implements AutoCloseable {
    /**
     * How this installation runs and is reached.
     *
     * @param mode whether it plays both partners itself
     * @param publicUrl how others reach it, without a slash at the end
     * @param local how it reaches itself
     * @param roots who may sign Apple Pay tokens, beside the sandbox's own root
     */
    record Site(Mode mode, String publicUrl, URI local, List<X509Certificate> roots) {}

    private static final Duration WITNESSES_KEPT = Duration.ofDays(1);
    private static final Duration QUOTES_KEPT = Duration.ofDays(7);
    private static final InstantSource WALL = InstantSource.system();

    private final Ground ground;
    private final Site site;
    private final Vault vault;
    private final Optional<SandboxClock> sandboxClock;
    private final InstantSource clock;
    private final Ids ids;
    private final Merchants merchants;
    private final ApiKeys apiKeys;
    private final WebhookEndpoints endpoints;
    private final HandedTokens handedTokens;
    private final ApiParts.Settings apiSettings;
    private final Buyers buyers;
    private final PartnerRails partnerRails;
    private final List<Rail> fixedRails = new ArrayList<>();
    private final Core core;
    private final ApplePayAcceptance acceptance;
    private final ApplePayDomains applePayDomains;
    private final LiveGateways appleGateways;
    private final ApplePaySessions applePaySessions;
    private final Optional<Sandbox> sandbox;
    private final OpenGateway openGateway;
    private final HostedSetups hostedSetups;
    private final Visits visits;
    private final Deliverer deliverer;
    private final List<HttpService> services = new ArrayList<>();

    Edges(Ground ground, Settings settings, Site site) {
        this.ground = ground;
        this.site = site;
        vault = new Vault(ground.keys());
        sandboxClock =
                switch (site.mode()) {
                    case TEST -> Optional.of(new SandboxClock(WALL, ground.database()));
                    case LIVE -> Optional.empty();
                };
        clock = sandboxClock.map(InstantSource.class::cast).orElse(WALL);
        ids = new Ids(clock);
        merchants = new Merchants(ground.database(), clock);
        apiKeys = new ApiKeys(ground.database(), clock, ids);
        endpoints = new WebhookEndpoints(ground.database(), vault, clock, ids);
        handedTokens = new HandedTokens(ground.database(), vault, clock, ids);
        apiSettings =
                new ApiParts.Settings(
                        site.mode(),
                        site.publicUrl() + "/docs/errors",
                        ground.keys(),
                        site.publicUrl());
        openGateway = new OpenGateway(ground, site.mode(), new Gateway.Clocks(clock, WALL), ids);
        partnerRails =
                new PartnerRails(
                        new PartnerGateways(ground.database(), vault),
                        site.publicUrl(),
                        clock,
                        WALL);
        core = core(settings);
        buyers = new Buyers(core.wallets()::find);
        sandbox = sandboxClock.map(this::seeded);
        acceptance = acceptance();
        applePayDomains = new ApplePayDomains(ground.database(), clock);
        appleGateways = new LiveGateways(new MerchantIdentities(ground.database(), vault));
        applePaySessions =
                new ApplePaySessions(
                        applePayDomains,
                        sandbox.map(Sandbox::applePayGateways).orElse(appleGateways),
                        URI.create(site.publicUrl()).getHost());
        deliverer = deliverer();
        ApiParts api = apiParts();
        hostedSetups = new HostedSetups(api);
        services.add(new MerchantApi(api));
        services.add(partnerRails.news(core.railDesk()));
        services.add(domainAssociation());
        Desk desk =
                new Desk(
                        core.payments(),
                        core.store(),
                        buyers,
                        ids,
                        site.publicUrl(),
                        new Desk.Splits(core.settlements(), core.relations()));
        services.add(
                new OperatorService(new Deliveries(ground.database()), deliverer, operatorCalls()));
        visits = new Visits(ground.database(), ground.keys(), clock, site.publicUrl());
        OpenGateway.Doors doors = openGateway.open(merchants, desk, funds(), shares(), visits);
        services.addAll(doors.services());
        services.add(new CashierService(cashier()));
        services.add(new FreezeService(cashier(), core.freezes(), openGateway.returns()));
        services.add(agreementPages());
        services.add(new CheckoutService(checkoutParts()));
        sandbox.ifPresent(
                playing -> services.add(playing.service(acceptance, Optional.of(doors.pages()))));
    }

    private DomainAssociationService domainAssociation() {
        return new DomainAssociationService(
                applePayDomains::file,
                sandbox.map(playing -> Lazily.once(playing::domainAssociation)));
    }

    private OperatorService.Calls operatorCalls() {
        return new OperatorService.Calls(
                openGateway.appCalls(ground, merchants),
                new PartnerCalls(
                        new PartnerGateways(ground.database(), vault), core.partners(), WALL),
                new MerchantCalls(
                        new MerchantForm.Place(
                                ground.database(),
                                merchants,
                                core.partners()::add,
                                ids,
                                site.mode()),
                        apiKeys));
    }

    /** The floors below. */
    Core core() {
        return core;
    }

    /** What is served, apart from the pages of the app itself. */
    List<HttpService> services() {
        return List.copyOf(services);
    }

    /** How payers come to the cashier. */
    Visits visits() {
        return visits;
    }

    /** Where the first page reads from. */
    HomeSources homeSources() {
        return new HomeSources(
                ground.database(),
                core.partners(),
                core.store(),
                id -> merchants.find(id).map(Merchant::name));
    }

    /** What the buttons of the first page do, in the sandbox. */
    Optional<Tryout> tryout() {
        return sandbox.map(
                playing -> {
                    Visitor visitor = new Visitor(site.local(), WALL);
                    return (what, code) -> {
                        Visitor.Result result = visitor.play(what, code);
                        return new Tryout.Result(result.code(), result.message());
                    };
                });
    }

    /** What is to be done every few seconds: follow changes made by other processes. */
    void follow() {
        endpoints.refresh();
        openGateway.apps().refresh();
        partnerRails.follow(core.rails(), fixedRails);
        handedTokens.sweep();
        acceptance.follow();
    }

    /** What is to be done every minute: forget what nobody can need any more, a part at a time. */
    void tidy() {
        Instant now = clock.instant();
        core.engine().tidy(now, now.minus(WITNESSES_KEPT));
        new Events(ground.database()).sweep(now);
        core.wallets().sweepCodes();
        core.rates().sweepQuotes(now.minus(QUOTES_KEPT));
        core.railDesk().sweep();
        handedTokens.forget();
        visits.sweep();
        endpoints.forgetOldSecrets();
        hostedSetups.closeDue();
    }

    /** Starts to deliver what merchants are to be told. */
    void startDelivering() {
        core.onDeliveries(deliverer::nudge);
        deliverer.start();
    }

    @Override
    public void close() {
        deliverer.close();
        core.close();
        appleGateways.close();
        sandboxClock.ifPresent(SandboxClock::close);
    }

    private Core core(Settings settings) {
        return new Core(
                new Core.Ground(ground.database(), ground.keys(), clock, settings.engine(), ids),
                new Core.Voices(
                        List.of(
                                new MerchantAnnouncer(apiSettings, endpoints),
                                new GatewayAnnouncer(openGateway.apps()::refundNews)),
                        List.of(new PayoutEvents(apiSettings, endpoints)),
                        List.of(new DisputeEvents(apiSettings, endpoints)),
                        new KeptEvents(apiSettings, endpoints)),
                new Core.Outside(this::rails, bank(), judge()));
    }

    private Judge judge() {
        return switch (site.mode()) {
            case TEST -> new SandboxJudge();
            case LIVE -> dispute -> Optional.empty();
        };
    }

    private Bank bank() {
        return switch (site.mode()) {
            case TEST -> new SandboxBank(ground.database(), clock);
            case LIVE -> new NoBank();
        };
    }

    private List<Rail> rails(Tokens tokens) {
        switch (site.mode()) {
            case TEST ->
                    fixedRails.add(
                            new SandboxIssuer(ground.database(), tokens, ground.keys(), clock));
            case LIVE -> {}
        }
        List<Rail> rails = new ArrayList<>(partnerRails.rails());
        rails.addAll(fixedRails);
        return rails;
    }

    private Sandbox seeded(SandboxClock movable) {
        Sandbox playing =
                new Sandbox(
                        new Sandbox.Parts(
                                ground.database(),
                                ground.keys(),
                                movable,
                                ids,
                                core.partners(),
                                core.rates(),
                                core.wallets(),
                                core.tokens(),
                                core.store(),
                                core.payments(),
                                core.mandates(),
                                core.freezes(),
                                core.disputes(),
                                new ApplePayIdentities(ground.database(), vault)),
                        new Sandbox.Site(
                                site::publicUrl,
                                openGateway::publicKey,
                                openGateway.certificates()));
        playing.seed();
        return playing;
    }

    private ApplePayAcceptance acceptance() {
        List<X509Certificate> roots = new ArrayList<>(site.roots());
        sandbox.ifPresent(playing -> roots.add(playing.trustRoot()));
        return new ApplePayAcceptance(
                new ApplePayIdentities(ground.database(), vault), roots, core.tokens(), clock);
    }

    private ApiParts apiParts() {
        return new ApiParts(
                apiSettings,
                new ApiParts.Who(merchants, apiKeys, endpoints),
                new ApiParts.What(
                        core.payments(),
                        core.store(),
                        handedTokens,
                        (merchant, json, at) ->
                                acceptance.accept(merchant, json, Optional.empty(), at),
                        new ApiParts.ApplePay(applePayDomains, applePaySessions),
                        new ApiParts.Hosted(core.sessions(), core.links()),
                        core.customers(),
                        core.mandates(),
                        new Events(ground.database()),
                        new DeliveryLog(ground.database(), clock, deliverer::nudge),
                        core.payouts(),
                        core.disputes(),
                        core.commissions(),
                        core.partnerOffers()),
                ground.database(),
                ids,
                clock);
    }

    private AgreementService agreementPages() {
        return new AgreementService(
                openGateway.agreementParts(
                        agreements(), merchants, sandbox.map(Sandbox::holders), apiSettings::after),
                new AgreementService.Hall(formGuard(), stage(), clock));
    }

    private FormGuard formGuard() {
        return new FormGuard(LookupHash.of(ground.keys(), "cashier.form"), site.publicUrl());
    }

    private Page.Stage stage() {
        return switch (site.mode()) {
            case TEST -> Page.Stage.SANDBOX;
            case LIVE -> Page.Stage.LIVE;
        };
    }

    private Cashier cashier() {
        return new Cashier(
                visits,
                new Cashier.Books(
                        core.payments(),
                        core.store(),
                        core.wallets(),
                        core.rates(),
                        id -> merchants.find(id).map(Merchant::name),
                        ids),
                sandbox.map(Sandbox::holders),
                this::back,
                new MoreWays(checkoutParts()),
                new Cashier.Hall(formGuard(), stage(), clock));
    }

    /** The way back from the cashier, as the payment's dialect has it. */
    private Optional<String> back(Visit visit, Payment payment, Instant now) {
        return switch (payment.terms().channel()) {
            case MERCHANT_API ->
                    apiSettings.after(payment).or(() -> visit.way().back().returnUrl());
            case GATEWAY -> openGateway.returns().address(visit, payment, now);
        };
    }

    private Agreements agreements() {
        return new Agreements(core.mandates(), core.wallets(), core.logins(), site.publicUrl());
    }

    private Funds funds() {
        return new Funds(
                ground.database(),
                core.transfers(),
                agreements(),
                new Bills(
                        new Statement(ground.database()),
                        core.store(),
                        core.settlements(),
                        core.transfers(),
                        buyers,
                        merchants),
                new BillLinks(LookupHash.of(ground.keys(), "bill-link"), site.publicUrl()),
                core.wallets(),
                core.logins(),
                ids);
    }

    private Shares shares() {
        return new Shares(
                core.settlements(),
                core.relations(),
                new Receivers(openGateway.apps(), merchants, core.logins()),
                core.freezes(),
                ids);
    }

    private Parts checkoutParts() {
        return new Parts(
                new Parts.Site(
                        switch (site.mode()) {
                            case TEST -> Page.Stage.SANDBOX;
                            case LIVE -> Page.Stage.LIVE;
                        },
                        new Addresses(site.publicUrl(), ground.keys()),
                        apiSettings::after,
                        sandbox.map(playing -> visits),
                        visits),
                new Parts.Money(core.payments(), core.store(), core.rates()),
                new Parts.ApplePay(acceptance, applePaySessions),
                merchants,
                new Parts.Sales(core.links(), core.sessions(), hostedSetups),
                new Parts.Elsewhere(core.partnerOffers(), core.partners()),
                new Parts.Means(core.tokens(), core.wallets()),
                ids,
                clock);
    }

    private Deliverer deliverer() {
        return new Deliverer(
                ground.database(),
                clock,
                Map.of(
                        Delivery.Channel.WEBHOOK,
                        new WebhookSender(endpoints),
                        Delivery.Channel.NOTIFICATION,
                        openGateway.sender(buyers, core.store(), core.mandates())),
                Deliverer.Destinations.in(site.mode()));
    }
}
