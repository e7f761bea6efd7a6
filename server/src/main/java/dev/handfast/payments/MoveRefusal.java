package dev.handfast.payments;

/**
 * Why a settlement, a split or a command on a freeze was refused, in order of precedence: the first
 * that applies is given.
 */
public enum MoveRefusal {
    /** There is no such payment, or it is not this merchant's. */
    TRADE_NOT_FOUND,
    /** The merchant's number already names something about another payment. */
    NUMBER_TAKEN,
    /** The merchant's number already names the same with other content. */
    NUMBER_REUSED,
    /** No money has moved yet that could be settled or split. */
    NOTHING_CAPTURED,
    /** All of the money has gone back. */
    ALL_REFUNDED,
    /** The payment's money was never in escrow. */
    NOT_IN_ESCROW,
    /** Everything is settled already. */
    ALREADY_SETTLED,
    /** The amount is not what there is to settle. */
    SETTLEMENT_AMOUNT_WRONG,
    /** The receiver of a split is not one of the merchant's. */
    RECEIVER_NOT_BOUND,
    /** The receiver of a split is the merchant. */
    RECEIVER_IS_MERCHANT,
    /** What would be split is still in escrow. */
    SPLIT_BEFORE_SETTLEMENT,
    /** More would be split than is left of the merchant's share. */
    SPLIT_EXCEEDS_SHARE,
    /** More would be unfrozen than is frozen for splits. */
    UNFREEZE_EXCEEDS_FROZEN,
    /** The merchant's balance is not enough. */
    MERCHANT_BALANCE_NOT_ENOUGH
}
