package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Creates a payment that waits for its payer.
 *
 * @param rules what every command needs
 * @param id the new payment's id, in time order
 * @param terms what the merchant asks for
 * @param code what its QR code says, where it has one
 */
record CreateCommand(Rules rules, UUID id, Terms terms, Optional<String> code)
        implements Command<Outcome> {
    @Override
    public int lane() {
        return terms.merchant().hashCode();
    }

    @Override
    public void name(Naming naming) {
        Opened.name(naming, id, terms);
        code.ifPresent(text -> naming.row(Claim.TABLE, Claim.idOf(Claim.Kind.QR_CODE, text)));
    }

    @Override
    public Decision<Outcome> decide(Working working) {
        return switch (Opened.open(working, id, terms)) {
            case Opened.Fresh(Payment payment) -> {
                working.insert(PaymentTable.TABLE, payment);
                code.ifPresent(text -> claimCode(working, text));
                rules.announce(working, Announcer.Happening.CREATED, payment, Optional.empty(), id);
                yield new Decision.Done<>(new Outcome.Done(payment));
            }
            case Opened.Existing(Payment payment) ->
                    new Decision.Done<>(new Outcome.Already(payment));
            case Opened.Clash(Payment payment) -> new Decision.Refused<>(Opened.clash(payment));
        };
    }

    private void claimCode(Working working, String text) {
        UUID claim = Claim.idOf(Claim.Kind.QR_CODE, text);
        working.insert(Claim.TABLE, new Claim(claim, Claim.Kind.QR_CODE, id, working.now()));
    }

    /** A new payment, or the one that already has the merchant's reference. */
    sealed interface Opened {
        /** A new one, not yet in the working set; its reference is claimed. */
        record Fresh(Payment payment) implements Opened {}

        /** One with the same terms. */
        record Existing(Payment payment) implements Opened {}

        /** One with other terms. */
        record Clash(Payment payment) implements Opened {}

        /** Names what {@link #open} looks at. */
        static void name(Naming naming, UUID id, Terms terms) {
            naming.row(PaymentTable.TABLE, id);
            reference(terms).ifPresent(claim -> naming.row(Claim.TABLE, claim));
            naming.rows(PaymentTable.TABLE, working -> holder(working, terms));
        }

        /** The id of the payment to work on, new or existing. */
        static UUID idIn(Working working, UUID id, Terms terms) {
            return holder(working, terms).stream().findFirst().orElse(id);
        }

        private static List<UUID> holder(Working working, Terms terms) {
            return reference(terms)
                    .flatMap(claim -> working.find(Claim.TABLE, claim))
                    .map(Claim::subject)
                    .map(List::of)
                    .orElse(List.of());
        }

        private static Optional<UUID> reference(Terms terms) {
            return terms.reference()
                    .map(
                            text ->
                                    Claim.idOf(
                                            Claim.Kind.REFERENCE,
                                            terms.merchant().toString(),
                                            text));
        }

        static Opened open(Working working, UUID id, Terms terms) {
            Optional<UUID> reference = reference(terms);
            Optional<Claim> claim = reference.flatMap(key -> working.find(Claim.TABLE, key));
            if (claim.isPresent()) {
                Payment payment = working.get(PaymentTable.TABLE, claim.get().subject());
                return payment.terms().sameAs(terms) ? new Existing(payment) : new Clash(payment);
            }
            reference.ifPresent(
                    key ->
                            working.insert(
                                    Claim.TABLE,
                                    new Claim(key, Claim.Kind.REFERENCE, id, working.now())));
            return new Fresh(Payment.waiting(id, terms, working.now()));
        }

        static Outcome clash(Payment payment) {
            return new Outcome.Refused(
                    PaymentRefusal.REFERENCE_REUSED,
                    "a payment of %s has this reference already"
                            .formatted(payment.terms().amount()),
                    Optional.of(payment));
        }
    }
}
