package dev.handfast.merchantapi;

import java.util.List;

/** The parameters of payments that several calls share. */
final class PaymentParams {
    private static final int DESCRIPTION_LENGTH_MAX = 1_000;
    private static final int DESCRIPTOR_LENGTH_MAX = 22;
    private static final int SECRET_LENGTH_MAX = 200;

    private PaymentParams() {}

    static List<Param> create() {
        return List.of(
                Param.currency("currency", "The currency of the amount.").required(),
                Param.amount("amount", "How much, in the currency's smallest unit.").required(),
                Param.flag("confirm", "Whether to pay at once."),
                Param.word(
                        "capture_method",
                        "When the money moves.",
                        "automatic",
                        "automatic_async",
                        "manual"),
                description(),
                Param.metadata(),
                receiptEmail(),
                descriptor(),
                descriptorSuffix(),
                Param.ignored("automatic_payment_methods"),
                MethodTypes.param(),
                CardSource.param(),
                returnUrl(),
                confirmationMethod(),
                Param.ignored("use_stripe_sdk"),
                Param.ignored("error_on_requires_action"),
                Param.ignored("off_session"),
                expandCharge());
    }

    static List<Param> confirm() {
        return List.of(
                CardSource.param(),
                clientSecret(),
                Param.ignored("receipt_email"),
                Param.ignored("payment_method_types"),
                returnUrl(),
                confirmationMethod(),
                Param.ignored("use_stripe_sdk"),
                Param.ignored("error_on_requires_action"),
                Param.ignored("off_session"),
                expandCharge());
    }

    static Param description() {
        return Param.text("description", DESCRIPTION_LENGTH_MAX, "What is paid for.");
    }

    static Param receiptEmail() {
        return Param.text("receipt_email", Param.EMAIL_LENGTH_MAX, "Where the receipt goes.");
    }

    static Param descriptor() {
        return Param.text(
                "statement_descriptor", DESCRIPTOR_LENGTH_MAX, "On the payer's statement.");
    }

    static Param descriptorSuffix() {
        return Param.text(
                "statement_descriptor_suffix",
                DESCRIPTOR_LENGTH_MAX,
                "On the payer's statement, behind the merchant's name.");
    }

    static Param clientSecret() {
        return Param.text(
                "client_secret",
                SECRET_LENGTH_MAX,
                "What the payer's own program shows beside a publishable key.");
    }

    static Param expandCharge() {
        return Param.expand("latest_charge");
    }

    private static Param returnUrl() {
        return Param.text(
                "return_url", Param.URL_LENGTH_MAX, "Where the payer comes back to from a wallet.");
    }

    private static Param confirmationMethod() {
        return Param.word("confirmation_method", "Who confirms.", "automatic");
    }
}
