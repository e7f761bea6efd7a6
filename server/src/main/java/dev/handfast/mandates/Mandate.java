package dev.handfast.mandates;

import dev.handfast.money.Currency;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;

/**
 * A mandate.
 *
 * @param id its id
 * @param proposal what the merchant proposed
 * @param state how far it is
 * @param taken what was taken so far
 * @param createdAt when it was proposed
 */
public record Mandate(UUID id, Proposal proposal, State state, Taken taken, Instant createdAt) {
    /** Whose days count. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** What the path of the page begins with on which a holder agrees; its id follows. */
    public static final String PAGE = "/agree/";

    /** What the id in that path begins with. */
    public static final String PAGE_PREFIX = "agr";

    private static final long NUMBERS = 1_000_000_000_000_000_000L;

    /**
     * What a merchant proposes.
     *
     * @param merchant who may take money
     * @param kind what it is for; a holder has at most one mandate of a kind with a merchant
     * @param currency of its amounts
     * @param rule when and how much; without one, as much as the holder's limits allow
     * @param times until when it can be agreed to, and how long it is good
     * @param details what else the dialect wants to keep, as JSON text
     */
    public record Proposal(
            UUID merchant,
            Kind kind,
            Currency currency,
            Optional<Allowance> rule,
            Times times,
            String details) {}

    /**
     * What a mandate is for.
     *
     * @param product the dialect's name of the product
     * @param scene the dialect's name of the trade
     * @param reference the merchant's own number, by which a holder may have several of one product
     *     and scene
     */
    public record Kind(String product, String scene, Optional<String> reference) {}

    /**
     * A mandate's times.
     *
     * @param agreeBefore from this moment on nobody can agree to it
     * @param validUntil from this moment on nothing can be taken
     */
    public record Times(Instant agreeBefore, Optional<Instant> validUntil) {}

    /** How far a mandate is. */
    public sealed interface State {
        /** Nobody has agreed yet. */
        record Proposed() implements State {}

        /** The holder of a wallet has agreed. */
        record Active(UUID wallet, Instant agreedAt) implements State {}

        /** It is over. */
        record Ended(UUID wallet, Instant agreedAt, Instant endedAt) implements State {}
    }

    /**
     * What was taken.
     *
     * @param payments how many payments
     * @param minor how much in all, in minor units
     * @param lastAt when the last one was
     * @param nextDue the day of the next one, where there are periods
     */
    public record Taken(
            long payments, long minor, Optional<Instant> lastAt, Optional<LocalDate> nextDue) {}

    static Mandate proposed(UUID id, Proposal proposal, Instant at) {
        Optional<LocalDate> first =
                proposal.rule().flatMap(Allowance::plan).map(Allowance.Plan::first);
        Taken nothing = new Taken(0, 0, Optional.empty(), first);
        return new Mandate(id, proposal, new State.Proposed(), nothing, at);
    }

    Mandate in(State next) {
        return new Mandate(id, proposal, next, taken, createdAt);
    }

    Mandate with(Taken next) {
        return new Mandate(id, proposal, state, next, createdAt);
    }

    /** The wallet whose holder has agreed. */
    public Optional<UUID> wallet() {
        return switch (state) {
            case State.Proposed proposed -> Optional.empty();
            case State.Active active -> Optional.of(active.wallet());
            case State.Ended ended -> Optional.of(ended.wallet());
        };
    }

    /** Whether money can be taken at this moment, apart from how much. */
    public boolean isActive(Instant now) {
        boolean over = proposal.times().validUntil().map(end -> !now.isBefore(end)).orElse(false);
        return state instanceof State.Active && !over;
    }

    /** The number by which the Alipay dialect knows it: 20 digits, beginning 20. */
    public String number() {
        return numberOf(id);
    }

    static String numberOf(UUID id) {
        return "20%018d".formatted(Math.floorMod(id.getLeastSignificantBits(), NUMBERS));
    }
}
