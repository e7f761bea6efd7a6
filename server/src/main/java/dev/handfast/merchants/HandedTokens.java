package dev.handfast.merchants;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.engine.Ids;
import dev.handfast.secrets.Sealed;
import dev.handfast.secrets.SecretText;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.sql.SealedColumn;
import dev.handfast.sql.Sweep;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * Payment tokens that a payer's device handed in ahead of the payment, to be named by id later.
 *
 * <p>They are kept sealed, for {@link #KEPT}, and are not opened here. A token is marked as used
 * once a payment has been decided with it, and its content is then thrown away; until then a retry
 * of the same request finds it again. That it pays once only does not hang on this mark: the
 * payment itself claims the token inside.
 */
public final class HandedTokens {
    /** How long a token waits for its payment. */
    public static final Duration KEPT = Duration.ofMinutes(10);

    /** How long it is remembered afterwards that there was one. */
    static final Duration REMEMBERED = Duration.ofDays(1);

    private static final String PURPOSE = "handed.token";

    /** Where sealed values are kept. */
    public static final SealedColumn SEALED =
            SealedColumn.ofRows(
                    new SealedColumn.Place("handed_token", "id", "sealed_token"), PURPOSE);

    private final Database database;
    private final Vault vault;
    private final InstantSource clock;
    private final Ids ids;

    /** What is known of a token by its id. */
    public sealed interface Look {
        /**
         * It is there.
         *
         * @param token as it was handed in
         * @param at when
         */
        record There(SecretText token, Instant at) implements Look {}

        /** It has been used. */
        record Used() implements Look {}

        /** Its time is over. */
        record Expired() implements Look {}

        /** There is none such for this merchant. */
        record Unknown() implements Look {}
    }

    private record Kept(
            Optional<Sealed> sealed, Instant createdAt, Instant expiresAt, boolean used) {}

    /** Tokens in a database. */
    public HandedTokens(Database database, Vault vault, InstantSource clock, Ids ids) {
        this.database = database;
        this.vault = vault;
        this.clock = clock;
        this.ids = ids;
    }

    /** Keeps a token; the answer is its id. */
    public UUID keep(UUID merchant, SecretText token) {
        UUID id = ids.next();
        keep(id, merchant, token);
        return id;
    }

    /** Keeps a token under an id, unless there is one already. */
    public void keep(UUID id, UUID merchant, SecretText token) {
        Instant now = clock.instant();
        Sealed sealed = token.use(text -> vault.seal(text.getBytes(UTF_8), PURPOSE, id));
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into handed_token
                                  (id, merchant, sealed_token, created_at, expires_at)
                                values (?, ?, ?, ?, ?) on conflict (id) do nothing
                                """,
                                id,
                                merchant,
                                sealed.bytes(),
                                now,
                                now.plus(KEPT)));
    }

    /** Looks at a token. */
    public Look look(UUID merchant, UUID id) {
        Optional<Kept> kept =
                database.read(
                        tx ->
                                tx.queryOne(
                                        """
                                        select sealed_token, created_at, expires_at,
                                          used_at is not null as used
                                        from handed_token where id = ? and merchant = ?
                                        """,
                                        row ->
                                                new Kept(
                                                        row.findBytes("sealed_token")
                                                                .map(Sealed::of),
                                                        row.instant("created_at"),
                                                        row.instant("expires_at"),
                                                        row.flag("used")),
                                        id,
                                        merchant));
        if (kept.isEmpty()) {
            return new Look.Unknown();
        }
        if (kept.get().used()) {
            return new Look.Used();
        }
        if (!clock.instant().isBefore(kept.get().expiresAt()) || kept.get().sealed().isEmpty()) {
            return new Look.Expired();
        }
        byte[] token = vault.open(kept.get().sealed().get(), PURPOSE, id);
        return new Look.There(SecretText.of(new String(token, UTF_8)), kept.get().createdAt());
    }

    /** Marks a token as used and throws its content away. */
    public void used(UUID id) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                update handed_token set used_at = ?, sealed_token = null
                                where id = ? and used_at is null
                                """,
                                clock.instant(),
                                id));
    }

    /** Throws away the content of tokens whose time is over; answers how many. */
    public int sweep() {
        return Sweep.run(
                database,
                (tx, limit) ->
                        tx.update(
                                """
                                update handed_token set sealed_token = null
                                where id in (
                                    select id from handed_token
                                    where expires_at <= ? and sealed_token is not null
                                    order by expires_at limit ?)
                                """,
                                clock.instant(),
                                limit));
    }

    /** Forgets tokens that nobody can need any more; answers how many. */
    public int forget() {
        return Sweep.run(
                database,
                (tx, limit) ->
                        tx.update(
                                """
                                delete from handed_token where id in (
                                    select id from handed_token where expires_at <= ?
                                    order by expires_at limit ?)
                                """,
                                clock.instant().minus(REMEMBERED),
                                limit));
    }
}
