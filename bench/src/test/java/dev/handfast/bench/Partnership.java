package dev.handfast.bench;

import dev.handfast.alipay.ClientApp;
import dev.handfast.alipay.SignType;
import dev.handfast.alipay.Signatures;
import dev.handfast.alipay.SigningKey;
import dev.handfast.payments.Rail;
import dev.handfast.rails.PartnerAccess;
import dev.handfast.rails.PartnerGateway;
import dev.handfast.rails.PartnerGateways;
import dev.handfast.sandbox.Cast;
import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.SecretText;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Two installations in processes of their own, each on its own database, and the bad lines between
 * them. Harbor Coffee is a merchant of ours; its customers are wallets of theirs, whose gateway we
 * are a client of.
 */
final class Partnership implements AutoCloseable {
    /** Held, since what nobody holds forgets its level. */
    private static final Logger POOL_LOG = Logger.getLogger("com.zaxxer.hikari");

    static {
        POOL_LOG.setLevel(Level.WARNING);
    }

    /** The name under which we know their gateway. */
    static final String RAIL = "lantern";

    /** So short that an answer which the line delays comes too late. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Side ours;
    private final Side theirs;
    private final BadLine there;
    private final BadLine back;

    private Partnership(Side ours, Side theirs, BadLine there, BadLine back) {
        this.ours = ours;
        this.theirs = theirs;
        this.there = there;
        this.back = back;
    }

    /** One of the two, through all its processes. */
    static final class Side implements AutoCloseable {
        private final ServerProcess.Launch launch;
        private volatile ServerProcess server;

        private Side(ServerProcess.Launch launch) {
            this.launch = launch;
            this.server = started();
        }

        private ServerProcess started() {
            try {
                return ServerProcess.start(launch);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** SIGKILL, and another process on the same data; returns when that is ready. */
        void killAndStartAgain() throws InterruptedException {
            server.kill();
            server = started();
        }

        /** A shop of this side's sandbox. */
        Shop shop() {
            return new Shop(new Client(server.base()));
        }

        /** Its database, beside the server; of the present process. */
        Database database() {
            try {
                return Database.open(server.database());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Path log() {
            return launch.log();
        }

        /** Proves its books. */
        void audit() {
            try (Database database = database()) {
                SharedServer.audit(database, launch.data());
            }
        }

        private KeyRing keys() {
            return KeyRing.open(launch.data().resolve("keyring"));
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** Starts both, and registers each with the other. */
    static Partnership open(Path folder, long seed) throws Exception {
        ServerProcess.Launch theirs = ServerProcess.Launch.small(folder.resolve("theirs"));
        ServerProcess.Launch own = ServerProcess.Launch.small(folder.resolve("ours"));
        BadLine there = new BadLine(local(theirs.port(), "/gateway.do"), seed);
        BadLine back = new BadLine(local(own.port(), ""), seed + 1);
        ServerProcess.Launch ours =
                new ServerProcess.Launch(
                        own.data(),
                        own.port(),
                        own.java(),
                        List.of("--public-url", back.address().toString()),
                        Map.of());
        List<Side> sides = Storm.together(2, i -> new Side(List.of(ours, theirs).get(i)));
        return new Partnership(sides.getFirst(), sides.getLast(), there, back);
    }

    private static URI local(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    Side ours() {
        return ours;
    }

    Side theirs() {
        return theirs;
    }

    /** Registers their gateway with us; a running server follows within seconds. */
    void connect(Shop theirShop) {
        JsonNode app = theirShop.credentials().path("alipay");
        PartnerAccess access =
                new PartnerAccess(
                        InstantSource.system().instant(),
                        there.address(),
                        new PartnerAccess.App(
                                app.path("app_id").asString(),
                                Optional.of(Cast.JASMINE_TEA_SELLER),
                                SignType.RSA2,
                                SecretText.of(app.path("app_private_key").asString())),
                        new PartnerAccess.Trust.ByKey(app.path("alipay_public_key").asString()),
                        PATIENCE);
        try (Database database = ours.database()) {
            new PartnerGateways(database, new Vault(ours.keys()))
                    .set(
                            new PartnerGateway(
                                    RAIL,
                                    new Rail.Reach(Cast.LANTERN, Cast.CNY, "28"),
                                    PartnerGateway.State.ON,
                                    List.of(access)));
        }
    }

    /** Harbor Coffee's app at our own gateway, by which it charges the codes of payers. */
    static ClientApp registerApp(Shop ourShop) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        KeyPair keys = generator.generateKeyPair();
        String publicKey = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        Client.Answer registered =
                ourShop.client()
                        .postJson(
                                "/operator/gateway_apps",
                                Json.object()
                                        .put("merchant", Cast.HARBOR_COFFEE.toString())
                                        .put("public_key", publicKey)
                                        .put("by", "Mei"))
                        .filter(answer -> answer.status() == 201)
                        .orElseThrow();
        return ClientApp.of(
                registered.text("/app_id"), SigningKey.of(keys.getPrivate(), Signatures.fastest()));
    }

    /** Lets go of what the lines keep back; how many requests that were. */
    int release() {
        return there.release() + back.release();
    }

    /** From now on everything goes through. */
    void heal() {
        there.heal();
        back.heal();
    }

    @Override
    public void close() {
        try (theirs;
                ours;
                back;
                there) {
            heal();
        }
    }
}
