package dev.handfast.opengateway;

import static dev.handfast.opengateway.BillFiles.fen;
import static dev.handfast.opengateway.BillFiles.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayConfig;
import com.alipay.api.AlipayRequest;
import com.alipay.api.AlipayResponse;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.request.AlipayDataDataserviceBillDownloadurlQueryRequest;
import com.alipay.api.request.AlipayFundAuthOrderFreezeRequest;
import com.alipay.api.request.AlipayFundTransUniTransferRequest;
import com.alipay.api.request.AlipayTradeOrderSettleRequest;
import com.alipay.api.request.AlipayTradePayRequest;
import com.alipay.api.request.AlipayTradeRefundRequest;
import com.alipay.api.request.AlipayTradeRoyaltyRelationBindRequest;
import com.alipay.api.request.AlipayTradeSettleConfirmRequest;

import dev.handfast.merchants.GatewayApp;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.wallets.Wallet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A day with everything that moves a merchant's money by the dialect, told by the bills, against
 * what the transfers of the ledger add up to.
 */
@DatabaseTest
final class BillDayTest {
    private static final String OTHER = "2088100000000002";
    private static final Instant FROM = Instant.parse("2026-11-24T16:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-11-25T16:00:00Z");

    /** Columns of the trade bill. */
    private static final int OUT_TRADE_NO = 1;

    private static final int KIND = 2;
    private static final int TOTAL = 11;
    private static final int RECEIPT = 12;
    private static final int FEE = 22;
    private static final int ROYALTY = 23;

    /** Columns of the account bill. */
    private static final int INCOME = 6;

    private static final int EXPENSE = 7;
    private static final int BALANCE = 8;

    private TestGateway gateway;
    private UUID other;
    private Wallet mei;

    @BeforeEach
    void open(Database database) {
        gateway = new TestGateway(database);
        other = gateway.stranger();
        gateway.apps.register(
                new GatewayApp(
                        "2021000000000002",
                        other,
                        OTHER,
                        new GatewayApp.Signing(
                                List.of(TestGateway.publicText(TestGateway.STRANGER)),
                                List.of("RSA2"))));
        mei = gateway.world.wallet("Mei", World.CNY, "0.00");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void a_whole_day_adds_up_to_the_ledger(Database database) throws Exception {
        bind();
        theDayBefore();
        theDay();
        gateway.world.clock.advance(Duration.ofDays(1));
        trade(database);
        account(database);
        receiver(database);
    }

    private void bind() {
        call(
                AlipayTradeRoyaltyRelationBindRequest::new,
                AlipayTradeRoyaltyRelationBindRequest::setBizContent,
                """
                {"out_request_no":"B1","receiver_list":[{"type":"userId","account":"%s"},
                {"type":"userId","account":"%s"}]}\
                """
                        .formatted(mei.userId(), OTHER));
    }

    /** A trade in escrow and one that is simply payable. */
    private void theDayBefore() {
        pay("T0", "10.00", escrow("10.00"));
        pay("T00", "8.00", "");
        gateway.world.clock.advance(Duration.ofHours(12));
    }

    private void theDay() {
        String inEscrow = pay("E1", "25.00", escrow("25.00"));
        confirm(inEscrow, "C1", "10.00");
        confirm(no("T0"), "C0", "4.00");
        refund("E1", "2.00", "");
        split(no("T00"), "S00", part(mei.userId(), "1.00"), "");
        String frozen = pay("F1", "25.00", ",\"extend_params\":{\"royalty_freeze\":\"true\"}");
        split(frozen, "S1", part(mei.userId(), "5.00") + "," + part(OTHER, "3.00"), "");
        split(frozen, "S2", "", ",\"extend_params\":{\"royalty_finish\":\"true\"}");
        refund(
                "F1",
                "10.00",
                ",\"refund_royalty_parameters\":[{\"trans_out\":\"%s\",\"amount\":\"2.00\"}]"
                        .formatted(mei.userId()));
        pay(
                "P1",
                "50.00",
                ",\"royalty_info\":{\"royalty_detail_infos\":["
                        + "{\"trans_in\":\"%s\",\"amount_percentage\":\"20\"},"
                                .formatted(mei.userId())
                        + "{\"trans_in\":\"%s\",\"amount\":\"5.55\"}]}".formatted(OTHER));
        gateway.world.core.settlements().round();
        refund("P1", "12.34", "");
        hotel();
        call(
                AlipayFundTransUniTransferRequest::new,
                AlipayFundTransUniTransferRequest::setBizContent,
                """
                {"out_biz_no":"W1","trans_amount":"5.00","product_code":"TRANS_ACCOUNT_NO_PWD",
                "order_title":"佣金","payee_info":{"identity_type":"ALIPAY_USER_ID",
                "identity":"%s"}}\
                """
                        .formatted(gateway.world.lin.userId()));
    }

    /** Money is frozen, paid from twice, and the rest unfrozen. */
    private void hotel() {
        String authNo =
                call(
                                AlipayFundAuthOrderFreezeRequest::new,
                                AlipayFundAuthOrderFreezeRequest::setBizContent,
                                """
                                {"auth_code":"%s","auth_code_type":"bar_code","out_order_no":"H1",
                                "out_request_no":"H1","order_title":"房间","amount":"60.00",
                                "payee_user_id":"%s","product_code":"PRE_AUTH"}\
                                """
                                        .formatted(code(), TestGateway.SELLER_ID))
                        .getAuthNo();
        for (String more :
                List.of(
                        "\"out_trade_no\":\"H2\",\"total_amount\":\"20.00\","
                                + "\"auth_confirm_mode\":\"NOT_COMPLETE\"",
                        "\"out_trade_no\":\"H3\",\"total_amount\":\"15.00\","
                                + "\"auth_confirm_mode\":\"COMPLETE\"")) {
            call(
                    AlipayTradePayRequest::new,
                    AlipayTradePayRequest::setBizContent,
                    """
                    {%s,"subject":"房间","product_code":"PRE_AUTH_ONLINE","auth_no":"%s",
                    "seller_id":"%s","buyer_id":"%s"}\
                    """
                            .formatted(
                                    more,
                                    authNo,
                                    TestGateway.SELLER_ID,
                                    gateway.world.lin.userId()));
        }
    }

    private void trade(Database database) throws Exception {
        SequencedMap<String, List<String>> files = bill(gateway.config(), "trade");
        String stem = TestGateway.SELLER_ID + "0156_20261125_业务明细";
        assertEquals(List.of(stem + ".csv", stem + "(汇总).csv"), List.copyOf(files.keySet()));
        List<String[]> rows = rows(files.firstEntry().getValue());
        assertEquals(
                List.of(
                        "E1 交易 25.00 -0.15 0.00",
                        "T00 分账 0.00 0.00 -1.00",
                        "F1 交易 25.00 -0.15 -8.00",
                        "P1 交易 50.00 -0.30 -15.55",
                        "H2 交易 20.00 -0.12 0.00",
                        "H3 交易 15.00 -0.09 0.00",
                        "E1 退款 -2.00 0.01 0.00",
                        "F1 退款 -10.00 0.06 2.00",
                        "P1 退款 -12.34 0.07 3.84"),
                rows.stream()
                        .map(row -> pick(row, OUT_TRADE_NO, KIND, RECEIPT, FEE, ROYALTY))
                        .sorted(Comparator.comparing(text -> text.contains("退款")))
                        .toList());
        List<String[]> summary = rows(files.lastEntry().getValue());
        String[] all = summary.getLast();
        assertEquals("合计 5 3", pick(all, 0, 2, 3));
        for (int[] pair : new int[][] {{TOTAL, 4}, {RECEIPT, 5}, {FEE, 9}, {ROYALTY, 10}}) {
            assertEquals(sum(rows, pair[0]), fen(all[pair[1]]), Arrays.toString(all));
            assertEquals(fen(all[pair[1]]), sum(summary.subList(0, summary.size() - 1), pair[1]));
        }
        // Wherever the merchant's share is kept: what all accounts gained, but for the transfer.
        Map<String, Long> moved = moved(database, World.JASMINE_TEA);
        assertEquals(moved.values().stream().mapToLong(Long::longValue).sum() + 500, fen(all[11]));
        assertEquals(894, moved.get("MERCHANT_ESCROW"));
    }

    private void account(Database database) throws Exception {
        SequencedMap<String, List<String>> files = bill(gateway.config(), "signcustomer");
        String stem = TestGateway.SELLER_ID + "0156_20261125_账务明细";
        assertEquals(List.of(stem + ".csv", stem + "(汇总).csv"), List.copyOf(files.keySet()));
        List<String[]> rows = rows(files.firstEntry().getValue());
        assertEquals(20, rows.size());
        // The sale of the day before that was not in escrow.
        long running = 795;
        for (String[] row : rows) {
            assertEquals(12, row.length);
            running += fen(row[INCOME]) + fen(row[EXPENSE]);
            assertEquals(running, fen(row[BALANCE]), Arrays.toString(row));
            assertTrue(running >= 0, () -> "entries are out of order: " + Arrays.toString(row));
        }
        long gained = moved(database, World.JASMINE_TEA).getOrDefault("MERCHANT_PAYABLE", 0L);
        assertEquals(gained, running - 795);
        List<String[]> summary = rows(files.lastEntry().getValue());
        assertEquals(
                List.of("交易分账", "交易退款", "冻结", "在线支付", "解冻", "转账", "合计"),
                summary.stream().map(row -> row[0]).toList());
        String[] all = summary.getLast();
        assertEquals(sum(rows, INCOME), fen(all[2]));
        assertEquals(sum(rows, EXPENSE), fen(all[4]));
        assertEquals(gained, fen(all[5]));
        assertEquals(rows.size(), Integer.parseInt(all[1]) + Integer.parseInt(all[3]));
    }

    /** A receiver of splits sees its parts, and nothing of what others have sold to whom. */
    private void receiver(Database database) throws Exception {
        AlipayConfig theirs = gateway.config();
        theirs.setAppId("2021000000000002");
        theirs.setPrivateKey(TestGateway.privateText(TestGateway.STRANGER));
        SequencedMap<String, List<String>> files = bill(theirs, "signcustomer");
        List<String[]> rows = rows(files.firstEntry().getValue());
        assertEquals(
                List.of("  3.00 0.00 交易分账", "  5.55 0.00 交易分账", "  0.00 -1.37 交易分账"),
                rows.stream().map(row -> pick(row, 2, 3, INCOME, EXPENSE, 10)).toList());
        assertTrue(rows.stream().allMatch(row -> row[5].isBlank()));
        assertEquals(moved(database, other), Map.of("MERCHANT_PAYABLE", 718L));
        assertEquals("7.18", rows(files.lastEntry().getValue()).getLast()[5]);
        assertTrue(rows(bill(theirs, "trade").firstEntry().getValue()).isEmpty());
    }

    private static String pick(String[] row, int... columns) {
        return Arrays.stream(columns)
                .mapToObj(column -> row[column].strip())
                .collect(Collectors.joining(" "));
    }

    private static long sum(List<String[]> rows, int column) {
        return rows.stream().mapToLong(row -> fen(row[column])).sum();
    }

    /** What the day's transfers added to a merchant's accounts, by kind, in fen. */
    private static Map<String, Long> moved(Database database, UUID merchant) {
        Map<String, Long> sums = new HashMap<>();
        database.read(
                        tx ->
                                tx.query(
                                        """
                                        select a.kind,
                                          sum(case when t.credit = a.id then t.amount_minor
                                            else -t.amount_minor end)::bigint as sum
                                        from transfer t
                                          join account a on a.id in (t.debit, t.credit)
                                        where a.holder = ? and a.currency = 'CNY'
                                          and t.kind in ('POSTED', 'HOLD_POSTED')
                                          and t.at >= ? and t.at < ?
                                        group by a.kind
                                        """,
                                        row -> Map.entry(row.text("kind"), row.number("sum")),
                                        merchant,
                                        FROM,
                                        UNTIL))
                .forEach(entry -> sums.put(entry.getKey(), entry.getValue()));
        return sums;
    }

    private SequencedMap<String, List<String>> bill(AlipayConfig config, String type)
            throws Exception {
        String address =
                call(
                                config,
                                AlipayDataDataserviceBillDownloadurlQueryRequest::new,
                                AlipayDataDataserviceBillDownloadurlQueryRequest::setBizContent,
                                """
                                {"bill_type":"%s","bill_date":"2026-11-25"}\
                                """
                                        .formatted(type))
                        .getBillDownloadUrl();
        return BillFiles.files(gateway, address);
    }

    private String pay(String number, String amount, String more) {
        return call(
                        AlipayTradePayRequest::new,
                        AlipayTradePayRequest::setBizContent,
                        """
                        {"out_trade_no":"%s","total_amount":"%s","subject":"茉莉花茶",
                        "store_id":"shop-1","product_code":"FACE_TO_FACE_PAYMENT",
                        "scene":"bar_code","auth_code":"%s"%s}\
                        """
                                .formatted(number, amount, code(), more))
                .getTradeNo();
    }

    private static String escrow(String amount) {
        return """
        ,"settle_info":{"settle_period_time":"7d","settle_detail_infos":[
        {"trans_in_type":"defaultSettle","amount":"%s"}]}\
        """
                .formatted(amount);
    }

    private void confirm(String tradeNo, String number, String amount) {
        call(
                AlipayTradeSettleConfirmRequest::new,
                AlipayTradeSettleConfirmRequest::setBizContent,
                """
                {"out_request_no":"%s","trade_no":"%s","settle_info":{"settle_detail_infos":[
                {"trans_in_type":"defaultSettle","actual_amount":"%s"}]}}\
                """
                        .formatted(number, tradeNo, amount));
    }

    private void split(String tradeNo, String number, String parts, String more) {
        call(
                AlipayTradeOrderSettleRequest::new,
                AlipayTradeOrderSettleRequest::setBizContent,
                """
                {"out_request_no":"%s","trade_no":"%s","royalty_parameters":[%s]%s}\
                """
                        .formatted(number, tradeNo, parts, more));
    }

    private static String part(String account, String amount) {
        return "{\"trans_in\":\"%s\",\"amount\":\"%s\"}".formatted(account, amount);
    }

    private void refund(String number, String amount, String more) {
        call(
                AlipayTradeRefundRequest::new,
                AlipayTradeRefundRequest::setBizContent,
                """
                {"out_trade_no":"%s","out_request_no":"R%s","refund_amount":"%s"%s}\
                """
                        .formatted(number, number, amount, more));
    }

    private String no(String number) {
        return TradeNo.of(gateway.trade(number).id());
    }

    private String code() {
        return gateway.world.core.wallets().issueCode(gateway.world.lin.id());
    }

    private <T extends AlipayResponse, R extends AlipayRequest<T>> T call(
            Supplier<R> request, BiConsumer<R, String> fill, String biz) {
        return call(gateway.config(), request, fill, biz);
    }

    private static <T extends AlipayResponse, R extends AlipayRequest<T>> T call(
            AlipayConfig config, Supplier<R> request, BiConsumer<R, String> fill, String biz) {
        try {
            R filled = request.get();
            fill.accept(filled, biz);
            T answer = new DefaultAlipayClient(config).execute(filled);
            assertTrue(answer.isSuccess(), answer::getBody);
            return answer;
        } catch (AlipayApiException broken) {
            throw new AssertionError("the official client does not take the answer", broken);
        }
    }
}
