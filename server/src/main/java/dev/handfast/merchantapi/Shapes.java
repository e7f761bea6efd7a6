package dev.handfast.merchantapi;

import java.util.ArrayList;
import java.util.List;

/** The forms of all answered objects, by resource. */
final class Shapes {
    static final Shape ERROR_DETAIL =
            Shape.of(
                    "error_detail",
                    "What is wrong.",
                    """
                    code            text    stable, for programs
                    decline_code    text-   why the payer's side declined, where it did
                    doc_url         text-   the code's heading
                    message         text    the rule and what was got, for the developer
                    param           text-   the parameter it is about, where it is about one
                    payment_intent  @payment_intent-  the payment it is about, where there is one
                    type            =invalid_request_error|card_error|idempotency_error|api_error
                    """);

    static final Shape ERROR = Shape.of("error", "An error.", "error @error_detail what is wrong");

    static final Shape REFUND =
            Shape.of(
                    "refund",
                    "Money given back.",
                    """
                    id                        text
                    object                    =refund
                    amount                    int     in the currency's smallest unit
                    balance_transaction       text?
                    charge                    id@charge
                    created                   time
                    currency                  text
                    metadata                  map
                    payment_intent            id@payment_intent
                    reason                    =duplicate|fraudulent|requested_by_customer?
                    receipt_number            text?
                    source_transfer_reversal  text?
                    status                    =succeeded
                    transfer_reversal         text?
                    """);

    static final Shape TOKEN_CARD =
            Shape.of(
                    "token_card",
                    "What a token stands for.",
                    """
                    id                   text
                    object               =card
                    metadata             map
                    tokenization_method  =apple_pay
                    """);

    static final Shape TOKEN =
            Shape.of(
                    "token",
                    "Something to pay with once, handed in by the payer's own device.",
                    """
                    id         text
                    object     =token
                    card       @token_card
                    client_ip  text?
                    created    time
                    livemode   bool
                    type       =card
                    used       bool   whether it has paid
                    """);

    static final Shape FUNDS_BY_SOURCE =
            Shape.of("funds_by_source", "An amount by where it came from.", "card int");

    static final Shape FUNDS =
            Shape.of(
                    "funds",
                    "An amount in one currency.",
                    """
                    amount        int
                    currency      text
                    source_types  @funds_by_source
                    """);

    static final Shape BALANCE =
            Shape.of(
                    "balance",
                    "What the acquiring partner owes the merchant.",
                    """
                    object     =balance
                    available  [@funds]
                    livemode   bool
                    pending    [@funds]
                    """);

    static final Shape APPLE_PAY_DOMAIN =
            Shape.of(
                    "apple_pay_domain",
                    "A domain whose pages may show the Apple Pay sheet.",
                    """
                    id           text
                    object       =apple_pay_domain
                    created      time
                    domain_name  text
                    livemode     bool
                    """);

    static final Shape APPLE_PAY_SESSION =
            Shape.of(
                    "apple_pay_session",
                    "A payment session, to be handed to the sheet as it is.",
                    "");

    private Shapes() {}

    /** Every shape there is. */
    static List<Shape> all() {
        List<Shape> all = new ArrayList<>();
        all.addAll(
                List.of(
                        ERROR,
                        ERROR_DETAIL,
                        REFUND,
                        TOKEN,
                        TOKEN_CARD,
                        BALANCE,
                        FUNDS,
                        FUNDS_BY_SOURCE,
                        APPLE_PAY_DOMAIN,
                        APPLE_PAY_SESSION));
        all.addAll(WebhookShapes.ALL);
        all.addAll(PaymentShapes.ALL);
        all.add(PartnerCodeCalls.CODE);
        all.addAll(CustomerShapes.ALL);
        all.addAll(MandateJson.ALL);
        all.addAll(SessionShapes.ALL);
        all.addAll(PayoutShapes.ALL);
        all.addAll(DisputeShapes.ALL);
        all.addAll(AccountShapes.ALL);
        all.addAll(FeeShapes.ALL);
        return List.copyOf(all);
    }
}
