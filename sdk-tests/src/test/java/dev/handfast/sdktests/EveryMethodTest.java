package dev.handfast.sdktests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.alipay.api.internal.util.AlipayLogger;
import com.alipay.easysdk.factory.MultipleFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.Map;

/**
 * The Java clients through the methods beyond a simple trade, each carried out and refused: the
 * three clients, each by key and by certificate, and encrypted where it encrypts.
 */
@ExtendWith(SandboxExtension.class)
final class EveryMethodTest {
    static {
        AlipayLogger.setNeedEnableLogger(false);
        com.alipay.v3.util.AlipayLogger.setNeedEnableLogger(false);
    }

    @TempDir Path folder;

    /** A client and how a merchant has set it up. */
    enum Who {
        JAVA_BY_KEY,
        JAVA_BY_CERTIFICATE,
        JAVA_ENCRYPTED,
        JAVA_BY_SM2_CERTIFICATE_ENCRYPTED,
        V3_BY_KEY,
        V3_BY_CERTIFICATE,
        V3_ENCRYPTED,
        EASY_BY_KEY,
        EASY_BY_CERTIFICATE
    }

    private Merchant merchant(Who who, Sandbox sandbox) throws Exception {
        Caller caller =
                switch (who) {
                    case JAVA_BY_KEY -> java(sandbox, JavaClientTest.Mode.KEY);
                    case JAVA_BY_CERTIFICATE -> java(sandbox, JavaClientTest.Mode.CERTIFICATE);
                    case JAVA_ENCRYPTED -> java(sandbox, JavaClientTest.Mode.CERTIFICATE_ENCRYPTED);
                    case JAVA_BY_SM2_CERTIFICATE_ENCRYPTED ->
                            java(sandbox, JavaClientTest.Mode.SM2_CERTIFICATE_SM4);
                    case V3_BY_KEY -> v3(sandbox, JavaV3ClientTest.Mode.KEY);
                    case V3_BY_CERTIFICATE -> v3(sandbox, JavaV3ClientTest.Mode.CERTIFICATE);
                    case V3_ENCRYPTED -> v3(sandbox, JavaV3ClientTest.Mode.KEY_ENCRYPTED);
                    case EASY_BY_KEY -> easy(sandbox, EasyClientTest.Mode.KEY);
                    case EASY_BY_CERTIFICATE -> easy(sandbox, EasyClientTest.Mode.CERTIFICATE);
                };
        return new Merchant(caller, sandbox);
    }

    private static Caller java(Sandbox sandbox, JavaClientTest.Mode mode) throws Exception {
        return new JavaCaller(JavaClientTest.config(sandbox, mode));
    }

    private static Caller v3(Sandbox sandbox, JavaV3ClientTest.Mode mode) throws Exception {
        return new V3Caller(JavaV3ClientTest.client(sandbox, mode));
    }

    private EasyCaller easy(Sandbox sandbox, EasyClientTest.Mode mode) throws Exception {
        MultipleFactory factory = EasyClientTest.factory(sandbox, mode, folder);
        return new EasyCaller(factory, sandbox.credential("/alipay/gateway_url"));
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void money_is_frozen_paid_with_and_unfrozen(Who who, Sandbox sandbox) throws Exception {
        merchant(who, sandbox).preauthorises();
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void money_is_frozen_from_an_app(Who who, Sandbox sandbox) throws Exception {
        merchant(who, sandbox).preauthorisesInAnApp();
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void money_is_kept_in_escrow_and_split(Who who, Sandbox sandbox) throws Exception {
        merchant(who, sandbox).settles();
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void payments_are_taken_under_an_agreement(Who who, Sandbox sandbox) throws Exception {
        merchant(who, sandbox).takesUnderAnAgreement();
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void payers_are_led_to_the_cashier(Who who, Sandbox sandbox) throws Exception {
        merchant(who, sandbox).sendsPayersToTheCashier();
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void the_bill_of_a_day_is_fetched(Who who, Sandbox sandbox) throws Exception {
        merchant(who, sandbox).fetchesItsBill();
    }

    /** The other clients do this in tests of their own. */
    @ParameterizedTest
    @EnumSource(names = {"EASY_BY_KEY", "EASY_BY_CERTIFICATE"})
    void money_is_sent_to_a_wallet(Who who, Sandbox sandbox) throws Exception {
        merchant(who, sandbox).sendsMoney();
    }

    @Test
    void what_easysdk_encrypts_is_read_and_it_reads_the_answer(Sandbox sandbox) throws Exception {
        EasyCaller easy = easy(sandbox, EasyClientTest.Mode.KEY);
        String biz = easy.factory().AES().encrypt("{\"out_trade_no\":\"nobody_has_this\"}");
        String signed =
                easy.factory()
                        .Generic()
                        .sdkExecute(
                                "alipay.trade.query",
                                Map.of("encrypt_type", "AES", "biz_content", biz),
                                Map.of())
                        .body;
        String node =
                JsonMapper.shared()
                        .readTree(sandbox.carryOut(signed))
                        .path("alipay_trade_query_response")
                        .asString();
        String plain = easy.factory().AES().decrypt(node);
        assertEquals(
                "ACQ.TRADE_NOT_EXIST",
                JsonMapper.shared().readTree(plain).path("sub_code").asString(),
                plain);
    }
}
