package dev.handfast.payments;

/** The dialect a payment came by; it is told of in the same one. */
public enum Channel {
    /** The merchant API. */
    MERCHANT_API,
    /** The Alipay Open API. */
    GATEWAY
}
