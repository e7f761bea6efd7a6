package dev.handfast.payments;

/** What came of offering a payment to a partner's wallets. */
public sealed interface Invited {
    /** The partner's gateway shows a code for it; the offer holds what the code says. */
    record Shown(PartnerOffer offer) implements Invited {}

    /** It cannot be paid like this. */
    record Refused(PaymentRefusal why, String detail) implements Invited {}

    /** The partner's gateway gave no code; it may at another try. */
    record NotShown(PartnerOffer offer) implements Invited {}
}
