package dev.handfast.limits;

import dev.handfast.engine.Reader;
import dev.handfast.sql.Database;

import java.util.Optional;
import java.util.UUID;

/**
 * Keeps what operators say of their wallets' holders.
 *
 * @param database where
 */
public record LimitProfiles(Database database) {
    /** Classifies a wallet, for the first time or anew. Payments decided after this follow it. */
    public void classify(LimitProfile profile) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into limit_profile (holder, account_class, verification)
                                values (?, ?, ?)
                                on conflict (holder) do update
                                set account_class = excluded.account_class,
                                  verification = excluded.verification
                                """,
                                profile.holder(),
                                profile.accountClass().name(),
                                profile.verification().name()));
    }

    /** What is known of a wallet's holder. */
    public Optional<LimitProfile> find(UUID holder) {
        return database.read(tx -> Reader.one(tx, LimitProfile.TABLE, holder));
    }
}
