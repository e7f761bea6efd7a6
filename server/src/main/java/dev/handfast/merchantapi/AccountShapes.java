package dev.handfast.merchantapi;

import java.util.List;

/** The form of accounts. */
final class AccountShapes {
    static final Shape ACCOUNT =
            Shape.of(
                    "account",
                    "A merchant: oneself, or one that a platform has brought.",
                    """
                    id                 text
                    object             =account
                    business_profile   any
                    business_type      text?
                    capabilities       any
                    charges_enabled    bool
                    country            text
                    created            time
                    default_currency   text
                    details_submitted  bool
                    email              text?
                    metadata           map
                    payouts_enabled    bool
                    settings           any    how it is paid out
                    type               =standard
                    """);

    static final List<Shape> ALL = List.of(ACCOUNT);

    private AccountShapes() {}
}
