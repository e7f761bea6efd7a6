package dev.handfast.merchantapi;

import java.util.List;

/** The forms of checkout sessions, payment links and what they sell. */
final class SessionShapes {
    static final Shape SESSION =
            Shape.of(
                    "checkout.session",
                    "A hosted page that sells something, or asks to be let charge later, once.",
                    """
                    id                          text
                    object                      =checkout.session
                    after_expiration            any?
                    allow_promotion_codes       bool?
                    amount_subtotal             int?
                    amount_total                int?   in the currency's smallest unit
                    automatic_tax               any
                    billing_address_collection  text?
                    cancel_url                  text?
                    client_reference_id         text?  the merchant's own number for it
                    client_secret               text?  the page's address, where it is for a frame
                    created                     time
                    currency                    text?
                    custom_fields               [any]
                    customer                    id@customer?
                    customer_details            any?
                    customer_email              text?
                    expires_at                  time?
                    invoice                     text?
                    line_items                  list@item-  where expanded
                    livemode                    bool
                    locale                      =auto|en|zh?
                    metadata                    map
                    mode                        =payment|setup
                    payment_intent              id@payment_intent?
                    payment_link                text?
                    payment_method_collection   text
                    payment_method_options      any
                    payment_method_types        [text]
                    payment_status              =paid|unpaid|no_payment_required
                    presentment_details         @presentment_details-
                    redirect_on_completion      =always
                    return_url                  text?
                    setup_intent                id@setup_intent?
                    shipping_options            [any]
                    status                      =open|complete|expired
                    submit_type                 =auto|book|donate|pay?
                    subscription                text?
                    success_url                 text?
                    total_details               any
                    ui_mode                     =hosted_page|embedded_page
                    url                         text?  the page's address, while it is open
                    """);

    static final Shape LINK =
            Shape.of(
                    "payment_link",
                    "An address that sells the same to everybody who opens it.",
                    """
                    id                          text
                    object                      =payment_link
                    active                      bool   whether it sells now
                    after_completion            any
                    allow_promotion_codes       bool
                    application                 text?
                    application_fee_amount      int?
                    application_fee_percent     any?
                    automatic_tax               any
                    billing_address_collection  text
                    currency                    text
                    custom_fields               [any]
                    customer_creation           text
                    inactive_message            text?
                    line_items                  list@item-  where expanded
                    livemode                    bool
                    metadata                    map
                    on_behalf_of                text?
                    payment_method_collection   text
                    payment_method_types        [text]
                    print_url                   text   a card with its code, to print
                    shipping_options            [any]
                    submit_type                 =auto|book|donate|pay?
                    subscription_data           any?
                    transfer_data               any?
                    url                         text
                    """);

    static final Shape ITEM =
            Shape.of(
                    "item",
                    "One line of what is sold.",
                    """
                    id               text
                    object           =item
                    amount_discount  int
                    amount_subtotal  int
                    amount_tax       int
                    amount_total     int
                    currency         text
                    description      text
                    price            any    what one costs
                    quantity         int
                    """);

    static final List<Shape> ALL = List.of(SESSION, LINK, ITEM);

    private SessionShapes() {}
}
