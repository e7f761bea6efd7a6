package dev.handfast.alipay;

/**
 * The 25 columns of the business bill ({@code bill_type=trade}), in order.
 *
 * <p>Source: the sample bill of the public documentation (opendocs.alipay.com, 02ekfu), its TAB
 * characters included.
 */
public enum TradeColumn {
    TRADE_NO("支付宝交易号", Cell.TABBED),
    OUT_TRADE_NO("商户订单号", Cell.TABBED),
    /** Set by {@link TradeRow#of}. */
    KIND("业务类型", Cell.TABBED),
    SUBJECT("商品名称", Cell.TEXT),
    /** {@link WireTime} text. */
    CREATED("创建时间", Cell.TEXT),
    /** {@link WireTime} text. */
    COMPLETED("完成时间", Cell.TEXT),
    STORE_ID("门店编号", Cell.TABBED),
    STORE_NAME("门店名称", Cell.TABBED),
    OPERATOR("操作员", Cell.TABBED),
    TERMINAL("终端号", Cell.TABBED),
    /** The other side's account, masked. */
    COUNTERPARTY("对方账户", Cell.TABBED),
    TOTAL("订单金额（元）", Cell.AMOUNT),
    RECEIPT("商家实收（元）", Cell.AMOUNT),
    COUPON("支付宝红包（元）", Cell.AMOUNT),
    POINTS("集分宝（元）", Cell.AMOUNT),
    ALIPAY_DISCOUNT("支付宝优惠（元）", Cell.AMOUNT),
    MERCHANT_DISCOUNT("商家优惠（元）", Cell.AMOUNT),
    VOUCHER_AMOUNT("券核销金额（元）", Cell.AMOUNT),
    VOUCHER_NAME("券名称", Cell.TEXT),
    MERCHANT_COUPON("商家红包消费金额（元）", Cell.TABBED_AMOUNT),
    CARD("卡消费金额（元）", Cell.AMOUNT),
    REFUND_REQUEST_NO("退款批次号/请求号", Cell.TABBED),
    /** The fee, negative where it was charged. */
    FEE("服务费（元）", Cell.AMOUNT),
    ROYALTY("分润（元）", Cell.AMOUNT),
    REMARK("备注", Cell.TEXT);

    /**
     * How a cell is written. A TAB behind it keeps spreadsheets from taking long digits for
     * numbers.
     */
    enum Cell {
        TEXT,
        TABBED,
        AMOUNT,
        TABBED_AMOUNT;

        boolean isAmount() {
            return this == AMOUNT || this == TABBED_AMOUNT;
        }

        boolean isTabbed() {
            return this == TABBED || this == TABBED_AMOUNT;
        }
    }

    private final String header;
    private final Cell cell;

    TradeColumn(String header, Cell cell) {
        this.header = header;
        this.cell = cell;
    }

    /** The official header. */
    public String header() {
        return header;
    }

    Cell cell() {
        return cell;
    }
}
