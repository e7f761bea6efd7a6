package dev.handfast.alipay;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One row of a business bill: a payment, a refund or splits. Columns that are not set are empty,
 * amounts zero.
 */
public final class TradeRow {
    /** What a row is about. */
    public enum Kind {
        PAYMENT("交易"),
        /** Its amounts are negative. */
        REFUND("退款"),
        /** Splits of a payment that is in another bill; all amounts but theirs are zero. */
        ROYALTY("分账");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }
    }

    private final Kind kind;
    private final Map<TradeColumn, String> texts = new EnumMap<>(TradeColumn.class);
    private final Map<TradeColumn, Long> amountsFen = new EnumMap<>(TradeColumn.class);

    private TradeRow(Kind kind) {
        this.kind = kind;
    }

    /**
     * A row of this kind with nothing else in it. It is filled and then written; it is not shared.
     */
    public static TradeRow of(Kind kind) {
        var row = new TradeRow(kind);
        row.texts.put(TradeColumn.KIND, kind.wireName);
        return row;
    }

    /**
     * Sets a text.
     *
     * @throws IllegalArgumentException if the column is an amount or the kind
     */
    public TradeRow text(TradeColumn column, String text) {
        if (column.cell().isAmount() || column == TradeColumn.KIND) {
            throw new IllegalArgumentException(column + " is not a text to be set");
        }
        texts.put(column, text);
        return this;
    }

    /**
     * Sets an amount in fen, a hundredth of a yuan.
     *
     * @throws IllegalArgumentException if the column is a text
     */
    public TradeRow fen(TradeColumn column, long fen) {
        if (!column.cell().isAmount()) {
            throw new IllegalArgumentException(column + " is no amount");
        }
        amountsFen.put(column, fen);
        return this;
    }

    Kind kind() {
        return kind;
    }

    String text(TradeColumn column) {
        return texts.getOrDefault(column, "");
    }

    long fen(TradeColumn column) {
        return amountsFen.getOrDefault(column, 0L);
    }

    String line() {
        return Arrays.stream(TradeColumn.values())
                .map(
                        column -> {
                            String cell =
                                    column.cell().isAmount()
                                            ? BillText.yuan(fen(column))
                                            : BillText.cell(text(column));
                            return column.cell().isTabbed() ? cell + "\t" : cell;
                        })
                .collect(Collectors.joining(","));
    }
}
