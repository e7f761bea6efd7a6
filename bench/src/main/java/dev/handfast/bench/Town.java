package dev.handfast.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.acceptance.ApplePayIdentity;
import dev.handfast.alipay.ClientApp;
import dev.handfast.alipay.Signatures;
import dev.handfast.alipay.SigningKey;
import dev.handfast.app.Core;
import dev.handfast.applepay.MerchantKey;
import dev.handfast.applepay.Pem;
import dev.handfast.applepay.TokenAuthority;
import dev.handfast.engine.Ids;
import dev.handfast.fx.ExchangeRate;
import dev.handfast.merchants.ApiKeys;
import dev.handfast.merchants.GatewayApp;
import dev.handfast.merchants.GatewayApps;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.Mode;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.money.Percentage;
import dev.handfast.money.Rate;
import dev.handfast.partners.Agreement;
import dev.handfast.partners.Partner;
import dev.handfast.secrets.ApiSecret;
import dev.handfast.tokens.DeviceToken;
import dev.handfast.tokens.Funding;
import dev.handfast.tokens.Tokens;
import dev.handfast.wallets.Wallet;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Two partners with a few merchants and many customers, put straight into a house: shops of the
 * device-wallet side, shops of the account-wallet side, and wallets with a device token each.
 *
 * @param authority signs device payments; the server must trust its root
 * @param cafes shops in dollars that call the merchant API
 * @param teaHouses shops in yuan that call the Alipay dialect
 * @param guests wallets in yuan with the device tokens they stand behind
 */
record Town(
        TokenAuthority authority, List<Cafe> cafes, List<TeaHouse> teaHouses, List<Guest> guests) {
    static final Currency USD = Currency.of("USD");
    static final Currency CNY = Currency.of("CNY");

    /** More than enough for every payment of a run. */
    private static final long PURSE_MINOR = 1_000_000_000_000L;

    /** Several, so that more than one lane of the engine has work. */
    private static final int SHOPS = 16;

    private static final UUID AURORA = Ids.named("bench-partner", "aurora");
    private static final UUID LANTERN = Ids.named("bench-partner", "lantern");

    /** A shop that takes device wallets. */
    record Cafe(Merchant merchant, MerchantKey key, ApiSecret secret) {}

    /** A shop that scans payment codes. */
    record TeaHouse(Merchant merchant, ClientApp app) {}

    /** A customer. */
    record Guest(Wallet wallet, DeviceToken token) {}

    /** Builds a town of so many guests. */
    static Town build(House house, int guests) throws GeneralSecurityException {
        Core core = house.core();
        Instant now = core.clock().instant();
        TokenAuthority authority = TokenAuthority.create("Handfast Bench", now);
        partners(core);
        List<Cafe> cafes = new ArrayList<>();
        List<TeaHouse> teaHouses = new ArrayList<>();
        for (int i = 0; i < SHOPS; i++) {
            cafes.add(cafe(core, authority, i));
            teaHouses.add(teaHouse(core, i));
        }
        return new Town(authority, cafes, teaHouses, together(guests, i -> guest(core, i)));
    }

    private static void partners(Core core) {
        core.partners().add(new Partner(AURORA, "bench-aurora", "Bench Aurora", "US"));
        core.partners().add(new Partner(LANTERN, "bench-lantern", "Bench Lantern", "CN"));
        agree(core, LANTERN, AURORA, "2.80", "1.00");
        agree(core, LANTERN, LANTERN, "0.60", "0");
        core.rates()
                .set(
                        new ExchangeRate(
                                ExchangeRate.idOf(USD, CNY),
                                USD,
                                CNY,
                                Rate.parse("7.2000").orElseThrow(),
                                Rate.parse("7.2345").orElseThrow(),
                                core.clock().instant().plus(Duration.ofDays(365))));
    }

    private static void agree(Core core, UUID issuing, UUID acquiring, String fee, String share) {
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

    private static Cafe cafe(Core core, TokenAuthority authority, int number)
            throws GeneralSecurityException {
        UUID id = Ids.named("bench-merchant", "cafe-" + number);
        Merchant merchant =
                new Merchant(id, AURORA, "Cafe " + number, "US", USD, "5814", Mode.TEST);
        new Merchants(core.database(), core.clock()).add(merchant);
        KeyPair keys = Crypto.p256();
        String identifier = "merchant.dev.handfast.bench-" + number;
        MerchantKey key =
                MerchantKey.of(
                        keys.getPrivate(),
                        authority.issueProcessingCertificate(
                                identifier, keys.getPublic(), core.clock().instant()));
        core.applePayIdentities()
                .register(new ApplePayIdentity(id, identifier, key), Pem.write(keys.getPrivate()));
        ApiSecret secret =
                new ApiKeys(core.database(), core.clock(), core.ids())
                        .issue(merchant, ApiSecret.Kind.SECRET_TEST);
        return new Cafe(merchant, key, secret);
    }

    private static TeaHouse teaHouse(Core core, int number) throws GeneralSecurityException {
        UUID id = Ids.named("bench-merchant", "tea-" + number);
        Merchant merchant =
                new Merchant(id, LANTERN, "Tea " + number, "CN", CNY, "5814", Mode.TEST);
        new Merchants(core.database(), core.clock()).add(merchant);
        KeyPair keys = Crypto.rsa();
        String appId = "20210000000010%02d".formatted(number);
        String publicKey = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        new GatewayApps(core.database(), core.clock())
                .register(
                        new GatewayApp(
                                appId,
                                id,
                                "20880000000010%02d".formatted(number),
                                new GatewayApp.Signing(List.of(publicKey), List.of("RSA2"))));
        SigningKey key = SigningKey.of(keys.getPrivate(), Signatures.fastest());
        return new TeaHouse(merchant, ClientApp.of(appId, key));
    }

    private static Guest guest(Core core, int number) {
        UUID id = Ids.named("bench-wallet", Integer.toString(number));
        Wallet wallet =
                new Wallet(
                        id,
                        LANTERN,
                        "Guest " + number,
                        CNY,
                        "2088%012d".formatted(number),
                        Wallet.State.ACTIVE,
                        core.clock().instant());
        core.wallets().open(wallet);
        core.wallets().topUp(wallet, new Money(PURSE_MINOR, CNY), id);
        DeviceToken token =
                core.tokens()
                        .provision(
                                new Tokens.Order(
                                        Ids.named("bench-device", Integer.toString(number)),
                                        "Bench",
                                        new Funding.FromWallet(id),
                                        "491231"));
        return new Guest(wallet, token);
    }

    /** Does something many times at once, since the engine is fast only with company. */
    static <T> List<T> together(int times, IntFunction<T> work) {
        List<java.util.concurrent.Callable<T>> tasks =
                IntStream.range(0, times)
                        .<java.util.concurrent.Callable<T>>mapToObj(i -> () -> work.apply(i))
                        .toList();
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> done = new ArrayList<>(times);
            for (var future : threads.invokeAll(tasks)) {
                done.add(future.get());
            }
            return done;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("the preparation failed", e);
        }
    }

    /** The root that the server must trust, as PEM. */
    byte[] rootPem() {
        return authority.rootPem().getBytes(UTF_8);
    }
}
