package dev.handfast.payments;

import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.limits.Limits;
import dev.handfast.limits.Way;
import dev.handfast.mandates.MandateCheck;
import dev.handfast.mandates.MandateRefusal;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.secrets.SecretText;
import dev.handfast.tokens.Card;
import dev.handfast.tokens.DeviceToken;
import dev.handfast.tokens.Funding;
import dev.handfast.tokens.TokenCheck;
import dev.handfast.tokens.TokenRefusal;
import dev.handfast.wallets.PaymentCode;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Finds out who stands behind an instrument and whether they may pay. */
final class PayerFinder {
    /**
     * Who pays.
     *
     * @param payer the payer
     * @param issuer the payer's partner
     * @param currency the payer's currency
     * @param asked what a rail is asked for a payment, where one has to be
     * @param use marks the instrument as used for a payment
     */
    record Found(
            Payer payer,
            UUID issuer,
            Currency currency,
            Optional<Function<Payment, RailOrder.Source>> asked,
            BiConsumer<Working, UUID> use) {}

    /** Who pays, or why nobody may. */
    sealed interface Result {
        record Found(PayerFinder.Found found) implements Result {}

        record Refused(PaymentRefusal why, String detail) implements Result {}
    }

    private final Rules rules;
    private final Instrument instrument;
    private final UUID attempt;
    private final UUID merchant;

    PayerFinder(Rules rules, PayRequest request) {
        this.rules = rules;
        this.instrument = request.instrument();
        this.attempt = request.id();
        this.merchant = request.target().merchant();
    }

    void name(Naming naming) {
        switch (instrument) {
            case Instrument.Token token -> {
                naming.row(DeviceToken.TABLE, token.token());
                naming.row(Claim.TABLE, transaction(token));
                naming.rows(Card.TABLE, working -> cards(working, token.token()));
            }
            case Instrument.OnFile(UUID token) -> {
                naming.row(DeviceToken.TABLE, token);
                naming.rows(Card.TABLE, working -> cards(working, token));
            }
            case Instrument.RefusedToken refused -> {}
            case Instrument.Code code ->
                    naming.row(PaymentCode.TABLE, PaymentCode.idOf(code.digits()));
            case Instrument.Wallet wallet -> {}
            case Instrument.StaticCode code -> {}
            case Instrument.Mandate(UUID mandate) -> mandate(mandate).name(naming);
            case Instrument.Frozen(UUID freeze, var rest) -> {
                naming.row(Freeze.TABLE, freeze);
                UnfreezeCommand.nameHold(rules, naming, freeze);
            }
            case Instrument.AtPartner(UUID offer) -> naming.row(PartnerOffer.TABLE, offer);
        }
        naming.rows(dev.handfast.wallets.Wallet.TABLE, this::wallets);
    }

    /** Who it would be, without any check; for naming what a check will need. */
    Optional<Found> guess(Working working) {
        return switch (instrument) {
            case Instrument.Token token ->
                    working.find(DeviceToken.TABLE, token.token())
                            .flatMap(known -> behind(working, known, PayerFinder::nothing));
            case Instrument.OnFile(UUID token) ->
                    working.find(DeviceToken.TABLE, token)
                            .flatMap(known -> behind(working, known, PayerFinder::nothing));
            case Instrument.RefusedToken refused -> Optional.empty();
            case Instrument.Code code -> {
                List<UUID> shown = wallets(working);
                yield shown.isEmpty()
                        ? elsewhere(code)
                        : wallet(working, shown.getFirst(), Optional.empty(), PayerFinder::nothing);
            }
            case Instrument.Wallet(UUID id) ->
                    wallet(working, id, Optional.empty(), PayerFinder::nothing);
            case Instrument.StaticCode(UUID id) ->
                    wallet(working, id, Optional.empty(), PayerFinder::nothing);
            case Instrument.Mandate(UUID id) ->
                    mandate(id)
                            .wallet(working)
                            .flatMap(
                                    wallet ->
                                            wallet(
                                                    working,
                                                    wallet,
                                                    Optional.empty(),
                                                    PayerFinder::nothing));
            case Instrument.Frozen frozen ->
                    wallets(working).stream()
                            .findFirst()
                            .flatMap(
                                    id ->
                                            wallet(
                                                    working,
                                                    id,
                                                    Optional.empty(),
                                                    PayerFinder::nothing));
            case Instrument.AtPartner(UUID id) ->
                    working.find(PartnerOffer.TABLE, id).map(PayerFinder::atPartner);
        };
    }

    /** Whoever has paid at a partner's gateway; the offer there is taken up by that. */
    private static Found atPartner(PartnerOffer offer) {
        return new Found(
                offer.backing().payer(),
                offer.terms().issuer(),
                offer.home().currency(),
                Optional.empty(),
                (rows, paid) ->
                        rows.update(PartnerOffer.TABLE, offer.in(PartnerOffer.State.TAKEN)));
    }

    Result find(Working working, Payment payment) {
        return switch (instrument) {
            case Instrument.Token token -> byToken(working, payment, token);
            case Instrument.OnFile(UUID token) -> onFile(working, token);
            case Instrument.RefusedToken(String check, String detail) ->
                    new Result.Refused(PaymentRefusal.TOKEN_NOT_ACCEPTED, check + ": " + detail);
            case Instrument.Code code -> byCode(working, code);
            case Instrument.Wallet(UUID id) -> byHolder(working, id);
            case Instrument.StaticCode(UUID id) -> byHolder(working, id);
            case Instrument.Mandate(UUID id) -> byMandate(working, payment, id);
            case Instrument.Frozen frozen -> byFreeze(working, payment, frozen);
            case Instrument.AtPartner(UUID id) -> byOffer(working, payment, id);
        };
    }

    /**
     * Money that was paid at a partner's gateway counts even where the corridor has closed since,
     * but only for what was offered there.
     */
    private static Result byOffer(Working working, Payment payment, UUID id) {
        PartnerOffer offer = working.get(PartnerOffer.TABLE, id);
        Money amount = payment.terms().amount();
        return offer.payment().equals(payment.id()) && offer.amount().equals(amount)
                ? new Result.Found(atPartner(offer))
                : new Result.Refused(
                        PaymentRefusal.APPROVED_AMOUNT_DIFFERS,
                        "the payment is %s, %s was offered at the partner's gateway"
                                .formatted(amount.format(), offer.amount().format()));
    }

    /** Money that was frozen is paid even where the wallet or the corridor has closed since. */
    private Result byFreeze(Working working, Payment payment, Instrument.Frozen frozen) {
        Optional<Freeze> found =
                working.find(Freeze.TABLE, frozen.freeze())
                        .filter(row -> row.order().merchant().equals(payment.terms().merchant()));
        if (found.isEmpty()) {
            return new Result.Refused(PaymentRefusal.FREEZE_NOT_FOUND, "no such freeze");
        }
        Freeze freeze = found.get();
        // Accounts are named by whose money it is, which had to be known before the batch.
        boolean tooSoon =
                freeze.state() == Freeze.State.FROZEN
                        && working.before(Freeze.TABLE, freeze.id())
                                .flatMap(Freeze::holding)
                                .isEmpty();
        Optional<String> over =
                switch (tooSoon ? Freeze.State.WAITING : freeze.state()) {
                    case WAITING -> Optional.of("nobody had agreed to the freeze yet");
                    case FINISHED -> Optional.of("nothing is frozen any more");
                    case CLOSED -> Optional.of("the freeze is closed");
                    case FROZEN ->
                            Optional.of(freeze.holding().orElseThrow().until())
                                    .filter(end -> !rules.ledger().moment(working).isBefore(end))
                                    .map(end -> "money was frozen until " + end);
                };
        if (over.isPresent()) {
            return new Result.Refused(PaymentRefusal.FREEZE_NOT_STANDING, over.get());
        }
        Money amount = payment.terms().amount();
        if (!amount.currency().equals(freeze.rest().currency())
                || amount.isMoreThan(freeze.rest())) {
            return new Result.Refused(
                    PaymentRefusal.FREEZE_EXCEEDED,
                    "%s is frozen, %s was asked for"
                            .formatted(freeze.rest().format(), amount.format()));
        }
        return new Result.Found(guess(working).orElseThrow());
    }

    private Result byToken(Working working, Payment payment, Instrument.Token token) {
        if (working.find(Claim.TABLE, transaction(token)).isPresent()) {
            return new Result.Refused(
                    PaymentRefusal.TOKEN_REPLAYED, "this Apple Pay token has paid before");
        }
        Money amount = payment.terms().amount();
        if (!token.approved().equals(amount)) {
            return new Result.Refused(
                    PaymentRefusal.APPROVED_AMOUNT_DIFFERS,
                    "the payment is %s, the device approved %s"
                            .formatted(amount.format(), token.approved().format()));
        }
        Optional<DeviceToken> known = working.find(DeviceToken.TABLE, token.token());
        TokenCheck.Context context = new TokenCheck.Context(rules.keys(), working.now());
        return switch (TokenCheck.check(known, token.cryptogram(), amount, context)) {
            case TokenCheck.Result.Refused(TokenRefusal why) ->
                    new Result.Refused(Refusals.of(why), Refusals.token(why));
            case TokenCheck.Result.Good(DeviceToken after) -> {
                BiConsumer<Working, UUID> use =
                        (rows, paid) -> {
                            rows.update(DeviceToken.TABLE, after);
                            rows.insert(
                                    Claim.TABLE,
                                    new Claim(
                                            transaction(token),
                                            Claim.Kind.APPLE_PAY_TRANSACTION,
                                            paid,
                                            rows.now()));
                        };
                Optional<Found> found = behind(working, after, use);
                yield switch (after.funding()) {
                    case Funding.FromWallet(UUID wallet) -> checked(working, wallet, found);
                    case Funding.FromCard(UUID card) -> new Result.Found(found.orElseThrow());
                };
            }
        };
    }

    private Result onFile(Working working, UUID token) {
        Optional<DeviceToken> known = working.find(DeviceToken.TABLE, token);
        Optional<TokenRefusal> refusal = TokenCheck.standing(known, working.now());
        if (refusal.isPresent()) {
            return new Result.Refused(Refusals.of(refusal.get()), Refusals.token(refusal.get()));
        }
        DeviceToken good = known.orElseThrow();
        Optional<Found> found = behind(working, good, PayerFinder::nothing);
        return switch (good.funding()) {
            case Funding.FromWallet(UUID wallet) -> checked(working, wallet, found);
            case Funding.FromCard(UUID card) -> new Result.Found(found.orElseThrow());
        };
    }

    private Result byCode(Working working, Instrument.Code code) {
        Optional<PaymentCode> known =
                working.find(PaymentCode.TABLE, PaymentCode.idOf(code.digits()));
        if (known.isEmpty()) {
            return elsewhere(code)
                    .<Result>map(Result.Found::new)
                    .orElseGet(
                            () ->
                                    new Result.Refused(
                                            PaymentRefusal.CODE_UNKNOWN,
                                            "no wallet has shown this payment code"));
        }
        if (known.get().usedFor().isPresent()) {
            return new Result.Refused(PaymentRefusal.CODE_USED, "this payment code has been used");
        }
        if (!working.now().isBefore(known.get().expiresAt())) {
            return new Result.Refused(
                    PaymentRefusal.CODE_EXPIRED,
                    "this payment code was good until " + known.get().expiresAt());
        }
        BiConsumer<Working, UUID> use =
                (rows, paid) -> rows.update(PaymentCode.TABLE, known.get().used(paid));
        UUID id = known.get().wallet();
        return checked(working, id, wallet(working, id, Optional.empty(), use));
    }

    private Result byMandate(Working working, Payment payment, UUID id) {
        return switch (mandate(id).check(working, payment.terms().amount())) {
            case MandateCheck.Result.Refused(MandateRefusal why, String detail) ->
                    new Result.Refused(Refusals.of(why), detail);
            case MandateCheck.Result.Good good -> {
                BiConsumer<Working, UUID> use = (rows, paid) -> MandateCheck.use(rows, good, paid);
                UUID wallet = good.wallet();
                yield checked(working, wallet, wallet(working, wallet, Optional.empty(), use));
            }
        };
    }

    private MandateCheck mandate(UUID id) {
        return new MandateCheck(id, merchant);
    }

    /** A code that no wallet here has shown may be one of a partner that runs its own gateway. */
    private Optional<Found> elsewhere(Instrument.Code code) {
        return rules.reachOf(code.digits())
                .map(
                        entry ->
                                new Found(
                                        new Payer.PartnerHolder(entry.getKey(), attempt),
                                        entry.getValue().partner(),
                                        entry.getValue().currency(),
                                        Optional.of(
                                                paid ->
                                                        new RailOrder.OfCode(
                                                                entry.getKey(),
                                                                SecretText.of(code.digits()),
                                                                paid.terms().description())),
                                        PayerFinder::nothing));
    }

    private static Result byHolder(Working working, UUID wallet) {
        return checked(
                working, wallet, wallet(working, wallet, Optional.empty(), PayerFinder::nothing));
    }

    private static Result checked(Working working, UUID id, Optional<Found> found) {
        if (found.isEmpty()) {
            return new Result.Refused(PaymentRefusal.WALLET_NOT_FOUND, "no such wallet");
        }
        return switch (working.get(dev.handfast.wallets.Wallet.TABLE, id).state()) {
            case ACTIVE -> new Result.Found(found.get());
            case FROZEN -> new Result.Refused(PaymentRefusal.WALLET_FROZEN, "the wallet is frozen");
        };
    }

    private Optional<Found> behind(
            Working working, DeviceToken token, BiConsumer<Working, UUID> use) {
        return switch (token.funding()) {
            case Funding.FromWallet(UUID wallet) ->
                    wallet(working, wallet, Optional.of(token.id()), use);
            case Funding.FromCard(UUID id) ->
                    working.find(Card.TABLE, id)
                            .map(
                                    card ->
                                            new Found(
                                                    new Payer.CardHolder(
                                                            id,
                                                            Optional.of(token.id()),
                                                            card.rail(),
                                                            attempt),
                                                    card.issuer(),
                                                    card.currency(),
                                                    Optional.of(paid -> new RailOrder.OfCard(card)),
                                                    use));
        };
    }

    private static Optional<Found> wallet(
            Working working, UUID id, Optional<UUID> token, BiConsumer<Working, UUID> use) {
        return working.find(dev.handfast.wallets.Wallet.TABLE, id)
                .map(
                        wallet ->
                                new Found(
                                        new Payer.WalletHolder(id, token),
                                        wallet.operator(),
                                        wallet.currency(),
                                        Optional.empty(),
                                        use));
    }

    /**
     * Whose limits count; those of a card or a partner's wallet are its partner's, and frozen money
     * has left the holder's use.
     */
    Optional<Limits.Subject> limited(Found found) {
        if (instrument instanceof Instrument.Frozen) {
            return Optional.empty();
        }
        return switch (found.payer()) {
            case Payer.WalletHolder holder ->
                    Optional.of(new Limits.Subject(holder.wallet(), way(), found.currency()));
            case Payer.ByRail holder -> Optional.empty();
        };
    }

    private Way way() {
        return switch (instrument) {
            case Instrument.Token token -> Way.DEVICE_TOKEN;
            case Instrument.OnFile file -> Way.DEVICE_TOKEN;
            case Instrument.RefusedToken refused -> Way.DEVICE_TOKEN;
            case Instrument.Code code -> Way.SHOWN_CODE;
            case Instrument.Wallet wallet -> Way.SCANNED_CODE;
            case Instrument.StaticCode code -> Way.STATIC_CODE;
            case Instrument.Mandate mandate -> Way.MANDATE;
            case Instrument.Frozen frozen -> Way.SHOWN_CODE;
            case Instrument.AtPartner offer -> Way.SCANNED_CODE;
        };
    }

    private List<UUID> wallets(Working working) {
        return switch (instrument) {
            case Instrument.Token token ->
                    working.find(DeviceToken.TABLE, token.token()).stream()
                            .flatMap(known -> walletOf(known.funding()).stream())
                            .toList();
            case Instrument.OnFile(UUID token) ->
                    working.find(DeviceToken.TABLE, token).stream()
                            .flatMap(known -> walletOf(known.funding()).stream())
                            .toList();
            case Instrument.RefusedToken refused -> List.of();
            case Instrument.Code code ->
                    working.find(PaymentCode.TABLE, PaymentCode.idOf(code.digits())).stream()
                            .map(PaymentCode::wallet)
                            .toList();
            case Instrument.Wallet(UUID wallet) -> List.of(wallet);
            case Instrument.StaticCode(UUID wallet) -> List.of(wallet);
            case Instrument.Mandate(UUID id) -> mandate(id).wallet(working).stream().toList();
            case Instrument.Frozen(UUID freeze, var rest) ->
                    working.find(Freeze.TABLE, freeze).flatMap(Freeze::holding).stream()
                            .map(Freeze.Holding::wallet)
                            .toList();
            case Instrument.AtPartner offer -> List.of();
        };
    }

    private static List<UUID> cards(Working working, UUID token) {
        return working.find(DeviceToken.TABLE, token).stream()
                .flatMap(known -> cardOf(known.funding()).stream())
                .toList();
    }

    private static Optional<UUID> walletOf(Funding funding) {
        return funding instanceof Funding.FromWallet from
                ? Optional.of(from.wallet())
                : Optional.empty();
    }

    private static Optional<UUID> cardOf(Funding funding) {
        return funding instanceof Funding.FromCard from
                ? Optional.of(from.card())
                : Optional.empty();
    }

    private static void nothing(Working working, UUID payment) {}

    private static UUID transaction(Instrument.Token token) {
        return Claim.idOf(Claim.Kind.APPLE_PAY_TRANSACTION, token.transaction());
    }
}
