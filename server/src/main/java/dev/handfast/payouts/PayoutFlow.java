package dev.handfast.payouts;

import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Leg;
import dev.handfast.ledger.Purpose;
import dev.handfast.ledger.Step;
import dev.handfast.money.Currency;

import java.util.List;

/** The postings of a payout's life, as docs/books.md tables them. */
final class PayoutFlow {
    private PayoutFlow() {}

    static List<AccountRef> accounts(Payout.Owner owner, Currency currency) {
        return List.of(owner.payable(currency), transit(owner, currency), bank(owner, currency));
    }

    /** What moves when a payout comes into its state. */
    static List<Step> steps(Payout payout) {
        Payout.Owner owner = payout.owner();
        Currency currency = payout.amount().currency();
        AccountRef payable = owner.payable(currency);
        AccountRef transit = transit(owner, currency);
        return switch (payout.state()) {
            case PENDING -> step(payout, payable, transit, Purpose.PAYOUT);
            case IN_TRANSIT -> List.of();
            case PAID -> step(payout, transit, bank(owner, currency), Purpose.PAYOUT_PAID);
            case FAILED -> step(payout, transit, payable, Purpose.PAYOUT_RETURNED);
            case CANCELED -> step(payout, transit, payable, Purpose.PAYOUT_CANCELED);
        };
    }

    private static List<Step> step(
            Payout payout, AccountRef debit, AccountRef credit, Purpose purpose) {
        return List.of(new Step.Post(new Leg(debit, credit, payout.amount(), purpose)));
    }

    private static AccountRef transit(Payout.Owner owner, Currency currency) {
        return AccountRef.own(AccountKind.PAYOUT_TRANSIT, owner.partner(), currency);
    }

    private static AccountRef bank(Payout.Owner owner, Currency currency) {
        return AccountRef.own(AccountKind.BANK, owner.partner(), currency);
    }
}
