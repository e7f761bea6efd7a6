package dev.handfast.app;

import dev.handfast.engine.Ids;
import dev.handfast.merchants.ContentKeys;
import dev.handfast.merchants.GatewayApp;
import dev.handfast.merchants.GatewayAppDesk;
import dev.handfast.merchants.GatewayAppDesk.Change;
import dev.handfast.merchants.GatewayApps;
import dev.handfast.merchants.Merchants;
import dev.handfast.secrets.Vault;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToIntFunction;

/** The apps by which merchants call in the Alipay dialect. Running servers follow in seconds. */
@Command(
        name = "gateway-apps",
        description = "merchants' apps of the Alipay dialect; running servers follow in seconds")
final class GatewayAppCommand {
    private static final InstantSource WALL = InstantSource.system();
    private static final int FAILED = 1;

    /** What is said of an app. */
    static final class Says {
        @Option(names = "--public-key", paramLabel = "FILE", description = "Base64 of X.509")
        private Optional<Path> publicKey = Optional.empty();

        @Option(names = "--certificate", paramLabel = "FILE", description = "PEM")
        private Optional<Path> certificate = Optional.empty();

        @Option(names = "--aes-key", paramLabel = "FILE", description = "of content encryption")
        private Optional<Path> aesKey = Optional.empty();

        @Option(names = "--sign-types", split = ",", description = "of RSA2, RSA, SM2")
        private List<String> signTypes = List.of();

        @Option(names = "--notify-url", description = "for requests that name none; empty ends it")
        private Optional<String> notifyUrl = Optional.empty();

        List<Change> changes() {
            List<Change> changes = new ArrayList<>();
            publicKey.map(Says::text).map(GatewayAppForm::publicKey).ifPresent(changes::add);
            certificate.map(Says::text).map(GatewayAppForm::certificate).ifPresent(changes::add);
            aesKey.map(Says::text).map(GatewayAppForm::contentKey).ifPresent(changes::add);
            if (!signTypes.isEmpty()) {
                changes.add(GatewayAppForm.signTypes(signTypes));
            }
            notifyUrl.map(GatewayAppForm::notifyUrl).ifPresent(changes::add);
            return changes;
        }

        private static String text(Path file) {
            try {
                return Files.readString(file).strip();
            } catch (IOException unreadable) {
                throw new IllegalArgumentException("cannot read " + file, unreadable);
            }
        }
    }

    /** Who asks; it is written down with each change. */
    static final class By {
        @Option(names = "--by", description = "who asks (${DEFAULT-VALUE})")
        private String who = System.getProperty("user.name", "");
    }

    @Command(name = "list", description = "shows a merchant's apps")
    int list(
            @Mixin Settings settings,
            @Parameters(paramLabel = "MERCHANT", description = "the merchant's id") UUID merchant) {
        return on(
                settings,
                tools -> {
                    tools.apps().of(merchant).forEach(app -> System.out.println(line(app)));
                    return 0;
                });
    }

    @Command(name = "register", description = "makes an app for a merchant")
    int register(
            @Mixin Settings settings,
            @Parameters(paramLabel = "MERCHANT", description = "the merchant's id") UUID merchant,
            @Mixin Says says,
            @Mixin By by) {
        return on(
                settings,
                tools -> {
                    if (tools.merchants().find(merchant).isEmpty()) {
                        throw new IllegalArgumentException("no merchant has id " + merchant);
                    }
                    GatewayApp app =
                            new GatewayApp(
                                    GatewayAppForm.appId(),
                                    merchant,
                                    tools.apps().of(merchant).stream()
                                            .map(GatewayApp::sellerId)
                                            .findFirst()
                                            .orElseGet(GatewayAppForm::sellerId),
                                    new GatewayApp.Signing(List.of(), List.of("RSA2")));
                    List<Change> changes = new ArrayList<>(List.of(new Change.Register(app)));
                    changes.addAll(says.changes());
                    if (says.publicKey.isEmpty() && says.certificate.isEmpty()) {
                        throw new IllegalArgumentException(
                                "--public-key or --certificate is required");
                    }
                    tools.desk().make(app.appId(), changes, by.who);
                    System.out.println(line(app));
                    return 0;
                });
    }

    @Command(name = "show", description = "shows an app, and what was done to it by whom")
    int show(
            @Mixin Settings settings,
            @Parameters(paramLabel = "APP", description = "the app's id") String appId) {
        return on(
                settings,
                tools -> {
                    Optional<GatewayApp> app =
                            tools.apps().all().stream()
                                    .filter(known -> known.appId().equals(appId))
                                    .findFirst();
                    app.ifPresent(known -> System.out.println(line(known)));
                    for (GatewayAppDesk.Entry entry : tools.desk().history(appId)) {
                        System.out.printf(
                                "%s  %s  %s  %s%n",
                                entry.at(), entry.by(), entry.what(), entry.detail());
                    }
                    return app.isPresent() ? 0 : missing(appId);
                });
    }

    @Command(
            name = "rotate",
            aliases = "change",
            description = "gives an app new keys or switches; replaced keys stay good for 7 days")
    int rotate(
            @Mixin Settings settings,
            @Parameters(paramLabel = "APP", description = "the app's id") String appId,
            @Mixin Says says,
            @Mixin By by) {
        List<Change> changes = says.changes();
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("nothing to change was named");
        }
        return make(settings, appId, changes, by);
    }

    @Command(name = "disable", description = "lets an app call in vain")
    int disable(
            @Mixin Settings settings,
            @Parameters(paramLabel = "APP", description = "the app's id") String appId,
            @Mixin By by) {
        return make(settings, appId, List.of(new Change.Disable()), by);
    }

    @Command(name = "enable", description = "lets a disabled app call again")
    int enable(
            @Mixin Settings settings,
            @Parameters(paramLabel = "APP", description = "the app's id") String appId,
            @Mixin By by) {
        return make(settings, appId, List.of(new Change.Enable()), by);
    }

    private static int make(Settings settings, String appId, List<Change> changes, By by) {
        return on(
                settings, tools -> tools.desk().make(appId, changes, by.who) ? 0 : missing(appId));
    }

    private static int missing(String appId) {
        System.err.println("No app has id " + appId + ".");
        return FAILED;
    }

    private static String line(GatewayApp app) {
        return "%s  seller %s  merchant %s  %s  %s"
                .formatted(
                        app.appId(),
                        app.sellerId(),
                        app.merchant(),
                        app.signing().certificates().isEmpty() ? "key mode" : "certificate mode",
                        String.join(",", app.signing().signTypes()));
    }

    /** What the commands work with. */
    private record Tools(GatewayApps apps, GatewayAppDesk desk, Merchants merchants) {}

    private static int on(Settings settings, ToIntFunction<Tools> work) {
        CryptoProvider.install();
        try (Ground ground = Ground.open(settings, line -> System.err.println(line))) {
            GatewayApps apps = new GatewayApps(ground.database(), WALL);
            ContentKeys keys = new ContentKeys(ground.database(), new Vault(ground.keys()), WALL);
            return work.applyAsInt(
                    new Tools(
                            apps,
                            new GatewayAppDesk(ground.database(), apps, keys, WALL, new Ids(WALL)),
                            new Merchants(ground.database(), WALL)));
        }
    }
}
