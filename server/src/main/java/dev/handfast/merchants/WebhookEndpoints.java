package dev.handfast.merchants;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.handfast.engine.Ids;
import dev.handfast.secrets.Sealed;
import dev.handfast.secrets.SecretText;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.sql.Row;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

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
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final Vault vault;
    private final InstantSource clock;
    private final Ids ids;
    private final Map<UUID, SecretText> secrets = new ConcurrentHashMap<>();
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
                        clock.instant());
        byte[] random = new byte[SECRET_BYTES];
        RANDOM.nextBytes(random);
        String secret = SECRET_PREFIX + Base64.getEncoder().encodeToString(random);
        Sealed sealed = vault.seal(secret.getBytes(US_ASCII), PURPOSE, id);
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into webhook_endpoint
                                  (id, merchant, url, events, description, metadata, state,
                                   sealed_secret, created_at)
                                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                                on conflict (id) do nothing
                                """,
                                id,
                                merchant,
                                endpoint.url(),
                                String.join(" ", endpoint.events()),
                                endpoint.description(),
                                endpoint.metadata(),
                                endpoint.state().name(),
                                sealed.bytes(),
                                endpoint.createdAt()));
        refresh();
        return new Created(find(merchant, id).orElse(endpoint), secret(id).orElseThrow());
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
                                          state = ?
                                        where id = ? and merchant = ?
                                        """,
                                        endpoint.url(),
                                        String.join(" ", endpoint.events()),
                                        endpoint.description(),
                                        endpoint.metadata(),
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
                                  created_at
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

    /** The signing secret of an endpoint; empty if it has been deleted. */
    public Optional<SecretText> secret(UUID id) {
        SecretText known = secrets.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<SecretText> secret =
                database.read(
                                tx ->
                                        tx.queryOne(
                                                """
                                                select sealed_secret from webhook_endpoint
                                                where id = ?
                                                """,
                                                row -> Sealed.of(row.bytes("sealed_secret")),
                                                id))
                        .map(value -> new String(vault.open(value, PURPOSE, id), US_ASCII))
                        .map(SecretText::of);
        secret.ifPresent(text -> secrets.put(id, text));
        return secret;
    }

    /** Takes in what other processes have changed. */
    public void refresh() {
        List<WebhookEndpoint> fresh =
                database.read(
                        tx ->
                                tx.query(
                                        """
                                        select id, merchant, url, events, description, metadata,
                                          state, created_at
                                        from webhook_endpoint where state = 'ENABLED' order by id
                                        """,
                                        WebhookEndpoints::read));
        enabled =
                Map.copyOf(
                        fresh.stream().collect(Collectors.groupingBy(WebhookEndpoint::merchant)));
        secrets.keySet()
                .retainAll(fresh.stream().map(WebhookEndpoint::id).collect(Collectors.toSet()));
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
                row.instant("created_at"));
    }
}
