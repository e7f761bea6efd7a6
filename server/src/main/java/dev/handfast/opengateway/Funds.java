package dev.handfast.opengateway;

import dev.handfast.engine.Ids;
import dev.handfast.sql.Database;
import dev.handfast.transfers.Transfers;
import dev.handfast.wallets.WalletLogins;
import dev.handfast.wallets.Wallets;

/**
 * What the methods about a merchant's own money work with.
 *
 * @param database for reading balances
 * @param transfers from merchants to wallets
 * @param agreements of wallet holders with merchants
 * @param bills of merchants' accounts
 * @param links lead to bills
 * @param wallets the wallets
 * @param logins finds wallets by what their holders are known by
 * @param ids fresh ids
 */
public record Funds(
        Database database,
        Transfers transfers,
        Agreements agreements,
        Bills bills,
        BillLinks links,
        Wallets wallets,
        WalletLogins logins,
        Ids ids) {}
