package dev.handfast.sdktests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.alipay.easysdk.factory.MultipleFactory;
import com.alipay.easysdk.kernel.Config;
import com.alipay.easysdk.payment.common.Client;
import com.alipay.easysdk.util.generic.models.AlipayOpenApiGenericResponse;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@code alipay-easysdk}: every method, carried out and refused, in both modes it has. */
@ExtendWith(SandboxExtension.class)
final class EasyClientTest {
    private static final String NOBODY = "nobody_has_this";

    @TempDir Path folder;

    /** How a merchant has set up its client. */
    enum Mode {
        KEY,
        CERTIFICATE
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void trades_go_through_their_life(Mode mode, Sandbox sandbox) throws Exception {
        MultipleFactory factory = factory(sandbox, mode);
        Client common = factory.Common();
        String number = Sandbox.order("easy_");
        sandbox.scan(factory.FaceToFace().preCreate("茉莉花茶", number, "25.00").qrCode);
        assertEquals(
                "ACQ.CONTEXT_INCONSISTENT",
                factory.FaceToFace().preCreate("茉莉花茶", number, "25.01").subCode);
        assertEquals("TRADE_SUCCESS", common.query(number).tradeStatus);
        assertEquals("ACQ.TRADE_NOT_EXIST", common.query(NOBODY).subCode);
        assertEquals("Y", common.refund(number, "25.00").fundChange);
        assertEquals("ACQ.TRADE_NOT_EXIST", common.refund(NOBODY, "25.00").subCode);
        assertEquals("25.00", common.queryRefund(number, number).refundAmount);
        assertEquals("ACQ.TRADE_NOT_EXIST", common.queryRefund(NOBODY, NOBODY).subCode);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void codes_are_charged_and_orders_given_up(Mode mode, Sandbox sandbox) throws Exception {
        MultipleFactory factory = factory(sandbox, mode);
        Client common = factory.Common();
        String number = Sandbox.order("easy_");
        String code = sandbox.paymentCode();
        assertEquals("10000", factory.FaceToFace().pay("tea", number, "1.00", code).code);
        assertEquals(
                "ACQ.PAYMENT_AUTH_CODE_INVALID",
                factory.FaceToFace().pay("tea", Sandbox.order("easy_"), "1.00", code).subCode);
        String created = Sandbox.order("easy_");
        assertEquals("10000", common.create("tea", created, "1.00", "2088000000000001").code);
        assertEquals(
                "ACQ.INVALID_PARAMETER",
                common.create("tea", Sandbox.order("easy_"), "1.00", "Lin").subCode);
        assertEquals("10000", common.close(created).code);
        assertEquals("ACQ.TRADE_NOT_EXIST", common.close(NOBODY).subCode);
        assertEquals("refund", common.cancel(number).action);
        assertEquals("ACQ.INVALID_PARAMETER", common.cancel("no number").subCode);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void any_other_method_is_called_by_its_name(Mode mode, Sandbox sandbox) throws Exception {
        com.alipay.easysdk.util.generic.Client generic = factory(sandbox, mode).Generic();
        AlipayOpenApiGenericResponse good =
                generic.execute(
                        "alipay.fund.account.query",
                        Map.of(),
                        Map.of("account_type", "ACCTRANS_ACCOUNT"));
        assertEquals("10000", good.code, good.httpBody);
        assertEquals(
                "isv.invalid-method",
                generic.execute("alipay.no.such.method", Map.of(), Map.of()).subCode);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_provider_acts_for_a_merchant(Mode mode, Sandbox sandbox) throws Exception {
        MultipleFactory factory = factory(sandbox, mode);
        String code =
                sandbox.consent(
                        sandbox.credential(at(mode) + "/app_id"),
                        sandbox.credential("/alipay/app_id"));
        AlipayOpenApiGenericResponse exchanged =
                factory.Generic()
                        .execute(
                                "alipay.open.auth.token.app",
                                Map.of(),
                                Map.of("grant_type", "authorization_code", "code", code));
        String token =
                exchanged.httpBody.replaceAll(".*\"app_auth_token\":\"([0-9a-f]+)\".*", "$1");
        String number = Sandbox.order("easy_");
        assertEquals(
                "10000", factory.FaceToFace().agent(token).preCreate("tea", number, "1.00").code);
        assertEquals(
                "aop.invalid-app-auth-token",
                factory.FaceToFace().agent("none").preCreate("tea", number, "1.00").subCode);
    }

    private static String at(Mode mode) {
        return switch (mode) {
            case KEY -> "/alipay";
            case CERTIFICATE -> "/alipay/certificate_mode";
        };
    }

    private MultipleFactory factory(Sandbox sandbox, Mode mode) throws IOException {
        return factory(sandbox, mode, folder);
    }

    /** A client as a merchant sets it up in this mode; it reads certificates from a folder. */
    static MultipleFactory factory(Sandbox sandbox, Mode mode, Path folder) throws IOException {
        Config config = new Config();
        config.protocol = "http";
        config.gatewayHost = sandbox.baseUrl().replace("http://", "");
        config.signType = "RSA2";
        config.appId = sandbox.credential(at(mode) + "/app_id");
        config.merchantPrivateKey = sandbox.credential(at(mode) + "/app_private_key");
        config.encryptKey = sandbox.credential(at(mode) + "/encrypt_key");
        switch (mode) {
            case KEY -> config.alipayPublicKey = sandbox.credential("/alipay/alipay_public_key");
            case CERTIFICATE -> {
                config.merchantCertPath =
                        file(folder, sandbox.credential(at(mode) + "/app_certificate"));
                config.alipayCertPath =
                        file(folder, sandbox.credential(at(mode) + "/alipay_certificate"));
                config.alipayRootCertPath =
                        file(folder, sandbox.credential(at(mode) + "/alipay_root_certificate"));
            }
        }
        MultipleFactory factory = new MultipleFactory();
        factory.setOptions(config);
        return factory;
    }

    private static String file(Path folder, String pem) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "certificate", ".crt"), pem)
                .toString();
    }
}
