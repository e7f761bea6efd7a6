package dev.handfast.app;

import dev.handfast.engine.Ids;
import dev.handfast.merchants.ApiKey;
import dev.handfast.merchants.ApiKeys;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.Mode;
import dev.handfast.merchants.Permissions;
import dev.handfast.secrets.ApiSecret;
import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.KeyRingRefused;
import dev.handfast.sql.Resealing;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;

/** The installation's key ring, and the API keys of its merchants. */
@Command(name = "keys", description = "the installation's key ring, and merchants' API keys")
final class KeysCommand implements Callable<Integer> {
    private static final InstantSource WALL = InstantSource.system();
    private static final int REFUSED = 1;

    @Mixin private Settings ground = new Settings();

    /** Without a further word: the keys of the ring, and how many values are under each. */
    @Override
    public Integer call() {
        return onRing(ground, KeysCommand::showRing);
    }

    @Command(
            name = "rotate",
            description = "adds a fresh key; what was sealed under earlier ones stays readable")
    int rotate(@Option(names = "--data", paramLabel = "DIR", defaultValue = "data") Path data) {
        KeyRing ring = KeyRing.open(data.resolve("keyring"));
        System.out.println(
                "New values are sealed under key %d; a running server seals the others anew."
                        .formatted(ring.rotate()));
        return 0;
    }

    @Command(
            name = "reseal",
            description = "seals everything anew under the newest key, beside running servers")
    int reseal(@Mixin Settings settings) {
        return onRing(
                settings,
                ring -> {
                    int broken = resealAll(ring.resealing());
                    showRing(ring);
                    return broken == 0 ? 0 : REFUSED;
                });
    }

    @Command(
            name = "retire",
            description = "throws a key away under which nothing is left; older backups need it")
    int retire(
            @Mixin Settings settings,
            @Parameters(paramLabel = "NUMBER", description = "the key's number") int number) {
        return onRing(
                settings,
                ring -> {
                    long left = ring.resealing().under(number);
                    if (left > 0) {
                        throw new IllegalArgumentException(
                                "key %d: %d values are still sealed under it; reseal first"
                                        .formatted(number, left));
                    }
                    ring.keys().retire(number, WALL.instant());
                    return showRing(ring);
                });
    }

    /** The ring, and what is sealed under it. */
    private record Ring(KeyRing keys, Resealing resealing) {}

    private static int onRing(Settings settings, ToIntFunction<Ring> work) {
        CryptoProvider.install();
        try (Ground ground = Ground.open(settings, KeysCommand::progress)) {
            return work.applyAsInt(
                    new Ring(
                            ground.keys(),
                            new Resealing(ground.database(), ground.keys(), SealedColumns.all())));
        } catch (KeyRingRefused refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        }
    }

    /** Returns how many values do not open. */
    private static int resealAll(Resealing resealing) {
        int broken = 0;
        Resealing.Round round;
        do {
            round = resealing.round();
            round.broken()
                    .forEach(
                            one ->
                                    System.out.printf(
                                            "%s of %s: %s%n", one.place(), one.key(), one.why()));
            broken += round.broken().size();
        } while (round.left() == Resealing.Left.MORE);
        return broken;
    }

    private static int showRing(Ring ring) {
        int active = ring.keys().activeKeyId();
        for (int keyId : ring.keys().keyIds()) {
            System.out.printf(
                    "key %d%s  %d values%n",
                    keyId, keyId == active ? ", active" : "", ring.resealing().under(keyId));
            ring.resealing()
                    .counts()
                    .forEach(
                            (place, counts) -> {
                                if (counts.containsKey(keyId)) {
                                    System.out.printf("  %s  %d%n", place, counts.get(keyId));
                                }
                            });
        }
        return 0;
    }

    /** What an API key may be. */
    enum Kind {
        SECRET,
        PUBLISHABLE,
        RESTRICTED;

        ApiSecret.Kind in(Mode mode) {
            boolean live = mode.isLive();
            return switch (this) {
                case SECRET -> live ? ApiSecret.Kind.SECRET_LIVE : ApiSecret.Kind.SECRET_TEST;
                case PUBLISHABLE ->
                        live ? ApiSecret.Kind.PUBLISHABLE_LIVE : ApiSecret.Kind.PUBLISHABLE_TEST;
                case RESTRICTED ->
                        live ? ApiSecret.Kind.RESTRICTED_LIVE : ApiSecret.Kind.RESTRICTED_TEST;
            };
        }
    }

    @Command(name = "list", description = "shows a merchant's API keys and when they were used")
    int list(
            @Mixin Settings settings,
            @Parameters(paramLabel = "MERCHANT", description = "the merchant's id") UUID merchant) {
        return on(
                settings,
                desk -> {
                    desk.keys().of(merchant).forEach(KeysCommand::show);
                    return 0;
                });
    }

    @Command(name = "issue", description = "issues an API key; it is shown now and never again")
    int issue(
            @Mixin Settings settings,
            @Parameters(paramLabel = "MERCHANT", description = "the merchant's id") UUID merchant,
            @Option(
                            names = "--kind",
                            defaultValue = "SECRET",
                            description = "one of ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
                    Kind kind,
            @Mixin TermsOptions terms) {
        return on(
                settings,
                desk -> {
                    Merchant owner = desk.merchant(merchant);
                    tell(desk.keys().issue(owner, kind.in(owner.mode()), terms.read()));
                    return 0;
                });
    }

    /** On which terms a key is issued. */
    static final class TermsOptions {
        @Option(
                names = "--allow",
                paramLabel = "PERMISSIONS",
                defaultValue = "",
                description = "of a restricted key, such as payment_intents:write,events:read")
        private String allow = "";

        @Option(names = "--api-version", description = "in which it is answered")
        private Optional<String> version = Optional.empty();

        @Option(names = "--per-second", description = "how many requests it may make a second")
        private Optional<Integer> perSecond = Optional.empty();

        ApiKey.Terms read() {
            return new ApiKey.Terms(Permissions.of(allow), version, perSecond);
        }
    }

    @Command(name = "roll", description = "puts a fresh key in the place of another; both work")
    int roll(
            @Mixin Settings settings,
            @Parameters(paramLabel = "KEY", description = "the key's id, as list shows it")
                    UUID key,
            @Option(
                            names = "--grace",
                            defaultValue = "PT24H",
                            description = "how long the old one still works (${DEFAULT-VALUE})")
                    Duration grace) {
        return on(
                settings,
                desk -> {
                    ApiKey old = desk.key(key);
                    Instant until = WALL.instant().plus(grace);
                    tell(desk.keys().roll(desk.merchant(old.merchant()), old, until));
                    System.out.println("The old one ends at " + until + ".");
                    return 0;
                });
    }

    @Command(name = "revoke", description = "ends a key now")
    int revoke(
            @Mixin Settings settings,
            @Parameters(paramLabel = "KEY", description = "the key's id, as list shows it")
                    UUID key) {
        return on(
                settings,
                desk -> {
                    desk.keys().revoke(desk.key(key).id(), WALL.instant());
                    return 0;
                });
    }

    /** Where keys are issued. */
    private record Desk(Merchants merchants, ApiKeys keys) {
        Merchant merchant(UUID id) {
            return merchants
                    .find(id)
                    .orElseThrow(() -> new IllegalArgumentException("no merchant has id " + id));
        }

        ApiKey key(UUID id) {
            return keys.findById(id)
                    .orElseThrow(() -> new IllegalArgumentException("no key has id " + id));
        }
    }

    private static int on(Settings settings, ToIntFunction<Desk> work) {
        CryptoProvider.install();
        try (Ground ground = Ground.open(settings, KeysCommand::progress)) {
            return work.applyAsInt(
                    new Desk(
                            new Merchants(ground.database(), WALL),
                            new ApiKeys(ground.database(), WALL, new Ids(WALL))));
        }
    }

    private static void progress(String line) {
        System.err.println(line);
    }

    private static void tell(ApiSecret secret) {
        secret.use(
                text -> {
                    System.out.println(text);
                    return text;
                });
    }

    private static void show(ApiKey key) {
        System.out.printf(
                "%s  %s...%s  used %s, ends %s  %s%n",
                key.id(),
                key.kind().prefix(),
                key.hint(),
                key.lastUsedAt().map(Instant::toString).orElse("never"),
                key.expiresAt().map(Instant::toString).orElse("never"),
                key.terms().permissions().line());
    }
}
