package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.AlipayResponse;
import com.alipay.api.domain.AlipayFundAccountQueryModel;
import com.alipay.api.domain.AlipayFundTransCommonQueryModel;
import com.alipay.api.domain.AlipayFundTransUniTransferModel;
import com.alipay.api.domain.Participant;
import com.alipay.api.request.AlipayFundAccountQueryRequest;
import com.alipay.api.request.AlipayFundTransCommonQueryRequest;
import com.alipay.api.request.AlipayFundTransUniTransferRequest;
import com.alipay.api.response.AlipayFundAccountQueryResponse;
import com.alipay.api.response.AlipayFundTransCommonQueryResponse;
import com.alipay.api.response.AlipayFundTransUniTransferResponse;

import dev.handfast.payments.Instrument;
import dev.handfast.payments.Terms;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.wallets.Wallet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A merchant pays out what it is owed, with the unmodified official Java client. */
@DatabaseTest
final class FundsTest {
    private TestGateway gateway;
    private Wallet mei;

    @BeforeEach
    void open(Database database) {
        gateway = new TestGateway(database);
        World world = gateway.world;
        mei = world.wallet("Mei", World.CNY, "0.00");
        world.core.logins().add("Mei@Example.com", mei.id());
        // Jasmine Tea is owed 500.00 less 0.60 %.
        world.pay(
                world.terms(World.JASMINE_TEA, World.cny("500.00"), Terms.CaptureMode.AUTOMATIC),
                new Instrument.Wallet(world.lin.id()));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void a_transfer_is_made_once_and_found_by_all_of_its_numbers() {
        assertEquals("497.00", account().getAvailableAmount());
        assertEquals("0.00", account().getFreezeAmount());
        AlipayFundTransUniTransferResponse sent = send(transfer("P1", "100.10"));
        assertTrue(sent.isSuccess(), sent::getBody);
        assertEquals("SUCCESS", sent.getStatus());
        assertEquals("2026-11-24 16:00:00", sent.getTransDate());
        assertTrue(sent.getOrderId().matches("20261124110070[0-9]{18}"), sent.getOrderId());
        assertEquals("100.10", has(mei));
        assertEquals("396.90", account().getAvailableAmount());

        AlipayFundTransUniTransferModel again = transfer("P1", "100.10");
        again.setRemark("another signature");
        assertEquals(sent.getOrderId(), send(again).getOrderId());
        assertEquals("100.10", has(mei));
        assertRefused("PAYMENT_INFO_INCONSISTENCY", send(transfer("P1", "100.11")));

        AlipayFundTransCommonQueryModel byNumber = new AlipayFundTransCommonQueryModel();
        byNumber.setOutBizNo("P1");
        byNumber.setProductCode("TRANS_ACCOUNT_NO_PWD");
        byNumber.setBizScene("DIRECT_TRANSFER");
        AlipayFundTransCommonQueryModel byOrder = new AlipayFundTransCommonQueryModel();
        byOrder.setOrderId(sent.getOrderId());
        AlipayFundTransCommonQueryModel byFunds = new AlipayFundTransCommonQueryModel();
        byFunds.setPayFundOrderId(sent.getPayFundOrderId());
        for (AlipayFundTransCommonQueryModel model : List.of(byNumber, byOrder, byFunds)) {
            AlipayFundTransCommonQueryResponse found = query(model);
            assertTrue(found.isSuccess(), found::getBody);
            assertEquals("SUCCESS", found.getStatus());
            assertEquals("100.10", found.getTransAmount());
            assertEquals(sent.getOrderId(), found.getOrderId());
            assertEquals(mei.userId(), found.getReceiverUserId());
            assertEquals("back", found.getPassbackParams());
        }
        byOrder.setOrderId(sent.getPayFundOrderId());
        assertRefused("ORDER_NOT_EXIST", query(byOrder));
        byNumber.setOutBizNo("P2");
        assertRefused("ORDER_NOT_EXIST", query(byNumber));
        byNumber.setBizScene(null);
        assertRefused("INVALID_PARAMETER", query(byNumber));
    }

    @Test
    void a_payee_is_named_by_user_number_or_by_login_and_name() {
        AlipayFundTransUniTransferModel model = transfer("P1", "1.00");
        model.setPayeeInfo(payee("ALIPAY_LOGON_ID", "mei@example.com", "Mei"));
        assertTrue(send(model).isSuccess());
        model.setOutBizNo("P2");
        model.setPayeeInfo(payee("ALIPAY_LOGON_ID", "mei@example.com", "Lin"));
        assertRefused("PAYEE_USERINFO_ERROR", send(model));
        model.setPayeeInfo(payee("ALIPAY_LOGON_ID", "mei@example.com", null));
        assertRefused("INVALID_PARAMETER", send(model));
        model.setPayeeInfo(payee("ALIPAY_LOGON_ID", "nobody@example.com", "Mei"));
        assertRefused("PAYEE_NOT_EXIST", send(model));
        model.setPayeeInfo(payee("ALIPAY_USER_ID", "2088999999999999", null));
        assertRefused("PAYEE_NOT_EXIST", send(model));
        model.setPayeeInfo(payee("BANKCARD_ACCOUNT", "6222", null));
        assertRefused("INVALID_PARAMETER", send(model));
        model.setPayeeInfo(payee("ALIPAY_USER_ID", mei.userId(), null));
        gateway.world.core.wallets().set(mei.id(), Wallet.State.FROZEN);
        assertRefused("PAYEE_ACCOUNT_STATUS_ERROR", send(model));
        gateway.world.core.wallets().set(mei.id(), Wallet.State.ACTIVE);
        model.setRemark("another signature");
        assertTrue(send(model).isSuccess());
        assertEquals("2.00", has(mei));
    }

    @Test
    void what_may_not_be_sent_is_refused_with_its_official_code_and_moves_nothing() {
        long before = gateway.transfers();
        assertRefused("PAYER_BALANCE_NOT_ENOUGH", send(transfer("P1", "497.01")));
        assertRefused("EXCEED_LIMIT_SM_MIN_AMOUNT", send(transfer("P1", "0.09")));
        assertRefused("EXCEED_LIMIT_DM_AMOUNT", send(transfer("P1", "2000000.01")));
        assertRefused("INVALID_PARAMETER", send(transfer("P1", "1.001")));
        assertRefused("INVALID_PARAMETER", send(transfer("with blanks", "1.00")));
        AlipayFundTransUniTransferModel product = transfer("P1", "1.00");
        product.setProductCode("STD_RED_PACKET");
        assertRefused("PRODUCT_NOT_SIGN", send(product));
        AlipayFundTransUniTransferModel scene = transfer("P1", "1.00");
        scene.setBizScene("PERSONAL_COLLECTION");
        assertRefused("INVALID_PARAMETER", send(scene));
        AlipayFundTransUniTransferModel payer = transfer("P1", "1.00");
        payer.setPayerInfo(payee("ALIPAY_USER_ID", mei.userId(), null));
        assertRefused("INVALID_PAYER_ACCOUNT", send(payer));
        AlipayFundTransUniTransferModel nobody = transfer("P1", "1.00");
        nobody.setPayeeInfo(null);
        assertRefused("INVALID_PARAMETER", send(nobody));
        assertEquals(before, gateway.transfers());
        assertTrue(send(transfer("P1", "497.00")).isSuccess());
        assertEquals("0.00", account().getAvailableAmount());

        AlipayFundAccountQueryModel other = new AlipayFundAccountQueryModel();
        other.setAccountType("ACCTRANS_ACCOUNT");
        other.setAlipayUserId(mei.userId());
        assertRefused(
                "NO_PERMISSION_ACCOUNT", gateway.call(new AlipayFundAccountQueryRequest(), other));
    }

    @Test
    void fifty_copies_have_one_effect_and_one_answer() throws Exception {
        List<Callable<String>> copies =
                Stream.generate(
                                () ->
                                        (Callable<String>)
                                                () -> send(transfer("P1", "10.00")).getOrderId())
                        .limit(50)
                        .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Set<String> answers =
                    threads.invokeAll(copies).stream()
                            .map(Future::resultNow)
                            .collect(Collectors.toSet());
            assertEquals(1, answers.size());
        }
        assertEquals("10.00", has(mei));
    }

    private AlipayFundTransUniTransferModel transfer(String number, String amount) {
        AlipayFundTransUniTransferModel model = new AlipayFundTransUniTransferModel();
        model.setOutBizNo(number);
        model.setTransAmount(amount);
        model.setProductCode("TRANS_ACCOUNT_NO_PWD");
        model.setBizScene("DIRECT_TRANSFER");
        model.setOrderTitle("八月佣金");
        model.setPassbackParams("back");
        model.setPayeeInfo(payee("ALIPAY_USER_ID", mei.userId(), "Mei"));
        return model;
    }

    private static Participant payee(
            String type, String identity, @org.jspecify.annotations.Nullable String name) {
        Participant payee = new Participant();
        payee.setIdentityType(type);
        payee.setIdentity(identity);
        payee.setName(name);
        return payee;
    }

    private AlipayFundTransUniTransferResponse send(AlipayFundTransUniTransferModel model) {
        return gateway.call(new AlipayFundTransUniTransferRequest(), model);
    }

    private AlipayFundTransCommonQueryResponse query(AlipayFundTransCommonQueryModel model) {
        return gateway.call(new AlipayFundTransCommonQueryRequest(), model);
    }

    private AlipayFundAccountQueryResponse account() {
        AlipayFundAccountQueryModel model = new AlipayFundAccountQueryModel();
        model.setAlipayUserId(TestGateway.SELLER_ID);
        model.setAccountType("ACCTRANS_ACCOUNT");
        AlipayFundAccountQueryResponse account =
                gateway.call(new AlipayFundAccountQueryRequest(), model);
        assertNull(account.getSubCode(), account::getBody);
        return account;
    }

    private String has(Wallet wallet) {
        return gateway.world.core.wallets().available(wallet).toDecimalString();
    }

    private static void assertRefused(String subCode, AlipayResponse answer) {
        assertEquals(subCode, answer.getSubCode(), answer::getBody);
        assertEquals("40004", answer.getCode());
    }
}
