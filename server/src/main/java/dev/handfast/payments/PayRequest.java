package dev.handfast.payments;

import java.util.Optional;
import java.util.UUID;

/**
 * A request to pay.
 *
 * @param id a fresh id in time order; the payment's own, where this request creates it
 * @param target which payment
 * @param instrument what the payer pays with
 * @param quote the price that was promised, where one was
 */
public record PayRequest(UUID id, Target target, Instrument instrument, Optional<UUID> quote) {
    /** Which payment is to be paid. */
    public sealed interface Target {
        /** The merchant on whose behalf it is paid. */
        UUID merchant();

        /** A new one, or the one that has the same reference and terms. */
        record Create(Terms terms) implements Target {
            @Override
            public UUID merchant() {
                return terms.merchant();
            }
        }

        /**
         * One that exists.
         *
         * @param amendment what changes of it before it is paid, in the same commit; a refused
         *     request changes nothing, but where the payer was declined, the change stays with the
         *     reason
         */
        record Existing(UUID merchant, UUID payment, Optional<Amendment> amendment)
                implements Target {
            /** One that is paid as it is. */
            public Existing(UUID merchant, UUID payment) {
                this(merchant, payment, Optional.empty());
            }
        }
    }
}
