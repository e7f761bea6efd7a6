package dev.handfast.simulation;

import dev.handfast.simulation.Auditor.Proceeds;
import dev.handfast.simulation.Auditor.Purchase;
import dev.handfast.simulation.Auditor.Receiver;
import dev.handfast.simulation.Auditor.Stage;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What must come of settling and splitting a merchant's share, by the same plain arithmetic as the
 * {@link Auditor}'s.
 */
final class ProceedsAuditor {
    /** What is to be settled, under the merchant's own number. */
    record Settling(String number, Optional<Long> part, long total, boolean frozen) {}

    /** A part of a split. */
    record Part(Receiver receiver, long amount) {}

    /** What becomes of what is frozen and not split: nothing, so much of it, or all of it. */
    record Finish(boolean all, long some) {}

    /** What is to be split, under the merchant's own number. */
    record Splitting(String number, List<Part> parts, Finish finish) {}

    /** What a merchant's number names. */
    private record Numbered<T>(UUID payment, T content, long amount, String said) {}

    private final Auditor auditor;
    private final Map<String, Numbered<Settling>> settlings = new HashMap<>();
    private final Map<String, Numbered<Splitting>> splittings = new HashMap<>();

    /** Merchant and receiver, where the merchant may split to it. */
    final Set<String> bound = new HashSet<>();

    ProceedsAuditor(Auditor auditor) {
        this.auditor = auditor;
    }

    String settle(Purchase p, Settling wanted) {
        Numbered<Settling> before = settlings.get(p.merchant + wanted.number());
        if (before != null) {
            boolean same =
                    before.content().frozen() == wanted.frozen()
                            && wanted.part().orElse(before.amount()) == before.amount();
            return again(before, p, same);
        }
        if (p.stage != Stage.CAPTURED) {
            return "REFUSED NOTHING_CAPTURED";
        }
        Proceeds proceeds = p.proceeds;
        if (proceeds.dueAt.isEmpty()) {
            return "REFUSED NOT_IN_ESCROW";
        }
        if (proceeds.unsettled == 0) {
            return p.gone() ? "REFUSED ALL_REFUNDED" : "REFUSED ALREADY_SETTLED";
        }
        long amount = wanted.part().orElse(proceeds.unsettled);
        boolean good =
                wanted.part().isPresent()
                        ? amount > 0 && amount <= proceeds.unsettled
                        : wanted.total() == p.captured - p.refunded;
        if (!good) {
            return "REFUSED SETTLEMENT_AMOUNT_WRONG";
        }
        long released = Auditor.leaveEscrow(proceeds, amount);
        if (wanted.frozen()) {
            proceeds.frozen += released;
        }
        String said = "SETTLED %d releasing %d".formatted(amount, released);
        settlings.put(p.merchant + wanted.number(), new Numbered<>(p.id, wanted, amount, said));
        return said;
    }

    private static String again(Numbered<?> before, Purchase p, boolean same) {
        if (!before.payment().equals(p.id)) {
            return "REFUSED NUMBER_TAKEN";
        }
        return same ? "ALREADY " + before.said() : "REFUSED NUMBER_REUSED";
    }

    /** The time in escrow may be over. */
    static String end(Purchase p, Instant now) {
        Proceeds proceeds = p.proceeds;
        boolean over =
                proceeds.unsettled > 0
                        && proceeds.dueAt.isPresent()
                        && !now.isBefore(proceeds.dueAt.get());
        if (over) {
            Auditor.leaveEscrow(proceeds, proceeds.unsettled);
        }
        return over ? "ESCROW ENDED" : "ESCROW STAYS";
    }

    String split(Purchase p, Splitting wanted) {
        Numbered<Splitting> before = splittings.get(p.merchant + wanted.number());
        if (before != null) {
            return again(before, p, before.content().equals(wanted));
        }
        if (p.stage != Stage.CAPTURED) {
            return "REFUSED NOTHING_CAPTURED";
        }
        if (p.gone()) {
            return "REFUSED ALL_REFUNDED";
        }
        for (Part part : wanted.parts()) {
            if (!bound.contains(p.merchant + part.receiver().id())) {
                return "REFUSED RECEIVER_NOT_BOUND";
            }
            if (part.receiver().id().equals(p.merchant)) {
                return "REFUSED RECEIVER_IS_MERCHANT";
            }
        }
        long total = 0;
        for (Part part : wanted.parts()) {
            if (part.amount() <= 0) {
                return "REFUSED SPLIT_EXCEEDS_SHARE";
            }
            total += part.amount();
        }
        Proceeds proceeds = p.proceeds;
        long left = p.shareLeft() - proceeds.split();
        if (total > left - proceeds.escrow) {
            return total > left ? "REFUSED SPLIT_EXCEEDS_SHARE" : "REFUSED SPLIT_BEFORE_SETTLEMENT";
        }
        long fromFrozen = Math.min(total, proceeds.frozen);
        long stays = proceeds.frozen - fromFrozen;
        long unfrozen = wanted.finish().all() ? stays : wanted.finish().some();
        if (unfrozen > stays) {
            return "REFUSED UNFREEZE_EXCEEDS_FROZEN";
        }
        Receiver merchant = new Receiver(p.merchant, p.acquirer, Optional.empty());
        if (total > fromFrozen && total - fromFrozen > auditor.payable(merchant, p.currency)) {
            return "REFUSED MERCHANT_BALANCE_NOT_ENOUGH";
        }
        proceeds.frozen = stays - unfrozen;
        wanted.parts()
                .forEach(
                        part -> proceeds.portions.merge(part.receiver(), part.amount(), Long::sum));
        String said = "SPLIT unfreezing %d".formatted(unfrozen);
        splittings.put(p.merchant + wanted.number(), new Numbered<>(p.id, wanted, total, said));
        return said;
    }
}
