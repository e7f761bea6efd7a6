package dev.handfast.wallets;

import dev.handfast.engine.Reader;
import dev.handfast.money.Currency;
import dev.handfast.sql.Database;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds wallets by what their holders are known by: the user number of the Alipay dialect, or a
 * name to sign in with, such as an e-mail address or a telephone number.
 */
public final class WalletLogins {
    private static final int FOUND_MAX = 10;

    private final Database database;
    private final InstantSource clock;

    /** Logins in a database. */
    public WalletLogins(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Gives a wallet a login; one that is taken stays with its wallet. True when it is new. */
    public boolean add(String login, UUID wallet) {
        return database.transact(
                        tx ->
                                tx.update(
                                        """
                                        insert into wallet_login (login, wallet, created_at)
                                        values (?, ?, ?) on conflict (login) do nothing
                                        """,
                                        normal(login),
                                        wallet,
                                        clock.instant()))
                == 1;
    }

    /** The wallet with this login; letters count without their case. */
    public Optional<Wallet> byLogin(String login) {
        return database.read(
                tx -> {
                    List<UUID> ids =
                            tx.query(
                                    """
                                    select wallet from wallet_login where login = ?
                                    """,
                                    row -> row.uuid("wallet"),
                                    normal(login));
                    return Reader.by(tx, Wallet.TABLE, ids).stream().findFirst();
                });
    }

    /**
     * The wallet in this currency whose holder has this user number; nothing where several have it,
     * since money must not go to a guess.
     */
    public Optional<Wallet> byUserId(String userId, Currency currency) {
        List<Wallet> found =
                database.read(
                        tx ->
                                Reader.found(
                                        tx,
                                        Wallet.TABLE,
                                        """
                                        select id from wallet
                                        where user_id = ? and currency = ? limit ?
                                        """,
                                        userId,
                                        currency.code(),
                                        FOUND_MAX));
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static String normal(String login) {
        return login.strip().toLowerCase(Locale.ROOT);
    }
}
