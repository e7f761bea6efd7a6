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
import dev.handfast.money.Money;
import dev.handfast.payments.Capture;
import dev.handfast.payments.Channel;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentStore;
import dev.handfast.payments.Refund;
import dev.handfast.payments.Settlements;
import dev.handfast.payments.Split;
import dev.handfast.transfers.Transfers;
import dev.handfast.transfers.WalletTransfer;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
 * <p>The trade bill has a row for every payment and refund, wherever the merchant's share of it is
 * kept. A payment's row tells of the splits that were made of it on the days of the bill, a
 * refund's of what receivers gave back with it; splits made on later days have a row of their own.
 * So its net is what all of the merchant's accounts gained by trading. The account bill has every
 * movement of what is payable to the merchant, so what goes into escrow, or is frozen, leaves there
 * and comes back.
 *
 * @param statement what every entry did to the account
 * @param store payments and refunds
 * @param settlements splits
 * @param transfers money the merchant has sent
 * @param buyers the dialect's numbers for payers
 * @param merchants whose bills they are
 */
public record Bills(
        Statement statement,
        PaymentStore store,
        Settlements settlements,
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
                after -> statement.within(account, bill.days().span(), after, PAGE),
                lines -> rows(bill, lines));
    }

    private List<TradeRow> rows(Bill bill, List<Line> lines) {
        Map<UUID, Payment> payments =
                byId(store.byIds(ids(lines, line -> line.about().subject())), Payment::id);
        Map<UUID, Refund> refunds =
                byId(store.refundsByIds(ids(lines, line -> line.about().source())), Refund::id);
        Map<UUID, Money> splits = splits(payments, bill.days().span());
        List<TradeRow> rows = new ArrayList<>();
        for (Line line : lines) {
            Payment payment = payments.get(line.about().subject());
            Refund refund = refunds.get(line.about().source());
            if (line.kind() == LineKind.CHARGE && payment != null) {
                rows.add(sale(line, payment).fen(TradeColumn.ROYALTY, fen(splits, payment.id())));
            } else if (line.kind() == LineKind.REFUND && payment != null && refund != null) {
                rows.add(
                        refund(line, payment, refund)
                                .fen(TradeColumn.ROYALTY, fen(splits, refund.id())));
            } else if (line.kind() == LineKind.ADJUSTMENT
                    && payment != null
                    && payment.terms().merchant().equals(bill.merchant())
                    && !line.about().source().equals(payment.id())
                    && splits.containsKey(line.about().source())) {
                rows.add(
                        common(TradeRow.Kind.ROYALTY, payment, line)
                                .fen(TradeColumn.ROYALTY, fen(splits, line.about().source())));
            }
        }
        return rows;
    }

    /**
     * What was split in a span, less than zero, by payment where that was captured in it and by
     * order where it was not; and what was given back, by refund.
     */
    private Map<UUID, Money> splits(Map<UUID, Payment> payments, Statement.Span span) {
        Map<UUID, Money> sums = new HashMap<>();
        for (Split split : settlements.splitsOfPayments(payments.keySet())) {
            switch (split.kind()) {
                case OUT -> {
                    if (within(span, split.createdAt())) {
                        boolean here =
                                Optional.ofNullable(payments.get(split.payment()))
                                        .flatMap(Payment::capture)
                                        .filter(capture -> within(span, capture.at()))
                                        .isPresent();
                        sums.merge(
                                here ? split.payment() : split.order(),
                                split.amount().negated(),
                                Money::plus);
                    }
                }
                case BACK -> sums.merge(split.order(), split.amount(), Money::plus);
            }
        }
        return sums;
    }

    private static boolean within(Statement.Span span, Instant at) {
        return !at.isBefore(span.from()) && at.isBefore(span.until());
    }

    private static long fen(Map<UUID, Money> sums, UUID id) {
        Money sum = sums.get(id);
        return sum == null ? 0 : sum.minor();
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
                            lines -> movements(bill, lines, running))
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

    private List<FundBill.Movement> movements(Bill bill, List<Line> lines, Running running) {
        Set<UUID> subjects = ids(lines, line -> line.about().subject());
        Map<UUID, Payment> payments = byId(store.byIds(subjects), Payment::id);
        Set<UUID> orders =
                settlements.splitsOfPayments(payments.keySet()).stream()
                        .map(Split::order)
                        .collect(Collectors.toSet());
        Map<UUID, WalletTransfer> sent = byId(transfers.byIds(subjects), WalletTransfer::id);
        List<FundBill.Movement> movements = new ArrayList<>();
        for (Line line : lines) {
            if (!line.net().isZero()) {
                long balance = running.plus(line.net().minor());
                About about =
                        new About(
                                Optional.ofNullable(payments.get(line.about().subject())),
                                Optional.ofNullable(sent.get(line.about().subject())),
                                orders.contains(line.about().source()));
                movements.add(
                        new FundBill.Movement(
                                numbers(bill, line, about),
                                line.at(),
                                line.net().minor(),
                                balance,
                                description(bill, line, about)));
            }
        }
        return movements;
    }

    /**
     * What a line is about.
     *
     * @param isSplit whether it is an order of splits
     */
    private record About(
            Optional<Payment> payment, Optional<WalletTransfer> transfer, boolean isSplit) {
        /** The payment, where it is this merchant's; a receiver of splits sees others' as well. */
        Optional<Payment> own(Bill bill) {
            return payment.filter(known -> known.terms().merchant().equals(bill.merchant()));
        }
    }

    private static FundBill.Numbers numbers(Bill bill, Line line, About about) {
        return new FundBill.Numbers(
                Long.toString(line.about().entry()),
                about.payment()
                        .map(known -> TradeNo.of(known.id()))
                        .or(() -> about.transfer().map(sent -> OrderNo.TRANSFER.of(sent.number())))
                        .orElse(""),
                about.own(bill)
                        .flatMap(known -> known.terms().reference())
                        .or(() -> about.transfer().map(sent -> sent.order().reference()))
                        .orElse(""));
    }

    private FundBill.Description description(Bill bill, Line line, About about) {
        return new FundBill.Description(
                about.own(bill)
                        .map(known -> known.terms().description())
                        .or(() -> about.transfer().map(sent -> sent.order().description()))
                        .orElse(""),
                about.own(bill).map(this::payer).orElse(""),
                CHANNEL,
                kind(bill, line, about),
                line.fee().isZero() ? "" : "服务费" + line.fee().negated().toDecimalString() + "元");
    }

    private static String kind(Bill bill, Line line, About about) {
        if (about.transfer().isPresent()) {
            return "转账";
        }
        boolean moved = line.kind() == LineKind.ADJUSTMENT && about.payment().isPresent();
        if (!moved) {
            return kind(line.kind());
        }
        if (about.own(bill).isEmpty()) {
            return "交易分账";
        }
        // What was split out of frozen money never was in the account: only the rest comes back.
        return line.net().isNegative() ? (about.isSplit() ? "交易分账" : "冻结") : "解冻";
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
                    "交易分账";
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
