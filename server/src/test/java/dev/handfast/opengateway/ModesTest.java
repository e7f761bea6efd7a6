package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayConfig;
import com.alipay.api.AlipayOpenAppAlipaycertDownloadRequest;
import com.alipay.api.AlipayOpenAppAlipaycertDownloadResponse;
import com.alipay.api.AlipayRequest;
import com.alipay.api.AlipayResponse;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.domain.AlipayTradePrecreateModel;
import com.alipay.api.domain.AlipayTradeQueryModel;
import com.alipay.api.request.AlipayOpenAuthTokenAppQueryRequest;
import com.alipay.api.request.AlipayOpenAuthTokenAppRequest;
import com.alipay.api.request.AlipayTradePrecreateRequest;
import com.alipay.api.request.AlipayTradeQueryRequest;
import com.alipay.api.response.AlipayOpenAuthTokenAppQueryResponse;
import com.alipay.api.response.AlipayOpenAuthTokenAppResponse;

import dev.handfast.alipay.Certificates;
import dev.handfast.merchants.Authorizations;
import dev.handfast.merchants.GatewayApp;
import dev.handfast.merchants.GatewayAppDesk;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Mode;
import dev.handfast.secrets.SecretText;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Certificates, encrypted content and service providers, with the unmodified Java client. */
@DatabaseTest
final class ModesTest {
    private static final String CERTIFICATE_APP = "2021000000000002";
    private static final String PROVIDER = "2021000000000004";
    private static final String CONTENT_KEY =
            Base64.getEncoder().encodeToString("sixteen bytes ok".getBytes(US_ASCII));

    private TestGateway gateway;

    @BeforeEach
    void open(Database database) {
        gateway = new TestGateway(database);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void an_app_that_is_disabled_or_of_the_other_mode_is_unknown(Database database) {
        GatewayAppDesk desk =
                new GatewayAppDesk(
                        database,
                        gateway.apps,
                        gateway.contentKeys,
                        gateway.world.clock,
                        gateway.world.core.ids());
        UUID live = gateway.world.core.ids().next();
        gateway.merchants.add(
                new Merchant(live, World.LANTERN, "Live Tea", "CN", World.CNY, "5814", Mode.LIVE));
        for (GatewayApp app : List.of(appOf(live, "7"), appOf(World.JASMINE_TEA, "8"))) {
            assertTrue(
                    desk.make(
                            app.appId(), List.of(new GatewayAppDesk.Change.Register(app)), "Mei"));
        }
        assertEquals("isv.invalid-app-id", subCode("7"));
        assertTrue(
                desk.make("2021000000000008", List.of(new GatewayAppDesk.Change.Disable()), "Mei"));
        assertEquals("isv.invalid-app-id", subCode("8"));
        desk.make(
                "2021000000000008",
                List.of(
                        new GatewayAppDesk.Change.Enable(),
                        new GatewayAppDesk.Change.NotifyUrl("https://shop.example/told")),
                "Mei");
        assertEquals("ACQ.TRADE_NOT_EXIST", subCode("8"));
        AlipayConfig config = gateway.config();
        config.setAppId("2021000000000008");
        AlipayTradePrecreateModel model = new AlipayTradePrecreateModel();
        model.setOutTradeNo("N1");
        model.setTotalAmount("1.00");
        model.setSubject("tea");
        assertTrue(TestGateway.call(config, new AlipayTradePrecreateRequest(), model).isSuccess());
        assertEquals(
                "https://shop.example/told",
                Details.of(gateway.trade("N1")).get(Details.NOTIFY_URL));
    }

    private static GatewayApp appOf(UUID merchant, String digit) {
        return new GatewayApp(
                "202100000000000" + digit,
                merchant,
                TestGateway.SELLER_ID,
                new GatewayApp.Signing(
                        List.of(TestGateway.publicText(TestGateway.APP)), List.of("RSA2")));
    }

    private String subCode(String digit) {
        AlipayConfig config = gateway.config();
        config.setAppId("202100000000000" + digit);
        AlipayTradeQueryModel model = new AlipayTradeQueryModel();
        model.setOutTradeNo("nobody_has_this");
        return TestGateway.call(config, new AlipayTradeQueryRequest(), model).getSubCode();
    }

    @Test
    void an_app_with_certificates_is_answered_with_certificates() throws AlipayApiException {
        register(TestCertificates.APP);
        AlipayConfig config = certificateConfig(TestCertificates.SIGNING);
        AlipayResponse made = new DefaultAlipayClient(config).certificateExecute(precreate("C1"));
        assertTrue(made.isSuccess(), made.getBody());
        assertTrue(made.getBody().contains("\"alipay_cert_sn\""), made.getBody());
        AlipayResponse unknown =
                new DefaultAlipayClient(config).certificateExecute(query("nobody_has_this"));
        assertEquals("ACQ.TRADE_NOT_EXIST", unknown.getSubCode());
    }

    @Test
    void a_client_with_an_older_certificate_of_the_gateway_fetches_the_new_one()
            throws AlipayApiException {
        register(TestCertificates.APP);
        X509Certificate older = TestCertificates.issue("Older gateway", TestGateway.GATEWAY);
        AlipayConfig config = certificateConfig(older);
        AlipayResponse made = new DefaultAlipayClient(config).certificateExecute(precreate("C1"));
        assertTrue(made.isSuccess(), made.getBody());
    }

    @Test
    void a_certificate_nobody_registered_is_refused() throws AlipayApiException {
        register(TestCertificates.issue("another", TestGateway.APP));
        AlipayConfig config = certificateConfig(TestCertificates.SIGNING);
        AlipayResponse refused =
                new DefaultAlipayClient(config).certificateExecute(precreate("C1"));
        assertEquals("isv.app-cert-not-exist", refused.getSubCode());
        AlipayConfig byKey = gateway.config();
        byKey.setAppId(CERTIFICATE_APP);
        assertEquals(
                "isv.missing-app-cert-sn",
                new DefaultAlipayClient(byKey).execute(precreate("C1")).getSubCode());
    }

    @Test
    void a_certificate_of_the_gateway_can_be_downloaded_and_no_other() {
        AlipayOpenAppAlipaycertDownloadRequest request =
                new AlipayOpenAppAlipaycertDownloadRequest();
        request.setBizContent(
                "{\"alipay_cert_sn\":\""
                        + Certificates.serialNumber(TestCertificates.SIGNING)
                        + "\"}");
        AlipayOpenAppAlipaycertDownloadResponse found = execute(gateway.config(), request, "");
        String pem = new String(Base64.getDecoder().decode(found.getAlipayCertContent()), US_ASCII);
        assertEquals(List.of(TestCertificates.SIGNING), Certificates.parse(pem).subList(0, 1));
        AlipayOpenAppAlipaycertDownloadRequest other = new AlipayOpenAppAlipaycertDownloadRequest();
        other.setBizContent("{\"alipay_cert_sn\":\"00000000000000000000000000000000\"}");
        assertEquals(
                "isv.alipay-cert-not-exist", execute(gateway.config(), other, "").getSubCode());
    }

    @Test
    void content_is_encrypted_both_ways_refusals_too() {
        gateway.contentKeys.set(TestGateway.APP_ID, SecretText.of(CONTENT_KEY));
        AlipayConfig config = encrypting(CONTENT_KEY);
        AlipayTradePrecreateRequest request = precreate("E1");
        request.setNeedEncrypt(true);
        AlipayResponse made = execute(config, request, "");
        assertTrue(made.isSuccess(), made.getBody());
        AlipayTradeQueryRequest query = query("nobody_has_this");
        query.setNeedEncrypt(true);
        assertEquals("ACQ.TRADE_NOT_EXIST", execute(config, query, "").getSubCode());
        String garbled =
                new SignedForm("alipay.trade.query", "bm90IGVuY3J5cHRlZA==")
                        .with("encrypt_type", "AES")
                        .signedBy(TestGateway.APP)
                        .post(gateway.url())
                        .body();
        assertTrue(garbled.startsWith("{\"alipay_trade_query_response\":\""), garbled);
    }

    @Test
    void content_without_a_key_cannot_be_read() {
        SignedForm plain = new SignedForm("alipay.trade.query", "bm90IGVuY3J5cHRlZA==");
        SignedForm form = plain.with("encrypt_type", "AES");
        assertEquals(
                "isv.decryption-error-not-valid-encrypt-key",
                SignedForm.code(form.signedBy(TestGateway.APP).post(gateway.url())));
        assertEquals(
                "isv.invalid-encrypt-type",
                SignedForm.code(
                        plain.with("encrypt_type", "DES")
                                .signedBy(TestGateway.APP)
                                .post(gateway.url())));
    }

    @Test
    void an_app_that_signs_with_sm2_is_answered_with_sm2_and_reads_sm4() throws Exception {
        String keyApp = "2021000000000003";
        String certificateApp = "2021000000000005";
        PublicKey publicKey = TestCertificates.Sm2.APP_KEYS.getPublic();
        registerSm2(keyApp, List.of(text(publicKey)), List.of());
        registerSm2(certificateApp, List.of(), List.of(certificate(TestCertificates.Sm2.APP)));
        gateway.contentKeys.set(keyApp, SecretText.of(CONTENT_KEY));
        AlipayConfig config = sm2(keyApp);
        config.setAlipayPublicKey(text(TestCertificates.Sm2.GATEWAY_KEYS.getPublic()));
        assertTrue(execute(config, precreate("S1"), "").isSuccess());
        config.setEncryptType("SM4");
        config.setEncryptKey(CONTENT_KEY);
        AlipayTradeQueryRequest hidden = query("nobody_has_this");
        hidden.setNeedEncrypt(true);
        assertEquals("ACQ.TRADE_NOT_EXIST", execute(config, hidden, "").getSubCode());
        config.setSignType("RSA2");
        config.setPrivateKey(gateway.config().getPrivateKey());
        config.setAlipayPublicKey(gateway.config().getAlipayPublicKey());
        assertEquals(
                "isv.invalid-signature-type",
                execute(config, query("nobody_has_this"), "").getSubCode());

        AlipayConfig byCertificate = sm2(certificateApp);
        byCertificate.setAppCertContent(Certificates.pem(TestCertificates.Sm2.APP));
        byCertificate.setAlipayPublicCertContent(Certificates.pem(TestCertificates.Sm2.SIGNING));
        byCertificate.setRootCertContent(TestCertificates.Sm2.rootPem());
        AlipayResponse made =
                new DefaultAlipayClient(byCertificate).certificateExecute(precreate("S2"));
        assertTrue(made.isSuccess(), made.getBody());
        // Another certificate of the gateway at hand: the client fetches this one and trusts it.
        byCertificate.setAlipayPublicCertContent(Certificates.pem(TestCertificates.Sm2.APP));
        assertTrue(
                new DefaultAlipayClient(byCertificate)
                        .certificateExecute(precreate("S3"))
                        .isSuccess());
    }

    @Test
    void signatures_by_sha_1_are_taken_from_an_app_that_may_make_them_only() {
        AlipayConfig old = gateway.config();
        old.setSignType("RSA");
        assertEquals("isv.invalid-signature-type", execute(old, query("T1"), "").getSubCode());
        String lenient = "2021000000000006";
        gateway.apps.register(
                new GatewayApp(
                        lenient,
                        World.JASMINE_TEA,
                        TestGateway.SELLER_ID,
                        new GatewayApp.Signing(
                                List.of(TestGateway.publicText(TestGateway.APP)),
                                List.of("RSA2", "RSA"))));
        old.setAppId(lenient);
        AlipayResponse told = execute(old, query("T1"), "");
        assertEquals("ACQ.TRADE_NOT_EXIST", told.getSubCode());
        old.setSignType("RSA2");
        assertEquals("ACQ.TRADE_NOT_EXIST", execute(old, query("T1"), "").getSubCode());
    }

    private void registerSm2(
            String appId, List<String> keys, List<GatewayApp.Certificate> certificates) {
        gateway.apps.register(
                new GatewayApp(
                        appId,
                        World.JASMINE_TEA,
                        TestGateway.SELLER_ID,
                        new GatewayApp.Signing(keys, certificates, List.of("SM2"))));
    }

    private AlipayConfig sm2(String appId) {
        AlipayConfig config = new AlipayConfig();
        config.setServerUrl(gateway.url());
        config.setAppId(appId);
        config.setFormat("json");
        config.setCharset("utf-8");
        config.setSignType("SM2");
        config.setPrivateKey(
                Base64.getEncoder()
                        .encodeToString(TestCertificates.Sm2.APP_KEYS.getPrivate().getEncoded()));
        return config;
    }

    private static String text(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    private static GatewayApp.Certificate certificate(X509Certificate certificate) {
        return new GatewayApp.Certificate(
                Certificates.serialNumber(certificate), Certificates.pem(certificate));
    }

    @Test
    void a_provider_acts_for_a_merchant_who_lets_it() {
        registerProvider();
        AlipayOpenAuthTokenAppResponse tokens =
                exchange(gateway.authorizations.consent(PROVIDER, TestGateway.APP_ID));
        assertTrue(tokens.isSuccess(), tokens.getBody());
        assertEquals(TestGateway.APP_ID, tokens.getAuthAppId());
        assertEquals(TestGateway.SELLER_ID, tokens.getUserId());
        String token = tokens.getAppAuthToken();

        assertTrue(execute(provider(), precreate("P1"), token).isSuccess());
        assertTrue(gateway.trade("P1").terms().details().contains(PROVIDER));
        // It is the merchant's order, by whomever it was made.
        assertTrue(execute(gateway.config(), precreate("P1"), "").isSuccess());
        assertEquals("ACQ.TRADE_NOT_EXIST", execute(provider(), query("P1"), "").getSubCode());

        AlipayOpenAuthTokenAppQueryRequest about = new AlipayOpenAuthTokenAppQueryRequest();
        about.setBizContent("{\"app_auth_token\":\"" + token + "\"}");
        AlipayOpenAuthTokenAppQueryResponse known = execute(provider(), about, "");
        assertEquals("valid", known.getStatus());
        assertEquals(TestGateway.APP_ID, known.getAuthAppId());

        gateway.authorizations.revoke(PROVIDER, TestGateway.APP_ID);
        assertEquals(
                "aop.invalid-app-auth-token", execute(provider(), query("P1"), token).getSubCode());
    }

    @Test
    void a_token_is_its_providers_own_and_ends() {
        registerProvider();
        SecretText code = gateway.authorizations.consent(PROVIDER, TestGateway.APP_ID);
        String token = exchange(code).getAppAuthToken();
        assertEquals("AUTH_CODE_NOT_EXIST", exchange(code).getSubCode());
        AlipayResponse other = execute(gateway.config(), query("P1"), token);
        assertEquals("20001", other.getCode());
        assertEquals("aop.invalid-app-auth-token", other.getSubCode());
        gateway.world.clock.advance(Authorizations.TOKEN_LIFE.plus(Duration.ofSeconds(1)));
        assertEquals(
                "aop.app-auth-token-time-out",
                execute(provider(), query("P1"), token).getSubCode());
    }

    private AlipayOpenAuthTokenAppResponse exchange(SecretText code) {
        AlipayOpenAuthTokenAppRequest request = new AlipayOpenAuthTokenAppRequest();
        request.setBizContent(
                "{\"grant_type\":\"authorization_code\",\"code\":\""
                        + code.<String>use(text -> text)
                        + "\"}");
        return execute(provider(), request, "");
    }

    private void register(X509Certificate certificate) {
        gateway.apps.register(
                new GatewayApp(
                        CERTIFICATE_APP,
                        World.JASMINE_TEA,
                        TestGateway.SELLER_ID,
                        new GatewayApp.Signing(
                                List.of(),
                                List.of(
                                        new GatewayApp.Certificate(
                                                Certificates.serialNumber(certificate),
                                                Certificates.pem(certificate))),
                                List.of("RSA2"))));
    }

    private void registerProvider() {
        gateway.apps.register(
                new GatewayApp(
                        PROVIDER,
                        gateway.stranger(),
                        "2088100000000004",
                        new GatewayApp.Signing(
                                List.of(TestGateway.publicText(TestGateway.STRANGER)),
                                List.of("RSA2"))));
    }

    private AlipayConfig provider() {
        AlipayConfig config = gateway.config();
        config.setAppId(PROVIDER);
        config.setPrivateKey(TestGateway.privateText(TestGateway.STRANGER));
        return config;
    }

    private AlipayConfig encrypting(String key) {
        AlipayConfig config = gateway.config();
        config.setEncryptType("AES");
        config.setEncryptKey(key);
        return config;
    }

    private AlipayConfig certificateConfig(X509Certificate ofGateway) {
        AlipayConfig config = gateway.config();
        config.setAppId(CERTIFICATE_APP);
        config.setAppCertContent(Certificates.pem(TestCertificates.APP));
        config.setAlipayPublicCertContent(TestCertificates.chainPem(ofGateway));
        config.setRootCertContent(TestCertificates.rootPem());
        return config;
    }

    private static AlipayTradePrecreateRequest precreate(String number) {
        AlipayTradePrecreateModel model = new AlipayTradePrecreateModel();
        model.setOutTradeNo(number);
        model.setTotalAmount("25.00");
        model.setSubject("茉莉花茶");
        AlipayTradePrecreateRequest request = new AlipayTradePrecreateRequest();
        request.setBizModel(model);
        return request;
    }

    private static AlipayTradeQueryRequest query(String number) {
        AlipayTradeQueryModel model = new AlipayTradeQueryModel();
        model.setOutTradeNo(number);
        AlipayTradeQueryRequest request = new AlipayTradeQueryRequest();
        request.setBizModel(model);
        return request;
    }

    private static <T extends AlipayResponse> T execute(
            AlipayConfig config, AlipayRequest<T> request, String token) {
        try {
            return new DefaultAlipayClient(config).execute(request, "", token);
        } catch (AlipayApiException broken) {
            throw new AssertionError("the official client does not take the answer", broken);
        }
    }
}
