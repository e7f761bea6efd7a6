package dev.handfast.ledger;

/** Which step of a flow a transfer is; the words of docs/books.md. */
public enum Purpose {
    /** Money put into a wallet from its operator's reserve. */
    TOP_UP,
    /** The payer's side of a payment: the wallet or card pays. */
    PAY,
    /** A payment in a second currency: the counter amount leaves the conversion. */
    CONVERT,
    /** What the conversion earned above the middle rate. */
    MARGIN,
    /** The merchant's share of a capture. */
    MERCHANT,
    /** The acquiring partner's fee. */
    ACQUIRING_FEE,
    /** The issuing partner's fee. */
    ISSUING_FEE,
    /** The payer's side of a refund. */
    REFUND_PAY,
    /** A refund in a second currency. */
    REFUND_CONVERT,
    /** The margin given back with a refund. */
    REFUND_MARGIN,
    /** The merchant's share of a refund. */
    REFUND_MERCHANT,
    /** The acquiring partner's fee given back. */
    REFUND_ACQUIRING_FEE,
    /** The issuing partner's fee given back. */
    REFUND_ISSUING_FEE
}
