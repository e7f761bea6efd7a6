package dev.handfast.limits;

/** On which way money leaves a holder; the rulebook limits ways apart. */
public enum Way {
    /** The payer shows a payment code and the merchant scans it. */
    SHOWN_CODE,
    /** The payer scans a code that is good for one payment. */
    SCANNED_CODE,
    /** The payer scans a printed code that is good for any number of payments. */
    STATIC_CODE,
    /** The payer pays with a device token, whose cryptogram signs the payment. */
    DEVICE_TOKEN,
    /** The merchant takes the money under an agreement with the payer. */
    MANDATE,
    /** A merchant sends money to a wallet. */
    MERCHANT_TRANSFER
}
