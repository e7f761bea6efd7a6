package dev.handfast.alipay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.zip.ZipInputStream;

final class BillTest {
    private static final BillHeading DAY =
            new BillHeading(
                    "20880211096256330156",
                    LocalDate.of(2019, 9, 16),
                    LocalDate.of(2019, 9, 17),
                    Instant.parse("2019-09-16T21:46:49Z"));

    @Test
    void the_details_are_those_of_the_documented_sample() throws Exception {
        byte[] zip = trade(WireCharset.GBK, List.of(payment(), refund()));
        var files = unzip(zip, WireCharset.GBK);
        assertEquals(
                List.of(
                        "20880211096256330156_20190916_业务明细.csv",
                        "20880211096256330156_20190916_业务明细(汇总).csv"),
                List.copyOf(files.keySet()));
        List<String> lines = files.firstEntry().getValue();
        assertEquals("#支付宝业务明细查询", lines.get(0));
        assertEquals("#账号：[20880211096256330156]", lines.get(1));
        assertEquals("#起始日期：[2019年09月16日 00:00:00]   终止日期：[2019年09月17日 00:00:00]", lines.get(2));
        assertEquals(25, lines.get(4).split(",", -1).length);
        assertEquals(
                "2019091622001458860515315453\t,service_1568601259302\t,交易\t,下单测试,"
                        + "2019-09-16 10:55:16,2019-09-16 10:55:23,alipay_store\t,alipay_store\t,"
                        + "alipay\t,\t,*津水(602***@qq.com)\t,0.01,0.01,0.00,0.00,0.00,0.00,0.00,,"
                        + "0.00\t,0.00,\t,0.00,0.00,下单测试",
                lines.get(5));
        assertEquals("#交易合计：1笔，商家实收共0.01元，商家优惠共0.00元", lines.get(8));
        assertEquals("#退款合计：1笔，商家实收退款共-0.05元，商家优惠退款共0.00元", lines.get(9));
        assertEquals("#导出时间：[2019年09月17日 05:46:49]", lines.get(10));
        List<String> summary = files.lastEntry().getValue();
        assertEquals("\t,\t,0,1,0.00,-0.05,0.00,0.00,0.00,0.00,0.00,-0.05", summary.get(5));
        assertEquals(
                "alipay_store\t,alipay_store\t,1,0,0.01,0.01,0.00,0.00,0.00,0.00,0.00,0.01",
                summary.get(6));
        assertEquals("合计\t,\t,1,1,0.01,-0.04,0.00,0.00,0.00,0.00,0.00,-0.04", summary.get(7));
    }

    @Test
    void equal_bills_give_equal_bytes_and_names_have_no_utf8_flag_in_gbk() throws Exception {
        byte[] first = trade(WireCharset.GBK, List.of(payment()));
        assertArrayEquals(first, trade(WireCharset.GBK, List.of(payment())));
        int flags = (first[6] & 0xff) | ((first[7] & 0xff) << 8);
        assertEquals(0, flags & 0x800);
        var readable = unzip(trade(WireCharset.UTF_8, List.of(payment())), WireCharset.UTF_8);
        assertEquals("#支付宝业务明细查询", readable.firstEntry().getValue().getFirst());
    }

    @Test
    void cells_cannot_break_out_of_their_column_or_run_as_formulas() throws Exception {
        record Row(String text, String cell) {}
        for (Row row :
                List.of(
                        new Row("a,b", "\"a,b\""),
                        new Row("a\"b", "\"a\"\"b\""),
                        new Row("a\r\nb\tc", "a  b c"),
                        new Row("=1+1", "\t=1+1"),
                        new Row("@a,b", "\"\t@a,b\""))) {
            assertEquals(row.cell(), BillText.cell(row.text()));
        }
        var emoji = payment().text(TradeColumn.SUBJECT, "咖啡😀");
        var files = unzip(trade(WireCharset.GBK, List.of(emoji)), WireCharset.GBK);
        assertEquals("咖啡?", files.firstEntry().getValue().get(5).split(",", -1)[3]);
    }

    @Test
    void fen_become_yuan_exactly_over_the_whole_range() {
        assertEquals("0.00", BillText.yuan(0));
        assertEquals("0.05", BillText.yuan(5));
        assertEquals("-0.05", BillText.yuan(-5));
        assertEquals("-123.45", BillText.yuan(-12345));
        assertEquals("92233720368547758.07", BillText.yuan(Long.MAX_VALUE));
        assertEquals("-92233720368547758.08", BillText.yuan(Long.MIN_VALUE));
    }

    @Test
    void a_sum_beyond_the_range_is_an_error_not_a_number() {
        var huge = payment().fen(TradeColumn.RECEIPT, Long.MAX_VALUE);
        assertThrows(
                ArithmeticException.class, () -> trade(WireCharset.GBK, List.of(huge, payment())));
    }

    @Test
    void the_account_bill_has_its_columns_and_totals() throws Exception {
        var out = new ByteArrayOutputStream();
        var month =
                new BillHeading(
                        "2088",
                        LocalDate.of(2019, 9, 1),
                        LocalDate.of(2019, 10, 1),
                        DAY.exportedAt());
        FundBill.write(
                out,
                WireCharset.GBK,
                month,
                List.of(movement(1234, 1234), movement(-34, 1200), movement(-200, 1000)));
        var files = unzip(out.toByteArray(), WireCharset.GBK);
        assertEquals("2088_201909_账务明细.csv", files.firstEntry().getKey());
        List<String> lines = files.firstEntry().getValue();
        assertEquals("#支付宝账务明细查询", lines.getFirst());
        assertEquals(12, lines.get(4).split(",", -1).length);
        assertEquals(
                "E1\t,2019091622\t,T1\t,咖啡,2019-09-17 05:46:49,*津水\t,0.00,-0.34,12.00,"
                        + "支付宝,在线支付,",
                lines.get(6));
        assertEquals("#支出合计：2笔，共-2.34元", lines.get(9));
        assertEquals("#收入合计：1笔，共12.34元", lines.get(10));
        assertEquals("2088_201909_账务明细(汇总).csv", files.lastEntry().getKey());
        List<String> summary = files.lastEntry().getValue();
        assertEquals("#支付宝账务汇总查询", summary.getFirst());
        assertEquals("类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）", summary.get(4));
        assertEquals("在线支付,1,12.34,2,-2.34,10.00", summary.get(5));
        assertEquals("合计,1,12.34,2,-2.34,10.00", summary.get(6));
    }

    private static FundBill.Movement movement(long changeFen, long balanceFen) {
        return new FundBill.Movement(
                new FundBill.Numbers("E1", "2019091622", "T1"),
                DAY.exportedAt(),
                changeFen,
                balanceFen,
                new FundBill.Description("咖啡", "*津水", "支付宝", "在线支付", ""));
    }

    private static TradeRow payment() {
        return TradeRow.of(TradeRow.Kind.PAYMENT)
                .text(TradeColumn.TRADE_NO, "2019091622001458860515315453")
                .text(TradeColumn.OUT_TRADE_NO, "service_1568601259302")
                .text(TradeColumn.SUBJECT, "下单测试")
                .text(TradeColumn.CREATED, "2019-09-16 10:55:16")
                .text(TradeColumn.COMPLETED, "2019-09-16 10:55:23")
                .text(TradeColumn.STORE_ID, "alipay_store")
                .text(TradeColumn.STORE_NAME, "alipay_store")
                .text(TradeColumn.OPERATOR, "alipay")
                .text(TradeColumn.COUNTERPARTY, "*津水(602***@qq.com)")
                .fen(TradeColumn.TOTAL, 1)
                .fen(TradeColumn.RECEIPT, 1)
                .text(TradeColumn.REMARK, "下单测试");
    }

    private static TradeRow refund() {
        return TradeRow.of(TradeRow.Kind.REFUND).fen(TradeColumn.RECEIPT, -5);
    }

    private static byte[] trade(WireCharset charset, List<TradeRow> rows) throws IOException {
        var out = new ByteArrayOutputStream();
        TradeBill.write(out, charset, DAY, rows);
        return out.toByteArray();
    }

    private static SequencedMap<String, List<String>> unzip(byte[] zip, WireCharset charset)
            throws IOException {
        Charset set = charset.charset();
        SequencedMap<String, List<String>> files = new LinkedHashMap<>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip), set)) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String text = new String(in.readAllBytes(), set);
                files.put(entry.getName(), List.of(text.split("\r\n", -1)));
            }
        }
        return files;
    }
}
