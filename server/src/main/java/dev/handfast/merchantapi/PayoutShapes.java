package dev.handfast.merchantapi;

import java.util.List;

/** The forms of payouts and of what moves a balance. */
final class PayoutShapes {
    static final Shape PAYOUT =
            Shape.of(
                    "payout",
                    "Money on its way to the merchant's bank.",
                    """
                    id                           text
                    object                       =payout
                    amount                       int    in the currency's smallest unit
                    application_fee              text?
                    application_fee_amount       int?
                    arrival_date                 time   until when it can be canceled
                    automatic                    bool   whether a schedule made it
                    balance_transaction          id@balance_transaction
                    created                      time
                    currency                     text
                    description                  text?
                    destination                  text?
                    failure_balance_transaction  text?
                    failure_code                 text?
                    failure_message              text?
                    livemode                     bool
                    metadata                     map
                    method                       =standard
                    original_payout              text?
                    reconciliation_status        =not_applicable
                    reversed_by                  text?
                    source_type                  =card
                    statement_descriptor         text?
                    status                       =pending|in_transit|paid|failed|canceled
                    type                         =bank_account
                    """);

    static final Shape FEE_DETAIL =
            Shape.of(
                    "fee_detail",
                    "A part of a fee.",
                    """
                    amount       int
                    application  text?
                    currency     text
                    description  text?
                    type         =application_fee|stripe_fee
                    """);

    static final Shape BALANCE_TRANSACTION =
            Shape.of(
                    "balance_transaction",
                    "What moved the merchant's balance. The nets of all of them add up to it.",
                    """
                    id                  text
                    object              =balance_transaction
                    amount              int    before fees
                    available_on        time   from when on it can be paid out
                    balance_type        =payments
                    created             time
                    currency            text
                    description         text?
                    exchange_rate       any?
                    fee                 int    what was earned from it
                    fee_details         [@fee_detail]
                    net                 int    what the balance gained
                    reporting_category  text
                    source              text?  the object that moved it
                    status              =available|pending
                    type                text
                    """);

    static final List<Shape> ALL = List.of(PAYOUT, BALANCE_TRANSACTION, FEE_DETAIL);

    private PayoutShapes() {}
}
