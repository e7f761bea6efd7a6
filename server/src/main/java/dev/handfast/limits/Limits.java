package dev.handfast.limits;

import dev.handfast.engine.Naming;
import dev.handfast.engine.Table;
import dev.handfast.engine.Working;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Checks and counts uses inside an engine's batch. Pure: works on the rows of the batch and nothing
 * else. A command {@link #name}s the subject it will ask about, {@link #check}s the use before it
 * posts, and {@link #count}s it once it has.
 *
 * @param rulebook the rules
 */
public record Limits(Rulebook rulebook) {
    /**
     * Whose limits they are, and on which way money goes.
     *
     * @param holder the wallet or merchant that money leaves
     * @param way how
     * @param currency of the amounts; rules are about one
     */
    public record Subject(UUID holder, Way way, Currency currency) {}

    /** What a check says. */
    public sealed interface Check {
        /** Every rule allows it. */
        record Within() implements Check {}

        /**
         * A rule does not.
         *
         * @param rule the first that does not
         * @param used what was used of it before
         * @param left what could still be used
         * @param asked what was asked for
         */
        record Exceeded(Rule rule, Money used, Money left, Money asked) implements Check {
            /** The limit, what is used, what is left and what was asked for. */
            public String detail() {
                return "limit %s allows %s %s; %s is used, %s is left, %s was asked for"
                        .formatted(
                                rule.id(),
                                rule.max().format(),
                                rule.window().words(),
                                used.format(),
                                left.format(),
                                asked.format());
            }
        }
    }

    /** The tables, in the order in which they load and lock. */
    public static List<Table<?, ?>> tables() {
        return List.of(LimitProfile.TABLE, LimitCounter.TABLE, LimitUse.TABLE);
    }

    /** Names the rows by which a subject is checked, once rows that load earlier tell who it is. */
    public void name(Naming naming, Function<Working, Optional<Subject>> subject) {
        naming.rows(
                LimitProfile.TABLE,
                working -> subject.apply(working).stream().map(Subject::holder).toList());
        naming.rows(
                LimitCounter.TABLE,
                working ->
                        subject.apply(working).stream()
                                .flatMap(found -> counters(working, found))
                                .map(LimitCounter::id)
                                .toList());
    }

    /** Whether {@code amount} may go now; changes nothing. */
    public Check check(Working working, Subject subject, Money amount) {
        for (Rule rule : rules(working, subject)) {
            Money used =
                    empty(working, subject, rule)
                            .map(
                                    counter ->
                                            new Money(
                                                    usedMinor(working, counter), amount.currency()))
                            .orElse(Money.zero(amount.currency()));
            Money left = rule.max().minus(used);
            if (amount.isMoreThan(left)) {
                return new Check.Exceeded(rule, used, left, amount);
            }
        }
        return new Check.Within();
    }

    /**
     * Counts what has gone.
     *
     * @param operation the payment or transfer, counted once
     */
    public void count(Working working, Subject subject, Money amount, UUID operation) {
        counters(working, subject)
                .toList()
                .forEach(empty -> count(working, empty, operation, amount.minor()));
    }

    private static void count(Working working, LimitCounter empty, UUID operation, long minor) {
        Optional<LimitCounter> known = working.find(LimitCounter.TABLE, empty.id());
        if (known.isPresent()) {
            working.update(LimitCounter.TABLE, known.get().plus(minor));
        } else {
            working.insert(LimitCounter.TABLE, empty.plus(minor));
        }
        working.insert(LimitUse.TABLE, LimitUse.of(empty.id(), operation, minor));
    }

    private static long usedMinor(Working working, LimitCounter empty) {
        return working.find(LimitCounter.TABLE, empty.id()).map(LimitCounter::usedMinor).orElse(0L);
    }

    private List<Rule> rules(Working working, Subject subject) {
        return rulebook.holding(subject, working.find(LimitProfile.TABLE, subject.holder()));
    }

    private Stream<LimitCounter> counters(Working working, Subject subject) {
        return rules(working, subject).stream()
                .flatMap(rule -> empty(working, subject, rule).stream());
    }

    /** The counter of a rule for the period that is now, as it is before its first use. */
    private Optional<LimitCounter> empty(Working working, Subject subject, Rule rule) {
        return rule.window()
                .period(working.now(), rulebook.zone())
                .map(
                        period ->
                                new LimitCounter(
                                        LimitCounter.idOf(subject.holder(), rule.id(), period),
                                        subject.holder(),
                                        rule.id(),
                                        period,
                                        0));
    }
}
