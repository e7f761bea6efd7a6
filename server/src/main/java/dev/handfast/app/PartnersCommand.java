package dev.handfast.app;

import dev.handfast.money.Currency;
import dev.handfast.payments.Rail;
import dev.handfast.rails.PartnerGateways;
import dev.handfast.secrets.SecretText;
import dev.handfast.secrets.Vault;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;

/** Partners that run gateways of their own. */
@Command(name = "partners", description = "partners that run gateways of their own")
final class PartnersCommand {
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
                names = "--gateway-key",
                paramLabel = "FILE",
                required = true,
                description = "the gateway's public key: Base64 of X.509 SubjectPublicKeyInfo")
        private Path gatewayKey = Path.of("");

        private PartnerGateways.Access read() {
            return new PartnerGateways.Access(
                    address, appId, SecretText.of(text(appKey)), text(gatewayKey));
        }

        private static String text(Path file) {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw new IllegalArgumentException("cannot read " + file, e);
            }
        }
    }

    @Command(
            name = "gateway",
            description = {
                "registers a partner's gateway, whose wallets then pay here by their codes",
                "A server reads gateways at its start."
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
            new PartnerGateways(ground.database(), new Vault(ground.keys()), InstantSource.system())
                    .set(new PartnerGateways.Gateway(name, reach, access.read()));
            System.out.println("Codes that begin " + reach.codePrefix() + " go to " + name + ".");
        }
        return 0;
    }
}
