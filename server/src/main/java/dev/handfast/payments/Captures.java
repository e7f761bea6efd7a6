package dev.handfast.payments;

import dev.handfast.money.Money;

import java.time.Instant;

/** Works out the fees of a capture. */
final class Captures {
    private Captures() {}

    /**
     * A capture of {@code amount}. Each fee is rounded once, half up; the acquiring partner gets
     * what is left of the merchant's fee, so that the parts add up.
     */
    static Capture of(Money amount, Backing backing, Instant at) {
        Money fee = backing.merchantFee().of(amount);
        Money share = backing.issuingShare().of(amount);
        Money issuing = share.isMoreThan(fee) ? fee : share;
        return new Capture(amount, fee.minus(issuing), issuing, Money.zero(amount.currency()), at);
    }
}
