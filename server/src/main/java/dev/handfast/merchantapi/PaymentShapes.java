package dev.handfast.merchantapi;

import java.util.List;

/** The forms of payments and of what they consist of. */
final class PaymentShapes {
    static final Shape PAYMENT_INTENT =
            Shape.of(
                    "payment_intent",
                    "A payment, from its creation to its end.",
                    """
                    id                           text
                    object                       =payment_intent
                    amount                       int    in the currency's smallest unit
                    amount_capturable            int    what is held and can be taken
                    amount_details               any
                    amount_received              int    what was taken
                    application                  text?
                    application_fee_amount       int?
                    automatic_payment_methods    any?
                    canceled_at                  time?
                    cancellation_reason          text?
                    capture_method               =automatic|manual
                    client_secret                text   for the payer's own program
                    confirmation_method          =automatic
                    created                      time
                    currency                     text
                    customer                     id@customer?
                    description                  text?
                    last_payment_error           @error_detail?
                    latest_charge                id@charge?
                    livemode                     bool
                    metadata                     map
                    next_action                  any?   what the payer has to do
                    on_behalf_of                 text?
                    payment_method               id@payment_method?
                    payment_method_options       any
                    payment_method_types         [text]
                    processing                   any?
                    receipt_email                text?
                    review                       text?
                    setup_future_usage           text?
                    shipping                     any?
                    statement_descriptor         text?
                    statement_descriptor_suffix  text?
                    status                       text   how far it is
                    transfer_data                any?
                    transfer_group               text?
                    """);

    static final Shape CHARGE =
            Shape.of(
                    "charge",
                    "What a payer has paid, for reading.",
                    """
                    id                               text
                    object                           =charge
                    amount                           int
                    amount_captured                  int
                    amount_refunded                  int
                    application                      text?
                    application_fee                  text?
                    application_fee_amount           int?
                    balance_transaction              id@balance_transaction?
                    billing_details                  any
                    calculated_statement_descriptor  text?
                    captured                         bool
                    created                          time
                    currency                         text
                    customer                         id@customer?
                    description                      text?
                    disputed                         bool
                    failure_balance_transaction      text?
                    failure_code                     text?
                    failure_message                  text?
                    fraud_details                    any
                    livemode                         bool
                    metadata                         map
                    on_behalf_of                     text?
                    outcome                          any?
                    paid                             bool
                    payment_intent                   id@payment_intent
                    payment_method                   text?
                    payment_method_details           any
                    presentment_details              @presentment_details-
                    receipt_email                    text?
                    receipt_number                   text?  once paid with receipt_email
                    receipt_url                      text?  a page, for whoever has it
                    refunded                         bool   whether all of it went back
                    review                           text?
                    shipping                         any?
                    source_transfer                  text?
                    statement_descriptor             text?
                    statement_descriptor_suffix      text?
                    status                           =succeeded|pending|failed
                    transfer                         text-  what was passed on to a merchant
                    transfer_data                    any?
                    transfer_group                   text?
                    """);

    static final Shape PRESENTMENT_DETAILS =
            Shape.of(
                    "presentment_details",
                    "What the payer pays, in the payer's own currency.",
                    """
                    presentment_amount    int
                    presentment_currency  text
                    """);

    static final List<Shape> ALL = List.of(PAYMENT_INTENT, CHARGE, PRESENTMENT_DETAILS);

    private PaymentShapes() {}
}
