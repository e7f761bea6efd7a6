package dev.handfast.sandbox;

import dev.handfast.cashier.AppOrders;
import dev.handfast.payments.Freeze;
import dev.handfast.payments.Freezes;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentStore;

import java.time.Instant;

/**
 * Orders that are the text of a payment's or freeze's QR code, unsigned: for tests of what an app
 * does.
 */
record PlainOrders(PaymentStore store, Freezes freezes) implements AppOrders {
    @Override
    public Opened open(String order) {
        return store.findByCode(order)
                .<Opened>map(Opened.Payable::new)
                .or(() -> freezes.findByCode(order).map(Opened.Freezable::new))
                .orElseGet(() -> new Opened.Refused("isv.invalid-signature", "no such order"));
    }

    @Override
    public String receipt(String order, Payment payment, Instant now) {
        return "paid " + payment.id();
    }

    @Override
    public String receipt(String order, Freeze freeze) {
        return "frozen " + freeze.id();
    }
}
