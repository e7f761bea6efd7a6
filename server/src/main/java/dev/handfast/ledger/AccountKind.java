package dev.handfast.ledger;

/** What an account is for: the chart of accounts. Every account belongs to one partner. */
public enum AccountKind {
    /**
     * What an operator owes the holder of an account wallet. Its debits never exceed its credits.
     */
    WALLET(Overdraft.FORBIDDEN),
    /** What an acquiring partner owes a merchant. Refunds may take it below zero. */
    MERCHANT_PAYABLE(Overdraft.ALLOWED),
    /**
     * What an acquiring partner keeps of a merchant's money until the merchant confirms that its
     * customer has got the goods, or the time for that is over.
     */
    MERCHANT_ESCROW(Overdraft.FORBIDDEN),
    /** What an acquiring partner keeps of a merchant's money until it has been split. */
    MERCHANT_FROZEN(Overdraft.FORBIDDEN),
    /** What an acquiring partner keeps of a merchant's money while a payer disputes a payment. */
    MERCHANT_DISPUTED(Overdraft.FORBIDDEN),
    /** Money of merchants on its way to their banks. */
    PAYOUT_TRANSIT(Overdraft.FORBIDDEN),
    /** The money in the bank out of which a partner pays its merchants. */
    BANK(Overdraft.ALLOWED),
    /** What this partner owes another one; the holder is the other partner. */
    POSITION_PAYABLE(Overdraft.ALLOWED),
    /** What another partner owes this one; the mirror of its {@link #POSITION_PAYABLE}. */
    POSITION_RECEIVABLE(Overdraft.ALLOWED),
    /** One side of a currency conversion: amounts given in one currency, taken in another. */
    CONVERSION(Overdraft.ALLOWED),
    /** What a conversion earned above the middle rate, and where its rounding goes. */
    FX_MARGIN(Overdraft.ALLOWED),
    /** Fees this partner earned. */
    FEE_INCOME(Overdraft.ALLOWED),
    /** What a card issuer, reached by a rail, owes this partner; the holder is the rail. */
    CARD_RECEIVABLE(Overdraft.ALLOWED),
    /**
     * What a partner's own gateway, reached by a rail, has taken from that partner's wallets; the
     * holder is the rail.
     */
    GATEWAY_RECEIVABLE(Overdraft.ALLOWED),
    /** The money in the bank that stands behind wallets. */
    RESERVE(Overdraft.ALLOWED);

    enum Overdraft {
        ALLOWED,
        FORBIDDEN
    }

    private final Overdraft overdraft;

    AccountKind(Overdraft overdraft) {
        this.overdraft = overdraft;
    }

    boolean forbidsOverdraft() {
        return overdraft == Overdraft.FORBIDDEN;
    }
}
