package dev.handfast.merchantapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The parameters of payments that several calls share. */
final class PaymentParams {
    private static final int DESCRIPTION_LENGTH_MAX = 1_000;
    private static final int DESCRIPTOR_LENGTH_MAX = 22;
    private static final int SECRET_LENGTH_MAX = 200;

    private PaymentParams() {}

    private static List<Param> and(List<Param> some, Param... more) {
        List<Param> all = new ArrayList<>(List.of(more));
        all.addAll(some);
        return List.copyOf(all);
    }

    static List<Param> create() {
        return and(
                FeeParams.create(),
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
                CardSource.methodParam(),
                MethodCalls.customerParam(),
                futureUsage(),
                MandateOptions.param(),
                returnUrl(),
                confirmationMethod(),
                Param.ignored("use_stripe_sdk"),
                Param.ignored("error_on_requires_action"),
                Param.flag("off_session", "Whether the payer is not there."),
                expandCharge());
    }

    static List<Param> update() {
        return and(
                FeeParams.update(),
                Param.currency("currency", "As it is."),
                Param.amount("amount", "How much, as long as nobody has paid."),
                description().clearable(),
                Param.metadata().clearable(),
                receiptEmail().clearable(),
                descriptor().clearable(),
                descriptorSuffix().clearable(),
                MethodTypes.param(),
                CardSource.param(),
                CardSource.methodParam(),
                MethodCalls.customerParam(),
                futureUsage().clearable(),
                expandCharge());
    }

    static Param futureUsage() {
        return Param.word(
                PaymentJson.FUTURE_USAGE,
                "Whether to keep on file what the customer pays with.",
                "off_session",
                "on_session");
    }

    /** Takes into a payment's details what a call says of them. */
    static Details taking(Details details, Params params, UUID keeps) {
        if (params.declares("metadata")) {
            details.mergingMetadata(params);
        }
        for (String name :
                List.of(
                        "receipt_email",
                        "statement_descriptor",
                        "statement_descriptor_suffix",
                        PaymentJson.CUSTOMER,
                        PaymentJson.METHOD,
                        PaymentJson.FUTURE_USAGE)) {
            if (params.declares(name)) {
                details.taking(params, name);
            }
        }
        boolean kept = !details.text(PaymentJson.FUTURE_USAGE).isNull();
        boolean named = !details.text(PaymentJson.KEEPS_AS).isNull();
        return kept && !named
                ? details.with(
                        PaymentJson.KEEPS_AS, Optional.of(PublicIds.PAYMENT_METHOD.format(keeps)))
                : details;
    }

    static List<Param> confirm() {
        return List.of(
                CardSource.param(),
                CardSource.methodParam(),
                futureUsage(),
                clientSecret(),
                FeeParams.fee(),
                receiptEmail(),
                Param.ignored("payment_method_types").until(ApiVersion.DAHLIA),
                returnUrl(),
                confirmationMethod(),
                Param.ignored("use_stripe_sdk"),
                Param.ignored("error_on_requires_action"),
                Param.flag("off_session", "Whether the payer is not there."),
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

    /** Of an answer that is made inside a transaction, which reads nothing else. */
    static Param expandCharge() {
        return Param.expand("latest_charge");
    }

    static Param expand() {
        return Param.expand(
                "latest_charge",
                "latest_charge.balance_transaction",
                "customer",
                "payment_method",
                PaymentExpansion.PARTNERS);
    }

    /** The same in a list. */
    static Param expandAll() {
        return Param.expand(
                "data.latest_charge",
                "data.latest_charge.balance_transaction",
                "data.customer",
                "data.payment_method");
    }

    private static Param returnUrl() {
        return Param.text(
                "return_url", Param.URL_LENGTH_MAX, "Where the payer comes back to from a wallet.");
    }

    private static Param confirmationMethod() {
        return Param.word("confirmation_method", "Who confirms.", "automatic");
    }
}
