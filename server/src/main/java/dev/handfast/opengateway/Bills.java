package dev.handfast.opengateway;

import dev.handfast.alipay.BillHeading;
import dev.handfast.alipay.FundBill;
import dev.handfast.alipay.TradeBill;
import dev.handfast.alipay.TradeColumn;
import dev.handfast.alipay.TradeRow;
import dev.handfast.alipay.WireCharset;
import dev.handfast.alipay.WireTime;
import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Line;
import dev.handfast.ledger.LineKind;
import dev.handfast.ledger.Statement;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.payments.Capture;
import dev.handfast.payments.Channel;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentStore;
import dev.handfast.payments.Refund;
import dev.handfast.transfers.Transfers;
import dev.handfast.transfers.WalletTransfer;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes merchants' bills from the statement of their account and from what its lines are about.
 *
 * @param statement what every entry did to the account
 * @param store payments and refunds
 * @param transfers money the merchant has sent
 * @param buyers the dialect's numbers for payers
 * @param merchants whose bills they are
 */
public record Bills(
        Statement statement,
        PaymentStore store,
        Transfers transfers,
        Buyers buyers,
        Merchants merchants) {
    private static final int PAGE = 500;

    /** The official bills give an account its number and this. */
    private static final String ACCOUNT_SUFFIX = "0156";

    private static final String CHANNEL = "支付宝";

    /** Whether nothing happened that the bill is about. */
    boolean isEmpty(Bill bill) {
        return !switch (bill.kind()) {
            case TRADE -> rows(bill).iterator().hasNext();
            case FUNDS -> movements(bill).iterator().hasNext();
        };
    }

    /** Writes the bill as the official archive; the stream is left open. */
    void write(Bill bill, OutputStream out, Instant now) throws IOException {
        BillHeading heading =
                new BillHeading(
                        bill.sellerId() + ACCOUNT_SUFFIX,
                        bill.days().from(),
                        bill.days().until(),
                        now);
        switch (bill.kind()) {
            case TRADE -> TradeBill.write(out, WireCharset.GBK, heading, rows(bill));
            case FUNDS -> FundBill.write(out, WireCharset.GBK, heading, movements(bill));
        }
    }

    private Iterable<TradeRow> rows(Bill bill) {
        AccountRef account = account(bill);
        return new BillPages<>(
                after -> statement.within(account, bill.days().span(), after, PAGE), this::rows);
    }

    private List<TradeRow> rows(List<Line> lines) {
        Map<UUID, Payment> payments =
                byId(store.byIds(ids(lines, line -> line.about().subject())), Payment::id);
        Map<UUID, Refund> refunds =
                byId(store.refundsByIds(ids(lines, line -> line.about().source())), Refund::id);
        List<TradeRow> rows = new ArrayList<>();
        for (Line line : lines) {
            Payment payment = payments.get(line.about().subject());
            Refund refund = refunds.get(line.about().source());
            if (line.kind() == LineKind.CHARGE && payment != null) {
                rows.add(sale(line, payment));
            } else if (line.kind() == LineKind.REFUND && payment != null && refund != null) {
                rows.add(refund(line, payment, refund));
            }
        }
        return rows;
    }

    private TradeRow sale(Line line, Payment payment) {
        long captured = payment.capture().map(Capture::amount).orElseThrow().minor();
        return common(TradeRow.Kind.PAYMENT, payment, line)
                .fen(TradeColumn.TOTAL, payment.terms().amount().minor())
                .fen(TradeColumn.RECEIPT, captured)
                .fen(TradeColumn.FEE, Math.negateExact(line.fee().minor()));
    }

    private TradeRow refund(Line line, Payment payment, Refund refund) {
        long back = Math.negateExact(refund.amount().minor());
        return common(TradeRow.Kind.REFUND, payment, line)
                .text(TradeColumn.REFUND_REQUEST_NO, refund.reference().orElse(""))
                .fen(TradeColumn.TOTAL, back)
                .fen(TradeColumn.RECEIPT, back)
                .fen(TradeColumn.FEE, Math.negateExact(line.fee().minor()));
    }

    private TradeRow common(TradeRow.Kind kind, Payment payment, Line line) {
        TradeRow row =
                TradeRow.of(kind)
                        .text(TradeColumn.TRADE_NO, TradeNo.of(payment.id()))
                        .text(TradeColumn.OUT_TRADE_NO, payment.terms().reference().orElse(""))
                        .text(TradeColumn.SUBJECT, payment.terms().description())
                        .text(TradeColumn.CREATED, WireTime.format(payment.createdAt()))
                        .text(TradeColumn.COMPLETED, WireTime.format(line.at()))
                        .text(TradeColumn.COUNTERPARTY, payer(payment));
        if (payment.terms().channel() == Channel.GATEWAY) {
            Details details = Details.of(payment);
            row.text(TradeColumn.STORE_ID, details.find("store_id").orElse(""))
                    .text(TradeColumn.OPERATOR, details.find("operator_id").orElse(""))
                    .text(TradeColumn.TERMINAL, details.find("terminal_id").orElse(""))
                    .text(TradeColumn.REMARK, details.find(Details.BODY).orElse(""));
        }
        return row;
    }

    private String payer(Payment payment) {
        return Buyers.payer(payment).map(buyers::maskedName).orElse("");
    }

    private Iterable<FundBill.Movement> movements(Bill bill) {
        AccountRef account = account(bill);
        long opening = statement.balanceAt(account, bill.days().span().from()).minor();
        return () -> {
            // Each pass begins at the same balance and adds up for itself.
            Running running = new Running(opening);
            return new BillPages<>(
                            (Optional<Line> after) ->
                                    statement.within(account, bill.days().span(), after, PAGE),
                            lines -> movements(lines, running))
                    .iterator();
        };
    }

    /** The balance as one pass over the lines has it. */
    private static final class Running {
        private long minor;

        Running(long minor) {
            this.minor = minor;
        }

        long plus(long change) {
            minor = Math.addExact(minor, change);
            return minor;
        }
    }

    private List<FundBill.Movement> movements(List<Line> lines, Running running) {
        Set<UUID> subjects = ids(lines, line -> line.about().subject());
        Map<UUID, Payment> payments = byId(store.byIds(subjects), Payment::id);
        Map<UUID, WalletTransfer> sent = byId(transfers.byIds(subjects), WalletTransfer::id);
        List<FundBill.Movement> movements = new ArrayList<>();
        for (Line line : lines) {
            if (!line.net().isZero()) {
                long balance = running.plus(line.net().minor());
                Optional<Payment> payment =
                        Optional.ofNullable(payments.get(line.about().subject()));
                Optional<WalletTransfer> transfer =
                        Optional.ofNullable(sent.get(line.about().subject()));
                movements.add(
                        new FundBill.Movement(
                                numbers(line, payment, transfer),
                                line.at(),
                                line.net().minor(),
                                balance,
                                description(line, payment, transfer)));
            }
        }
        return movements;
    }

    private static FundBill.Numbers numbers(
            Line line, Optional<Payment> payment, Optional<WalletTransfer> transfer) {
        return new FundBill.Numbers(
                Long.toString(line.about().entry()),
                payment.map(known -> TradeNo.of(known.id()))
                        .or(() -> transfer.map(known -> OrderNo.TRANSFER.of(known.number())))
                        .orElse(""),
                payment.flatMap(known -> known.terms().reference())
                        .or(() -> transfer.map(known -> known.order().reference()))
                        .orElse(""));
    }

    private FundBill.Description description(
            Line line, Optional<Payment> payment, Optional<WalletTransfer> transfer) {
        return new FundBill.Description(
                payment.map(known -> known.terms().description())
                        .or(() -> transfer.map(known -> known.order().description()))
                        .orElse(""),
                payment.map(this::payer).orElse(""),
                CHANNEL,
                transfer.isPresent() ? "转账" : kind(line.kind()),
                line.fee().isZero() ? "" : "服务费" + line.fee().negated().toDecimalString() + "元");
    }

    private static String kind(LineKind kind) {
        return switch (kind) {
            case CHARGE -> "在线支付";
            case REFUND -> "交易退款";
            case DISPUTE, DISPUTE_REVERSAL -> "交易争议";
            case PAYOUT -> "提现";
            case PAYOUT_FAILURE, PAYOUT_CANCEL -> "提现退回";
            case APPLICATION_FEE,
                    APPLICATION_FEE_REFUND,
                    TRANSFER,
                    TRANSFER_REFUND,
                    PAYMENT,
                    PAYMENT_REFUND ->
                    "分账";
            case ADJUSTMENT -> "其它";
        };
    }

    private AccountRef account(Bill bill) {
        Merchant merchant = merchants.find(bill.merchant()).orElseThrow();
        return new AccountRef(
                AccountKind.MERCHANT_PAYABLE, merchant.partner(), merchant.id(), Fields.CNY);
    }

    private static Set<UUID> ids(List<Line> lines, Function<Line, UUID> id) {
        return lines.stream().map(id).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static <T> Map<UUID, T> byId(List<T> rows, Function<T, UUID> id) {
        return rows.stream().collect(Collectors.toMap(id, Function.identity()));
    }
}
