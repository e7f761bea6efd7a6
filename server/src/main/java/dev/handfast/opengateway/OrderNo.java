package dev.handfast.opengateway;

import java.util.Optional;
import java.util.UUID;

/**
 * Numbers of things other than trades, worked out from an id as {@link TradeNo} does, with other
 * digits in the place of its constant: {@code yyyyMMdd KKKKKK tttttttt rrrrrrrrrr}, 32 digits.
 */
enum OrderNo {
    /** A transfer. */
    TRANSFER("110070"),
    /** The movement of money that a transfer makes. */
    TRANSFER_FUNDS("110075"),
    /** An order of splits. */
    SPLITS("110080"),
    /** One part of it. */
    SPLIT("110085"),
    /** A freeze. */
    FREEZE("110090"),
    /** Something done to a freeze. */
    FREEZE_OPERATION("110095");

    private static final int DAY_DIGITS = 8;
    private static final String TRADE = "22";

    private final String constant;

    OrderNo(String constant) {
        this.constant = constant;
    }

    /** The number of what has this id. */
    String of(UUID id) {
        String trade = TradeNo.of(id);
        return trade.substring(0, DAY_DIGITS)
                + constant
                + trade.substring(DAY_DIGITS + TRADE.length());
    }

    /** The number in this text, as that of a trade; or nothing if it is no number of this kind. */
    Optional<TradeNo> parse(String text) {
        return text.startsWith(constant, DAY_DIGITS)
                ? TradeNo.parse(
                        text.substring(0, DAY_DIGITS)
                                + TRADE
                                + text.substring(DAY_DIGITS + constant.length()))
                : Optional.empty();
    }
}
