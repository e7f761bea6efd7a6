package dev.handfast.alipay;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/**
 * Writes the account bill ({@code bill_type=signcustomer}): a ZIP of one CSV with a row per
 * movement of the merchant's account. The official archive holds a summary beside it, whose columns
 * are not documented and which is left out.
 *
 * <p>Source: the columns and footer in the public documentation (opendocs.alipay.com, 02ekfu).
 */
public final class FundBill {
    private static final String HEADER =
            "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）," + "账户余额（元）,交易渠道,业务类型,备注";
    private static final String RULE = "#-----------------------------------------";
    private static final String START = RULE + "账务明细列表----------------------------------------";
    private static final String END = RULE + "账务明细列表结束------------------------------------";

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
        try (var zip = new BillZip(out, charset, heading)) {
            zip.file(
                    heading.fileStem() + "账务明细.csv",
                    lines -> {
                        lines.line("#支付宝账务明细查询");
                        lines.line(heading.accountLine());
                        lines.line(heading.daysLine());
                        lines.line(START);
                        lines.line(HEADER);
                        var totals = new Totals();
                        for (Movement movement : movements) {
                            lines.line(line(movement));
                            totals.add(movement.changeFen());
                        }
                        lines.line(END);
                        lines.line(totals.expensesLine());
                        lines.line(totals.incomeLine());
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

        String expensesLine() {
            return "#支出合计：" + expenses + "笔，共" + BillText.yuan(expensesFen) + "元";
        }

        String incomeLine() {
            return "#收入合计：" + income + "笔，共" + BillText.yuan(incomeFen) + "元";
        }
    }
}
