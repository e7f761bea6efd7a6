package dev.handfast.transfers;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.ledger.Account;
import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Entry;
import dev.handfast.ledger.Ledger;
import dev.handfast.ledger.Leg;
import dev.handfast.ledger.Posting;
import dev.handfast.ledger.Purpose;
import dev.handfast.ledger.Step;
import dev.handfast.limits.Limits;
import dev.handfast.limits.Way;
import dev.handfast.limits.Window;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.partners.Agreement;
import dev.handfast.wallets.Wallet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Sends a merchant's money to a wallet.
 *
 * @param books the ledger and the limits
 * @param number the new transfer's number, fresh and in time order
 * @param order what is asked
 * @param payeeName what the merchant takes the holder's name for, where it wants it checked
 */
record SendCommand(Books books, UUID number, WalletTransfer.Order order, Optional<String> payeeName)
        implements Command<TransferOutcome> {
    /** What a transfer is written to. */
    record Books(Ledger ledger, Limits limits) {}

    @Override
    public int lane() {
        return order.merchant().hashCode();
    }

    @Override
    public void name(Naming naming) {
        naming.row(WalletTransfer.TABLE, id());
        naming.row(Wallet.TABLE, order.wallet());
        naming.rows(Agreement.TABLE, working -> corridor(working).stream().toList());
        books.limits().name(naming, working -> Optional.of(subject()));
        books.ledger().nameAccounts(naming, this::accounts);
    }

    @Override
    public Decision<TransferOutcome> decide(Working working) {
        Optional<WalletTransfer> before = working.find(WalletTransfer.TABLE, id());
        if (before.isPresent()) {
            return before.get().order().sameAs(order)
                    ? new Decision.Done<>(new TransferOutcome.Already(before.get()))
                    : refuse(
                            TransferRefusal.TRANSFER_REFERENCE_REUSED,
                            "this number names another transfer, of %s"
                                    .formatted(before.get().order().amount().format()));
        }
        Optional<Wallet> wallet = working.find(Wallet.TABLE, order.wallet());
        if (wallet.isEmpty()) {
            return refuse(TransferRefusal.PAYEE_NOT_FOUND, "there is no such wallet");
        }
        return payeeProblem(working, wallet.get())
                .orElseGet(
                        () -> limitProblem(working).orElseGet(() -> send(working, wallet.get())));
    }

    private Optional<Decision<TransferOutcome>> payeeProblem(Working working, Wallet wallet) {
        if (payeeName.isPresent() && !payeeName.get().equals(wallet.holder())) {
            return Optional.of(
                    refuse(
                            TransferRefusal.PAYEE_NAME_DIFFERS,
                            "the wallet's holder has another name, got " + payeeName.get()));
        }
        if (wallet.state() == Wallet.State.FROZEN) {
            return Optional.of(refuse(TransferRefusal.PAYEE_FROZEN, "the wallet is frozen"));
        }
        Currency currency = order.amount().currency();
        if (!wallet.currency().equals(currency)) {
            return Optional.of(
                    refuse(
                            TransferRefusal.PAYEE_CURRENCY_DIFFERS,
                            "the wallet is in %s, the transfer in %s"
                                    .formatted(wallet.currency().code(), currency.code())));
        }
        boolean open =
                corridor(working)
                        .map(
                                id ->
                                        working.find(Agreement.TABLE, id)
                                                .map(Agreement::state)
                                                .equals(Optional.of(Agreement.State.OPEN)))
                        .orElse(true);
        return open
                ? Optional.empty()
                : Optional.of(
                        refuse(
                                TransferRefusal.TRANSFER_CORRIDOR_CLOSED,
                                "there is no open corridor to the wallet's operator"));
    }

    private Optional<Decision<TransferOutcome>> limitProblem(Working working) {
        return switch (books.limits().check(working, subject(), order.amount())) {
            case Limits.Check.Within within -> balanceProblem(working);
            case Limits.Check.Exceeded exceeded ->
                    Optional.of(
                            refuse(
                                    exceeded.rule().window() == Window.ONCE
                                            ? TransferRefusal.TRANSFER_TOO_LARGE
                                            : TransferRefusal.TRANSFER_DAY_LIMIT_EXCEEDED,
                                    exceeded.detail()));
        };
    }

    /** The ledger lets a merchant's account go below zero, for refunds; a transfer may not. */
    private Optional<Decision<TransferOutcome>> balanceProblem(Working working) {
        Money owed =
                books.ledger()
                        .find(working, payer())
                        .map(Account::available)
                        .orElse(Money.zero(order.amount().currency()));
        return order.amount().isMoreThan(owed)
                ? Optional.of(
                        refuse(
                                TransferRefusal.MERCHANT_BALANCE_NOT_ENOUGH,
                                "the merchant is owed %s, %s was asked for"
                                        .formatted(owed.format(), order.amount().format())))
                : Optional.empty();
    }

    private Decision<TransferOutcome> send(Working working, Wallet wallet) {
        switch (books.ledger().post(working, Entry.of(id(), number, steps(wallet)))) {
            case Posting.Posted posted -> {}
            case Posting.Refused refused ->
                    throw new IllegalStateException(
                            "a transfer made a posting the ledger refuses: " + refused);
        }
        books.limits().count(working, subject(), order.amount(), id());
        WalletTransfer sent = new WalletTransfer(id(), number, order, working.now());
        working.insert(WalletTransfer.TABLE, sent);
        return new Decision.Done<>(new TransferOutcome.Sent(sent));
    }

    private List<Step> steps(Wallet wallet) {
        List<Step> steps = new ArrayList<>();
        AccountRef source = payer();
        if (!wallet.operator().equals(order.partner())) {
            add(steps, source, position(AccountKind.POSITION_PAYABLE, wallet));
            source = position(AccountKind.POSITION_RECEIVABLE, wallet);
        }
        add(steps, source, wallet.account());
        return steps;
    }

    private void add(List<Step> steps, AccountRef debit, AccountRef credit) {
        steps.add(new Step.Post(new Leg(debit, credit, order.amount(), Purpose.TRANSFER)));
    }

    private List<AccountRef> accounts(Working working) {
        List<AccountRef> accounts = new ArrayList<>(List.of(payer()));
        working.find(Wallet.TABLE, order.wallet())
                .ifPresent(
                        wallet -> {
                            accounts.add(wallet.account());
                            accounts.add(position(AccountKind.POSITION_PAYABLE, wallet));
                            accounts.add(position(AccountKind.POSITION_RECEIVABLE, wallet));
                        });
        return accounts;
    }

    /** What the merchant is owed, in the currency of the transfer. */
    private AccountRef payer() {
        return new AccountRef(
                AccountKind.MERCHANT_PAYABLE,
                order.partner(),
                order.merchant(),
                order.amount().currency());
    }

    /** What the merchant's partner owes the wallet's operator, in the books of either. */
    private AccountRef position(AccountKind kind, Wallet wallet) {
        boolean payable = kind == AccountKind.POSITION_PAYABLE;
        return new AccountRef(
                kind,
                payable ? order.partner() : wallet.operator(),
                payable ? wallet.operator() : order.partner(),
                order.amount().currency());
    }

    /** The agreement a transfer to another partner needs. */
    private Optional<UUID> corridor(Working working) {
        return working.find(Wallet.TABLE, order.wallet())
                .map(Wallet::operator)
                .filter(operator -> !operator.equals(order.partner()))
                .map(operator -> Agreement.idOf(order.partner(), operator));
    }

    private Limits.Subject subject() {
        return new Limits.Subject(
                order.merchant(), Way.MERCHANT_TRANSFER, order.amount().currency());
    }

    private UUID id() {
        return WalletTransfer.idOf(order.merchant(), order.reference());
    }

    private static Decision<TransferOutcome> refuse(TransferRefusal why, String detail) {
        return new Decision.Refused<>(new TransferOutcome.Refused(why, detail));
    }
}
