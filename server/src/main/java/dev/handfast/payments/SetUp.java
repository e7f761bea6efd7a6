package dev.handfast.payments;

import dev.handfast.customers.Edit;
import dev.handfast.customers.PaymentMethod;
import dev.handfast.customers.SetupIntent;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A holder agrees, on a device, to be charged again.
 *
 * @param merchant by whom
 * @param setup what the merchant wished
 * @param method the id of the new payment method
 * @param instrument what the device gave
 * @param details of the payment method, as JSON text
 * @param news what is told of it; pure
 */
public record SetUp(
        UUID merchant,
        UUID setup,
        UUID method,
        Instrument instrument,
        String details,
        Function<Result.Done, List<Edit.News>> news) {
    /** What became of it. */
    public sealed interface Result {
        /** The holder can be charged again. */
        record Done(SetupIntent setup, PaymentMethod method) implements Result {}

        /** Nothing has changed. */
        record Refused(PaymentRefusal why, String detail, Optional<SetupIntent> setup)
                implements Result {}

        /** There is no such setup. */
        record Missing() implements Result {}

        /** It has been done or given up before. */
        record Over(SetupIntent setup) implements Result {}
    }
}
