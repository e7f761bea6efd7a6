package dev.handfast.sdktests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayConfig;
import com.alipay.api.AlipayOpenAppAlipaycertDownloadRequest;
import com.alipay.api.AlipayRequest;
import com.alipay.api.AlipayResponse;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.internal.util.AlipayLogger;
import com.alipay.api.request.AlipayFundAccountQueryRequest;
import com.alipay.api.request.AlipayFundTransCommonQueryRequest;
import com.alipay.api.request.AlipayFundTransUniTransferRequest;
import com.alipay.api.request.AlipayOpenAuthTokenAppQueryRequest;
import com.alipay.api.request.AlipayOpenAuthTokenAppRequest;
import com.alipay.api.request.AlipayTradeCancelRequest;
import com.alipay.api.request.AlipayTradeCloseRequest;
import com.alipay.api.request.AlipayTradeCreateRequest;
import com.alipay.api.request.AlipayTradeFastpayRefundQueryRequest;
import com.alipay.api.request.AlipayTradePayRequest;
import com.alipay.api.request.AlipayTradePrecreateRequest;
import com.alipay.api.request.AlipayTradeQueryRequest;
import com.alipay.api.request.AlipayTradeRefundRequest;
import com.alipay.api.response.AlipayOpenAuthTokenAppResponse;
import com.alipay.api.response.AlipayTradePayResponse;
import com.alipay.api.response.AlipayTradePrecreateResponse;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code alipay-sdk-java}: every method, carried out and refused, in every mode. */
@ExtendWith(SandboxExtension.class)
final class JavaClientTest {
    private static final String NOBODY = "{\"out_trade_no\":\"nobody_has_this\"}";

    static {
        AlipayLogger.setNeedEnableLogger(false);
    }

    /** How a merchant has set up its client. */
    enum Mode {
        KEY,
        KEY_IN_GBK,
        CERTIFICATE,
        KEY_ENCRYPTED,
        CERTIFICATE_ENCRYPTED,
        SM2,
        SM2_CERTIFICATE_SM4;

        boolean hasCertificates() {
            return this == CERTIFICATE
                    || this == CERTIFICATE_ENCRYPTED
                    || this == SM2_CERTIFICATE_SM4;
        }

        boolean encrypts() {
            return this == KEY_ENCRYPTED
                    || this == CERTIFICATE_ENCRYPTED
                    || this == SM2_CERTIFICATE_SM4;
        }

        boolean isSm2() {
            return this == SM2 || this == SM2_CERTIFICATE_SM4;
        }

        /** Where its app stands in the sandbox's credentials. */
        String at() {
            if (hasCertificates()) {
                return isSm2() ? "/alipay/sm2_certificate_mode" : "/alipay/certificate_mode";
            }
            return isSm2() ? "/alipay/sm2" : "/alipay";
        }
    }

    private record Client(Sandbox sandbox, Mode mode) {
        <T extends AlipayResponse> T call(AlipayRequest<T> request, String biz) {
            return call(request, biz, "");
        }

        <T extends AlipayResponse> T call(AlipayRequest<T> request, String biz, String token) {
            // The client itself does not allow it for a certificate.
            if (!(request instanceof AlipayOpenAppAlipaycertDownloadRequest)) {
                request.setNeedEncrypt(mode.encrypts());
            }
            setContent(request, biz);
            try {
                DefaultAlipayClient client = new DefaultAlipayClient(config(sandbox, mode));
                return mode.hasCertificates()
                        ? client.certificateExecute(request, "", token)
                        : client.execute(request, "", token);
            } catch (AlipayApiException broken) {
                throw new AssertionError("the client does not take the answer", broken);
            }
        }

        /** Every request has this method, and no type of the client says so. */
        private static void setContent(AlipayRequest<?> request, String biz) {
            try {
                request.getClass().getMethod("setBizContent", String.class).invoke(request, biz);
            } catch (ReflectiveOperationException absent) {
                throw new IllegalStateException(absent);
            }
        }
    }

    /** What a merchant tells its client in this mode. */
    static AlipayConfig config(Sandbox sandbox, Mode mode) {
        String at = mode.at();
        AlipayConfig config = new AlipayConfig();
        config.setServerUrl(sandbox.credential("/alipay/gateway_url"));
        config.setAppId(sandbox.credential(at + "/app_id"));
        config.setPrivateKey(sandbox.credential(at + "/app_private_key"));
        config.setFormat("json");
        config.setCharset(mode == Mode.KEY_IN_GBK ? "GBK" : "utf-8");
        config.setSignType(mode.isSm2() ? "SM2" : "RSA2");
        if (mode.hasCertificates()) {
            config.setAppCertContent(sandbox.credential(at + "/app_certificate"));
            config.setAlipayPublicCertContent(sandbox.credential(at + "/alipay_certificate"));
            config.setRootCertContent(sandbox.credential(at + "/alipay_root_certificate"));
        } else {
            config.setAlipayPublicKey(sandbox.credential(at + "/alipay_public_key"));
        }
        if (mode.encrypts()) {
            config.setEncryptType(mode.isSm2() ? "SM4" : "AES");
            config.setEncryptKey(sandbox.credential(at + "/encrypt_key"));
        }
        return config;
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void trades_go_through_their_life(Mode mode, Sandbox sandbox) {
        Client client = new Client(sandbox, mode);
        String number = Sandbox.order("java_");
        String named = "{\"out_trade_no\":\"" + number + "\"}";
        AlipayTradePrecreateResponse made =
                good(client.call(new AlipayTradePrecreateRequest(), order(number, "25.00", "")));
        refused(
                "ACQ.CONTEXT_INCONSISTENT",
                client.call(new AlipayTradePrecreateRequest(), order(number, "25.01", "")));
        sandbox.scan(made.getQrCode());
        assertEquals(
                "TRADE_SUCCESS",
                good(client.call(new AlipayTradeQueryRequest(), named)).getTradeStatus());
        refused("ACQ.TRADE_NOT_EXIST", client.call(new AlipayTradeQueryRequest(), NOBODY));
        refused(
                "ACQ.TRADE_HAS_SUCCESS",
                client.call(
                        new AlipayTradePrecreateRequest(),
                        order(number, "25.00", ",\"operator_id\":\"two\"")));
        String refund =
                named.replace("}", ",\"out_request_no\":\"R1\",\"refund_amount\":\"5.00\"}");
        assertEquals(
                "Y", good(client.call(new AlipayTradeRefundRequest(), refund)).getFundChange());
        refused(
                "ACQ.REASON_TRADE_REFUND_FEE_ERR",
                client.call(
                        new AlipayTradeRefundRequest(),
                        refund.replace("R1", "R2").replace("5.00", "25.00")));
        String about = named.replace("}", ",\"out_request_no\":\"R1\"}");
        assertEquals(
                "5.00",
                good(client.call(new AlipayTradeFastpayRefundQueryRequest(), about))
                        .getRefundAmount());
        refused(
                "ACQ.TRADE_NOT_EXIST",
                client.call(
                        new AlipayTradeFastpayRefundQueryRequest(),
                        about.replace(number, "nobody_has_this")));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void codes_are_charged_and_orders_given_up(Mode mode, Sandbox sandbox) {
        Client client = new Client(sandbox, mode);
        String number = Sandbox.order("java_");
        String code = ",\"scene\":\"bar_code\",\"auth_code\":\"" + sandbox.paymentCode() + "\"";
        AlipayTradePayResponse paid =
                good(client.call(new AlipayTradePayRequest(), order(number, "1.00", code)));
        assertEquals("10000", paid.getCode());
        refused(
                "ACQ.PAYMENT_AUTH_CODE_INVALID",
                client.call(
                        new AlipayTradePayRequest(), order(Sandbox.order("java_"), "1.00", code)));
        String created = Sandbox.order("java_");
        String buyer = ",\"buyer_id\":\"2088000000000001\"";
        good(client.call(new AlipayTradeCreateRequest(), order(created, "1.00", buyer)));
        refused(
                "ACQ.INVALID_PARAMETER",
                client.call(
                        new AlipayTradeCreateRequest(),
                        order(Sandbox.order("java_"), "1.00", ",\"buyer_id\":\"Lin\"")));
        String named = "{\"out_trade_no\":\"" + created + "\"}";
        good(client.call(new AlipayTradeCloseRequest(), named));
        refused("ACQ.TRADE_NOT_EXIST", client.call(new AlipayTradeCloseRequest(), NOBODY));
        String cancel = "{\"out_trade_no\":\"" + number + "\"}";
        assertEquals(
                "refund", good(client.call(new AlipayTradeCancelRequest(), cancel)).getAction());
        refused("ACQ.INVALID_PARAMETER", client.call(new AlipayTradeCancelRequest(), "{}"));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void money_is_sent_to_a_wallet(Mode mode, Sandbox sandbox) {
        Client client = new Client(sandbox, mode);
        String code = ",\"auth_code\":\"" + sandbox.paymentCode() + "\"";
        good(client.call(new AlipayTradePayRequest(), order(Sandbox.order("java_"), "2.00", code)));
        String number = Sandbox.order("java_");
        String transfer =
                """
                {"out_biz_no":"%s","trans_amount":"0.50","product_code":"TRANS_ACCOUNT_NO_PWD",
                 "biz_scene":"DIRECT_TRANSFER","order_title":"奖金",
                 "payee_info":{"identity":"2088000000000002","identity_type":"ALIPAY_USER_ID"}}
                """
                        .formatted(number);
        assertEquals(
                "SUCCESS",
                good(client.call(new AlipayFundTransUniTransferRequest(), transfer)).getStatus());
        refused(
                "PAYEE_NOT_EXIST",
                client.call(
                        new AlipayFundTransUniTransferRequest(),
                        transfer.replace("2088000000000002", "2088999999999999")
                                .replace(number, Sandbox.order("java_"))));
        String about =
                """
                {"out_biz_no":"%s","product_code":"TRANS_ACCOUNT_NO_PWD",
                 "biz_scene":"DIRECT_TRANSFER"}
                """
                        .formatted(number);
        assertEquals(
                "SUCCESS",
                good(client.call(new AlipayFundTransCommonQueryRequest(), about)).getStatus());
        refused(
                "ORDER_NOT_EXIST",
                client.call(
                        new AlipayFundTransCommonQueryRequest(),
                        about.replace(number, "nobody_has_this")));
        good(
                client.call(
                        new AlipayFundAccountQueryRequest(),
                        "{\"account_type\":\"ACCTRANS_ACCOUNT\"}"));
        refused(
                "INVALID_PARAMETER",
                client.call(new AlipayFundAccountQueryRequest(), "{\"account_type\":\"GOLD\"}"));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void the_platforms_own_methods_answer(Mode mode, Sandbox sandbox) {
        Client client = new Client(sandbox, mode);
        refused(
                "isv.alipay-cert-not-exist",
                client.call(
                        new AlipayOpenAppAlipaycertDownloadRequest(),
                        "{\"alipay_cert_sn\":\"0123456789abcdef0123456789abcdef\"}"));
        String me = config(sandbox, mode).getAppId();
        String code = sandbox.consent(me, sandbox.credential("/alipay/app_id"));
        String exchange = "{\"grant_type\":\"authorization_code\",\"code\":\"" + code + "\"}";
        AlipayOpenAuthTokenAppResponse tokens =
                good(client.call(new AlipayOpenAuthTokenAppRequest(), exchange));
        refused(
                "AUTH_CODE_NOT_EXIST",
                client.call(new AlipayOpenAuthTokenAppRequest(), exchange.replace(code, "none")));
        String about = "{\"app_auth_token\":\"" + tokens.getAppAuthToken() + "\"}";
        assertEquals(
                "valid",
                good(client.call(new AlipayOpenAuthTokenAppQueryRequest(), about)).getStatus());
        refused(
                "AUTH_TOKEN_NOT_EXISTED",
                client.call(
                        new AlipayOpenAuthTokenAppQueryRequest(), "{\"app_auth_token\":\"none\"}"));
        String number = Sandbox.order("java_");
        good(
                client.call(
                        new AlipayTradePrecreateRequest(),
                        order(number, "1.00", ""),
                        tokens.getAppAuthToken()));
        refused(
                "aop.invalid-app-auth-token",
                client.call(new AlipayTradePrecreateRequest(), order(number, "1.00", ""), "none"));
    }

    @ParameterizedTest
    @EnumSource(names = {"CERTIFICATE", "SM2_CERTIFICATE_SM4"})
    void the_gateways_certificate_is_fetched_where_another_is_at_hand(Mode mode, Sandbox sandbox)
            throws AlipayApiException {
        AlipayConfig config = config(sandbox, mode);
        config.setAlipayPublicCertContent(config.getAppCertContent());
        AlipayTradePrecreateRequest request = new AlipayTradePrecreateRequest();
        request.setBizContent(order(Sandbox.order("java_"), "1.00", ""));
        good(new DefaultAlipayClient(config).certificateExecute(request));
    }

    /** The code by which an order of 25.00 is paid. */
    static String precreate(Sandbox sandbox, String number) {
        return good(new Client(sandbox, Mode.KEY)
                        .call(new AlipayTradePrecreateRequest(), order(number, "25.00", "")))
                .getQrCode();
    }

    private static String order(String number, String amount, String more) {
        return "{\"out_trade_no\":\"%s\",\"total_amount\":\"%s\",\"subject\":\"茉莉花茶\"%s}"
                .formatted(number, amount, more);
    }

    private static <T extends AlipayResponse> T good(T answer) {
        assertTrue(answer.isSuccess(), answer.getBody());
        return answer;
    }

    private static void refused(String subCode, AlipayResponse answer) {
        assertEquals(subCode, answer.getSubCode(), answer.getBody());
    }
}
