package dev.handfast.merchants;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.handfast.engine.Ids;
import dev.handfast.secrets.Sealed;
import dev.handfast.secrets.SecretText;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.sql.Row;
import dev.handfast.sql.SealedColumn;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The webhook endpoints of merchants. Safe for use by many threads.
 *
 * <p>Who is to be told of an event is decided inside a batch, without I/O, so all enabled endpoints
 * are held in memory. A change made here is seen at once; one made by another process after the
 * next {@link #refresh}.
 */
public final class WebhookEndpoints {
    private static final String PURPOSE = "webhook.secret";
    private static final String SECRET_PREFIX = "whsec_";
    private static final int SECRET_BYTES = 32;
    private static final List<WebhookEndpoint.State> ALL = List.of(WebhookEndpoint.State.values());
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Where sealed values are kept. */
    public static final List<SealedColumn> SEALED =
            Stream.of("sealed_secret", "sealed_previous_secret")
                    .map(column -> new SealedColumn.Place("webhook_endpoint", "id", column))
                    .map(place -> SealedColumn.ofRows(place, PURPOSE))
                    .toList();

    private final Database database;
    private final Vault vault;
    private final InstantSource clock;
    private final Ids ids;
    private volatile Map<UUID, List<WebhookEndpoint>> enabled = Map.of();

    /**
     * What a merchant asks for.
     *
     * @param url where to
     * @param events the types wanted
     * @param description the merchant's own words
     * @param metadata the merchant's own data, as JSON text
     */
    public record Order(String url, List<String> events, String description, String metadata) {
        /** Copies the list. */
        public Order {
            events = List.copyOf(events);
        }
    }

    /** A new endpoint and its signing secret, which is shown now and never again. */
    public record Created(WebhookEndpoint endpoint, SecretText secret) {}

    /** Endpoints in a database; call {@link #refresh} before the first event. */
    public WebhookEndpoints(Database database, Vault vault, InstantSource clock, Ids ids) {
        this.database = database;
        this.vault = vault;
        this.clock = clock;
        this.ids = ids;
    }

    /** Adds an endpoint. */
    public Created create(UUID merchant, Order order) {
        return create(ids.next(), merchant, order);
    }

    /** Adds an endpoint under an id; one that is there stays as it is. */
    public Created create(UUID id, UUID merchant, Order order) {
        WebhookEndpoint endpoint =
                new WebhookEndpoint(
                        id,
                        merchant,
                        order.url(),
                        order.events(),
                        order.description(),
                        order.metadata(),
                        WebhookEndpoint.State.ENABLED,
                        WebhookEndpoint.Health.GOOD,
                        clock.instant());
        Sealed sealed = freshSecret(id);
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into webhook_endpoint
                                  (id, merchant, url, events, description, metadata, state,
                                   secret_id, sealed_secret, created_at)
                                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                                on conflict (id) do nothing
                                """,
                                id,
                                merchant,
                                endpoint.url(),
                                String.join(" ", endpoint.events()),
                                endpoint.description(),
                                endpoint.metadata(),
                                endpoint.state().name(),
                                id,
                                sealed.bytes(),
                                endpoint.createdAt()));
        refresh();
        return new Created(
                find(merchant, id).orElse(endpoint), secrets(id, clock.instant(), ALL).getFirst());
    }

    private Sealed freshSecret(UUID endpoint) {
        byte[] random = new byte[SECRET_BYTES];
        RANDOM.nextBytes(random);
        String secret = SECRET_PREFIX + Base64.getEncoder().encodeToString(random);
        return vault.seal(secret.getBytes(US_ASCII), PURPOSE, endpoint);
    }

    /**
     * Gives an endpoint another secret.
     *
     * @param id which roll this is, greater than that of any before it; a roll that has been made
     *     is not made again
     * @param overlap how long the secret before it is good too; not at all if zero
     */
    public record Roll(UUID id, Duration overlap) {}

    /** What came of a roll. */
    public sealed interface Rolled {
        /** The endpoint has this secret, which is shown now and never again. */
        record Made(Created created) implements Rolled {}

        /** Two secrets are good until then already, and three are never. */
        record Overlapping(Instant until) implements Rolled {}

        /** This roll was made, and another after it. */
        record Outdated(WebhookEndpoint endpoint) implements Rolled {}

        /** This merchant has no such endpoint. */
        record Missing() implements Rolled {}
    }

    /** Gives an endpoint another secret. */
    public Rolled roll(UUID merchant, UUID id, Roll roll) {
        Optional<WebhookEndpoint> found = find(merchant, id);
        if (found.isEmpty()) {
            return new Rolled.Missing();
        }
        Instant now = clock.instant();
        Optional<Instant> until = Optional.of(now.plus(roll.overlap())).filter(now::isBefore);
        Sealed fresh = freshSecret(id);
        int rolled =
                database.transact(
                        tx ->
                                tx.update(
                                        """
                                        update webhook_endpoint
                                        set secret_id = ?, sealed_secret = ?,
                                          previous_secret_until = ?::timestamptz,
                                          sealed_previous_secret = case
                                            when ?::timestamptz is null then null
                                            else sealed_secret end
                                        where id = ? and merchant = ? and secret_id < ?
                                          and (?::timestamptz is null
                                            or previous_secret_until is null
                                            or previous_secret_until <= ?)
                                        """,
                                        roll.id(),
                                        fresh.bytes(),
                                        until,
                                        until,
                                        id,
                                        merchant,
                                        roll.id(),
                                        until,
                                        now));
        return rolled == 1 ? made(merchant, id, now) : notMade(merchant, id, roll);
    }

    private Rolled made(UUID merchant, UUID id, Instant now) {
        return find(merchant, id)
                .<Rolled>map(
                        endpoint ->
                                new Rolled.Made(
                                        new Created(endpoint, secrets(id, now, ALL).getFirst())))
                .orElseGet(Rolled.Missing::new);
    }

    private Rolled notMade(UUID merchant, UUID id, Roll roll) {
        Optional<UUID> last =
                database.read(
                        tx ->
                                tx.queryOne(
                                        """
                                        select secret_id from webhook_endpoint where id = ?
                                        """,
                                        row -> row.uuid("secret_id"),
                                        id));
        Optional<WebhookEndpoint> endpoint = find(merchant, id);
        if (endpoint.isEmpty() || last.isEmpty()) {
            return new Rolled.Missing();
        }
        if (last.get().equals(roll.id())) {
            return made(merchant, id, clock.instant());
        }
        return last.get().toString().compareTo(roll.id().toString()) > 0
                ? new Rolled.Outdated(endpoint.get())
                : new Rolled.Overlapping(
                        endpoint.get().health().previousSecretUntil().orElse(clock.instant()));
    }

    /** Replaces what a merchant may change of an endpoint; false if it is not there. */
    public boolean change(WebhookEndpoint endpoint) {
        int changed =
                database.transact(
                        tx ->
                                tx.update(
                                        """
                                        update webhook_endpoint
                                        set url = ?, events = ?, description = ?, metadata = ?,
                                          failing_since =
                                            case when state = ? then failing_since end,
                                          disabled_by = case when state = ? then disabled_by end,
                                          state = ?
                                        where id = ? and merchant = ?
                                        """,
                                        endpoint.url(),
                                        String.join(" ", endpoint.events()),
                                        endpoint.description(),
                                        endpoint.metadata(),
                                        endpoint.state().name(),
                                        endpoint.state().name(),
                                        endpoint.state().name(),
                                        endpoint.id(),
                                        endpoint.merchant()));
        refresh();
        return changed == 1;
    }

    /** Removes an endpoint; false if this merchant has none such. */
    public boolean delete(UUID merchant, UUID id) {
        int deleted =
                database.transact(
                        tx ->
                                tx.update(
                                        """
                                        delete from webhook_endpoint where id = ? and merchant = ?
                                        """,
                                        id,
                                        merchant));
        refresh();
        return deleted == 1;
    }

    /** This merchant's endpoint with this id. */
    public Optional<WebhookEndpoint> find(UUID merchant, UUID id) {
        return of(merchant).stream().filter(endpoint -> endpoint.id().equals(id)).findFirst();
    }

    /** All endpoints of a merchant, newest first. */
    public List<WebhookEndpoint> of(UUID merchant) {
        return database.read(
                tx ->
                        tx.query(
                                """
                                select id, merchant, url, events, description, metadata, state,
                                  failing_since, disabled_by, previous_secret_until, created_at
                                from webhook_endpoint where merchant = ? order by id desc
                                """,
                                WebhookEndpoints::read,
                                merchant));
    }

    /** The endpoints of a merchant that are to be told of events of this type; no I/O. */
    public List<WebhookEndpoint> wanting(UUID merchant, String type) {
        return enabled.getOrDefault(merchant, List.of()).stream()
                .filter(endpoint -> endpoint.wants(type))
                .toList();
    }

    /**
     * What an endpoint's deliveries are signed with at a time, the newest first; nothing if it is
     * not served. Read afresh each time, so that a secret ends in every process at once.
     */
    public List<SecretText> signing(UUID id, Instant at) {
        return secrets(id, at, List.of(WebhookEndpoint.State.ENABLED));
    }

    private List<SecretText> secrets(UUID id, Instant at, List<WebhookEndpoint.State> states) {
        List<Sealed> sealed = new ArrayList<>();
        database.read(
                        tx ->
                                tx.queryOne(
                                        """
                                        select state, sealed_secret, sealed_previous_secret,
                                          previous_secret_until
                                        from webhook_endpoint where id = ?
                                        """,
                                        WebhookEndpoints::readSecrets,
                                        id))
                .filter(row -> states.contains(row.state()))
                .ifPresent(
                        row -> {
                            sealed.add(row.current());
                            row.previous()
                                    .filter(any -> row.until().filter(at::isBefore).isPresent())
                                    .ifPresent(sealed::add);
                        });
        return sealed.stream()
                .map(one -> SecretText.of(new String(vault.open(one, PURPOSE, id), US_ASCII)))
                .toList();
    }

    private record Secrets(
            WebhookEndpoint.State state,
            Sealed current,
            Optional<Sealed> previous,
            Optional<Instant> until) {}

    private static Secrets readSecrets(Row row) throws SQLException {
        return new Secrets(
                WebhookEndpoint.State.valueOf(row.text("state")),
                Sealed.of(row.bytes("sealed_secret")),
                row.findBytes("sealed_previous_secret").map(Sealed::of),
                row.findInstant("previous_secret_until"));
    }

    /** Remembers that an endpoint has confirmed something. */
    public void confirmed(UUID id) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                update webhook_endpoint set failing_since = null
                                where id = ? and failing_since is not null
                                """,
                                id));
    }

    /** Remembers that an attempt to tell an endpoint has failed. */
    public void failed(UUID id, Instant at) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                update webhook_endpoint set failing_since = ?
                                where id = ? and failing_since is null
                                """,
                                at,
                                id));
    }

    /** Serves an endpoint no more if it has confirmed nothing since then or longer. */
    public void silent(UUID id, Instant since) {
        disable(id, WebhookEndpoint.Cause.SILENCE, Optional.of(since));
    }

    /** Serves an endpoint no more that has said it is gone. */
    public void gone(UUID id) {
        disable(id, WebhookEndpoint.Cause.GONE, Optional.empty());
    }

    private void disable(UUID id, WebhookEndpoint.Cause cause, Optional<Instant> failingSince) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                update webhook_endpoint set state = 'DISABLED', disabled_by = ?
                                where id = ? and state = 'ENABLED'
                                  and (?::timestamptz is null or failing_since <= ?::timestamptz)
                                """,
                                cause.name(),
                                id,
                                failingSince,
                                failingSince));
        refresh();
    }

    /** Forgets secrets that are good no more; answers how many. */
    public int forgetOldSecrets() {
        return database.transact(
                tx ->
                        tx.update(
                                """
                                update webhook_endpoint
                                set sealed_previous_secret = null, previous_secret_until = null
                                where previous_secret_until <= ?
                                """,
                                clock.instant()));
    }

    /** Takes in what other processes have changed. */
    public void refresh() {
        List<WebhookEndpoint> fresh =
                database.read(
                        tx ->
                                tx.query(
                                        """
                                        select id, merchant, url, events, description, metadata,
                                          state, failing_since, disabled_by,
                                          previous_secret_until, created_at
                                        from webhook_endpoint where state = 'ENABLED' order by id
                                        """,
                                        WebhookEndpoints::read));
        enabled =
                Map.copyOf(
                        fresh.stream().collect(Collectors.groupingBy(WebhookEndpoint::merchant)));
    }

    private static WebhookEndpoint read(Row row) throws SQLException {
        return new WebhookEndpoint(
                row.uuid("id"),
                row.uuid("merchant"),
                row.text("url"),
                List.of(row.text("events").split(" ", -1)),
                row.text("description"),
                row.text("metadata"),
                WebhookEndpoint.State.valueOf(row.text("state")),
                new WebhookEndpoint.Health(
                        row.findInstant("failing_since"),
                        row.findText("disabled_by").map(WebhookEndpoint.Cause::valueOf),
                        row.findInstant("previous_secret_until")),
                row.instant("created_at"));
    }
}
