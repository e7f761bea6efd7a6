package dev.handfast.mandates;

import dev.handfast.engine.Naming;
import dev.handfast.engine.Table;
import dev.handfast.engine.Working;
import dev.handfast.money.Money;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Whether a payment may be taken under a mandate, inside the payment's own decision. Pure.
 *
 * @param mandate which
 * @param merchant who takes
 */
public record MandateCheck(UUID mandate, UUID merchant) {
    /** What the check says. */
    public sealed interface Result {
        /** It may; {@link MandateCheck#use} writes that it was. */
        record Good(UUID wallet, Mandate after) implements Result {}

        /** It may not. */
        record Refused(MandateRefusal why, String detail) implements Result {}
    }

    /** The tables, in the order in which they load and lock. */
    public static List<Table<?, ?>> tables() {
        return List.of(MandateSlot.TABLE, MandateTable.TABLE, MandateUse.TABLE);
    }

    /** Names the mandate. */
    public void name(Naming naming) {
        naming.row(MandateTable.TABLE, mandate);
    }

    /** The wallet that would pay, without any check. */
    public Optional<UUID> wallet(Working working) {
        return working.find(MandateTable.TABLE, mandate).flatMap(Mandate::wallet);
    }

    /** Whether {@code amount} may be taken now; changes nothing. */
    public Result check(Working working, Money amount) {
        Optional<Mandate> found =
                working.find(MandateTable.TABLE, mandate)
                        .filter(known -> known.proposal().merchant().equals(merchant));
        if (found.isEmpty()) {
            return refused(MandateRefusal.MANDATE_NOT_FOUND, "there is no such mandate");
        }
        Mandate known = found.get();
        if (!known.isActive(working.now())) {
            return refused(
                    MandateRefusal.MANDATE_NOT_ACTIVE,
                    "nobody agrees to this mandate any more or yet");
        }
        if (!amount.currency().equals(known.proposal().currency())) {
            return refused(
                    MandateRefusal.MANDATE_CURRENCY_DIFFERS,
                    "the mandate is in %s, got %s"
                            .formatted(known.proposal().currency().code(), amount.format()));
        }
        LocalDate today = LocalDate.ofInstant(working.now(), Mandate.ZONE);
        return known.proposal()
                .rule()
                .flatMap(rule -> broken(rule, known.taken(), amount, today))
                .orElseGet(
                        () ->
                                new Result.Good(
                                        known.wallet().orElseThrow(),
                                        after(working, known, amount, today)));
    }

    /** Writes that a payment was taken. */
    public static void use(Working working, Result.Good good, UUID payment) {
        Optional<Mandate> before = working.find(MandateTable.TABLE, good.after().id());
        long minor =
                Math.subtractExact(
                        good.after().taken().minor(), before.orElseThrow().taken().minor());
        working.update(MandateTable.TABLE, good.after());
        working.insert(
                MandateUse.TABLE, new MandateUse(payment, good.after().id(), minor, working.now()));
    }

    private static Optional<Result> broken(
            Allowance rule, Mandate.Taken taken, Money amount, LocalDate today) {
        if (amount.isMoreThan(rule.single())) {
            return because(
                    MandateRefusal.MANDATE_PAYMENT_TOO_LARGE,
                    "one payment takes at most %s, got %s"
                            .formatted(rule.single().format(), amount.format()));
        }
        Money all = new Money(taken.minor(), amount.currency()).plus(amount);
        if (rule.total().isPresent() && all.isMoreThan(rule.total().get())) {
            return because(
                    MandateRefusal.MANDATE_TOTAL_EXCEEDED,
                    "all payments take at most %s, this one would make it %s"
                            .formatted(rule.total().get().format(), all.format()));
        }
        if (rule.payments().isPresent() && taken.payments() >= rule.payments().get()) {
            return because(
                    MandateRefusal.MANDATE_PAYMENTS_EXCEEDED,
                    "there are at most %d payments, and there have been as many"
                            .formatted(rule.payments().get()));
        }
        return taken.nextDue()
                .filter(due -> today.isBefore(Allowance.opens(due)))
                .map(due -> refused(MandateRefusal.MANDATE_NOT_DUE, notDue(due, today)));
    }

    private static String notDue(LocalDate due, LocalDate today) {
        return "the next payment is due on %s and can be taken from %s on, today is %s"
                .formatted(due, Allowance.opens(due), today);
    }

    private static Mandate after(Working working, Mandate mandate, Money amount, LocalDate today) {
        Mandate.Taken taken = mandate.taken();
        return mandate.with(
                new Mandate.Taken(
                        Math.addExact(taken.payments(), 1),
                        Math.addExact(taken.minor(), amount.minor()),
                        Optional.of(working.now()),
                        mandate.proposal()
                                .rule()
                                .flatMap(Allowance::plan)
                                .map(plan -> plan.next(taken.nextDue().orElseThrow(), today))));
    }

    private static Optional<Result> because(MandateRefusal why, String detail) {
        return Optional.of(refused(why, detail));
    }

    private static Result refused(MandateRefusal why, String detail) {
        return new Result.Refused(why, detail);
    }
}
