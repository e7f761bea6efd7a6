package dev.handfast.alipay;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the account bill ({@code bill_type=signcustomer}): a ZIP of the movements of the
 * merchant's account, one row each, and their summary by kind.
 *
 * <p>Source: the columns and footer in the public documentation (opendocs.alipay.com, 02ekfu). Not
 * in it: the summary, whose heading, rules and columns are those that published readers of such
 * bills look for.
 */
public final class FundBill {
    private static final String HEADER =
            "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）," + "账户余额（元）,交易渠道,业务类型,备注";
    private static final String RULE = "#-----------------------------------------";
    private static final String START = RULE + "账务明细列表----------------------------------------";
    private static final String END = RULE + "账务明细列表结束------------------------------------";

    private static final String SUMMARY_START =
            RULE + "账务汇总列表----------------------------------------";
    private static final String SUMMARY_END = RULE + "账务汇总列表结束------------------------------------";
    private static final String SUMMARY_HEADER = "类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）";

    private FundBill() {}

    /**
     * One movement.
     *
     * @param changeFen what was added to the account, negative for what was taken, in fen
     * @param balanceFen the balance afterwards, in fen
     */
    public record Movement(
            Numbers numbers,
            Instant at,
            long changeFen,
            long balanceFen,
            Description description) {}

    /** The numbers of a movement: the account's own, the trade's, and the merchant's order. */
    public record Numbers(String entryNo, String tradeNo, String outTradeNo) {}

    /** What people read of a movement. Empty where there is nothing to say. */
    public record Description(
            String subject, String counterparty, String channel, String kind, String remark) {}

    /** Writes the archive, row by row. The stream is flushed and left open. */
    public static void write(
            OutputStream out,
            WireCharset charset,
            BillHeading heading,
            Iterable<Movement> movements)
            throws IOException {
        var totals = new Totals();
        Map<String, Totals> kinds = new TreeMap<>();
        try (var zip = new BillZip(out, charset, heading)) {
            zip.file(
                    heading.fileStem() + "账务明细.csv",
                    lines -> {
                        lines.line("#支付宝账务明细查询");
                        lines.line(heading.accountLine());
                        lines.line(heading.daysLine());
                        lines.line(START);
                        lines.line(HEADER);
                        for (Movement movement : movements) {
                            lines.line(line(movement));
                            totals.add(movement.changeFen());
                            kinds.computeIfAbsent(
                                            movement.description().kind(), kind -> new Totals())
                                    .add(movement.changeFen());
                        }
                        lines.line(END);
                        lines.line(totals.expensesLine());
                        lines.line(totals.incomeLine());
                        lines.line(heading.exportedLine());
                    });
            zip.file(
                    heading.fileStem() + "账务明细(汇总).csv",
                    lines -> {
                        lines.line("#支付宝账务汇总查询");
                        lines.line(heading.accountLine());
                        lines.line(heading.daysLine());
                        lines.line(SUMMARY_START);
                        lines.line(SUMMARY_HEADER);
                        for (var kind : kinds.entrySet()) {
                            lines.line(kind.getValue().line(kind.getKey()));
                        }
                        lines.line(totals.line("合计"));
                        lines.line(SUMMARY_END);
                        lines.line(heading.exportedLine());
                    });
        }
    }

    private static String line(Movement movement) {
        var numbers = movement.numbers();
        var description = movement.description();
        long change = movement.changeFen();
        return String.join(
                ",",
                BillText.cell(numbers.entryNo()) + "\t",
                BillText.cell(numbers.tradeNo()) + "\t",
                BillText.cell(numbers.outTradeNo()) + "\t",
                BillText.cell(description.subject()),
                WireTime.format(movement.at()),
                BillText.cell(description.counterparty()) + "\t",
                change > 0 ? BillText.yuan(change) : "0.00",
                change < 0 ? BillText.yuan(change) : "0.00",
                BillText.yuan(movement.balanceFen()),
                BillText.cell(description.channel()),
                BillText.cell(description.kind()),
                BillText.cell(description.remark()));
    }

    private static final class Totals {
        private long expenses;
        private long expensesFen;
        private long income;
        private long incomeFen;

        void add(long changeFen) {
            if (changeFen < 0) {
                expenses++;
                expensesFen = Math.addExact(expensesFen, changeFen);
            } else {
                income++;
                incomeFen = Math.addExact(incomeFen, changeFen);
            }
        }

        String line(String kind) {
            return String.join(
                    ",",
                    BillText.cell(kind),
                    Long.toString(income),
                    BillText.yuan(incomeFen),
                    Long.toString(expenses),
                    BillText.yuan(expensesFen),
                    BillText.yuan(Math.addExact(incomeFen, expensesFen)));
        }

        String expensesLine() {
            return "#支出合计：" + expenses + "笔，共" + BillText.yuan(expensesFen) + "元";
        }

        String incomeLine() {
            return "#收入合计：" + income + "笔，共" + BillText.yuan(incomeFen) + "元";
        }
    }
}
