package dev.handfast.simulation;

import static java.util.Objects.requireNonNull;

import dev.handfast.simulation.Auditor.Deal;
import dev.handfast.simulation.Auditor.Purchase;
import dev.handfast.simulation.Auditor.Source;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What must come of freezes of wallets' money, by the same plain arithmetic as the {@link
 * Auditor}'s: what is frozen, paid and unfrozen is together what was frozen at first.
 */
final class FreezeAuditor {
    static final long FROZEN_SECONDS = 360L * 24 * 3600;

    /** What a merchant asks for, under its own numbers. */
    record Order(
            String merchant,
            String acquirer,
            String currency,
            long amount,
            String number,
            String request,
            Instant expiresAt) {}

    enum Stage {
        WAITING,
        FROZEN,
        FINISHED,
        CLOSED
    }

    static final class Frost {
        final UUID id;
        final Order order;
        Stage stage = Stage.WAITING;
        @Nullable Source wallet;
        Deal deal = new Deal(0, 0, false);
        Instant until = Instant.EPOCH;
        long rest;
        long paid;
        long unfrozen;

        /** Whether somebody agreed in the batch that is being made: nobody can pay from it yet. */
        boolean justAgreed;

        /** What was unfrozen under the merchant's numbers. */
        final Map<String, Long> numbers = new HashMap<>();

        Frost(UUID id, Order order) {
            this.id = id;
            this.order = order;
        }

        private void shrink(long toPay, long back) {
            rest -= toPay + back;
            paid += toPay;
            unfrozen += back;
            if (rest == 0) {
                stage = paid > 0 ? Stage.FINISHED : Stage.CLOSED;
            }
            if (rest < 0 || rest + paid + unfrozen != order.amount()) {
                throw new AssertionError("the auditor has lost frozen money of " + id);
            }
        }

        private String did(String how, String what, long amount) {
            return "FREEZE %s %s %s %d, rest %d paid %d"
                    .formatted(how, stage, what, amount, rest, paid);
        }
    }

    private final Auditor auditor;
    private final Map<String, UUID> numbers = new HashMap<>();
    final Map<UUID, Frost> frosts = new LinkedHashMap<>();

    FreezeAuditor(Auditor auditor) {
        this.auditor = auditor;
    }

    /** What is frozen of a wallet. */
    long restOf(Source wallet) {
        return frosts.values().stream()
                .filter(frost -> frost.wallet == wallet)
                .mapToLong(frost -> frost.rest)
                .sum();
    }

    /** Adds what is held to the books. */
    void hold(Map<String, long[]> books) {
        for (Frost frost : frosts.values()) {
            if (frost.rest > 0) {
                Source wallet = requireNonNull(frost.wallet);
                Order order = frost.order;
                String target =
                        Auditor.target(
                                wallet, order.acquirer(), order.merchant(), order.currency());
                Auditor.add(books, wallet.account(), 1, frost.rest);
                Auditor.add(books, target, 2, frost.rest);
            }
        }
    }

    /** A merchant asks; somebody who shows a code, good or not, agrees at once. */
    String ask(UUID id, Order order, Optional<Payer> payer, Instant now) {
        UUID known = numbers.get(order.merchant() + order.number());
        if (known == null) {
            Frost frost = new Frost(id, order);
            String said = goOn(frost, payer, now);
            if (!said.startsWith("REFUSED")) {
                frosts.put(id, frost);
                numbers.put(order.merchant() + order.number(), id);
            }
            return said;
        }
        Frost frost = requireNonNull(frosts.get(known));
        boolean same =
                frost.order.amount() == order.amount()
                        && frost.order.currency().equals(order.currency())
                        && frost.order.request().equals(order.request());
        return same ? agree(frost, payer, now) : "REFUSED FREEZE_NUMBER_REUSED";
    }

    /** Whose money is to be frozen, and whether the code that says so is good. */
    record Payer(Source wallet, boolean good) {}

    /** Somebody may agree to a freeze that is known. */
    String agree(Frost frost, Optional<Payer> payer, Instant now) {
        return switch (frost.stage) {
            case WAITING -> goOn(frost, payer, now);
            case FROZEN -> frost.did("AGAIN", "FREEZE", frost.order.amount());
            case FINISHED -> "REFUSED FREEZE_IS_FINISHED";
            case CLOSED -> "REFUSED FREEZE_IS_CLOSED";
        };
    }

    private String goOn(Frost frost, Optional<Payer> payer, Instant now) {
        Order order = frost.order;
        if (!now.isBefore(order.expiresAt())) {
            return "REFUSED FREEZE_TIME_OVER";
        }
        if (payer.isEmpty()) {
            return frost.did("DONE", "FREEZE", order.amount());
        }
        if (!payer.get().good()) {
            return "REFUSED PAYER_CODE_INVALID";
        }
        Source wallet = payer.get().wallet();
        if (wallet.frozen) {
            return "REFUSED PAYER_FROZEN";
        }
        if (!wallet.currency.equals(order.currency())) {
            return "REFUSED PAYER_CURRENCY_DIFFERS";
        }
        Deal deal = auditor.deals.get(wallet.issuer + order.acquirer());
        if (deal == null || !deal.open()) {
            return "REFUSED FREEZE_CORRIDOR_CLOSED";
        }
        if (order.amount() > auditor.available(wallet)) {
            return "REFUSED PAYER_BALANCE_NOT_ENOUGH";
        }
        frost.stage = Stage.FROZEN;
        frost.justAgreed = true;
        frost.wallet = wallet;
        frost.deal = deal;
        frost.until = now.plusSeconds(FROZEN_SECONDS);
        frost.rest = order.amount();
        return frost.did("DONE", "FREEZE", order.amount());
    }

    String unfreeze(Frost frost, long amount, String number) {
        Long before = frost.numbers.get(number);
        if (before != null) {
            return before == amount
                    ? frost.did("AGAIN", "UNFREEZE", amount)
                    : "REFUSED FREEZE_NUMBER_REUSED";
        }
        return switch (frost.stage) {
            case WAITING -> "REFUSED FREEZE_WAITS";
            case FINISHED -> "REFUSED FREEZE_IS_FINISHED";
            case CLOSED -> "REFUSED FREEZE_IS_CLOSED";
            case FROZEN -> {
                if (amount <= 0 || amount > frost.rest) {
                    yield "REFUSED UNFREEZE_EXCEEDS_REST";
                }
                frost.numbers.put(number, amount);
                frost.shrink(0, amount);
                yield frost.did("DONE", "UNFREEZE", amount);
            }
        };
    }

    static String cancel(Frost frost) {
        return switch (frost.stage) {
            case WAITING -> close(frost);
            case CLOSED -> frost.did("AGAIN", "FREEZE", frost.order.amount());
            case FINISHED -> "REFUSED FREEZE_IS_FINISHED";
            case FROZEN -> {
                if (frost.paid > 0) {
                    yield "REFUSED UNFREEZE_EXCEEDS_REST";
                }
                yield unfreezeAll(frost);
            }
        };
    }

    /** The time in which somebody could agree, or for which money is frozen, may be over. */
    static String end(Frost frost, Instant now) {
        return switch (frost.stage) {
            case WAITING ->
                    now.isBefore(frost.order.expiresAt())
                            ? frost.did("AGAIN", "FREEZE", frost.order.amount())
                            : close(frost);
            case FROZEN ->
                    now.isBefore(frost.until)
                            ? frost.did("AGAIN", "FREEZE", frost.order.amount())
                            : unfreezeAll(frost);
            case FINISHED, CLOSED -> frost.did("AGAIN", "FREEZE", frost.order.amount());
        };
    }

    private static String close(Frost frost) {
        frost.stage = Stage.CLOSED;
        return frost.did("DONE", "FREEZE", frost.order.amount());
    }

    private static String unfreezeAll(Frost frost) {
        long all = frost.rest;
        frost.shrink(0, all);
        return frost.did("DONE", "UNFREEZE", all);
    }

    /** What paying a purchase out of a freeze must come to. */
    static String pay(Purchase p, Frost frost, boolean unfreezing, Instant now) {
        if (!frost.order.merchant().equals(p.merchant)) {
            return "REFUSED FREEZE_NOT_FOUND";
        }
        if (frost.justAgreed || frost.stage != Stage.FROZEN || !now.isBefore(frost.until)) {
            return "REFUSED FREEZE_NOT_STANDING";
        }
        if (!frost.order.currency().equals(p.currency) || p.amount > frost.rest) {
            return "REFUSED FREEZE_EXCEEDED";
        }
        frost.shrink(p.amount, unfreezing ? frost.rest - p.amount : 0);
        p.home = p.amount;
        p.middle = p.amount;
        return Auditor.back(p, requireNonNull(frost.wallet), frost.deal, now);
    }
}
