package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;

import dev.handfast.alipay.AnswerWriter;
import dev.handfast.alipay.Certificates;
import dev.handfast.alipay.GatewayAnswer;
import dev.handfast.alipay.Outcome;
import dev.handfast.alipay.ReplyForm;
import dev.handfast.alipay.SignType;
import dev.handfast.alipay.SigningKey;
import dev.handfast.alipay.WireCharset;
import dev.handfast.merchants.GatewayApp;
import dev.handfast.payments.Capture;
import dev.handfast.payments.CodeRail;
import dev.handfast.payments.Rail;
import dev.handfast.payments.RailOrder;
import dev.handfast.payments.RailTask;
import dev.handfast.payments.Terms;
import dev.handfast.rails.AlipayRail;
import dev.handfast.rails.PartnerAccess;
import dev.handfast.rails.PartnerAccess.Trust;
import dev.handfast.rails.PartnerDoctor;
import dev.handfast.rails.PartnerGateway;
import dev.handfast.rails.PartnerGateways;
import dev.handfast.secrets.SecretText;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How this installation is a client of gateways: by keys, by certificates, and by new ones. */
@DatabaseTest
final class PartnerGatewaysTest {
    private static final Rail.Reach REACH = new Rail.Reach(World.LANTERN, World.CNY, "28");
    private static final String CERTIFICATE_APP = "2021000000000041";
    private static final String SECOND_APP = "2021000000000042";
    private static final String SM2_APP = "2021000000000044";
    private static final String ANOTHER_SM2_APP = "2021000000000045";

    @Test
    void calls_a_gateway_by_keys_by_certificates_and_by_new_ones(Database database) {
        try (TestGateway theirs = new TestGateway(database)) {
            keepsKeysSealed(theirs, database);
            callsByKeys(theirs);
            callsByCertificatesAndFetchesTheNextOne(theirs);
            asksUnderTheAppAnAttemptBeganUnder(theirs);
            saysWhatFits(theirs);
        }
    }

    private static void keepsKeysSealed(TestGateway theirs, Database database) {
        PartnerGateways kept = new PartnerGateways(database, new Vault(theirs.world.core.keys()));
        Instant since = theirs.world.clock.instant();
        kept.set(gateway(byKey(theirs, TestGateway.APP_ID, since)));
        kept.set(gateway(byCertificates(theirs, since.plusSeconds(30), "Older gateway")));
        PartnerGateway read = kept.all().getFirst();
        assertEquals(1, kept.all().size());
        assertEquals(2, read.accesses().size());
        assertEquals(byKey(theirs, TestGateway.APP_ID, since), read.accesses().getFirst());
        assertInstanceOf(Trust.ByCertificates.class, read.access().trust());
        assertTrue(kept.turn("lantern", PartnerGateway.State.OFF));
        PartnerGateway off = kept.all().getFirst();
        assertTrue(open(theirs, off).reach().isEmpty(), "nothing new goes there");
        assertEquals(Optional.of(REACH), open(theirs, read).reach());
    }

    private static void callsByKeys(TestGateway theirs) {
        AlipayRail rail =
                open(
                        theirs,
                        gateway(byKey(theirs, TestGateway.APP_ID, theirs.world.clock.instant())));
        CodeRail.Order order = order(theirs);
        assertInstanceOf(CodeRail.Code.Shown.class, rail.show(order));
        assertInstanceOf(CodeRail.Fate.Open.class, rail.ask(order, CodeRail.Wish.KEEP));
        assertInstanceOf(CodeRail.Fate.Over.class, rail.ask(order, CodeRail.Wish.WITHDRAW));
    }

    private static void callsByCertificatesAndFetchesTheNextOne(TestGateway theirs) {
        theirs.apps.register(
                new GatewayApp(
                        CERTIFICATE_APP,
                        World.JASMINE_TEA,
                        TestGateway.SELLER_ID,
                        new GatewayApp.Signing(
                                List.of(),
                                List.of(
                                        new GatewayApp.Certificate(
                                                Certificates.serialNumber(TestCertificates.APP),
                                                Certificates.pem(TestCertificates.APP))),
                                List.of("RSA2"))));
        AlipayRail rail =
                open(
                        theirs,
                        gateway(
                                byCertificates(
                                        theirs, theirs.world.clock.instant(), "Older gateway")));
        assertInstanceOf(CodeRail.Code.Shown.class, rail.show(order(theirs)));
    }

    /** Under another app the gateway knows no trade of the first. */
    private static void asksUnderTheAppAnAttemptBeganUnder(TestGateway theirs) {
        theirs.apps.register(
                new GatewayApp(
                        SECOND_APP,
                        theirs.stranger(),
                        "2088100000000042",
                        new GatewayApp.Signing(
                                List.of(TestGateway.publicText(TestGateway.APP)),
                                List.of("RSA2"))));
        Instant begin = theirs.world.clock.instant();
        PartnerAccess first = byKey(theirs, TestGateway.APP_ID, begin);
        CodeRail.Order old = order(theirs);
        CodeRail.Code shown = open(theirs, gateway(first)).show(old);
        theirs.linPays(assertInstanceOf(CodeRail.Code.Shown.class, shown).code());
        PartnerAccess second = byKey(theirs, SECOND_APP, begin.plusSeconds(30));
        AlipayRail rail =
                open(
                        theirs,
                        new PartnerGateway(
                                "lantern", REACH, PartnerGateway.State.ON, List.of(second, first)));
        assertInstanceOf(CodeRail.Fate.Paid.class, rail.ask(old, CodeRail.Wish.KEEP));
        theirs.world.clock.advance(Duration.ofSeconds(31));
        CodeRail.Order later = order(theirs);
        assertInstanceOf(CodeRail.Code.Shown.class, rail.show(later));
        assertTrue(
                theirs.world
                        .core
                        .store()
                        .findByReference(World.JASMINE_TEA, AlipayRail.number(later.id()))
                        .isEmpty());
    }

    private static void saysWhatFits(TestGateway theirs) {
        PartnerDoctor doctor = new PartnerDoctor(InstantSource.system());
        Instant now = theirs.world.clock.instant();
        PartnerAccess good = byCertificates(theirs, now, "Gateway");
        List<PartnerDoctor.Finding> findings = doctor.examine(gateway(good));
        assertEquals(5, findings.size(), findings::toString);
        assertEquals(
                List.of(
                        PartnerDoctor.Verdict.DOUBTFUL,
                        PartnerDoctor.Verdict.GOOD,
                        PartnerDoctor.Verdict.GOOD,
                        PartnerDoctor.Verdict.GOOD,
                        PartnerDoctor.Verdict.GOOD),
                findings.stream().map(PartnerDoctor.Finding::verdict).toList(),
                findings::toString);
        PartnerAccess wrong =
                new PartnerAccess(
                        now,
                        good.address(),
                        app(CERTIFICATE_APP, TestGateway.STRANGER),
                        good.trust());
        List<PartnerDoctor.Finding> bad = doctor.examine(gateway(wrong));
        assertEquals(PartnerDoctor.Verdict.WRONG, bad.get(3).verdict(), bad::toString);
        assertEquals(PartnerDoctor.Verdict.WRONG, bad.get(4).verdict(), bad::toString);
        assertThrows(
                IllegalArgumentException.class,
                () -> new PartnerAccess(now, good.address(), good.app(), new Trust.ByKey("none")));
    }

    @Test
    void believes_a_gateway_that_signs_by_sm2() throws Exception {
        KeyPair pair = sm2();
        SigningKey key = SigningKey.sm2(TestGateway.privateText(pair));
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        UUID id = UUID.fromString("01a20c91-a000-7009-b468-7609e991ca6c");
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        exchange.getRequestBody().readAllBytes();
                        ObjectNode fields = JsonNodeFactory.instance.objectNode();
                        fields.put("out_trade_no", AlipayRail.number(id));
                        fields.put("qr_code", "https://qr.example/1");
                        ReplyForm form =
                                new ReplyForm(
                                        "alipay_trade_precreate_response",
                                        WireCharset.UTF_8,
                                        SignType.SM2,
                                        ReplyForm.KeyMode.KEY,
                                        Optional.empty());
                        GatewayAnswer answer =
                                AnswerWriter.of(key).write(form, Outcome.success(fields), "t");
                        exchange.getResponseHeaders().add("Content-Type", answer.contentType());
                        exchange.sendResponseHeaders(200, answer.body().length);
                        exchange.getResponseBody().write(answer.body());
                    }
                });
        server.start();
        PartnerAccess access =
                new PartnerAccess(
                        Instant.EPOCH,
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
                        new PartnerAccess.App(
                                "2021000000000043",
                                Optional.empty(),
                                SignType.SM2,
                                SecretText.of(TestGateway.privateText(sm2()))),
                        new Trust.ByKey(TestGateway.publicText(pair)));
        AlipayRail rail =
                gateway(access)
                        .open("https://us.example", InstantSource.system(), InstantSource.system())
                        .rail();
        CodeRail.Order order = new CodeRail.Order(id, World.cny("25.00"), "Tea", Instant.EPOCH);
        assertEquals(new CodeRail.Code.Shown("https://qr.example/1"), rail.show(order));
        server.stop(0);
    }

    @Test
    void pays_and_refunds_by_sm2_certificates_and_takes_no_wrong_ones(Database database) {
        try (TestGateway theirs = new TestGateway(database)) {
            theirs.apps.register(sm2App(SM2_APP, TestCertificates.Sm2.APP));
            PartnerAccess access = bySm2Certificates(theirs, sm2Trust());
            AlipayRail rail = open(theirs, gateway(access));
            UUID attempt = theirs.world.core.ids().next();
            String code = theirs.world.core.wallets().issueCode(theirs.world.lin.id());
            assertInstanceOf(
                    Rail.Answer.Approved.class,
                    rail.authorise(
                            new RailOrder(
                                    attempt,
                                    new RailOrder.OfCode(
                                            "lantern", SecretText.of(code), "Green tea"),
                                    World.cny("25.00"),
                                    Terms.CaptureMode.AUTOMATIC)));
            assertInstanceOf(
                    Rail.Answer.Approved.class,
                    rail.tell(
                            new RailTask(
                                    theirs.world.core.ids().next(),
                                    attempt,
                                    "lantern",
                                    RailTask.Kind.REFUND,
                                    World.cny("10.00"),
                                    theirs.world.clock.instant())));
            Capture taken = theirs.trade(AlipayRail.number(attempt)).capture().orElseThrow();
            assertEquals(World.cny("15.00"), taken.refundable());
            saysWhatFits(access);
            refusesWrongCertificates(theirs, database);
        }
    }

    private static void saysWhatFits(PartnerAccess access) {
        List<PartnerDoctor.Finding> findings =
                new PartnerDoctor(InstantSource.system()).examine(gateway(access));
        assertTrue(
                findings.stream()
                        .skip(1)
                        .allMatch(one -> one.verdict() == PartnerDoctor.Verdict.GOOD),
                findings::toString);
    }

    private static void refusesWrongCertificates(TestGateway theirs, Database database) {
        // Of another kind of key than the app signs with.
        Trust.ByCertificates sm2 = sm2Trust();
        String rsa = Certificates.pem(TestCertificates.APP);
        assertEquals(
                "the app's certificate: SM2 asks for PEM with a certificate of an SM2 key, got one"
                        + " of another key",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> bySm2Certificates(theirs, trust(rsa, sm2.gateway())))
                        .getMessage());
        // Of another key than the app's.
        X509Certificate another = TestCertificates.Sm2.SIGNING;
        PartnerAccess foreign =
                bySm2Certificates(theirs, trust(Certificates.pem(another), sm2.gateway()));
        PartnerGateways kept = new PartnerGateways(database, new Vault(theirs.world.core.keys()));
        assertEquals(
                "the app's certificate is that of its key, got a certificate of another key",
                assertThrows(IllegalArgumentException.class, () -> kept.set(gateway(foreign)))
                        .getMessage());
        assertEquals(List.of(), kept.all());
        // Not the one that the gateway knows: it says so, and the doctor tells.
        theirs.apps.register(sm2App(ANOTHER_SM2_APP, another));
        PartnerDoctor.Finding unknown = asked(bySm2(theirs, ANOTHER_SM2_APP, sm2));
        assertEquals(PartnerDoctor.Verdict.WRONG, unknown.verdict());
        assertTrue(unknown.text().contains("isv.app-cert-not-exist"), unknown::text);
        // What the gateway signs with leads to none of the roots.
        String elsewhere = Certificates.pem(TestCertificates.Sm2.elsewhere());
        PartnerDoctor.Finding lost =
                asked(
                        bySm2Certificates(
                                theirs, new Trust.ByCertificates(sm2.app(), elsewhere, elsewhere)));
        assertEquals(PartnerDoctor.Verdict.WRONG, lost.verdict());
        assertTrue(lost.text().contains("leads to none of the root certificates"), lost::text);
    }

    private static PartnerDoctor.Finding asked(PartnerAccess access) {
        return new PartnerDoctor(InstantSource.system()).examine(gateway(access)).getLast();
    }

    private static GatewayApp sm2App(String appId, X509Certificate certificate) {
        return new GatewayApp(
                appId,
                World.JASMINE_TEA,
                TestGateway.SELLER_ID,
                new GatewayApp.Signing(
                        List.of(),
                        List.of(
                                new GatewayApp.Certificate(
                                        Certificates.serialNumber(certificate),
                                        Certificates.pem(certificate))),
                        List.of("SM2")));
    }

    private static PartnerAccess bySm2Certificates(TestGateway theirs, Trust.ByCertificates trust) {
        return bySm2(theirs, SM2_APP, trust);
    }

    private static PartnerAccess bySm2(
            TestGateway theirs, String appId, Trust.ByCertificates trust) {
        return new PartnerAccess(
                theirs.world.clock.instant(),
                URI.create(theirs.url()),
                new PartnerAccess.App(
                        appId,
                        Optional.empty(),
                        SignType.SM2,
                        SecretText.of(TestGateway.privateText(TestCertificates.Sm2.APP_KEYS))),
                trust);
    }

    private static Trust.ByCertificates sm2Trust() {
        return trust(
                Certificates.pem(TestCertificates.Sm2.APP),
                Certificates.pem(TestCertificates.Sm2.SIGNING));
    }

    /** The root file holds one of each kind, as the official one does. */
    private static Trust.ByCertificates trust(String app, String gateway) {
        return new Trust.ByCertificates(
                app, gateway, TestCertificates.rootPem() + TestCertificates.Sm2.rootPem());
    }

    private static KeyPair sm2() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        generator.initialize(new ECGenParameterSpec("sm2p256v1"));
        return generator.generateKeyPair();
    }

    private static CodeRail.Order order(TestGateway theirs) {
        return new CodeRail.Order(
                theirs.world.core.ids().next(),
                World.cny("25.00"),
                "Tea",
                theirs.world.clock.instant().plus(Duration.ofHours(1)));
    }

    private static AlipayRail open(TestGateway theirs, PartnerGateway gateway) {
        return gateway.open("https://us.example/n", theirs.world.clock, InstantSource.system())
                .rail();
    }

    private static PartnerGateway gateway(PartnerAccess access) {
        return new PartnerGateway("lantern", REACH, PartnerGateway.State.ON, List.of(access));
    }

    private static PartnerAccess byKey(TestGateway theirs, String appId, Instant since) {
        return new PartnerAccess(
                since,
                URI.create(theirs.url()),
                app(appId, TestGateway.APP),
                new Trust.ByKey(TestGateway.publicText(TestGateway.GATEWAY)),
                Duration.ofSeconds(5));
    }

    private static PartnerAccess byCertificates(
            TestGateway theirs, Instant since, String gatewayName) {
        String own =
                gatewayName.equals("Gateway")
                        ? TestCertificates.chainPem(TestCertificates.SIGNING)
                        : TestCertificates.chainPem(
                                TestCertificates.issue(gatewayName, TestGateway.GATEWAY));
        return new PartnerAccess(
                since,
                URI.create(theirs.url()),
                app(CERTIFICATE_APP, TestGateway.APP),
                new Trust.ByCertificates(
                        Certificates.pem(TestCertificates.APP), own, TestCertificates.rootPem()));
    }

    private static PartnerAccess.App app(String appId, KeyPair keys) {
        return new PartnerAccess.App(
                appId,
                Optional.empty(),
                SignType.RSA2,
                SecretText.of(TestGateway.privateText(keys)));
    }
}
