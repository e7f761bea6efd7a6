package dev.handfast.payments;

import dev.handfast.customers.Edit;
import dev.handfast.customers.PaymentMethod;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * A merchant keeps on file what a customer has just paid with, as both agreed.
 *
 * @param merchant the merchant
 * @param payment the payment, which proved that the device was there
 * @param method the id of the new payment method
 * @param customer whose it is
 * @param news what is told of it; pure
 */
public record Keeping(
        UUID merchant,
        UUID payment,
        UUID method,
        UUID customer,
        Function<PaymentMethod, List<Edit.News>> news) {}
