package dev.handfast.alipay;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes the business bill: a ZIP of the details, one row per payment and refund, and their summary
 * by store. Splits of a payment stand in its row, or in one of their own where that is in another
 * bill.
 *
 * <p>Source: the sample bill of the public documentation (opendocs.alipay.com, 02ekfu). Taken from
 * it: names, columns, TAB characters, heading and footer of the details, and the columns of the
 * summary. Not in it, and chosen alike: the heading of the summary and CR LF as line end.
 */
public final class TradeBill {
    private static final String RULE = "#-----------------------------------------";
    private static final String DETAILS_START =
            RULE + "业务明细列表----------------------------------------";
    private static final String DETAILS_END = RULE + "业务明细列表结束------------------------------------";
    private static final String SUMMARY_START =
            RULE + "业务汇总列表----------------------------------------";
    private static final String SUMMARY_END = RULE + "业务汇总列表结束------------------------------------";
    private static final String SUMMARY_HEADER =
            "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,"
                    + "支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）";
    private static final List<TradeColumn> SUMMED =
            List.of(
                    TradeColumn.TOTAL,
                    TradeColumn.RECEIPT,
                    TradeColumn.ALIPAY_DISCOUNT,
                    TradeColumn.MERCHANT_DISCOUNT,
                    TradeColumn.CARD,
                    TradeColumn.FEE,
                    TradeColumn.ROYALTY);

    private TradeBill() {}

    /**
     * Writes the archive, row by row, so that a bill of any length needs little memory. The stream
     * is flushed and left open.
     *
     * @param charset GBK for the official form, UTF-8 for a readable one
     * @throws ArithmeticException if a sum exceeds the range of long
     */
    public static void write(
            OutputStream out, WireCharset charset, BillHeading heading, Iterable<TradeRow> rows)
            throws IOException {
        var totals = new Totals();
        Map<Store, Totals> stores = new TreeMap<>();
        try (var zip = new BillZip(out, charset, heading)) {
            zip.file(
                    heading.fileStem() + "业务明细.csv",
                    lines -> {
                        lines.line("#支付宝业务明细查询");
                        lines.line(heading.accountLine());
                        lines.line(heading.daysLine());
                        lines.line(DETAILS_START);
                        lines.line(header());
                        for (TradeRow row : rows) {
                            lines.line(row.line());
                            totals.add(row);
                            stores.computeIfAbsent(Store.of(row), store -> new Totals()).add(row);
                        }
                        lines.line(DETAILS_END);
                        lines.line(totals.paymentsLine());
                        lines.line(totals.refundsLine());
                        lines.line(heading.exportedLine());
                    });
            zip.file(
                    heading.fileStem() + "业务明细(汇总).csv",
                    lines -> {
                        lines.line("#支付宝业务汇总查询");
                        lines.line(heading.accountLine());
                        lines.line(heading.daysLine());
                        lines.line(SUMMARY_START);
                        lines.line(SUMMARY_HEADER);
                        for (var store : stores.entrySet()) {
                            lines.line(store.getValue().line(store.getKey()));
                        }
                        lines.line(totals.line(new Store("合计", "")));
                        lines.line(SUMMARY_END);
                        lines.line(heading.exportedLine());
                    });
        }
    }

    private static String header() {
        return Arrays.stream(TradeColumn.values())
                .map(TradeColumn::header)
                .collect(Collectors.joining(","));
    }

    private record Store(String id, String name) implements Comparable<Store> {
        static Store of(TradeRow row) {
            return new Store(row.text(TradeColumn.STORE_ID), row.text(TradeColumn.STORE_NAME));
        }

        @Override
        public int compareTo(Store other) {
            int byId = id.compareTo(other.id);
            return byId != 0 ? byId : name.compareTo(other.name);
        }
    }

    /** Counts and sums of some rows, payments and refunds apart. */
    private static final class Totals {
        private final Map<TradeRow.Kind, Long> counts = new EnumMap<>(TradeRow.Kind.class);
        private final Map<TradeRow.Kind, Map<TradeColumn, Long>> sums =
                new EnumMap<>(TradeRow.Kind.class);

        void add(TradeRow row) {
            counts.merge(row.kind(), 1L, Math::addExact);
            var sum = sums.computeIfAbsent(row.kind(), k -> new EnumMap<>(TradeColumn.class));
            for (TradeColumn column : SUMMED) {
                sum.merge(column, row.fen(column), Math::addExact);
            }
        }

        private long count(TradeRow.Kind kind) {
            return counts.getOrDefault(kind, 0L);
        }

        private long sum(TradeRow.Kind kind, TradeColumn column) {
            return sums.getOrDefault(kind, Map.of()).getOrDefault(column, 0L);
        }

        private long sum(TradeColumn column) {
            return Arrays.stream(TradeRow.Kind.values())
                    .mapToLong(kind -> sum(kind, column))
                    .reduce(0, Math::addExact);
        }

        String paymentsLine() {
            return "#交易合计：%d笔，商家实收共%s元，商家优惠共%s元"
                    .formatted(
                            count(TradeRow.Kind.PAYMENT),
                            yuan(TradeRow.Kind.PAYMENT, TradeColumn.RECEIPT),
                            yuan(TradeRow.Kind.PAYMENT, TradeColumn.MERCHANT_DISCOUNT));
        }

        String refundsLine() {
            return "#退款合计：%d笔，商家实收退款共%s元，商家优惠退款共%s元"
                    .formatted(
                            count(TradeRow.Kind.REFUND),
                            yuan(TradeRow.Kind.REFUND, TradeColumn.RECEIPT),
                            yuan(TradeRow.Kind.REFUND, TradeColumn.MERCHANT_DISCOUNT));
        }

        private String yuan(TradeRow.Kind kind, TradeColumn column) {
            return BillText.yuan(sum(kind, column));
        }

        String line(Store store) {
            String amounts =
                    SUMMED.stream()
                            .map(column -> BillText.yuan(sum(column)))
                            .collect(Collectors.joining(","));
            // Net: what was received, less fees and royalties, which are negative where they were
            // charged.
            long net =
                    Math.addExact(
                            sum(TradeColumn.RECEIPT),
                            Math.addExact(sum(TradeColumn.FEE), sum(TradeColumn.ROYALTY)));
            return String.join(
                    ",",
                    BillText.cell(store.id()) + "\t",
                    BillText.cell(store.name()) + "\t",
                    Long.toString(count(TradeRow.Kind.PAYMENT)),
                    Long.toString(count(TradeRow.Kind.REFUND)),
                    amounts,
                    BillText.yuan(net));
        }
    }
}
