package dev.handfast.ledger;

import dev.handfast.engine.Ids;
import dev.handfast.money.Currency;

import org.jspecify.annotations.Nullable;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The ids of accounts, made from their names.
 *
 * <p>A payment names some ten accounts, several times each, and most of them are those of the
 * payment before: fees, positions, the merchant. So the last ids made are kept, each in the one
 * place that its name gives it; what is not there any more is made again, and is the same. Safe for
 * use by many threads.
 */
final class AccountIds {
    private static final int KEPT = 4_096;
    private static final int PRIME = 31;

    private static final AtomicReferenceArray<@Nullable Kept> LATELY =
            new AtomicReferenceArray<>(KEPT);

    private record Kept(AccountKind kind, UUID partner, UUID holder, Currency currency, UUID id) {
        boolean isOf(AccountKind kind, UUID partner, UUID holder, Currency currency) {
            return this.kind == kind
                    && this.partner.equals(partner)
                    && this.holder.equals(holder)
                    && this.currency.equals(currency);
        }
    }

    private AccountIds() {}

    /** The id of the account with this name. */
    static UUID of(AccountKind kind, UUID partner, UUID holder, Currency currency) {
        int hash = kind.hashCode();
        hash = PRIME * hash + partner.hashCode();
        hash = PRIME * hash + holder.hashCode();
        hash = PRIME * hash + currency.hashCode();
        int place = (hash ^ (hash >>> 16)) & (KEPT - 1);
        Kept kept = LATELY.get(place);
        if (kept != null && kept.isOf(kind, partner, holder, currency)) {
            return kept.id();
        }
        UUID id =
                Ids.named(
                        "account",
                        kind.name(),
                        partner.toString(),
                        holder.toString(),
                        currency.code());
        LATELY.set(place, new Kept(kind, partner, holder, currency, id));
        return id;
    }
}
