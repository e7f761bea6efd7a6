package dev.handfast.merchantapi;

import java.util.List;

/** The forms of application fees. */
final class FeeShapes {
    static final Shape FEE_REFUND =
            Shape.of(
                    "fee_refund",
                    "What a platform has given back of its fee.",
                    """
                    id                   text
                    object               =fee_refund
                    amount               int
                    balance_transaction  text?
                    created              time
                    currency             text
                    fee                  text
                    metadata             map
                    """);

    static final Shape APPLICATION_FEE =
            Shape.of(
                    "application_fee",
                    "What a platform gets of a payment that it brings to one of its merchants.",
                    """
                    id                       text
                    object                   =application_fee
                    account                  text  whose payment it was taken from
                    amount                   int
                    amount_refunded          int
                    application              text?
                    balance_transaction      text?
                    charge                   text
                    created                  time
                    currency                 text
                    fee_source               any
                    livemode                 bool
                    originating_transaction  text?  the platform's own charge, where it passed it on
                    refunded                 bool   whether all of it went back
                    refunds                  list@fee_refund
                    """);

    static final List<Shape> ALL = List.of(APPLICATION_FEE, FEE_REFUND);

    private FeeShapes() {}
}
