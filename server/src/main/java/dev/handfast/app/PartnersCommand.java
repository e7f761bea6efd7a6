package dev.handfast.app;

import dev.handfast.partners.Partner;
import dev.handfast.partners.Partners;
import dev.handfast.rails.PartnerAccess;
import dev.handfast.rails.PartnerDoctor;
import dev.handfast.rails.PartnerGateway;
import dev.handfast.rails.PartnerGateways;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
                    + " while that runs, call POST /operator/partner_gateways.";
    private static final int WRONG = 1;

    /** How a gateway is called. */
    static final class Access {
        @Option(names = "--address", paramLabel = "URL", required = true)
        private String address = "";

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
        private String signType = "RSA2";

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
        private String patience = "";

        /** The same by name, with the files read. */
        private Map<String, String> texts() {
            Map<String, String> texts = new HashMap<>();
            texts.put("address", address);
            texts.put("app_id", appId);
            texts.put("sign_type", signType);
            texts.put("patience", patience);
            texts.put("app_key", text(appKey));
            sellerId.ifPresent(id -> texts.put("seller_id", id));
            gatewayKey.ifPresent(file -> texts.put("gateway_key", text(file)));
            appCertificate.ifPresent(file -> texts.put("app_certificate", text(file)));
            gatewayCertificate.ifPresent(file -> texts.put("gateway_certificate", text(file)));
            rootCertificates.ifPresent(file -> texts.put("root_certificates", text(file)));
            return texts;
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
            @Option(names = "--partner", paramLabel = "CODE", required = true) String partner,
            @Option(
                            names = "--codes",
                            paramLabel = "CURRENCY:PREFIX",
                            required = true,
                            description = "in what its wallets pay, and how their codes begin")
                    String codes,
            @ArgGroup(exclusive = false, multiplicity = "1") Access access) {
        Map<String, String> texts = access.texts();
        texts.put("name", name);
        texts.put("partner", partner);
        texts.put("codes", codes);
        PartnerGatewayForm form =
                new PartnerGatewayForm(
                        field ->
                                Optional.ofNullable(texts.get(field))
                                        .filter(text -> !text.isBlank()));
        try (Ground ground = Ground.open(settings, line -> System.err.println(line))) {
            PartnerGateways gateways = gateways(ground);
            Instant now = InstantSource.system().instant();
            boolean fresh = find(gateways, name).isEmpty();
            PartnerGateway gateway =
                    form.read(fresh ? now : now.plus(READ_BY_ALL), Partners.in(ground.database()));
            gateways.set(gateway);
            PartnerAccess read = gateway.access();
            System.out.println(
                    "Codes that begin %s go to %s; new payments under app %s from %s."
                            .formatted(
                                    gateway.reach().codePrefix(),
                                    name,
                                    read.app().appId(),
                                    read.since()));
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
        boolean found = name.isEmpty();
        try (Ground ground = Ground.open(settings, line -> System.err.println(line))) {
            PartnerDoctor doctor = new PartnerDoctor(InstantSource.system());
            for (PartnerGateway gateway : gateways(ground).all()) {
                if (!name.isEmpty() && !gateway.name().equals(name)) {
                    continue;
                }
                System.out.println(gateway.name());
                found = true;
                for (PartnerDoctor.Finding finding : doctor.examine(gateway)) {
                    System.out.println("  " + finding);
                    wrong |= finding.verdict() == PartnerDoctor.Verdict.WRONG;
                }
            }
        }
        if (!found) {
            throw new IllegalArgumentException("--name is one that is known, got " + name);
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
