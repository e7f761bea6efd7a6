package dev.handfast.opengateway;

import static dev.handfast.opengateway.BillFiles.fen;
import static dev.handfast.opengateway.BillFiles.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.domain.AlipayDataDataserviceBillDownloadurlQueryModel;
import com.alipay.api.domain.AlipayFundTransUniTransferModel;
import com.alipay.api.domain.AlipayTradePayModel;
import com.alipay.api.domain.AlipayTradeRefundModel;
import com.alipay.api.domain.Participant;
import com.alipay.api.request.AlipayDataDataserviceBillDownloadurlQueryRequest;
import com.alipay.api.request.AlipayFundTransUniTransferRequest;
import com.alipay.api.request.AlipayTradePayRequest;
import com.alipay.api.request.AlipayTradeRefundRequest;
import com.alipay.api.response.AlipayDataDataserviceBillDownloadurlQueryResponse;

import dev.handfast.ledger.AccountKind;
import dev.handfast.payments.Terms;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A merchant reconciles its day by the bills, asked for with the official Java client. */
@DatabaseTest
final class BillsTest {
    private TestGateway gateway;

    @BeforeEach
    void open(Database database) {
        gateway = new TestGateway(database);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    /** 24 November: one sale. 25 November: two sales, a refund, a transfer. */
    private void twoDays() {
        pay("T0", "10.00");
        gateway.world.clock.advance(Duration.ofHours(12));
        pay("T1", "25.00");
        gateway.world.pay(
                gateway.world.terms(
                        World.JASMINE_TEA, World.cny("72.35"), Terms.CaptureMode.AUTOMATIC),
                gateway.world.instrument(gateway.world.anaToken, World.cny("72.35")));
        gateway.world.clock.advance(Duration.ofSeconds(1));
        AlipayTradeRefundModel refund = new AlipayTradeRefundModel();
        refund.setOutTradeNo("T1");
        refund.setOutRequestNo("R1");
        refund.setRefundAmount("10.00");
        assertTrue(gateway.call(new AlipayTradeRefundRequest(), refund).isSuccess());
        AlipayFundTransUniTransferModel transfer = new AlipayFundTransUniTransferModel();
        transfer.setOutBizNo("P1");
        transfer.setTransAmount("5.00");
        transfer.setProductCode("TRANS_ACCOUNT_NO_PWD");
        transfer.setOrderTitle("佣金");
        Participant payee = new Participant();
        payee.setIdentityType("ALIPAY_USER_ID");
        payee.setIdentity(gateway.world.lin.userId());
        transfer.setPayeeInfo(payee);
        assertTrue(gateway.call(new AlipayFundTransUniTransferRequest(), transfer).isSuccess());
        gateway.world.clock.advance(Duration.ofDays(1));
    }

    @Test
    void the_trade_bill_lists_the_day_and_adds_up_to_the_books() throws Exception {
        twoDays();
        Map<String, List<String>> files = files(good("trade", "2026-11-25"));
        String stem = TestGateway.SELLER_ID + "0156_20261125_业务明细";
        assertEquals(List.of(stem + ".csv", stem + "(汇总).csv"), List.copyOf(files.keySet()));
        List<String> lines = files.getOrDefault(stem + ".csv", List.of());
        assertEquals("#支付宝业务明细查询", lines.get(0));
        assertTrue(lines.get(2).startsWith("#起始日期：[2026年11月25日 00:00:00]"), lines.get(2));
        assertTrue(lines.get(4).startsWith("支付宝交易号,商户订单号,业务类型"), lines.get(4));
        List<String[]> rows = rows(lines);
        assertEquals(3, rows.size());
        String[] sale = row(rows, "T1", "交易");
        assertEquals("茉莉花茶", sale[3]);
        assertEquals("2026-11-25 04:00:00", sale[5]);
        assertEquals("till-1", sale[8].strip());
        assertEquals("208****0001", sale[10].strip());
        assertEquals("25.00,25.00", sale[11] + "," + sale[12]);
        assertEquals("-0.15", sale[22]);
        String[] back = row(rows, "T1", "退款");
        assertEquals("-10.00,-10.00", back[11] + "," + back[12]);
        assertEquals("R1", back[21].strip());
        assertEquals("0.06", back[22]);
        assertTrue(lines.contains("#交易合计：2笔，商家实收共97.35元，商家优惠共0.00元"), lines::toString);
        assertTrue(lines.contains("#退款合计：1笔，商家实收退款共-10.00元，商家优惠退款共0.00元"));

        // What was received less fees, and nothing else but the transfer, is what the account grew.
        long net = rows.stream().mapToLong(row -> fen(row[12]) + fen(row[22])).sum();
        assertEquals(fen(balance()) - 994 + 500, net);
        List<String[]> month = rows(files(good("trade", "2026-11", 8)).values().iterator().next());
        assertEquals(4, month.size());
    }

    @Test
    void the_account_bill_lists_every_movement_and_ends_with_the_balance() throws Exception {
        twoDays();
        Map<String, List<String>> files = files(good("signcustomer", "2026-11-25"));
        assertEquals(
                List.of(
                        TestGateway.SELLER_ID + "0156_20261125_账务明细.csv",
                        TestGateway.SELLER_ID + "0156_20261125_账务明细(汇总).csv"),
                List.copyOf(files.keySet()));
        List<String[]> rows = rows(files.values().iterator().next());
        assertEquals(4, rows.size());
        // 9.94 from the day before, and on top of it what each row says.
        long running = 994;
        for (String[] row : rows) {
            running += fen(row[6]) + fen(row[7]);
            assertEquals(running, fen(row[8]), Arrays.toString(row));
        }
        assertEquals(balance(), rows.getLast()[8]);
        String[] transfer = row(rows, "P1", "转账");
        assertEquals("-5.00", transfer[7]);
        assertEquals("佣金", transfer[3]);
        assertEquals("24.85", row(rows, "T1", "在线支付")[6]);
        assertEquals("-9.94", row(rows, "T1", "交易退款")[7]);
        assertEquals(
                "10.00",
                ""
                        + rows(files(good("trade", "2026-11-24")).values().iterator().next())
                                .getFirst()[11]);
    }

    @Test
    void an_address_is_good_for_thirty_seconds_and_for_its_own_bill() throws Exception {
        twoDays();
        String address = good("trade", "2026-11-25").getBillDownloadUrl();
        gateway.world.clock.advance(Duration.ofSeconds(30).minusMillis(1));
        assertEquals(200, fetch(address).statusCode());
        assertEquals(
                403,
                fetch(address.replace("bill_date=2026-11-25", "bill_date=2026-11-24"))
                        .statusCode());
        assertEquals(403, fetch(address.replace("merchant=mer_", "merchant=mer_1")).statusCode());
        assertEquals(403, fetch(address.replaceAll("expires=[0-9]*", "expires=x")).statusCode());
        assertEquals(403, fetch(address.replaceAll("\\?.*", "")).statusCode());
        gateway.world.clock.advance(Duration.ofMillis(1));
        assertEquals(410, fetch(address).statusCode());
    }

    @Test
    void a_bill_that_cannot_be_had_says_why() {
        assertRefused("isp.bill_not_exist", "trade", "2026-11-24");
        assertRefused("isp.bill_not_exist", "trade", "2026-11");
        assertRefused("isp.bill_not_exist", "trade", "2027-01-01");
        assertRefused("isp.bill_not_exist", "trade", "2020-11-23");
        assertRefused("invalid_arguments", "trade", "2026-02-30");
        assertRefused("invalid_arguments", "trade", "yesterday");
        assertRefused("invalid_arguments", "merchant_act", "2026-11-23");
        assertRefused("invalid_arguments", "trade", null);
        AlipayDataDataserviceBillDownloadurlQueryResponse empty = ask("trade", "2026-11-23");
        assertNull(empty.getSubCode(), empty::getBody);
        assertEquals("EMPTY_DATA_WITH_BILL_FILE", empty.getBillFileCode());
        // Midnight in Beijing is eight hours away; five minutes later the day can be had.
        gateway.world.clock.advance(Duration.ofHours(8).plusMinutes(5).minusMillis(1));
        assertRefused("isp.bill_not_exist", "trade", "2026-11-24");
        gateway.world.clock.advance(Duration.ofMillis(1));
        assertNull(ask("trade", "2026-11-24").getSubCode());
    }

    private void pay(String number, String amount) {
        AlipayTradePayModel model = new AlipayTradePayModel();
        model.setOutTradeNo(number);
        model.setTotalAmount(amount);
        model.setSubject("茉莉花茶");
        model.setOperatorId("till-1");
        model.setScene("bar_code");
        model.setAuthCode(gateway.world.core.wallets().issueCode(gateway.world.lin.id()));
        assertTrue(gateway.call(new AlipayTradePayRequest(), model).isSuccess());
    }

    private String balance() {
        return gateway.world.balance(
                AccountKind.MERCHANT_PAYABLE, World.LANTERN, World.JASMINE_TEA, World.CNY);
    }

    private AlipayDataDataserviceBillDownloadurlQueryResponse good(
            String type, String date, int daysLater) {
        gateway.world.clock.advance(Duration.ofDays(daysLater));
        AlipayDataDataserviceBillDownloadurlQueryResponse answer = ask(type, date);
        assertNull(answer.getSubCode(), answer::getBody);
        assertNull(answer.getBillFileCode());
        return answer;
    }

    private AlipayDataDataserviceBillDownloadurlQueryResponse good(String type, String date) {
        return good(type, date, 0);
    }

    private AlipayDataDataserviceBillDownloadurlQueryResponse ask(
            String type, @org.jspecify.annotations.Nullable String date) {
        AlipayDataDataserviceBillDownloadurlQueryModel model =
                new AlipayDataDataserviceBillDownloadurlQueryModel();
        model.setBillType(type);
        model.setBillDate(date);
        return gateway.call(new AlipayDataDataserviceBillDownloadurlQueryRequest(), model);
    }

    private void assertRefused(
            String subCode, String type, @org.jspecify.annotations.Nullable String date) {
        AlipayDataDataserviceBillDownloadurlQueryResponse answer = ask(type, date);
        assertEquals(subCode, answer.getSubCode(), answer::getBody);
    }

    private HttpResponse<byte[]> fetch(String address) throws Exception {
        return BillFiles.fetch(gateway, address);
    }

    private Map<String, List<String>> files(
            AlipayDataDataserviceBillDownloadurlQueryResponse answer) throws Exception {
        return BillFiles.files(gateway, answer.getBillDownloadUrl());
    }

    private static String[] row(List<String[]> rows, String number, String kind) {
        return rows.stream()
                .filter(row -> Arrays.stream(row).anyMatch(cell -> cell.strip().equals(number)))
                .filter(row -> Arrays.stream(row).anyMatch(cell -> cell.strip().equals(kind)))
                .findFirst()
                .orElseThrow();
    }
}
