package dev.handfast.customers;

import dev.handfast.mandates.Allowance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Knows, for a dialect, what a merchant wants to keep on file, and the dialect's words for that it
 * was kept. Pure: called inside a batch, maybe more than once, and must give the same each time.
 */
public interface Keeper {
    /** Where nothing is kept and nobody told. */
    Keeper NONE =
            new Keeper() {
                @Override
                public Optional<Wish> wish(String details) {
                    return Optional.empty();
                }

                @Override
                public List<Edit.News> kept(PaymentMethod method, Moment moment) {
                    return List.of();
                }

                @Override
                public List<Edit.News> agreed(
                        SetupIntent setup, PaymentMethod method, Moment moment) {
                    return List.of();
                }
            };

    /**
     * What is to be kept of what a payment is paid with.
     *
     * @param method the id of the payment method to be
     * @param customer whose it will be
     * @param allowance what may be taken later from an account wallet; as much as its own limits
     *     allow where it says nothing
     */
    record Wish(UUID method, UUID customer, Optional<Allowance> allowance) {}

    /**
     * When something happened.
     *
     * @param id a fresh id in time order; ids made from it are unique to this news
     */
    record Moment(UUID id, Instant at) {}

    /** What the details of a payment wish to be kept; nothing in most. */
    Optional<Wish> wish(String details);

    /** Tells that something was kept with the payment that it paid. */
    List<Edit.News> kept(PaymentMethod method, Moment moment);

    /** Tells that the holder of a wallet has agreed to a setup. */
    List<Edit.News> agreed(SetupIntent setup, PaymentMethod method, Moment moment);
}
