package dev.handfast.merchants;

import dev.handfast.engine.Ids;
import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.LookupHash;
import dev.handfast.secrets.SecretText;
import dev.handfast.sql.Database;
import dev.handfast.sql.Row;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * By which service providers act for merchants in the Alipay dialect: a merchant's consent gives
 * the provider a code, the code a token, and the token goes along with each call.
 *
 * <p>Only marks of codes and tokens are kept, so each is shown once. Safe for use by many threads.
 */
public final class Authorizations {
    /** How long a code can be exchanged. */
    public static final Duration CODE_LIFE = Duration.ofDays(1);

    /** How long a token is good, and how long it can be exchanged for another. */
    public static final Duration TOKEN_LIFE = Duration.ofDays(365);

    /** See {@link #TOKEN_LIFE}. */
    public static final Duration REFRESH_LIFE = Duration.ofDays(372);

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Bytes of a code or token: the official ones have 40 characters too. */
    private static final int SECRET_BYTES = 20;

    private final Database database;
    private final LookupHash marks;
    private final InstantSource clock;
    private final Ids ids;

    /**
     * That a provider may act for a merchant.
     *
     * @param providerApp the app that calls
     * @param merchantApp the app in whose place it calls
     * @param since when the token was given out
     * @param until when it ends
     */
    public record Grant(String providerApp, String merchantApp, Instant since, Instant until) {}

    /** What a code or an earlier token was exchanged for. */
    public record Tokens(Grant grant, SecretText token, SecretText refresh) {}

    /** What came of an exchange, or of a look at a token. */
    public sealed interface Result<T> {
        /** It is good. */
        record Good<T>(T value) implements Result<T> {}

        /** It was good once. */
        record TimeOut<T>() implements Result<T> {}

        /** There is none such for this app, or it has been used up. */
        record Unknown<T>() implements Result<T> {}
    }

    private record Kept(UUID id, Grant grant, Instant limit) {}

    /** Authorisations in a database. */
    public Authorizations(Database database, KeyRing ring, InstantSource clock, Ids ids) {
        this.database = database;
        this.marks = LookupHash.of(ring, "gateway.authorization");
        this.clock = clock;
        this.ids = ids;
    }

    /** A merchant consents; the code goes to the provider and can be exchanged once. */
    public SecretText consent(String providerApp, String merchantApp) {
        SecretText code = fresh();
        Instant now = clock.instant();
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into gateway_authorization
                                  (id, provider_app, merchant_app, code_mark, code_until,
                                   created_at)
                                values (?, ?, ?, ?, ?, ?)
                                """,
                                ids.next(),
                                providerApp,
                                merchantApp,
                                marks.hash(code),
                                now.plus(CODE_LIFE),
                                now));
        return code;
    }

    /** Exchanges a code for a token. */
    public Result<Tokens> exchange(String providerApp, SecretText code) {
        return exchange(
                providerApp,
                code,
                """
                select id, provider_app, merchant_app, created_at, code_until as until
                from gateway_authorization
                where code_mark = ? and revoked_at is null for update
                """);
    }

    /** Exchanges a refresh token for a new token; the old one ends. */
    public Result<Tokens> refresh(String providerApp, SecretText refresh) {
        return exchange(
                providerApp,
                refresh,
                """
                select id, provider_app, merchant_app, created_at, refresh_until as until
                from gateway_authorization
                where refresh_mark = ? and revoked_at is null for update
                """);
    }

    private Result<Tokens> exchange(String providerApp, SecretText secret, String select) {
        Instant now = clock.instant();
        return database.transact(
                tx -> {
                    Optional<Kept> kept =
                            tx.queryOne(select, Authorizations::kept, marks.hash(secret))
                                    .filter(one -> one.grant().providerApp().equals(providerApp));
                    if (kept.isEmpty()) {
                        return new Result.Unknown<Tokens>();
                    }
                    if (!now.isBefore(kept.get().limit())) {
                        return new Result.TimeOut<Tokens>();
                    }
                    Grant before = kept.get().grant();
                    Tokens tokens =
                            new Tokens(
                                    new Grant(
                                            before.providerApp(),
                                            before.merchantApp(),
                                            now,
                                            now.plus(TOKEN_LIFE)),
                                    fresh(),
                                    fresh());
                    tx.updateExactly(
                            1,
                            """
                            update gateway_authorization
                            set code_mark = null, token_mark = ?, token_until = ?,
                              refresh_mark = ?, refresh_until = ?, granted_at = ?
                            where id = ?
                            """,
                            marks.hash(tokens.token()),
                            tokens.grant().until(),
                            marks.hash(tokens.refresh()),
                            now.plus(REFRESH_LIFE),
                            now,
                            kept.get().id());
                    return new Result.Good<>(tokens);
                });
    }

    /** What a token lets this provider do. */
    public Result<Grant> find(String providerApp, SecretText token) {
        Optional<Kept> kept =
                database.read(
                                tx ->
                                        tx.queryOne(
                                                """
                                                select id, provider_app, merchant_app,
                                                  granted_at as created_at, token_until as until
                                                from gateway_authorization
                                                where token_mark = ? and revoked_at is null
                                                """,
                                                Authorizations::kept,
                                                marks.hash(token)))
                        .filter(one -> one.grant().providerApp().equals(providerApp));
        if (kept.isEmpty()) {
            return new Result.Unknown<>();
        }
        return clock.instant().isBefore(kept.get().limit())
                ? new Result.Good<>(kept.get().grant())
                : new Result.TimeOut<>();
    }

    /** A merchant takes its consent back: every code and token of the provider for it ends. */
    public int revoke(String providerApp, String merchantApp) {
        return database.transact(
                tx ->
                        tx.update(
                                """
                                update gateway_authorization set revoked_at = ?
                                where provider_app = ? and merchant_app = ? and revoked_at is null
                                """,
                                clock.instant(),
                                providerApp,
                                merchantApp));
    }

    /** Who may act for whom now. */
    public List<Grant> grants() {
        return database.read(
                tx ->
                        tx.query(
                                """
                                select id, provider_app, merchant_app, granted_at as created_at,
                                  token_until as until
                                from gateway_authorization
                                where token_mark is not null and revoked_at is null
                                order by id
                                """,
                                row -> kept(row).grant()));
    }

    private static Kept kept(Row row) throws SQLException {
        Instant until = row.instant("until");
        return new Kept(
                row.uuid("id"),
                new Grant(
                        row.text("provider_app"),
                        row.text("merchant_app"),
                        row.instant("created_at"),
                        until),
                until);
    }

    private static SecretText fresh() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return SecretText.of(HexFormat.of().formatHex(bytes));
    }
}
