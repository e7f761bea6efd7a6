package dev.handfast.cashier;

import dev.handfast.payments.Freeze;
import dev.handfast.visits.Visit;

import java.time.Instant;
import java.util.Optional;

/** The way back from a freeze that is decided to its merchant, as the freeze's dialect has it. */
@FunctionalInterface
public interface FreezeReturns {
    /** Where the payer's browser goes; nowhere where the merchant named no address. */
    Optional<String> address(Visit visit, Freeze freeze, Instant now);
}
