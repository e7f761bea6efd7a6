package dev.handfast.app;

import dev.handfast.alipay.SignType;
import dev.handfast.money.Currency;
import dev.handfast.partners.Partner;
import dev.handfast.partners.Partners;
import dev.handfast.payments.Rail;
import dev.handfast.rails.PartnerAccess;
import dev.handfast.rails.PartnerDoctor;
import dev.handfast.rails.PartnerGateway;
import dev.handfast.rails.PartnerGateways;
import dev.handfast.secrets.SecretText;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Partners that run gateways of their own. */
@Command(name = "partners", description = "partners that run gateways of their own")
final class PartnersCommand {
    /**
     * When a change begins to count for what is begun from then on: every process has read it by
     * then, so that none begins anything under an app that another takes for the old one.
     */
    static final Duration READ_BY_ALL = Duration.ofSeconds(30);

    private static final String FOLLOWED =
            "A running server follows within seconds. The embedded database is one server's alone:"
                    + " stop that first.";
    private static final int WRONG = 1;
    private static final int CERTIFICATE_FILES = 3;

    /** How a gateway is called. */
    static final class Access {
        @Option(names = "--address", paramLabel = "URL", required = true)
        private URI address = URI.create("https://gateway.example/gateway.do");

        @Option(names = "--app-id", paramLabel = "ID", required = true)
        private String appId = "";

        @Option(
                names = "--app-key",
                paramLabel = "FILE",
                required = true,
                description = "our app's private key there: Base64 of PKCS#8")
        private Path appKey = Path.of("");

        @Option(
                names = "--seller-id",
                paramLabel = "ID",
                description = "our account there; its news must name it")
        private Optional<String> sellerId = Optional.empty();

        @Option(
                names = "--sign-type",
                paramLabel = "TYPE",
                defaultValue = "RSA2",
                description = "RSA2 (the default), or SM2")
        private SignType signType = SignType.RSA2;

        @Option(
                names = "--gateway-key",
                paramLabel = "FILE",
                description = "the gateway's public key: Base64 of X.509 SubjectPublicKeyInfo")
        private Optional<Path> gatewayKey = Optional.empty();

        @Option(
                names = "--app-certificate",
                paramLabel = "FILE",
                description = "certificate mode, instead of a key: our app's certificate, PEM")
        private Optional<Path> appCertificate = Optional.empty();

        @Option(
                names = "--gateway-certificate",
                paramLabel = "FILE",
                description = "the certificate the gateway signs with; a later one is fetched")
        private Optional<Path> gatewayCertificate = Optional.empty();

        @Option(
                names = "--root-certificates",
                paramLabel = "FILE",
                description = "those to which a later one must lead")
        private Optional<Path> rootCertificates = Optional.empty();

        @Option(
                names = "--patience",
                paramLabel = "TIME",
                defaultValue = "PT15S",
                description =
                        "how long an answer is waited for, PT0.1S to PT20S (${DEFAULT-VALUE}); then"
                                + " the outcome is unknown, and asked for")
        private Duration patience = PartnerAccess.PATIENCE_USUAL;

        private PartnerAccess read(Instant since) {
            return new PartnerAccess(
                    since,
                    address,
                    new PartnerAccess.App(appId, sellerId, signType, SecretText.of(text(appKey))),
                    trust(),
                    patience);
        }

        private PartnerAccess.Trust trust() {
            List<Path> certificates =
                    Stream.of(appCertificate, gatewayCertificate, rootCertificates)
                            .flatMap(Optional::stream)
                            .toList();
            if (gatewayKey.isPresent() && certificates.isEmpty()) {
                return new PartnerAccess.Trust.ByKey(text(gatewayKey.get()));
            }
            if (gatewayKey.isEmpty() && certificates.size() == CERTIFICATE_FILES) {
                return new PartnerAccess.Trust.ByCertificates(
                        text(certificates.get(0)),
                        text(certificates.get(1)),
                        text(certificates.get(2)));
            }
            throw new IllegalArgumentException(
                    "give either --gateway-key, or --app-certificate, --gateway-certificate and"
                            + " --root-certificates");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file, e);
        }
    }

    @Command(
            name = "gateway",
            description = {
                "registers a partner's gateway, or gives the one of this name other keys",
                "The partner's wallets pay here by their codes, or scan codes of the gateway. What"
                        + " was begun under another app is still asked about under that.",
                FOLLOWED
            })
    int gateway(
            @Mixin Settings settings,
            @Option(names = "--name", paramLabel = "NAME", required = true) String name,
            @Option(names = "--partner", paramLabel = "ID", required = true) UUID partner,
            @Option(
                            names = "--codes",
                            paramLabel = "CURRENCY:PREFIX",
                            required = true,
                            description = "in what its wallets pay, and how their codes begin")
                    String codes,
            @ArgGroup(exclusive = false, multiplicity = "1") Access access) {
        int colon = codes.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("--codes is like CNY:28, got " + codes);
        }
        Rail.Reach reach =
                new Rail.Reach(
                        partner,
                        Currency.parse(codes.substring(0, colon)).orElseThrow(),
                        codes.substring(colon + 1));
        try (Ground ground = Ground.open(settings, line -> System.err.println(line))) {
            PartnerGateways gateways = gateways(ground);
            Instant now = InstantSource.system().instant();
            boolean fresh = find(gateways, name).isEmpty();
            PartnerAccess read = access.read(fresh ? now : now.plus(READ_BY_ALL));
            gateways.set(new PartnerGateway(name, reach, PartnerGateway.State.ON, List.of(read)));
            System.out.println(
                    "Codes that begin %s go to %s; new payments under app %s from %s."
                            .formatted(reach.codePrefix(), name, read.app().appId(), read.since()));
        }
        return 0;
    }

    @Command(name = "list", description = "shows the gateways, with no key of anybody")
    int list(@Mixin Settings settings) {
        try (Ground ground = Ground.open(settings, line -> System.err.println(line))) {
            for (PartnerGateway gateway : gateways(ground).all()) {
                System.out.println(shown(gateway, ground.database()));
            }
        }
        return 0;
    }

    private static String shown(PartnerGateway gateway, Database database) {
        PartnerAccess access = gateway.access();
        String partner =
                Partners.in(database).stream()
                        .filter(known -> known.id().equals(gateway.reach().partner()))
                        .map(Partner::name)
                        .findFirst()
                        .orElse("no partner that is known, " + gateway.reach().partner());
        return "%s: %s, %s, codes %s:%s, app %s at %s by %s since %s, %d accesses"
                .formatted(
                        gateway.name(),
                        gateway.state(),
                        partner,
                        gateway.reach().currency().code(),
                        gateway.reach().codePrefix(),
                        access.app().appId(),
                        access.address(),
                        switch (access.trust()) {
                            case PartnerAccess.Trust.ByKey key -> access.app().signType() + " keys";
                            case PartnerAccess.Trust.ByCertificates all ->
                                    access.app().signType() + " certificates";
                        },
                        access.since(),
                        gateway.accesses().size());
    }

    @Command(
            name = "disable",
            description = {
                "lets no new payments go to a gateway; what was begun there is asked about still",
                FOLLOWED
            })
    int disable(
            @Mixin Settings settings,
            @Option(names = "--name", paramLabel = "NAME", required = true) String name) {
        return turn(settings, name, PartnerGateway.State.OFF);
    }

    @Command(name = "enable", description = "lets new payments go to a gateway again")
    int enable(
            @Mixin Settings settings,
            @Option(names = "--name", paramLabel = "NAME", required = true) String name) {
        return turn(settings, name, PartnerGateway.State.ON);
    }

    private static int turn(Settings settings, String name, PartnerGateway.State state) {
        try (Ground ground = Ground.open(settings, line -> System.err.println(line))) {
            if (!gateways(ground).turn(name, state)) {
                throw new IllegalArgumentException("--name is one that is known, got " + name);
            }
            System.out.println(name + " is " + state + ".");
        }
        return 0;
    }

    @Command(
            name = "doctor",
            description = {
                "says what fits and what does not in how the gateways are called, and asks them",
                "Exit status 1 if anything is wrong."
            })
    int doctor(
            @Mixin Settings settings,
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            description = "this one only",
                            defaultValue = "")
                    String name) {
        boolean wrong = false;
        try (Ground ground = Ground.open(settings, line -> System.err.println(line))) {
            PartnerDoctor doctor = new PartnerDoctor(InstantSource.system());
            for (PartnerGateway gateway : gateways(ground).all()) {
                if (!name.isEmpty() && !gateway.name().equals(name)) {
                    continue;
                }
                System.out.println(gateway.name());
                for (PartnerDoctor.Finding finding : doctor.examine(gateway)) {
                    System.out.println("  " + finding);
                    wrong |= finding.verdict() == PartnerDoctor.Verdict.WRONG;
                }
            }
        }
        return wrong ? WRONG : 0;
    }

    private static PartnerGateways gateways(Ground ground) {
        return new PartnerGateways(ground.database(), new Vault(ground.keys()));
    }

    private static Optional<PartnerGateway> find(PartnerGateways gateways, String name) {
        return gateways.all().stream().filter(known -> known.name().equals(name)).findFirst();
    }
}
