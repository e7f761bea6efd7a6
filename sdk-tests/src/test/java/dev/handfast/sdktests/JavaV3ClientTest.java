package dev.handfast.sdktests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.v3.ApiClient;
import com.alipay.v3.ApiException;
import com.alipay.v3.api.AlipayFundAccountApi;
import com.alipay.v3.api.AlipayFundTransCommonApi;
import com.alipay.v3.api.AlipayFundTransUniApi;
import com.alipay.v3.api.AlipayOpenAuthTokenApi;
import com.alipay.v3.api.AlipayOpenAuthTokenAppApi;
import com.alipay.v3.api.AlipayTradeApi;
import com.alipay.v3.api.AlipayTradeFastpayRefundApi;
import com.alipay.v3.model.AlipayFundTransUniTransferModel;
import com.alipay.v3.model.AlipayOpenAuthTokenAppModel;
import com.alipay.v3.model.AlipayTradeCancelModel;
import com.alipay.v3.model.AlipayTradeCloseModel;
import com.alipay.v3.model.AlipayTradeCreateModel;
import com.alipay.v3.model.AlipayTradeFastpayRefundQueryModel;
import com.alipay.v3.model.AlipayTradePayModel;
import com.alipay.v3.model.AlipayTradePrecreateModel;
import com.alipay.v3.model.AlipayTradeQueryModel;
import com.alipay.v3.model.AlipayTradeRefundModel;
import com.alipay.v3.model.Participant;
import com.alipay.v3.util.AlipayLogger;
import com.alipay.v3.util.GenericExecuteApi;
import com.alipay.v3.util.model.AlipayConfig;
import com.alipay.v3.util.model.CustomizedParams;
import com.alipay.v3.util.model.OpenApiGenericRequest;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** {@code alipay-sdk-java-v3}: every method, carried out and refused, in every mode. */
@ExtendWith(SandboxExtension.class)
final class JavaV3ClientTest {
    private static final String NOBODY = "nobody_has_this";

    static {
        AlipayLogger.setNeedEnableLogger(false);
    }

    /** How a merchant has set up its client. */
    enum Mode {
        KEY,
        CERTIFICATE,
        KEY_ENCRYPTED,
        CERTIFICATE_ENCRYPTED;

        boolean hasCertificates() {
            return this == CERTIFICATE || this == CERTIFICATE_ENCRYPTED;
        }

        boolean encrypts() {
            return this == KEY_ENCRYPTED || this == CERTIFICATE_ENCRYPTED;
        }

        String at() {
            return hasCertificates() ? "/alipay/certificate_mode" : "/alipay";
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void trades_go_through_their_life(Mode mode, Sandbox sandbox) throws ApiException {
        AlipayTradeApi trades = new AlipayTradeApi(client(sandbox, mode));
        AlipayTradeFastpayRefundApi refunds =
                new AlipayTradeFastpayRefundApi(client(sandbox, mode));
        String number = Sandbox.order("v3_");
        sandbox.scan(
                Optional.ofNullable(trades.precreate(order(number)).getQrCode()).orElseThrow());
        refused("ACQ.TRADE_HAS_SUCCESS", () -> trades.precreate(order(number).body("again")));
        AlipayTradeQueryModel query = new AlipayTradeQueryModel().outTradeNo(number);
        assertEquals("TRADE_SUCCESS", trades.query(query).getTradeStatus());
        refused("ACQ.TRADE_NOT_EXIST", () -> trades.query(query.outTradeNo(NOBODY)));
        AlipayTradeRefundModel refund =
                new AlipayTradeRefundModel()
                        .outTradeNo(number)
                        .outRequestNo("R1")
                        .refundAmount("5.00");
        assertEquals("Y", trades.refund(refund).getFundChange());
        refused(
                "ACQ.REASON_TRADE_REFUND_FEE_ERR",
                () -> trades.refund(refund.outRequestNo("R2").refundAmount("25.00")));
        AlipayTradeFastpayRefundQueryModel about =
                new AlipayTradeFastpayRefundQueryModel().outTradeNo(number).outRequestNo("R1");
        assertEquals("5.00", refunds.query(about).getRefundAmount());
        refused("ACQ.TRADE_NOT_EXIST", () -> refunds.query(about.outTradeNo(NOBODY)));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void codes_are_charged_and_orders_given_up(Mode mode, Sandbox sandbox) throws ApiException {
        AlipayTradeApi trades = new AlipayTradeApi(client(sandbox, mode));
        String number = Sandbox.order("v3_");
        AlipayTradePayModel pay =
                new AlipayTradePayModel()
                        .outTradeNo(number)
                        .totalAmount("1.00")
                        .subject("茉莉花茶")
                        .scene("bar_code")
                        .authCode(sandbox.paymentCode());
        assertEquals("1.00", trades.pay(pay).getTotalAmount());
        refused(
                "ACQ.PAYMENT_AUTH_CODE_INVALID",
                () -> trades.pay(pay.outTradeNo(Sandbox.order("v3_"))));
        String created = Sandbox.order("v3_");
        AlipayTradeCreateModel create =
                new AlipayTradeCreateModel()
                        .outTradeNo(created)
                        .totalAmount("1.00")
                        .subject("tea")
                        .buyerId("2088000000000001");
        assertEquals(created, trades.create(create).getOutTradeNo());
        refused("ACQ.INVALID_PARAMETER", () -> trades.create(create.buyerId("Lin")));
        trades.close(new AlipayTradeCloseModel().outTradeNo(created));
        refused(
                "ACQ.TRADE_NOT_EXIST",
                () -> trades.close(new AlipayTradeCloseModel().outTradeNo(NOBODY)));
        assertEquals(
                "refund",
                trades.cancel(new AlipayTradeCancelModel().outTradeNo(number)).getAction());
        refused("ACQ.INVALID_PARAMETER", () -> trades.cancel(new AlipayTradeCancelModel()));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void money_is_sent_to_a_wallet(Mode mode, Sandbox sandbox) throws ApiException {
        ApiClient client = client(sandbox, mode);
        new AlipayTradeApi(client)
                .pay(
                        new AlipayTradePayModel()
                                .outTradeNo(Sandbox.order("v3_"))
                                .totalAmount("2.00")
                                .subject("tea")
                                .authCode(sandbox.paymentCode()));
        AlipayFundTransUniApi transfers = new AlipayFundTransUniApi(client);
        String number = Sandbox.order("v3_");
        Participant wei =
                new Participant().identity("2088000000000002").identityType("ALIPAY_USER_ID");
        AlipayFundTransUniTransferModel transfer =
                new AlipayFundTransUniTransferModel()
                        .outBizNo(number)
                        .transAmount("0.50")
                        .productCode("TRANS_ACCOUNT_NO_PWD")
                        .bizScene("DIRECT_TRANSFER")
                        .payeeInfo(wei);
        assertEquals("SUCCESS", transfers.transfer(transfer).getStatus());
        refused(
                "PAYEE_NOT_EXIST",
                () ->
                        transfers.transfer(
                                transfer.outBizNo(Sandbox.order("v3_"))
                                        .payeeInfo(wei.identity("2088999999999999"))));
        AlipayFundTransCommonApi made = new AlipayFundTransCommonApi(client);
        String product = "TRANS_ACCOUNT_NO_PWD";
        String scene = "DIRECT_TRANSFER";
        assertEquals("SUCCESS", made.query(product, scene, number, null, null).getStatus());
        refused("ORDER_NOT_EXIST", () -> made.query(product, scene, NOBODY, null, null));
        AlipayFundAccountApi accounts = new AlipayFundAccountApi(client);
        accounts.query(null, null, null, null, "ACCTRANS_ACCOUNT", null, null);
        refused(
                "INVALID_PARAMETER",
                () -> accounts.query(null, null, null, null, "GOLD", null, null));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_provider_acts_for_a_merchant(Mode mode, Sandbox sandbox) throws ApiException {
        ApiClient client = client(sandbox, mode);
        AlipayOpenAuthTokenApi tokens = new AlipayOpenAuthTokenApi(client);
        String code =
                sandbox.consent(
                        sandbox.credential(mode.at() + "/app_id"),
                        sandbox.credential("/alipay/app_id"));
        AlipayOpenAuthTokenAppModel exchange =
                new AlipayOpenAuthTokenAppModel().grantType("authorization_code").code(code);
        String token = Optional.ofNullable(tokens.app(exchange).getAppAuthToken()).orElseThrow();
        refused("AUTH_CODE_NOT_EXIST", () -> tokens.app(exchange));
        AlipayOpenAuthTokenAppApi about = new AlipayOpenAuthTokenAppApi(client);
        assertEquals("valid", about.query(token).getStatus());
        refused("AUTH_TOKEN_NOT_EXISTED", () -> about.query("none"));
        CustomizedParams acting = new CustomizedParams();
        acting.setAppAuthToken(token);
        AlipayTradeApi trades = new AlipayTradeApi(client);
        String number = Sandbox.order("v3_");
        assertEquals(number, trades.precreate(order(number), acting).getOutTradeNo());
        acting.setAppAuthToken("none");
        ApiException refusal =
                assertThrows(ApiException.class, () -> trades.precreate(order(number), acting));
        assertEquals(401, refusal.getCode());
        assertTrue(String.valueOf(refusal.getMessage()).contains("invalid-app-auth-token"));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_request_with_a_file_is_read_by_its_data(Mode mode, Sandbox sandbox, @TempDir Path folder)
            throws Exception {
        File receipt = Files.write(folder.resolve("a.png"), new byte[] {0, 13, 10}).toFile();
        GenericExecuteApi generic = new GenericExecuteApi(client(sandbox, mode));
        String number = Sandbox.order("v3_");
        OpenApiGenericRequest request = new OpenApiGenericRequest();
        request.setBodyParams(
                Map.of("out_trade_no", number, "total_amount", "1.00", "subject", "茉莉花茶"));
        request.setFileParams(Map.of("receipt", receipt));
        Object made = generic.execute("/v3/alipay/trade/precreate", "POST", request).getData();
        assertEquals(number, ((Map<?, ?>) made).get("out_trade_no"));
        ApiException unknown =
                assertThrows(
                        ApiException.class,
                        () -> generic.execute("/v3/alipay/open/file/upload", "POST", request));
        assertEquals(404, unknown.getCode());
        assertTrue(String.valueOf(unknown.getMessage()).contains("invalid-method"));
    }

    private static AlipayTradePrecreateModel order(String number) {
        return new AlipayTradePrecreateModel()
                .outTradeNo(number)
                .totalAmount("25.00")
                .subject("茉莉花茶");
    }

    private static void refused(String code, Executable call) {
        ApiException refusal = assertThrows(ApiException.class, call);
        assertEquals(400, refusal.getCode());
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains("\"code\":\"" + code + "\""), message);
    }

    /** A client as a merchant sets it up in this mode. */
    static ApiClient client(Sandbox sandbox, Mode mode) throws ApiException {
        AlipayConfig config = new AlipayConfig();
        config.setServerUrl(sandbox.baseUrl());
        config.setAppId(sandbox.credential(mode.at() + "/app_id"));
        config.setPrivateKey(sandbox.credential(mode.at() + "/app_private_key"));
        if (mode.hasCertificates()) {
            config.setAppCertContent(sandbox.credential(mode.at() + "/app_certificate"));
            config.setAlipayPublicCertContent(
                    sandbox.credential(mode.at() + "/alipay_certificate"));
            config.setRootCertContent(sandbox.credential(mode.at() + "/alipay_root_certificate"));
        } else {
            config.setAlipayPublicKey(sandbox.credential("/alipay/alipay_public_key"));
        }
        if (mode.encrypts()) {
            config.setEncryptKey(sandbox.credential(mode.at() + "/encrypt_key"));
        }
        ApiClient client = new ApiClient();
        client.setBasePath(sandbox.baseUrl());
        client.setAlipayConfig(config);
        return client;
    }
}
