package dev.handfast.customers;

import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.mandates.Allowance;
import dev.handfast.mandates.Consequences;
import dev.handfast.mandates.Mandate;
import dev.handfast.mandates.MandateAnnouncer;
import dev.handfast.mandates.Mandates;
import dev.handfast.money.Currency;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.Event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The mandates by which account wallets are payment methods. One that a setup waits for is agreed
 * to on its page, and the setup succeeds in the same commit; one that a payment wishes comes into
 * being with that payment. A payment method has the id of its mandate.
 *
 * @param keeper tells of what is kept
 */
public record WalletAgreements(Keeper keeper) implements Consequences {
    /** What all of them are for. */
    public static final String PRODUCT = "PAYMENT_METHOD";

    private static final String SETUP = "SETUP";
    private static final String PAYMENT = "PAYMENT";
    private static final Duration AGREE_WITHIN = Duration.ofDays(1);

    /**
     * What may be taken, and how long.
     *
     * @param currency of what may be taken
     * @param allowance when and how much; without one, as much as the holder's limits allow
     * @param validUntil from this moment on nothing
     */
    public record Extent(
            Currency currency, Optional<Allowance> allowance, Optional<Instant> validUntil) {}

    /**
     * The proposal for a setup.
     *
     * @param details what the dialect wants to keep, as JSON text
     */
    public static Mandate.Proposal ofSetup(
            SetupIntent setup, Extent extent, Instant now, String details) {
        return new Mandate.Proposal(
                setup.merchant(),
                new Mandate.Kind(PRODUCT, SETUP, Optional.of(setup.id().toString())),
                extent.currency(),
                extent.allowance(),
                new Mandate.Times(now.plus(AGREE_WITHIN), extent.validUntil()),
                details);
    }

    /**
     * Puts the wallet that pays a payment on file, as its holder agrees by paying.
     *
     * @param method what is kept
     * @param payment with which it is
     * @param extent what may be taken later
     * @param wallet which
     */
    public static void grant(
            Working working, PaymentMethod method, UUID payment, Extent extent, UUID wallet) {
        Mandate.Proposal proposal =
                new Mandate.Proposal(
                        method.merchant(),
                        new Mandate.Kind(PRODUCT, PAYMENT, Optional.of(payment.toString())),
                        extent.currency(),
                        extent.allowance(),
                        new Mandate.Times(working.now(), extent.validUntil()),
                        "{}");
        Mandates.grant(working, method.id(), proposal, wallet);
    }

    /** Writes a payment method and tells of it. */
    public static void keep(Working working, PaymentMethod method, List<Edit.News> told) {
        working.insert(PaymentMethod.TABLE, method);
        for (Edit.News news : told) {
            working.insert(Event.TABLE, news.event());
            news.deliveries().forEach(row -> working.insert(Delivery.TABLE, row));
        }
    }

    /** Whether a mandate is of the kind that makes payment methods. */
    public static boolean isOne(Mandate mandate) {
        return mandate.proposal().kind().product().equals(PRODUCT);
    }

    /** The setup that waits for a mandate, where one does. */
    public static Optional<UUID> setupOf(Mandate mandate) {
        Mandate.Kind kind = mandate.proposal().kind();
        return isOne(mandate) && kind.scene().equals(SETUP)
                ? kind.reference().map(UUID::fromString)
                : Optional.empty();
    }

    @Override
    public void name(Naming naming, Mandate mandate) {
        setupOf(mandate)
                .ifPresent(
                        setup -> {
                            naming.row(SetupIntent.TABLE, setup);
                            naming.row(PaymentMethod.TABLE, mandate.id());
                        });
    }

    @Override
    public boolean stillWanted(Working working, Mandate mandate) {
        return setupOf(mandate).isEmpty() || waiting(working, mandate).isPresent();
    }

    private static Optional<SetupIntent> waiting(Working working, Mandate mandate) {
        return setupOf(mandate)
                .flatMap(id -> working.find(SetupIntent.TABLE, id))
                .filter(setup -> setup.state() == SetupIntent.State.WAITING)
                .filter(setup -> setup.mandate().equals(Optional.of(mandate.id())));
    }

    @Override
    public void agreed(Working working, MandateAnnouncer.News news) {
        Mandate mandate = news.mandate();
        waiting(working, mandate).ifPresent(setup -> succeed(working, setup, news));
    }

    private void succeed(Working working, SetupIntent setup, MandateAnnouncer.News news) {
        UUID id = news.mandate().id();
        PaymentMethod method =
                new PaymentMethod(
                        id,
                        setup.merchant(),
                        setup.customer(),
                        new PaymentMethod.Source.Agreed(id),
                        "{}",
                        news.at());
        SetupIntent done = setup.succeeded(id);
        working.update(SetupIntent.TABLE, done);
        keep(working, method, keeper.agreed(done, method, new Keeper.Moment(news.id(), news.at())));
    }
}
