package dev.handfast.limits;

import dev.handfast.limits.LimitProfile.AccountClass;
import dev.handfast.limits.LimitProfile.Verification;
import dev.handfast.money.Money;

import java.util.Optional;
import java.util.Set;

/**
 * One line of the rulebook: no more than {@code max} within {@code window} on these ways.
 *
 * @param id its name, lower-case words joined by hyphens; never given a second meaning
 * @param ways on which ways what goes is added up
 * @param whom whom it holds
 * @param window over which time
 * @param max how much, more than zero; the amount itself is still allowed
 */
public record Rule(String id, Set<Way> ways, Whom whom, Window window, Money max) {
    /**
     * Whom a rule holds.
     *
     * @param accountClass only wallets of this class; all, with or without a profile, where empty
     * @param verification only wallets whose holders confirm so; all where empty
     */
    public record Whom(Optional<AccountClass> accountClass, Optional<Verification> verification) {
        boolean includes(Optional<LimitProfile> profile) {
            return fits(accountClass, profile.map(LimitProfile::accountClass))
                    && fits(verification, profile.map(LimitProfile::verification));
        }

        private static <T> boolean fits(Optional<T> asked, Optional<T> found) {
            return asked.isEmpty() || asked.equals(found);
        }
    }

    /** Copies the set and checks the amount. */
    public Rule {
        ways = Set.copyOf(ways);
        if (ways.isEmpty()) {
            throw new IllegalArgumentException("rule %s: names at least one way".formatted(id));
        }
        if (!max.isPositive()) {
            throw new IllegalArgumentException(
                    "rule %s: max is more than zero, got %s".formatted(id, max));
        }
    }

    boolean holds(Limits.Subject subject, Optional<LimitProfile> profile) {
        return ways.contains(subject.way())
                && max.currency().equals(subject.currency())
                && whom.includes(profile);
    }
}
