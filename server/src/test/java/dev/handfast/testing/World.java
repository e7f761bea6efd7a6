package dev.handfast.testing;

import dev.handfast.app.Core;
import dev.handfast.engine.Engine;
import dev.handfast.engine.Ids;
import dev.handfast.fx.ExchangeRate;
import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Balances;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.money.Percentage;
import dev.handfast.money.Rate;
import dev.handfast.partners.Agreement;
import dev.handfast.partners.Partner;
import dev.handfast.payments.Announcer;
import dev.handfast.payments.Channel;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Rail;
import dev.handfast.payments.Request;
import dev.handfast.payments.Terms;
import dev.handfast.rails.SandboxBank;
import dev.handfast.rails.SandboxJudge;
import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.LookupHash;
import dev.handfast.sql.Database;
import dev.handfast.tokens.Card;
import dev.handfast.tokens.Cryptogram;
import dev.handfast.tokens.DeviceToken;
import dev.handfast.tokens.Funding;
import dev.handfast.tokens.Tokens;
import dev.handfast.wallets.Wallet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Two partners with customers and merchants, on a database of their own: Aurora, a network of
 * device wallets, with Harbor Coffee and Ana; Lantern, an operator of account wallets, with Jasmine
 * Tea and Lin. Defaults everything, so that what a test sets is what it is about.
 */
public final class World implements AutoCloseable {
    /** United States dollar. */
    public static final Currency USD = Currency.of("USD");

    /** Chinese yuan. */
    public static final Currency CNY = Currency.of("CNY");

    /** The device-wallet network. */
    public static final UUID AURORA = Ids.named("partner", "aurora");

    /** The account-wallet operator. */
    public static final UUID LANTERN = Ids.named("partner", "lantern");

    /** Aurora's merchant. */
    public static final UUID HARBOR_COFFEE = Ids.named("merchant", "harbor-coffee");

    /** Lantern's merchant. */
    public static final UUID JASMINE_TEA = Ids.named("merchant", "jasmine-tea");

    private static final AtomicInteger KEY_RINGS = new AtomicInteger();

    /** The time. */
    public final TestClock clock = new TestClock();

    /** The card issuer. */
    public final FakeRail rail = new FakeRail();

    /** The bank that pays merchants. */
    public final SandboxBank bank;

    /** The gateway of a partner. */
    public final FakeRail.Gateway gateway = new FakeRail.Gateway();

    /** Everything below the edges. */
    public final Core core;

    /** Lin's wallet: CNY 1,000.00 at Lantern. */
    public final Wallet lin;

    /** Lin's device token, behind which stands the wallet. */
    public final DeviceToken linToken;

    /** Ana's device token, behind which stands her USD card. */
    public final DeviceToken anaToken;

    private final AtomicInteger counter = new AtomicInteger();
    private final AtomicInteger holders = new AtomicInteger();

    /** A world on this database; two lanes, small batches, short patience. */
    public World(Database database) {
        this(database, List.of());
    }

    /** A world whose dialects have these words for what happens. */
    public World(Database database, List<Announcer> announcers) {
        this(database, Core.Voices.of(announcers));
    }

    /** A world whose dialects have these words for what happens. */
    public World(Database database, Core.Voices voices) {
        this(database, voices, time -> List.of());
    }

    /** A world with these rails beside its own; they are told its time. */
    public World(Database database, Core.Voices voices, Function<InstantSource, List<Rail>> more) {
        KeyRing keys = KeyRing.open(freshFolder().resolve("keyring"));
        AuditAfterTest.sealedBy(database, LookupHash.of(keys, "journal-head")::hash);
        bank = new SandboxBank(database, clock);
        Engine.Options options = new Engine.Options(2, 200, 20_000, Duration.ofSeconds(5));
        core =
                new Core(
                        new Core.Ground(database, keys, clock, options),
                        voices,
                        new Core.Outside(
                                tokens ->
                                        Stream.concat(
                                                        Stream.of(rail, gateway),
                                                        more.apply(clock).stream())
                                                .toList(),
                                bank,
                                new SandboxJudge()));
        core.partners().add(new Partner(AURORA, "aurora", "Aurora", "US"));
        core.partners().add(new Partner(LANTERN, "lantern", "Lantern", "CN"));
        agree(LANTERN, AURORA, "2.80", "1.00");
        agree(AURORA, LANTERN, "1.20", "0.40");
        agree(AURORA, AURORA, "2.80", "1.60");
        agree(LANTERN, LANTERN, "0.60", "0");
        rate(USD, CNY, "7.2000", "7.2345");
        rate(CNY, USD, "0.1385", "0.1400");
        lin = wallet("Lin", CNY, "1000.00");
        linToken = provision(new Funding.FromWallet(lin.id()));
        Card card =
                core.tokens()
                        .register(
                                new Tokens.CardOrder(
                                        Ids.named("card", "ana"),
                                        AURORA,
                                        "Ana",
                                        USD,
                                        "Aurora",
                                        FakeRail.NAME));
        anaToken = provision(new Funding.FromCard(card.id()));
    }

    private static Path freshFolder() {
        String name = ProcessHandle.current().pid() + "-" + KEY_RINGS.incrementAndGet();
        try {
            return Files.createDirectories(Path.of("target", "test-keys", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a wallet at Lantern with this much in it. */
    public Wallet wallet(String holder, Currency currency, String balance) {
        Wallet wallet =
                new Wallet(
                        core.ids().next(),
                        LANTERN,
                        holder,
                        currency,
                        "2088%012d".formatted(holders.incrementAndGet()),
                        Wallet.State.ACTIVE,
                        clock.instant());
        core.wallets().open(wallet);
        Money amount = Money.parse(balance, currency).orElseThrow();
        if (amount.isPositive()) {
            core.wallets().topUp(wallet, amount, wallet.id());
        }
        return wallet;
    }

    /** Puts a token on a device. */
    public DeviceToken provision(Funding funding) {
        return core.tokens()
                .provision(
                        new Tokens.Order(Ids.named("device", "test"), "Aurora", funding, "301231"));
    }

    private void agree(UUID issuing, UUID acquiring, String fee, String share) {
        core.partners()
                .agree(
                        new Agreement(
                                Agreement.idOf(issuing, acquiring),
                                issuing,
                                acquiring,
                                Percentage.parse(fee).orElseThrow(),
                                Percentage.parse(share).orElseThrow(),
                                Agreement.State.OPEN));
    }

    /** Sets a rate, good for a year. */
    public void rate(Currency base, Currency counterCurrency, String middle, String offered) {
        core.rates()
                .set(
                        new ExchangeRate(
                                ExchangeRate.idOf(base, counterCurrency),
                                base,
                                counterCurrency,
                                Rate.parse(middle).orElseThrow(),
                                Rate.parse(offered).orElseThrow(),
                                clock.instant().plus(Duration.ofDays(365))));
    }

    /** Ten dollars for Harbor Coffee, captured at once. */
    public Terms coffee() {
        return terms(HARBOR_COFFEE, usd("10.00"), Terms.CaptureMode.AUTOMATIC);
    }

    /** Twenty-five yuan for Jasmine Tea. */
    public Terms tea() {
        return terms(JASMINE_TEA, cny("25.00"), Terms.CaptureMode.AUTOMATIC);
    }

    /** Terms without a reference or an end. */
    public Terms terms(UUID merchant, Money amount, Terms.CaptureMode capture) {
        boolean harbor = merchant.equals(HARBOR_COFFEE);
        return new Terms(
                merchant,
                harbor ? AURORA : LANTERN,
                harbor ? Channel.MERCHANT_API : Channel.GATEWAY,
                amount,
                capture,
                Optional.empty(),
                "test",
                "{}",
                Optional.empty());
    }

    /** The instrument of a device token, with a fresh transaction and counter. */
    public Instrument.Token instrument(DeviceToken token, Money amount) {
        int next = counter.incrementAndGet();
        return new Instrument.Token(
                token.id(),
                "transaction-" + next,
                Cryptogram.make(core.tokens().keyOf(token), next, next, amount).toBytes(),
                amount);
    }

    /** Creates a payment and pays it at once. */
    public Outcome pay(Terms terms, Instrument instrument) {
        return core.payments().run(payRequest(terms, instrument));
    }

    /** The request that creates a payment and pays it at once. */
    public Request payRequest(Terms terms, Instrument instrument) {
        return new Request.Pay(
                new PayRequest(
                        core.ids().next(),
                        new PayRequest.Target.Create(terms),
                        instrument,
                        Optional.empty()));
    }

    /** Posted credits less debits of an account. */
    public String balance(AccountKind kind, UUID partner, UUID holder, Currency currency) {
        return Balances.creditBalance(
                        core.database(), new AccountRef(kind, partner, holder, currency))
                .toDecimalString();
    }

    /** An amount in dollars. */
    public static Money usd(String amount) {
        return Money.parse(amount, USD).orElseThrow();
    }

    /** An amount in yuan. */
    public static Money cny(String amount) {
        return Money.parse(amount, CNY).orElseThrow();
    }

    @Override
    public void close() {
        core.close();
    }
}
