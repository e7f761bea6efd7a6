package dev.handfast.cashier;

import dev.handfast.payments.Payment;
import dev.handfast.visits.Visit;

import java.time.Instant;
import java.util.Optional;

/** The way back from a paid payment to its merchant, as the payment's dialect has it. */
@FunctionalInterface
public interface Returns {
    /** Where the payer's browser goes; nowhere where the merchant named no address. */
    Optional<String> address(Visit visit, Payment payment, Instant now);
}
