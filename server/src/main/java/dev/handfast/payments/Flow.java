package dev.handfast.payments;

import dev.handfast.engine.Ids;
import dev.handfast.fx.Price;
import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Leg;
import dev.handfast.ledger.Purpose;
import dev.handfast.ledger.Step;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.money.Share;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The postings of one payment's life, as docs/books.md tables them.
 *
 * <p>The payer's side stands in the issuing partner's books and the merchant's side in the
 * acquiring partner's. Where these are two, a pair of position accounts joins them: what the
 * issuing partner owes in its own books is what the acquiring partner is owed in its.
 */
final class Flow {
    private final AccountRef payer;
    private final UUID issuer;
    private final UUID acquirer;
    private final Currency base;
    private final Optional<Price> price;
    private final Money amount;
    private final AccountRef merchant;
    private final Custody custody;
    private final Optional<Brokerage> brokerage;

    private Flow(Terms terms, UUID issuer, AccountRef payer, Optional<Price> price) {
        this.payer = payer;
        this.issuer = issuer;
        this.acquirer = terms.acquirer();
        this.amount = terms.amount();
        this.base = terms.amount().currency();
        this.price = price;
        this.merchant = merchant(terms);
        this.custody = terms.custody();
        this.brokerage = terms.brokerage();
    }

    static Flow of(Terms terms, Backing backing) {
        Currency home = backing.home(terms.amount()).currency();
        AccountRef payer = payerAccount(backing.payer(), backing.issuer(), home);
        return new Flow(terms, backing.issuer(), payer, backing.price());
    }

    /** The flow of a payment that somebody has paid; one without accounts where nobody has. */
    static Accounts of(Payment payment) {
        return payment.backing()
                .<Accounts>map(backing -> of(payment.terms(), backing)::accounts)
                .orElse(List::of);
    }

    /** The accounts a flow may touch. */
    @FunctionalInterface
    interface Accounts {
        List<AccountRef> accounts();
    }

    /** The account that pays: a wallet, or what a rail owes for a card or a partner's wallet. */
    static AccountRef payerAccount(Payer payer, UUID issuer, Currency home) {
        return switch (payer) {
            case Payer.WalletHolder(UUID wallet, Optional<UUID> token) ->
                    new AccountRef(AccountKind.WALLET, issuer, wallet, home);
            case Payer.CardHolder(UUID card, Optional<UUID> token, String rail, UUID attempt) ->
                    new AccountRef(
                            AccountKind.CARD_RECEIVABLE, issuer, Ids.named("rail", rail), home);
            case Payer.PartnerHolder(String rail, UUID attempt) ->
                    new AccountRef(
                            AccountKind.GATEWAY_RECEIVABLE, issuer, Ids.named("rail", rail), home);
        };
    }

    /** The accounts a payment may touch, before its price is known. */
    static List<AccountRef> accounts(Terms terms, UUID issuer, Payer payer, Currency home) {
        Money amount = terms.amount();
        AccountRef account = payerAccount(payer, issuer, home);
        Flow flow = new Flow(terms, issuer, account, Optional.empty());
        List<AccountRef> all = flow.accounts();
        if (!home.equals(amount.currency())) {
            flow.addConversion(all);
        }
        return all;
    }

    /** What the payer has paid for a capture, in the payer's own currency. */
    Money homeTaken(Capture capture) {
        return price.map(conversion -> captured(conversion.home(), capture))
                .orElse(capture.amount());
    }

    List<AccountRef> accounts() {
        List<AccountRef> all = new ArrayList<>();
        all.add(payer);
        all.add(merchant);
        all.add(fees(issuer));
        brokerage.ifPresent(by -> all.add(payable(by.other())));
        price.ifPresent(conversion -> addConversion(all));
        if (!(custody instanceof Custody.Payable)) {
            all.add(escrow());
            all.add(frozen());
        }
        if (!domestic()) {
            all.add(fees(acquirer));
            all.add(owed());
            all.add(due());
        }
        return all;
    }

    private void addConversion(List<AccountRef> all) {
        all.add(conversion(payer.currency()));
        all.add(conversion(base));
        all.add(margin());
    }

    /** Holds the payer's money until {@code expiresAt}. */
    List<Step> hold(Instant expiresAt) {
        return pay().stream().<Step>map(leg -> new Step.HoldBack(leg, expiresAt)).toList();
    }

    /** Moves all of the payer's money at once and shares it out. */
    List<Step> payAndSettle(Capture capture) {
        List<Step> steps = new ArrayList<>();
        pay().forEach(leg -> steps.add(new Step.Post(leg)));
        steps.addAll(settle(capture));
        return steps;
    }

    /** Takes what is held, or a part of it, and shares it out; the rest of the hold is released. */
    List<Step> captureAndSettle(List<Long> holds, Capture capture) {
        List<Step> steps = new ArrayList<>();
        Share.Slice all = new Share.Slice(Money.zero(base), capture.amount());
        if (price.isPresent()) {
            Money home = new Share(price.get().home(), amount).of(all);
            if (home.isPositive()) {
                steps.add(new Step.PostHold(holds.get(0), home));
            } else {
                steps.add(new Step.Release(holds.get(0)));
            }
            steps.add(new Step.PostHold(holds.get(1), capture.amount()));
        } else {
            steps.add(new Step.PostHold(holds.get(0), capture.amount()));
        }
        steps.addAll(settle(capture));
        return steps;
    }

    /** What the payer gets back for a refund that follows {@code capture.refunded()}. */
    Money homeOf(Capture capture, Money refund) {
        Share.Slice slice = new Share.Slice(capture.refunded(), refund);
        return price.map(
                        conversion ->
                                new Share(captured(conversion.home(), capture), capture.amount())
                                        .of(slice))
                .orElse(refund);
    }

    /** Walks a part of a capture back, at its own rate and with its own fees. */
    List<Step> refund(Capture capture, Money refund) {
        Share.Slice slice = new Share.Slice(capture.refunded(), refund);
        Money acquiringFee = new Share(capture.acquiringFee(), capture.amount()).of(slice);
        Money issuingFee = new Share(capture.issuingFee(), capture.amount()).of(slice);
        List<Step> steps = new ArrayList<>();
        if (domestic()) {
            move(steps, fees(acquirer), merchant, acquiringFee, Purpose.REFUND_ACQUIRING_FEE);
            move(steps, fees(issuer), merchant, issuingFee, Purpose.REFUND_ISSUING_FEE);
        } else {
            Money net = refund.minus(acquiringFee).minus(issuingFee);
            move(steps, merchant, due(), net, Purpose.REFUND_MERCHANT);
            move(steps, fees(acquirer), due(), acquiringFee, Purpose.REFUND_ACQUIRING_FEE);
            move(steps, fees(issuer), owed(), issuingFee, Purpose.REFUND_ISSUING_FEE);
        }
        AccountRef source = domestic() ? merchant : owed();
        if (price.isPresent()) {
            Money home = homeOf(capture, refund);
            Money middle = captured(price.get().middle(), capture);
            Money margin = home.minus(new Share(middle, capture.amount()).of(slice));
            move(steps, source, conversion(base), refund, Purpose.REFUND_CONVERT);
            move(steps, margin(), conversion(home.currency()), margin, Purpose.REFUND_MARGIN);
            move(steps, conversion(home.currency()), payer, home, Purpose.REFUND_PAY);
        } else {
            move(steps, source, payer, refund, Purpose.REFUND_PAY);
        }
        return steps;
    }

    private List<Leg> pay() {
        AccountRef target = domestic() ? merchant : owed();
        return price.map(
                        conversion ->
                                List.of(
                                        new Leg(
                                                payer,
                                                conversion(payer.currency()),
                                                conversion.home(),
                                                Purpose.PAY),
                                        new Leg(conversion(base), target, amount, Purpose.CONVERT)))
                .orElseGet(() -> List.of(new Leg(payer, target, amount, Purpose.PAY)));
    }

    private List<Step> settle(Capture capture) {
        List<Step> steps = new ArrayList<>();
        price.ifPresent(
                conversion -> {
                    Money home = captured(conversion.home(), capture);
                    Money earned = home.minus(captured(conversion.middle(), capture));
                    move(steps, conversion(home.currency()), margin(), earned, Purpose.MARGIN);
                });
        if (domestic()) {
            move(steps, merchant, fees(acquirer), capture.acquiringFee(), Purpose.ACQUIRING_FEE);
            move(steps, merchant, fees(issuer), capture.issuingFee(), Purpose.ISSUING_FEE);
        } else {
            move(steps, owed(), fees(issuer), capture.issuingFee(), Purpose.ISSUING_FEE);
            move(steps, due(), merchant, capture.net(), Purpose.MERCHANT);
            move(steps, due(), fees(acquirer), capture.acquiringFee(), Purpose.ACQUIRING_FEE);
        }
        brokerage.ifPresent(by -> share(steps, by, by.of(capture.amount())));
        return steps;
    }

    /** Gives the platform's merchant what is passed on, and the platform its fee. */
    private void share(List<Step> steps, Brokerage by, Brokerage.Shares shares) {
        AccountRef other = payable(by.other());
        boolean direct = by instanceof Brokerage.Direct;
        move(steps, merchant, other, shares.passed(), Purpose.DESTINATION);
        move(
                steps,
                direct ? merchant : other,
                direct ? other : merchant,
                shares.fee(),
                Purpose.APPLICATION_FEE);
    }

    /** Walks parts of what the two gave each other back. */
    List<Step> restore(Brokerage.Shares back) {
        Brokerage by = brokerage.orElseThrow();
        AccountRef other = payable(by.other());
        boolean direct = by instanceof Brokerage.Direct;
        List<Step> steps = new ArrayList<>();
        move(steps, other, merchant, back.passed(), Purpose.REFUND_DESTINATION);
        move(
                steps,
                direct ? other : merchant,
                direct ? merchant : other,
                back.fee(),
                Purpose.REFUND_APPLICATION_FEE);
        return steps;
    }

    /** Puts the merchant's share of a capture where its terms say. */
    List<Step> keep(Capture capture) {
        return switch (custody) {
            case Custody.Payable payable -> List.of();
            case Custody.Escrow kept -> {
                List<Step> steps = new ArrayList<>();
                move(steps, merchant, escrow(), capture.net(), Purpose.ESCROW);
                yield steps;
            }
            case Custody.Frozen kept -> freeze(capture.net());
            case Custody.Planned planned -> freeze(capture.net());
        };
    }

    /** Keeps disputed money of the merchant, and takes the fee for it. */
    List<Step> contest(Money disputed, Money fee) {
        List<Step> steps = new ArrayList<>();
        move(steps, merchant, disputed(), disputed, Purpose.DISPUTE);
        move(steps, merchant, fees(acquirer), fee, Purpose.DISPUTE_FEE);
        return steps;
    }

    /** The merchant gets what was kept. */
    List<Step> contestWon(Money disputed) {
        List<Step> steps = new ArrayList<>();
        move(steps, disputed(), merchant, disputed, Purpose.DISPUTE_WON);
        return steps;
    }

    /** The payer gets what was kept, at the payment's own rate; no fee goes back. */
    List<Step> contestLost(Capture capture, Contest contest) {
        Money lost = contest.amount();
        Capture before = capture.refundedTo(contest.refundedBefore());
        List<Step> steps = new ArrayList<>();
        if (!domestic()) {
            move(steps, disputed(), due(), lost, Purpose.DISPUTE_LOST);
        }
        AccountRef source = domestic() ? disputed() : owed();
        if (price.isPresent()) {
            Money home = homeOf(before, lost);
            Money middle = captured(price.get().middle(), capture);
            Share.Slice slice = new Share.Slice(before.refunded(), lost);
            Money margin = home.minus(new Share(middle, capture.amount()).of(slice));
            move(steps, source, conversion(base), lost, Purpose.DISPUTE_CONVERT);
            move(steps, margin(), conversion(home.currency()), margin, Purpose.DISPUTE_MARGIN);
            move(steps, conversion(home.currency()), payer, home, Purpose.DISPUTE_PAY);
        } else {
            move(steps, source, payer, lost, Purpose.DISPUTE_PAY);
        }
        return steps;
    }

    /** The accounts that a dispute may touch beside {@link #accounts}. */
    List<AccountRef> contestAccounts() {
        return List.of(disputed(), fees(acquirer));
    }

    /** What is payable to a payment's merchant. */
    static AccountRef merchant(Terms terms) {
        return new AccountRef(
                AccountKind.MERCHANT_PAYABLE,
                terms.acquirer(),
                terms.merchant(),
                terms.amount().currency());
    }

    /** What is payable to the merchant. */
    AccountRef merchant() {
        return merchant;
    }

    /** Keeps a part of what is payable for splits. */
    List<Step> freeze(Money part) {
        List<Step> steps = new ArrayList<>();
        move(steps, merchant, frozen(), part, Purpose.ROYALTY_FREEZE);
        return steps;
    }

    /** Keeps it no longer. */
    List<Step> unfreeze(Money part) {
        List<Step> steps = new ArrayList<>();
        move(steps, frozen(), merchant, part, Purpose.ROYALTY_UNFREEZE);
        return steps;
    }

    /** Lets a part of what is in escrow become payable. */
    List<Step> release(Money part) {
        List<Step> steps = new ArrayList<>();
        move(steps, escrow(), merchant, part, Purpose.ESCROW_RELEASE);
        return steps;
    }

    /** What is left of the merchant's share of a capture after its refunds. */
    static Money share(Capture capture) {
        Money acquiring =
                new Share(capture.acquiringFee(), capture.amount()).upTo(capture.refunded());
        Money issuing = new Share(capture.issuingFee(), capture.amount()).upTo(capture.refunded());
        return capture.net().minus(capture.refunded()).plus(acquiring).plus(issuing);
    }

    /** The captured part of a sum that belongs to the whole amount. */
    private Money captured(Money whole, Capture capture) {
        return new Share(whole, amount).upTo(capture.amount());
    }

    /** Adds a posting; none for nothing, and the other way round for less than nothing. */
    private static void move(
            List<Step> steps, AccountRef debit, AccountRef credit, Money amount, Purpose purpose) {
        if (amount.isPositive()) {
            steps.add(new Step.Post(new Leg(debit, credit, amount, purpose)));
        } else if (amount.isNegative()) {
            steps.add(new Step.Post(new Leg(credit, debit, amount.negated(), purpose)));
        }
    }

    private boolean domestic() {
        return issuer.equals(acquirer);
    }

    private AccountRef fees(UUID partner) {
        return AccountRef.own(AccountKind.FEE_INCOME, partner, base);
    }

    private AccountRef payable(UUID holder) {
        return new AccountRef(AccountKind.MERCHANT_PAYABLE, acquirer, holder, base);
    }

    /** What is payable to somebody else who takes part in a payment. */
    static AccountRef payable(Terms terms, Brokerage by) {
        return new AccountRef(
                AccountKind.MERCHANT_PAYABLE,
                terms.acquirer(),
                by.other(),
                terms.amount().currency());
    }

    private AccountRef disputed() {
        return new AccountRef(AccountKind.MERCHANT_DISPUTED, acquirer, merchant.holder(), base);
    }

    private AccountRef escrow() {
        return new AccountRef(AccountKind.MERCHANT_ESCROW, acquirer, merchant.holder(), base);
    }

    private AccountRef frozen() {
        return new AccountRef(AccountKind.MERCHANT_FROZEN, acquirer, merchant.holder(), base);
    }

    private AccountRef conversion(Currency currency) {
        return AccountRef.own(AccountKind.CONVERSION, issuer, currency);
    }

    private AccountRef margin() {
        return AccountRef.own(AccountKind.FX_MARGIN, issuer, payer.currency());
    }

    /** What the issuing partner owes, in its own books. */
    private AccountRef owed() {
        return new AccountRef(AccountKind.POSITION_PAYABLE, issuer, acquirer, base);
    }

    /** The same, in the acquiring partner's books. */
    private AccountRef due() {
        return new AccountRef(AccountKind.POSITION_RECEIVABLE, acquirer, issuer, base);
    }
}
