package dev.handfast.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;

import dev.handfast.alipay.SignType;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PaymentRefusal;
import dev.handfast.payments.Rail;
import dev.handfast.payments.Terms;
import dev.handfast.rails.PartnerAccess;
import dev.handfast.rails.PartnerGateway;
import dev.handfast.rails.PartnerGateways;
import dev.handfast.secrets.SecretText;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Partners' gateways that an operator changes while payments run. */
@DatabaseTest
final class PartnerRailsTest {
    private static final String FIRST = "2021000000000001";
    private static final String SECOND = "2021000000000002";
    private static final KeyPair KEYS = keys();

    /**
     * A gateway that notes under which app it is called, and never answers anything that counts.
     */
    private static final class Mute implements AutoCloseable {
        private static final Pattern APP = Pattern.compile("app_id=([0-9]+)");

        private final List<String> apps = new CopyOnWriteArrayList<>();
        private final HttpServer server;

        Mute() throws IOException {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext(
                    "/",
                    exchange -> {
                        try (exchange) {
                            Matcher app = APP.matcher(exchange.getRequestURI().getRawQuery());
                            apps.add(app.find() ? app.group(1) : "none");
                            exchange.getRequestBody().readAllBytes();
                            exchange.sendResponseHeaders(503, -1);
                        }
                    });
            server.start();
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        }

        /** The apps under which it was called since this was last asked. */
        List<String> calledUnder() {
            List<String> all = new ArrayList<>(apps);
            apps.clear();
            return all;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void follows_what_changes_and_asks_about_what_was_begun_as_it_was_begun(Database database)
            throws Exception {
        try (Mute mute = new Mute();
                World world = new World(database)) {
            PartnerGateways registered =
                    new PartnerGateways(database, new Vault(world.core.keys()));
            PartnerRails rails =
                    new PartnerRails(
                            registered, "https://us.example", world.clock, InstantSource.system());
            List<Rail> fixed = List.of(world.rail);
            Instant begin = world.clock.instant();
            assertEquals(PaymentRefusal.CODE_UNKNOWN, refusal(pay(world)));

            registered.set(gateway(access(mute, FIRST, begin)));
            rails.follow(world.core.rails(), fixed);
            assertInstanceOf(Outcome.InDoubt.class, pay(world));
            assertEquals(List.of(FIRST), mute.calledUnder());
            Rail before = rails.rails().getFirst();
            rails.follow(world.core.rails(), fixed);
            assertSame(before, rails.rails().getFirst(), "nothing has changed");

            registered.set(gateway(access(mute, SECOND, begin.plusSeconds(30))));
            rails.follow(world.core.rails(), fixed);
            assertInstanceOf(Outcome.InDoubt.class, pay(world));
            assertEquals(List.of(FIRST), mute.calledUnder(), "not everybody has read it yet");
            world.clock.advance(Duration.ofSeconds(31));
            assertInstanceOf(Outcome.InDoubt.class, pay(world));
            assertEquals(List.of(SECOND), mute.calledUnder());
            world.clock.advance(Duration.ofSeconds(6));
            world.core.railDesk().round();
            List<String> asked = mute.calledUnder().stream().sorted().toList();
            assertEquals(List.of(FIRST, FIRST, SECOND), asked);

            assertTrue(registered.turn("lantern", PartnerGateway.State.OFF));
            rails.follow(world.core.rails(), fixed);
            assertEquals(PaymentRefusal.CODE_UNKNOWN, refusal(pay(world)));
            assertEquals(List.of(), mute.calledUnder());
            world.core.railDesk().round();
            assertEquals(3, mute.calledUnder().size(), "what was begun is asked about still");
            assertFalse(registered.turn("nobody", PartnerGateway.State.ON));
        }
    }

    @Test
    void every_command_can_be_read() {
        CommandLine line = Main.line();
        line.getSubcommands()
                .forEach((name, command) -> assertFalse(command.getUsageMessage().isEmpty(), name));
        CommandLine.ParseResult read =
                line.parseArgs(
                        "partners",
                        "gateway",
                        "--name=lantern",
                        "--partner=11111111-1111-1111-1111-111111111111",
                        "--codes=CNY:28",
                        "--address=https://gateway.example/gateway.do",
                        "--app-id=" + FIRST,
                        "--app-key=app.key",
                        "--app-certificate=app.crt",
                        "--gateway-certificate=gateway.crt",
                        "--root-certificates=roots.crt");
        assertTrue(read.errors().isEmpty(), () -> read.errors().toString());
    }

    private static Outcome pay(World world) {
        Terms terms =
                world.terms(World.HARBOR_COFFEE, World.cny("25.00"), Terms.CaptureMode.AUTOMATIC);
        return world.pay(terms, new Instrument.Code("281234567890123456"));
    }

    private static PaymentRefusal refusal(Outcome outcome) {
        return assertInstanceOf(Outcome.Refused.class, outcome).why();
    }

    private static PartnerGateway gateway(PartnerAccess access) {
        return new PartnerGateway(
                "lantern",
                new Rail.Reach(World.LANTERN, World.CNY, "28"),
                PartnerGateway.State.ON,
                List.of(access));
    }

    private static PartnerAccess access(Mute mute, String appId, Instant since) {
        return new PartnerAccess(
                since,
                mute.address(),
                new PartnerAccess.App(
                        appId,
                        Optional.empty(),
                        SignType.RSA2,
                        SecretText.of(text(KEYS.getPrivate().getEncoded()))),
                new PartnerAccess.Trust.ByKey(text(KEYS.getPublic().getEncoded())));
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has RSA", missing);
        }
    }

    private static String text(byte[] der) {
        return Base64.getEncoder().encodeToString(der);
    }
}
