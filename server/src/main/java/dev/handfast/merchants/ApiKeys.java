package dev.handfast.merchants;

import dev.handfast.engine.Ids;
import dev.handfast.secrets.ApiSecret;
import dev.handfast.sql.Database;
import dev.handfast.sql.Row;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The API keys of merchants. Safe for use by many threads. */
public final class ApiKeys {
    /** How long a key that was found is taken for good without asking the database again. */
    public static final Duration REMEMBERED = Duration.ofSeconds(30);

    private static final int REMEMBERED_MAX = 10_000;

    private static final String SELECT =
            """
            select id, merchant, kind, hint, created_at, expires_at, last_used_at, permissions,
              version, per_second_max
            from api_key
            """;

    private record Found(ApiKey key, Instant until) {}

    private final Database database;
    private final InstantSource clock;
    private final Ids ids;
    private final Map<String, Found> found = new ConcurrentHashMap<>();

    /** Keys in a database. */
    public ApiKeys(Database database, InstantSource clock, Ids ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    /** Issues a new key; it is shown now and never again. */
    public ApiSecret issue(Merchant merchant, ApiSecret.Kind kind) {
        return issue(merchant, kind, ApiKey.Terms.usual());
    }

    /** Issues a new key on terms; it is shown now and never again. */
    public ApiSecret issue(Merchant merchant, ApiSecret.Kind kind, ApiKey.Terms terms) {
        ApiSecret secret = ApiSecret.generate(kind);
        register(merchant, secret, terms);
        return secret;
    }

    /** The key with this id, whoever's it is. */
    public Optional<ApiKey> findById(UUID id) {
        return database.read(tx -> tx.queryOne(SELECT + " where id = ?", ApiKeys::read, id));
    }

    /**
     * Puts a fresh key in the place of another, on the same terms; both work until the old one
     * ends.
     *
     * @param until when the old one ends
     */
    public ApiSecret roll(Merchant merchant, ApiKey old, Instant until) {
        ApiSecret fresh = issue(merchant, old.kind(), old.terms());
        revoke(old.id(), until);
        return fresh;
    }

    /**
     * Takes in a key that was made elsewhere, for a sandbox that has the same keys every time; one
     * that is known stays as it is.
     */
    public void register(Merchant merchant, ApiSecret secret) {
        register(merchant, secret, ApiKey.Terms.usual());
    }

    private void register(Merchant merchant, ApiSecret secret, ApiKey.Terms terms) {
        if (ApiKey.modeOf(secret.kind()) != merchant.mode()) {
            throw new IllegalArgumentException(
                    "API key: of mode %s for a merchant of mode %s"
                            .formatted(ApiKey.modeOf(secret.kind()), merchant.mode()));
        }
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into api_key
                                  (id, merchant, kind, hash, hint, created_at, permissions,
                                   version, per_second_max)
                                values (?, ?, ?, ?, ?, ?, ?, ?::text, ?::integer)
                                on conflict on constraint api_key_hash_unique do nothing
                                """,
                                ids.next(),
                                merchant.id(),
                                secret.kind().name(),
                                secret.hash(),
                                secret.hint(),
                                clock.instant(),
                                terms.permissions().line(),
                                terms.version(),
                                terms.perSecondMax()));
    }

    /** The key that this text is, if it is one that works now. */
    public Optional<ApiKey> find(String text) {
        Optional<ApiSecret> secret = ApiSecret.parse(text);
        if (secret.isEmpty() || secret.get().kind() == ApiSecret.Kind.WEBHOOK) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        byte[] hash = secret.get().hash();
        String name = HexFormat.of().formatHex(hash);
        Found before = found.get(name);
        if (before != null && now.isBefore(before.until())) {
            return Optional.of(before.key()).filter(key -> key.worksAt(now));
        }
        Optional<ApiKey> key = use(hash, now);
        if (found.size() >= REMEMBERED_MAX) {
            found.clear();
        }
        key.ifPresentOrElse(
                known -> found.put(name, new Found(known, now.plus(REMEMBERED))),
                () -> found.remove(name));
        return key;
    }

    /** Looks a key up and notes that it was used, in one statement. */
    private Optional<ApiKey> use(byte[] hash, Instant now) {
        return database.transact(
                tx ->
                        tx.queryOne(
                                """
                                update api_key set last_used_at = ?
                                where hash = ? and (expires_at is null or expires_at > ?)
                                returning id, merchant, kind, hint, created_at, expires_at,
                                  last_used_at, permissions, version, per_second_max
                                """,
                                ApiKeys::read,
                                now,
                                hash,
                                now));
    }

    /** The keys of a merchant, oldest first. */
    public List<ApiKey> of(UUID merchant) {
        return database.read(
                tx ->
                        tx.query(
                                SELECT + " where merchant = ? order by id",
                                ApiKeys::read,
                                merchant));
    }

    /**
     * Lets a key end, now or later; the time between allows a new one to be rolled out. Other
     * processes hear of it within {@link #REMEMBERED}.
     */
    public void revoke(UUID key, Instant from) {
        database.transact(
                tx -> {
                    tx.updateExactly(
                            1, "update api_key set expires_at = ? where id = ?", from, key);
                    return key;
                });
        found.values().removeIf(known -> known.key().id().equals(key));
    }

    private static ApiKey read(Row row) throws SQLException {
        return new ApiKey(
                row.uuid("id"),
                row.uuid("merchant"),
                ApiSecret.Kind.valueOf(row.text("kind")),
                row.text("hint"),
                row.instant("created_at"),
                row.findInstant("expires_at"),
                row.findInstant("last_used_at"),
                new ApiKey.Terms(
                        Permissions.of(row.text("permissions")),
                        row.findText("version"),
                        row.findNumber("per_second_max").map(Math::toIntExact)));
    }
}
