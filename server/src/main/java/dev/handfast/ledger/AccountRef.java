package dev.handfast.ledger;

import dev.handfast.money.Currency;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * The name of an account: what it is for, whose books it is in, who holds it, in which currency.
 * Naming an account is enough to use it; it comes into being with its first transfer.
 */
public final class AccountRef {
    private final AccountKind kind;
    private final UUID partner;
    private final UUID holder;
    private final Currency currency;
    private final UUID id;

    /**
     * Names an account.
     *
     * @param kind what it is for
     * @param partner the partner in whose books it stands
     * @param holder the wallet, merchant, other partner or rail it is about
     * @param currency its one currency
     */
    public AccountRef(AccountKind kind, UUID partner, UUID holder, Currency currency) {
        this.kind = kind;
        this.partner = partner;
        this.holder = holder;
        this.currency = currency;
        this.id = AccountIds.of(kind, partner, holder, currency);
    }

    /** An account that is about the partner itself. */
    public static AccountRef own(AccountKind kind, UUID partner, Currency currency) {
        return new AccountRef(kind, partner, partner, currency);
    }

    /** What it is for. */
    public AccountKind kind() {
        return kind;
    }

    /** The partner in whose books it stands. */
    public UUID partner() {
        return partner;
    }

    /** The wallet, merchant, other partner or rail it is about. */
    public UUID holder() {
        return holder;
    }

    /** Its one currency. */
    public Currency currency() {
        return currency;
    }

    /** The account's id, which follows from the other four. */
    public UUID id() {
        return id;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AccountRef that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "%s %s of %s in the books of %s".formatted(kind, currency.code(), holder, partner);
    }
}
