package dev.handfast.opengateway;

import dev.handfast.merchants.GatewayApps;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.payments.Receiver;
import dev.handfast.wallets.Wallet;
import dev.handfast.wallets.WalletLogins;

import java.util.Optional;

/** Finds out who has an account of the dialect: a merchant, or the holder of a wallet in yuan. */
public final class Receivers {
    private final GatewayApps apps;
    private final Merchants merchants;
    private final WalletLogins logins;

    /** Receivers among these merchants and wallets. */
    public Receivers(GatewayApps apps, Merchants merchants, WalletLogins logins) {
        this.apps = apps;
        this.merchants = merchants;
        this.logins = logins;
    }

    /**
     * Somebody with an account.
     *
     * @param account the account's number
     * @param receiver who has it
     * @param name what they are called
     */
    record Found(String account, Receiver receiver, String name) {}

    /** Who has the account with this number. */
    Optional<Found> byUserId(String userId) {
        Optional<Merchant> merchant = apps.merchantOf(userId).flatMap(merchants::find);
        if (merchant.isPresent()) {
            Receiver receiver =
                    new Receiver(
                            Receiver.Kind.MERCHANT, merchant.get().id(), merchant.get().partner());
            return Optional.of(new Found(userId, receiver, merchant.get().name()));
        }
        return logins.byUserId(userId, Fields.CNY).map(Receivers::found);
    }

    /** Who has the account with this login. */
    Optional<Found> byLogin(String login) {
        return logins.byLogin(login)
                .filter(wallet -> wallet.currency().equals(Fields.CNY))
                .map(Receivers::found);
    }

    private static Found found(Wallet wallet) {
        Receiver receiver = new Receiver(Receiver.Kind.WALLET, wallet.id(), wallet.operator());
        return new Found(wallet.userId(), receiver, wallet.holder());
    }
}
