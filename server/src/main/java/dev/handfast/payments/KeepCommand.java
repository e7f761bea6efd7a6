package dev.handfast.payments;

import dev.handfast.customers.Edit;
import dev.handfast.customers.PaymentMethod;
import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.Event;
import dev.handfast.tokens.DeviceToken;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts the device token behind a payment on file, once; nothing happens where there is none.
 *
 * @param request what is asked
 */
record KeepCommand(Keeping request) implements Command<Optional<PaymentMethod>> {
    @Override
    public int lane() {
        return request.merchant().hashCode();
    }

    @Override
    public void name(Naming naming) {
        naming.row(PaymentTable.TABLE, request.payment());
        naming.row(PaymentMethod.TABLE, request.method());
        naming.rows(DeviceToken.TABLE, this::tokens);
    }

    private List<UUID> tokens(Working working) {
        return working.find(PaymentTable.TABLE, request.payment())
                .filter(payment -> payment.terms().merchant().equals(request.merchant()))
                .flatMap(Payment::backing)
                .flatMap(backing -> backing.payer().token())
                .map(List::of)
                .orElse(List.of());
    }

    @Override
    public Decision<Optional<PaymentMethod>> decide(Working working) {
        Optional<PaymentMethod> before = working.find(PaymentMethod.TABLE, request.method());
        if (before.isPresent()) {
            return new Decision.Done<>(before);
        }
        return new Decision.Done<>(
                tokens(working).stream()
                        .findFirst()
                        .flatMap(id -> working.find(DeviceToken.TABLE, id))
                        .map(token -> keep(working, token)));
    }

    private PaymentMethod keep(Working working, DeviceToken token) {
        PaymentMethod method =
                new PaymentMethod(
                        request.method(),
                        request.merchant(),
                        Optional.of(request.customer()),
                        new PaymentMethod.Source.OnFile(
                                token.id(), token.network(), token.suffix(), token.expiresOn()),
                        "{}",
                        working.now());
        working.insert(PaymentMethod.TABLE, method);
        for (Edit.News news : request.news().apply(method)) {
            working.insert(Event.TABLE, news.event());
            news.deliveries().forEach(delivery -> working.insert(Delivery.TABLE, delivery));
        }
        return method;
    }
}
