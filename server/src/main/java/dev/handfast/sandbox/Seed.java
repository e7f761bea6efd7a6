package dev.handfast.sandbox;

import dev.handfast.acceptance.ApplePayIdentity;
import dev.handfast.engine.Reader;
import dev.handfast.fx.ExchangeRate;
import dev.handfast.merchants.ApiKeys;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.Mode;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.money.Percentage;
import dev.handfast.money.Rate;
import dev.handfast.partners.Agreement;
import dev.handfast.partners.Partner;
import dev.handfast.rails.SandboxIssuer;
import dev.handfast.secrets.ApiSecret;
import dev.handfast.secrets.SecretText;
import dev.handfast.tokens.Card;
import dev.handfast.tokens.Device;
import dev.handfast.tokens.Devices;
import dev.handfast.tokens.Funding;
import dev.handfast.tokens.Tokens;
import dev.handfast.wallets.Wallet;
import dev.handfast.wallets.WalletLogins;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Sets up the sandbox. Everything has an id that follows from its name, so that it is set up once;
 * where that is not enough, a lock keeps others waiting and a note says that it was done.
 */
final class Seed {
    private static final Duration RATE_LIFE = Duration.ofDays(365);

    /** A rate that ends sooner is renewed at the next start. */
    private static final Duration RATE_LEFT_MIN = Duration.ofDays(30);

    private static final int TOKEN_YEARS = 5;
    private static final DateTimeFormatter YYMMDD = DateTimeFormatter.ofPattern("yyMMdd");

    /** Any number, the same in every process. */
    private static final long LOCK = 0x68616e6466617374L;

    private final Sandbox.Parts parts;
    private final SandboxKeys keys;
    private final SandboxIssuer issuer;

    Seed(Sandbox.Parts parts, SandboxKeys keys, SandboxIssuer issuer) {
        this.parts = parts;
        this.keys = keys;
        this.issuer = issuer;
    }

    void run() {
        partners();
        rate(Cast.USD, Cast.CNY, "7.2000", "7.2345");
        rate(Cast.CNY, Cast.USD, "0.1385", "0.1400");
        merchants();
        identity(Cast.HARBOR_COFFEE, Cast.HARBOR_COFFEE_APPLE_PAY);
        identity(Cast.JASMINE_TEA, Cast.JASMINE_TEA_APPLE_PAY);
        wallet(Cast.LIN, "Lin", "2088000000000001", "10000.00");
        wallet(Cast.WEI, "Wei", "2088000000000002", "20.00");
        WalletLogins logins = new WalletLogins(parts.database(), parts.clock());
        logins.add("lin@lantern.example", Cast.LIN);
        logins.add("wei@lantern.example", Cast.WEI);
        device(Cast.LINS_PHONE, "Lin", () -> new Funding.FromWallet(Cast.LIN));
        device(Cast.ANAS_PHONE, "Ana", () -> card("ana", "Ana", "5000.00"));
        device(Cast.BENS_PHONE, "Ben", () -> card("ben", "Ben", "5.00"));
    }

    private void partners() {
        parts.partners().add(new Partner(Cast.AURORA, "aurora", "Aurora", "US"));
        parts.partners().add(new Partner(Cast.LANTERN, "lantern", "Lantern", "CN"));
        agree(Cast.LANTERN, Cast.AURORA, "2.80", "1.00");
        agree(Cast.AURORA, Cast.LANTERN, "1.20", "0.40");
        agree(Cast.AURORA, Cast.AURORA, "2.80", "1.60");
        agree(Cast.LANTERN, Cast.LANTERN, "0.60", "0");
    }

    private void agree(UUID issuing, UUID acquiring, String fee, String share) {
        parts.partners()
                .agree(
                        new Agreement(
                                Agreement.idOf(issuing, acquiring),
                                issuing,
                                acquiring,
                                Percentage.parse(fee).orElseThrow(),
                                Percentage.parse(share).orElseThrow(),
                                Agreement.State.OPEN));
    }

    private void rate(Currency base, Currency counter, String middle, String offered) {
        UUID id = ExchangeRate.idOf(base, counter);
        Instant now = parts.clock().instant();
        List<ExchangeRate> known =
                parts.database().read(tx -> Reader.by(tx, ExchangeRate.TABLE, List.of(id)));
        boolean lasts =
                known.stream().anyMatch(rate -> rate.validUntil().isAfter(now.plus(RATE_LEFT_MIN)));
        if (!lasts) {
            parts.rates()
                    .set(
                            new ExchangeRate(
                                    id,
                                    base,
                                    counter,
                                    Rate.parse(middle).orElseThrow(),
                                    Rate.parse(offered).orElseThrow(),
                                    now.plus(RATE_LIFE)));
        }
    }

    /** The merchants themselves, and how they call: in each dialect one. */
    private void merchants() {
        Merchant coffee =
                new Merchant(
                        Cast.HARBOR_COFFEE,
                        Cast.AURORA,
                        "Harbor Coffee",
                        "US",
                        Cast.USD,
                        "5814",
                        Mode.TEST);
        Merchant tea =
                new Merchant(
                        Cast.JASMINE_TEA,
                        Cast.LANTERN,
                        "Jasmine Tea",
                        "CN",
                        Cast.CNY,
                        "5499",
                        Mode.TEST);
        Merchants merchants = new Merchants(parts.database(), parts.clock());
        merchants.add(coffee);
        merchants.add(tea);
        ApiKeys apiKeys = new ApiKeys(parts.database(), parts.clock(), parts.ids());
        for (SecretText key : List.of(keys.merchantSecretKey(), keys.merchantPublishableKey())) {
            apiKeys.register(coffee, key.use(ApiSecret::parse).orElseThrow());
        }
    }

    private void identity(UUID merchant, String identifier) {
        SandboxKeys.Processing processing = keys.processing(identifier);
        ApplePayIdentity identity = new ApplePayIdentity(merchant, identifier, processing.key());
        processing
                .privatePem()
                .use(
                        pem -> {
                            parts.identities().register(identity, pem);
                            return true;
                        });
    }

    private void wallet(UUID id, String holder, String userId, String balance) {
        Wallet wallet =
                new Wallet(
                        id,
                        Cast.LANTERN,
                        holder,
                        Cast.CNY,
                        userId,
                        Wallet.State.ACTIVE,
                        parts.clock().instant());
        parts.wallets().open(wallet);
        once(
                "top-up:" + id,
                () -> {
                    // A process may have died between the top-up and its note.
                    if (parts.wallets().available(wallet).isZero()) {
                        Money amount = Money.parse(balance, Cast.CNY).orElseThrow();
                        parts.wallets().topUp(wallet, amount, id);
                    }
                    return id;
                });
    }

    private void device(UUID id, String holder, Supplier<Funding> funding) {
        new Devices(parts.database()).add(new Device(id, holder, parts.clock().instant()));
        once(
                "token:" + id,
                () -> {
                    LocalDate end =
                            LocalDate.ofInstant(parts.clock().instant(), ZoneOffset.UTC)
                                    .plusYears(TOKEN_YEARS);
                    // A process may have died between the token and its note.
                    return parts.tokens().on(id).stream()
                            .findFirst()
                            .orElseGet(
                                    () ->
                                            parts.tokens()
                                                    .provision(
                                                            new Tokens.Order(
                                                                    id,
                                                                    Cast.NETWORK,
                                                                    funding.get(),
                                                                    YYMMDD.format(end))))
                            .id();
                });
    }

    private Funding card(String name, String holder, String limit) {
        Card card =
                parts.tokens()
                        .register(
                                new Tokens.CardOrder(
                                        dev.handfast.engine.Ids.named("card", name),
                                        Cast.AURORA,
                                        holder,
                                        Cast.USD,
                                        Cast.NETWORK,
                                        SandboxIssuer.NAME));
        issuer.issue(card, Money.parse(limit, Cast.USD).orElseThrow());
        return new Funding.FromCard(card.id());
    }

    /** Does a step once, however many processes start at the same time; the others wait for it. */
    private void once(String step, Supplier<UUID> work) {
        parts.database()
                .transact(
                        tx -> {
                            tx.query(
                                    """
                                    select pg_advisory_xact_lock(?) is null as locked
                                    """,
                                    row -> row.flag("locked"),
                                    LOCK);
                            boolean done =
                                    tx.queryOne(
                                                    """
                                                    select subject from sandbox_step where name = ?
                                                    """,
                                                    row -> row.uuid("subject"),
                                                    step)
                                            .isPresent();
                            if (!done) {
                                // The work commits by itself, on connections of its own.
                                tx.update(
                                        """
                                        insert into sandbox_step (name, subject, done_at)
                                        values (?, ?, ?)
                                        """,
                                        step,
                                        work.get(),
                                        parts.clock().instant());
                            }
                            return done;
                        });
    }
}
