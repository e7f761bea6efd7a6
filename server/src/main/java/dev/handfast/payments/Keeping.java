package dev.handfast.payments;

import dev.handfast.customers.Keeper;
import dev.handfast.customers.PaymentMethod;
import dev.handfast.customers.WalletAgreements;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.tokens.DeviceToken;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts on file what a payment was paid with, in the payment's own commit, where its merchant and
 * its payer agreed to that: a device token as it is, an account wallet with a mandate.
 */
final class Keeping {
    private Keeping() {}

    /** Names the device token of a payment whose rail has been asked. */
    static void name(Naming naming, UUID payment) {
        naming.rows(
                DeviceToken.TABLE,
                working ->
                        working.find(PaymentTable.TABLE, payment)
                                .flatMap(Payment::backing)
                                .flatMap(backing -> backing.payer().token())
                                .map(List::of)
                                .orElse(List.of()));
    }

    /** Whether an instrument is one that is not on file yet, and could be. */
    static boolean isFresh(Instrument instrument) {
        return switch (instrument) {
            case Instrument.Token token -> true;
            case Instrument.Wallet wallet -> true;
            case Instrument.OnFile file -> false;
            case Instrument.Mandate mandate -> false;
            case Instrument.RefusedToken refused -> false;
            case Instrument.Code code -> false;
            case Instrument.StaticCode code -> false;
            case Instrument.Frozen frozen -> false;
            case Instrument.AtPartner elsewhere -> false;
        };
    }

    /**
     * Keeps what a payment was paid with, where its details wish it.
     *
     * @param paid the payment, held or captured
     * @param news a fresh id in time order
     */
    static void keep(Rules rules, Working working, Payment paid, UUID news) {
        rules.keeper()
                .wish(paid.terms().details())
                .ifPresent(wish -> new Kept(rules, working, wish).of(paid, news));
    }

    /** One wish and where it is fulfilled. */
    private record Kept(Rules rules, Working working, Keeper.Wish wish) {
        void of(Payment paid, UUID news) {
            switch (paid.backing().orElseThrow().payer()) {
                case Payer.WalletHolder(UUID wallet, Optional<UUID> token) when token.isEmpty() ->
                        wallet(paid, wallet, news);
                case Payer.WalletHolder holder -> device(paid, holder.token(), news);
                case Payer.CardHolder holder -> device(paid, holder.token(), news);
                case Payer.PartnerHolder elsewhere -> {}
            }
        }

        private void wallet(Payment paid, UUID wallet, UUID news) {
            PaymentMethod method = method(paid, new PaymentMethod.Source.Agreed(wish.method()));
            WalletAgreements.Extent extent =
                    new WalletAgreements.Extent(
                            paid.terms().amount().currency(), wish.allowance(), Optional.empty());
            WalletAgreements.grant(working, method, paid.id(), extent, wallet);
            keep(method, news);
        }

        private void device(Payment paid, Optional<UUID> id, UUID news) {
            id.flatMap(known -> working.find(DeviceToken.TABLE, known))
                    .map(
                            token ->
                                    new PaymentMethod.Source.OnFile(
                                            token.id(),
                                            token.network(),
                                            token.suffix(),
                                            token.expiresOn()))
                    .ifPresent(source -> keep(method(paid, source), news));
        }

        private PaymentMethod method(Payment paid, PaymentMethod.Source source) {
            return new PaymentMethod(
                    wish.method(),
                    paid.terms().merchant(),
                    Optional.of(wish.customer()),
                    source,
                    "{}",
                    working.now());
        }

        private void keep(PaymentMethod method, UUID news) {
            Keeper.Moment moment = new Keeper.Moment(news, working.now());
            WalletAgreements.keep(working, method, rules.keeper().kept(method, moment));
        }
    }
}
