package dev.handfast.merchantapi;

import java.util.List;

/** The forms of customers and of what they pay with. */
final class CustomerShapes {
    static final Shape CUSTOMER =
            Shape.of(
                    "customer",
                    "Somebody who pays a merchant more than once.",
                    """
                    id                 text
                    object             =customer
                    address            any?
                    balance            int    always 0: no credit is kept here
                    created            time
                    currency           text?
                    default_source     text?
                    delinquent         bool
                    description        text?
                    email              text?
                    livemode           bool
                    metadata           map
                    name               text?
                    phone              text?
                    preferred_locales  [text]
                    shipping           any?
                    """);

    static final Shape METHOD_CARD =
            Shape.of(
                    "payment_method_card",
                    "A device token, as far as it is known.",
                    """
                    brand      text   the payment network; unknown until the token is opened
                    exp_month  int?
                    exp_year   int?
                    funding    =unknown
                    last4      text?  of the device's own number
                    wallet     any    that it is Apple Pay's
                    """);

    static final Shape METHOD =
            Shape.of(
                    "payment_method",
                    "What a customer pays with.",
                    """
                    id               text
                    object           =payment_method
                    alipay           any-                  where it is an account wallet
                    allow_redisplay  =unspecified
                    billing_details  any
                    card             @payment_method_card- where it is a device token
                    created          time
                    customer         id@customer?  whose, while it is attached
                    livemode         bool
                    metadata         map
                    type             =card|alipay
                    """);

    static final Shape SETUP =
            Shape.of(
                    "setup_intent",
                    "A wish to charge somebody later, with no money moved now.",
                    """
                    id                      text
                    object                  =setup_intent
                    application             text?
                    automatic_payment_methods  any?
                    cancellation_reason     text?
                    client_secret           text
                    created                 time
                    customer                id@customer?
                    description             text?
                    last_setup_error        @error_detail?
                    latest_attempt          text?
                    livemode                bool
                    mandate                 id@mandate?
                    metadata                map
                    next_action             any?
                    on_behalf_of            text?
                    payment_method          id@payment_method?
                    payment_method_options  any
                    payment_method_types    [text]
                    single_use_mandate      text?
                    status            =requires_payment_method|requires_action|succeeded|canceled
                    usage                   =off_session|on_session
                    """);

    static final List<Shape> ALL = List.of(CUSTOMER, METHOD, METHOD_CARD, SETUP);

    private CustomerShapes() {}
}
