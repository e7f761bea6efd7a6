package dev.handfast.opengateway;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayClient;
import com.alipay.api.AlipayConfig;
import com.alipay.api.AlipayObject;
import com.alipay.api.AlipayRequest;
import com.alipay.api.AlipayResponse;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.internal.util.AlipayLogger;

import dev.handfast.alipay.AnswerWriter;
import dev.handfast.alipay.SignType;
import dev.handfast.alipay.Signatures;
import dev.handfast.alipay.SigningKey;
import dev.handfast.alipay.V3AnswerWriter;
import dev.handfast.alipay.WireCharset;
import dev.handfast.engine.Ids;
import dev.handfast.ledger.Statement;
import dev.handfast.merchants.Authorizations;
import dev.handfast.merchants.ContentKeys;
import dev.handfast.merchants.GatewayApp;
import dev.handfast.merchants.GatewayApps;
import dev.handfast.merchants.GatewayApps.RefundNews;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.Mode;
import dev.handfast.money.Money;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Request;
import dev.handfast.secrets.LookupHash;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.testing.World;
import dev.handfast.web.WebServers;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpService;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A world with a gateway in it that listens on a free port, and Jasmine Tea's client to call it.
 */
final class TestGateway implements AutoCloseable {
    static final String APP_ID = "2021000000000001";
    static final String SELLER_ID = "2088100000000001";

    /** The keys of the app, of the gateway, and of somebody else; made once, for they cost time. */
    static final KeyPair APP = rsa();

    static final KeyPair GATEWAY = rsa();
    static final KeyPair STRANGER = rsa();

    /** Held here, as a logger that nobody holds forgets its level. */
    private static final Logger QUIET = Logger.getLogger("io.helidon");

    static {
        QUIET.setLevel(Level.WARNING);
        AlipayLogger.setNeedEnableLogger(false);
    }

    final World world;
    final Merchants merchants;
    final GatewayApps apps;
    final ContentKeys contentKeys;
    final Authorizations authorizations;
    final Buyers buyers;
    final SigningKey key;
    final TestCashier cashier;
    final Agreements agreements;
    private final Inside inside;

    private record Inside(
            AppDirectory directory,
            GatewayMethods methods,
            Gateway.Clocks clocks,
            Signatures signatures) {}

    private final WebServer server;

    /** A gateway whose payers are sent to an address that nobody serves. */
    TestGateway(Database database) {
        this(database, "https://pay.example", 0);
    }

    /** A gateway that payers' browsers find. */
    static TestGateway served(Database database) {
        int port = freePort();
        return new TestGateway(database, "http://127.0.0.1:" + port, port);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A gateway that payers find at this address, on this port. */
    private TestGateway(Database database, String publicUrl, int port) {
        world = new World(database, List.of(new GatewayAnnouncer(this::refundNews)));
        merchants = new Merchants(database, world.clock);
        merchants.add(merchant(World.JASMINE_TEA, "Jasmine Tea"));
        apps = new GatewayApps(database, world.clock);
        apps.register(
                new GatewayApp(
                        APP_ID,
                        World.JASMINE_TEA,
                        SELLER_ID,
                        new GatewayApp.Signing(List.of(publicText(APP)), List.of("RSA2"))));
        buyers = new Buyers(world.core.wallets()::find);
        Ids ids = world.core.ids();
        Desk desk = desk(publicUrl);
        Signatures signatures = Signatures.fastest();
        key =
                SigningKey.of(GATEWAY.getPrivate(), signatures)
                        .and(SigningKey.sm2Later(TestCertificates.Sm2.GATEWAY_KEYS::getPrivate));
        contentKeys = new ContentKeys(database, new Vault(world.core.keys()), world.clock);
        authorizations = new Authorizations(database, world.core.keys(), world.clock, ids);
        TestCertificates certificates = new TestCertificates();
        Platform platform = new Platform(certificates, authorizations);
        AppDirectory directory =
                new AppDirectory(
                        new AppDirectory.Sources(apps, contentKeys, merchants, Mode.TEST),
                        platform,
                        InstantSource.system());
        agreements =
                new Agreements(
                        world.core.mandates(),
                        world.core.wallets(),
                        world.core.logins(),
                        publicUrl);
        Funds funds = funds(database);
        GatewayMethods methods = new GatewayMethods(desk, funds, shares(), directory);
        Gateway.Clocks clocks = new Gateway.Clocks(world.clock, InstantSource.system());
        RestGateway rest =
                new RestGateway(
                        directory,
                        methods,
                        clocks,
                        new RestGateway.Signing(
                                signatures,
                                V3AnswerWriter.of(key).withCertificate(certificates.serialNumber()),
                                Gateway.Diagnosis.FULL));
        Gateway gateway =
                new Gateway(
                        directory,
                        methods,
                        clocks,
                        new Gateway.Signing(
                                signatures, writer(certificates), Gateway.Diagnosis.FULL));
        inside = new Inside(directory, methods, clocks, signatures);
        cashier = new TestCashier(this, publicUrl);
        List<HttpService> services = new ArrayList<>(cashier.services());
        services.add(new GatewayService(gateway, cashier.pages(gateway, desk, agreements), ids));
        services.add(new RestService(rest, ids));
        services.add(new BillService(funds.bills(), funds.links(), world.clock));
        server = WebServers.start(new WebServers.Settings("127.0.0.1", port, services), ids::next);
    }

    private AnswerWriter writer(TestCertificates certificates) {
        return AnswerWriter.of(key)
                .withCertificate(certificates.serialNumber())
                .withCertificate(SignType.SM2, certificates.sm2()::serialNumber);
    }

    /** What can be called. */
    GatewayMethods methods() {
        return inside.methods();
    }

    /** A call of Jasmine Tea's app that has been verified, with these parameters. */
    Call call(ObjectNode biz) {
        GatewayApp app = apps.find(APP_ID).orElseThrow();
        String id = world.core.ids().next().toString();
        return new Call(
                Call.Caller.of(app, merchant()),
                biz,
                new Call.Common("", SignType.RSA2, WireCharset.UTF_8),
                Duplicates.key(APP_ID, id, id),
                world.clock.instant());
    }

    /** The same gateway as it answers in live mode. */
    Gateway live() {
        return new Gateway(
                inside.directory(),
                inside.methods(),
                inside.clocks(),
                new Gateway.Signing(
                        inside.signatures(), AnswerWriter.of(key), Gateway.Diagnosis.SHORT));
    }

    /** The same by v3. */
    RestGateway liveRest() {
        return new RestGateway(
                inside.directory(),
                inside.methods(),
                inside.clocks(),
                new RestGateway.Signing(
                        inside.signatures(), V3AnswerWriter.of(key), Gateway.Diagnosis.SHORT));
    }

    private Desk desk(String publicUrl) {
        return new Desk(
                world.core.payments(),
                world.core.store(),
                buyers,
                world.core.ids(),
                publicUrl,
                new Desk.Splits(world.core.settlements(), world.core.relations()));
    }

    private Funds funds(Database database) {
        return new Funds(
                database,
                world.core.transfers(),
                agreements,
                new Bills(
                        new Statement(database),
                        world.core.store(),
                        world.core.settlements(),
                        world.core.transfers(),
                        buyers,
                        merchants),
                new BillLinks(LookupHash.of(world.core.keys(), "bill-link"), "https://pay.example"),
                world.core.wallets(),
                world.core.logins(),
                world.core.ids());
    }

    private Shares shares() {
        return new Shares(
                world.core.settlements(),
                world.core.relations(),
                new Receivers(apps, merchants, world.core.logins()),
                world.core.freezes(),
                world.core.ids());
    }

    /** The apps are there by the time anything is announced. */
    private RefundNews refundNews(String appId) {
        return apps.refundNews(appId);
    }

    String url() {
        return "http://127.0.0.1:" + server.port() + GatewayService.PATH;
    }

    /** The official client, set up as a merchant would. */
    AlipayConfig config() {
        AlipayConfig config = new AlipayConfig();
        config.setServerUrl(url());
        config.setAppId(APP_ID);
        config.setPrivateKey(privateText(APP));
        config.setAlipayPublicKey(publicText(GATEWAY));
        config.setCharset("utf-8");
        config.setFormat("json");
        config.setSignType("RSA2");
        return config;
    }

    /** Calls a method with the official client. */
    <T extends AlipayResponse> T call(AlipayRequest<T> request, AlipayObject model) {
        return call(config(), request, model);
    }

    static <T extends AlipayResponse> T call(
            AlipayConfig config, AlipayRequest<T> request, AlipayObject model) {
        request.setBizModel(model);
        try {
            AlipayClient client = new DefaultAlipayClient(config);
            return client.execute(request);
        } catch (AlipayApiException broken) {
            throw new AssertionError("the official client does not take the answer", broken);
        }
    }

    /** Another merchant, with nothing to its name. */
    UUID stranger() {
        UUID id = world.core.ids().next();
        merchants.add(merchant(id, "Chrysanthemum Tea"));
        return id;
    }

    /** Jasmine Tea. */
    Merchant merchant() {
        return merchants.find(World.JASMINE_TEA).orElseThrow();
    }

    private static Merchant merchant(UUID id, String name) {
        return new Merchant(id, World.LANTERN, name, "CN", World.CNY, "5814", Mode.TEST);
    }

    /** The trade with this number of the merchant's. */
    Payment trade(String number) {
        return world.core.store().findByReference(World.JASMINE_TEA, number).orElseThrow();
    }

    /** Lin scans a QR code and pays. */
    Outcome linPays(String qrCode) {
        return pay(qrCode, new Instrument.Wallet(world.lin.id()));
    }

    /** Ana scans a QR code and pays with her device. */
    Outcome anaPays(String qrCode, Money amount) {
        return pay(qrCode, world.instrument(world.anaToken, amount));
    }

    private Outcome pay(String qrCode, Instrument instrument) {
        UUID payment = world.core.store().findByCode(qrCode).orElseThrow().id();
        PayRequest request =
                new PayRequest(
                        world.core.ids().next(),
                        new PayRequest.Target.Existing(World.JASMINE_TEA, payment),
                        instrument,
                        Optional.empty());
        return world.core.payments().run(new Request.Pay(request));
    }

    /** How many transfers the books hold. */
    long transfers() {
        return world.core
                .database()
                .read(
                        tx ->
                                tx.queryOne(
                                                "select count(*) as rows from transfer",
                                                row -> row.number("rows"))
                                        .orElseThrow());
    }

    /** What Lin can spend, in yuan. */
    String linHas() {
        return world.core.wallets().available(world.lin).toDecimalString();
    }

    static String publicText(KeyPair pair) {
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }

    static String privateText(KeyPair pair) {
        return Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has RSA", missing);
        }
    }

    @Override
    public void close() {
        server.stop();
        world.close();
    }
}
