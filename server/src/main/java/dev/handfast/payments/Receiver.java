package dev.handfast.payments;

import dev.handfast.engine.Fields;
import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Leg;
import dev.handfast.ledger.Purpose;
import dev.handfast.ledger.Step;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Somebody to whom a part of a merchant's money can be moved: another merchant or the holder of a
 * wallet.
 *
 * @param kind which of the two
 * @param id the merchant or the wallet
 * @param partner in whose books the receiver's account is
 */
public record Receiver(Kind kind, UUID id, UUID partner) {
    /** Who receives. */
    public enum Kind {
        /** Another merchant. */
        MERCHANT(AccountKind.MERCHANT_PAYABLE),
        /** The holder of a wallet. */
        WALLET(AccountKind.WALLET);

        private final AccountKind account;

        Kind(AccountKind account) {
            this.account = account;
        }
    }

    static Receiver read(Fields fields) throws SQLException {
        return new Receiver(Kind.valueOf(fields.text()), fields.uuid(), fields.uuid());
    }

    /** The receiver's account in this currency. */
    public AccountRef account(Currency currency) {
        return new AccountRef(kind.account, partner, id, currency);
    }

    /** The accounts that a move between the receiver and this one may touch. */
    List<AccountRef> accounts(AccountRef other) {
        Currency currency = other.currency();
        if (other.partner().equals(partner)) {
            return List.of(account(currency));
        }
        return List.of(account(currency), owed(other), due(other));
    }

    /**
     * Moves an amount from an account to the receiver. Where the two are in the books of two
     * partners, the giving one owes it to the other.
     */
    List<Step> give(AccountRef from, Money amount, Purpose purpose) {
        AccountRef to = account(amount.currency());
        if (from.partner().equals(partner)) {
            return List.of(step(from, to, amount, purpose));
        }
        return List.of(
                step(from, owed(from), amount, purpose), step(due(from), to, amount, purpose));
    }

    /** Moves an amount back from the receiver to an account. */
    List<Step> takeBack(AccountRef to, Money amount, Purpose purpose) {
        AccountRef from = account(amount.currency());
        if (to.partner().equals(partner)) {
            return List.of(step(from, to, amount, purpose));
        }
        return List.of(step(from, due(to), amount, purpose), step(owed(to), to, amount, purpose));
    }

    private static Step step(AccountRef debit, AccountRef credit, Money amount, Purpose purpose) {
        return new Step.Post(new Leg(debit, credit, amount, purpose));
    }

    /** What the other's partner owes the receiver's, in its own books. */
    private AccountRef owed(AccountRef other) {
        return new AccountRef(
                AccountKind.POSITION_PAYABLE, other.partner(), partner, other.currency());
    }

    /** The same in the books of the receiver's partner. */
    private AccountRef due(AccountRef other) {
        return new AccountRef(
                AccountKind.POSITION_RECEIVABLE, partner, other.partner(), other.currency());
    }
}
