package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Entry;
import dev.handfast.ledger.Leg;
import dev.handfast.ledger.Posting;
import dev.handfast.ledger.Purpose;
import dev.handfast.ledger.Step;
import dev.handfast.limits.Limits;
import dev.handfast.limits.Way;
import dev.handfast.partners.Agreement;
import dev.handfast.wallets.PaymentCode;
import dev.handfast.wallets.Wallet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks for a freeze, or freezes a wallet's money.
 *
 * @param rules what every command needs
 * @param wanted what is asked
 */
record FreezeCommand(Rules rules, Wanted wanted) implements Command<FreezeOutcome> {
    /** How long money stays frozen at the most; no contract here says anything else. */
    static final Duration FROZEN_MAX = Duration.ofDays(360);

    /**
     * What is asked.
     *
     * @param merchant for whom
     * @param id the freeze's id, fresh where {@code order} is there
     * @param order what to ask for, where it is not there yet
     * @param code what its QR code says, where it has one
     * @param payer whose money to freeze, where it is to be frozen now
     */
    record Wanted(
            UUID merchant,
            UUID id,
            Optional<Freeze.Order> order,
            Optional<String> code,
            Optional<Payer> payer) {}

    /** Whose money to freeze. */
    sealed interface Payer {
        /** Whoever has shown this payment code; holds its id. */
        record ByCode(UUID code) implements Payer {}

        /** The holder of this wallet, who agrees. */
        record Holder(UUID wallet) implements Payer {}
    }

    @Override
    public int lane() {
        return wanted.merchant().hashCode();
    }

    @Override
    public void name(Naming naming) {
        naming.row(Freeze.TABLE, wanted.id());
        wanted.order()
                .ifPresent(
                        order -> {
                            naming.row(Claim.TABLE, claim(order));
                            naming.rows(Freeze.TABLE, working -> List.of(idIn(working)));
                        });
        naming.rows(FreezeOperation.TABLE, working -> List.of(idIn(working)));
        if (wanted.payer().isPresent()) {
            if (wanted.payer().get() instanceof Payer.ByCode(UUID code)) {
                naming.row(PaymentCode.TABLE, code);
            }
            naming.rows(Wallet.TABLE, working -> walletId(working).stream().toList());
            naming.rows(
                    Agreement.TABLE,
                    working ->
                            wallet(working)
                                    .flatMap(
                                            wallet ->
                                                    order(working)
                                                            .map(order -> corridor(wallet, order)))
                                    .stream()
                                    .toList());
            rules.limits().name(naming, working -> wallet(working).map(this::limited));
            rules.ledger().nameAccounts(naming, this::accounts);
        }
    }

    private UUID idIn(Working working) {
        return wanted.order()
                .flatMap(order -> working.find(Claim.TABLE, claim(order)))
                .map(Claim::subject)
                .orElse(wanted.id());
    }

    private Optional<Freeze.Order> order(Working working) {
        return working.find(Freeze.TABLE, idIn(working)).map(Freeze::order).or(wanted::order);
    }

    private Optional<UUID> walletId(Working working) {
        return wanted.payer()
                .flatMap(
                        payer ->
                                switch (payer) {
                                    case Payer.ByCode(UUID code) ->
                                            working.find(PaymentCode.TABLE, code)
                                                    .map(PaymentCode::wallet);
                                    case Payer.Holder(UUID wallet) -> Optional.of(wallet);
                                });
    }

    private Optional<Wallet> wallet(Working working) {
        return walletId(working).flatMap(id -> working.find(Wallet.TABLE, id));
    }

    private static UUID corridor(Wallet wallet, Freeze.Order order) {
        return Agreement.idOf(wallet.operator(), order.acquirer());
    }

    private List<AccountRef> accounts(Working working) {
        Optional<Wallet> wallet = wallet(working);
        Optional<Freeze.Order> order = order(working);
        if (wallet.isEmpty() || order.isEmpty()) {
            return List.of();
        }
        Freeze freeze = Freeze.waiting(wanted.id(), order.get(), working.now());
        return List.of(wallet.get().account(), freeze.target(wallet.get().operator()));
    }

    @Override
    public Decision<FreezeOutcome> decide(Working working) {
        Optional<Freeze> known =
                working.find(Freeze.TABLE, idIn(working))
                        .filter(row -> row.order().merchant().equals(wanted.merchant()));
        if (known.isEmpty()) {
            return wanted.order().isPresent()
                    ? open(working, wanted.order().get())
                    : refuse(FreezeRefusal.FREEZE_UNKNOWN, "no such freeze");
        }
        Freeze freeze = known.get();
        if (wanted.order().filter(order -> !order.sameAs(freeze.order())).isPresent()) {
            return refuse(
                    FreezeRefusal.FREEZE_NUMBER_REUSED,
                    "this number names a freeze of " + freeze.order().amount().format());
        }
        return switch (freeze.state()) {
            case WAITING -> goOn(working, freeze);
            case FROZEN ->
                    new Decision.Done<>(
                            new FreezeOutcome.Again(
                                    freeze, working.get(FreezeOperation.TABLE, freeze.id())));
            case FINISHED -> refuse(FreezeRefusal.FREEZE_IS_FINISHED, "nothing is frozen any more");
            case CLOSED -> refuse(FreezeRefusal.FREEZE_IS_CLOSED, "the freeze is closed");
        };
    }

    private Decision<FreezeOutcome> open(Working working, Freeze.Order order) {
        Freeze freeze = Freeze.waiting(wanted.id(), order, working.now());
        working.insert(
                Claim.TABLE,
                new Claim(claim(order), Claim.Kind.FREEZE_REFERENCE, freeze.id(), working.now()));
        wanted.code()
                .ifPresent(
                        text ->
                                working.insert(
                                        Claim.TABLE,
                                        new Claim(
                                                Claim.idOf(Claim.Kind.FREEZE_CODE, text),
                                                Claim.Kind.FREEZE_CODE,
                                                freeze.id(),
                                                working.now())));
        working.insert(Freeze.TABLE, freeze);
        working.insert(
                FreezeOperation.TABLE,
                new FreezeOperation(
                        freeze.id(),
                        freeze.id(),
                        FreezeOperation.Kind.FREEZE,
                        order.amount(),
                        Optional.of(order.request()),
                        working.now()));
        return goOn(working, freeze);
    }

    private Decision<FreezeOutcome> goOn(Working working, Freeze freeze) {
        if (!working.now().isBefore(freeze.order().expiresAt())) {
            return refuse(
                    FreezeRefusal.FREEZE_TIME_OVER,
                    "it could be agreed to until " + freeze.order().expiresAt());
        }
        if (wanted.payer().isEmpty()) {
            return done(working, freeze);
        }
        Optional<String> bad = badCode(working);
        if (bad.isPresent()) {
            return refuse(FreezeRefusal.PAYER_CODE_INVALID, bad.get());
        }
        Optional<Wallet> wallet = wallet(working);
        if (wallet.isEmpty()) {
            return refuse(FreezeRefusal.PAYER_UNKNOWN, "no such wallet");
        }
        return switch (wallet.get().state()) {
            case ACTIVE -> freeze(working, freeze, wallet.get());
            case FROZEN -> refuse(FreezeRefusal.PAYER_FROZEN, "the wallet is frozen");
        };
    }

    /** What is wrong with the payment code, if anything is. */
    private Optional<String> badCode(Working working) {
        if (!(wanted.payer().orElseThrow() instanceof Payer.ByCode(UUID id))) {
            return Optional.empty();
        }
        Optional<PaymentCode> code = working.find(PaymentCode.TABLE, id);
        if (code.isEmpty()) {
            return Optional.of("no wallet has shown this payment code");
        }
        if (code.get().usedFor().isPresent()) {
            return Optional.of("this payment code has been used");
        }
        return working.now().isBefore(code.get().expiresAt())
                ? Optional.empty()
                : Optional.of("this payment code was good until " + code.get().expiresAt());
    }

    private Decision<FreezeOutcome> freeze(Working working, Freeze freeze, Wallet wallet) {
        if (!wallet.currency().equals(freeze.order().amount().currency())) {
            return refuse(
                    FreezeRefusal.PAYER_CURRENCY_DIFFERS,
                    "the wallet is in %s, %s is to be frozen"
                            .formatted(wallet.currency(), freeze.order().amount().format()));
        }
        Optional<Agreement> corridor =
                working.find(Agreement.TABLE, corridor(wallet, freeze.order()))
                        .filter(agreement -> agreement.state() == Agreement.State.OPEN);
        if (corridor.isEmpty()) {
            return refuse(
                    FreezeRefusal.FREEZE_CORRIDOR_CLOSED, "the two partners have no open corridor");
        }
        if (rules.limits().check(working, limited(wallet), freeze.order().amount())
                instanceof Limits.Check.Exceeded exceeded) {
            return refuse(FreezeRefusal.PAYER_LIMIT_EXCEEDED, exceeded.detail());
        }
        return hold(working, freeze, wallet, corridor.get());
    }

    /**
     * Whose limits count: money is counted when it is frozen, and not again when it is paid or
     * unfrozen.
     */
    private Limits.Subject limited(Wallet wallet) {
        Way way =
                switch (wanted.payer().orElseThrow()) {
                    case Payer.ByCode code -> Way.SHOWN_CODE;
                    case Payer.Holder holder -> Way.SCANNED_CODE;
                };
        return new Limits.Subject(wallet.id(), way, wallet.currency());
    }

    private Decision<FreezeOutcome> hold(
            Working working, Freeze freeze, Wallet wallet, Agreement corridor) {
        Freeze.Holding holding =
                new Freeze.Holding(
                        wallet.id(),
                        wallet.operator(),
                        corridor.merchantFee(),
                        corridor.issuingShare(),
                        rules.ledger().moment(working),
                        rules.ledger().moment(working).plus(FROZEN_MAX),
                        Optional.empty());
        Leg leg =
                new Leg(
                        wallet.account(),
                        freeze.target(wallet.operator()),
                        freeze.order().amount(),
                        Purpose.FREEZE);
        Step hold = new Step.HoldBack(leg, holding.until());
        return switch (rules.ledger().post(working, new Entry(freeze.id(), List.of(hold)))) {
            case Posting.Refused refused ->
                    refuse(
                            FreezeRefusal.PAYER_BALANCE_NOT_ENOUGH,
                            "the wallet does not hold " + freeze.order().amount().format());
            case Posting.Posted(List<Long> ids) -> {
                Freeze held = freeze.held(holding.by(Optional.of(ids.getFirst())));
                working.update(Freeze.TABLE, held);
                rules.limits()
                        .count(working, limited(wallet), freeze.order().amount(), freeze.id());
                if (wanted.payer().orElseThrow() instanceof Payer.ByCode(UUID code)) {
                    working.update(
                            PaymentCode.TABLE,
                            working.get(PaymentCode.TABLE, code).used(freeze.id()));
                }
                rules.announce(
                        working,
                        new FreezeAnnouncer.News(
                                FreezeAnnouncer.Happening.FROZEN,
                                held,
                                working.get(FreezeOperation.TABLE, held.id()),
                                held.order().details(),
                                held.id(),
                                working.now()));
                yield done(working, held);
            }
        };
    }

    private static Decision<FreezeOutcome> done(Working working, Freeze freeze) {
        return new Decision.Done<>(
                new FreezeOutcome.Done(freeze, working.get(FreezeOperation.TABLE, freeze.id())));
    }

    private static UUID claim(Freeze.Order order) {
        return claim(order.merchant(), order.reference());
    }

    /** The claim of a merchant's own number for a freeze. */
    static UUID claim(UUID merchant, String reference) {
        return Claim.idOf(Claim.Kind.FREEZE_REFERENCE, merchant.toString(), reference);
    }

    private static Decision<FreezeOutcome> refuse(FreezeRefusal why, String detail) {
        return new Decision.Refused<>(new FreezeOutcome.Refused(why, detail));
    }
}
