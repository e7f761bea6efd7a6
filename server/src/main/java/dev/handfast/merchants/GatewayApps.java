package dev.handfast.merchants;

import dev.handfast.sql.Database;
import dev.handfast.sql.Row;
import dev.handfast.sql.Tx;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Registers the apps of the Alipay dialect and finds them again.
 *
 * <p>Which apps want no word of refunds is decided inside a batch, without I/O, so those few are
 * held in memory. A change made here is seen at once; one made by another process after the next
 * {@link #refresh}.
 */
public final class GatewayApps {
    /** How long a replaced key is still good, so that a merchant can change it without a gap. */
    public static final Duration KEY_OVERLAP = Duration.ofDays(7);

    private static final String SELECT =
            """
            select a.app_id, a.merchant, a.seller_id, a.sign_types,
              (select string_agg(k.public_key, ',' order by k.created_at desc, k.public_key)
               from gateway_app_key k
               where k.app_id = a.app_id
                 and (k.valid_until is null or k.valid_until > ?)) as public_keys,
              (select string_agg(c.serial_number || ' ' || c.certificate, ','
                                 order by c.created_at desc, c.serial_number)
               from gateway_app_certificate c
               where c.app_id = a.app_id
                 and (c.valid_until is null or c.valid_until > ?)) as certificates
            from gateway_app a
            """;

    private final Database database;
    private final InstantSource clock;
    private volatile Set<String> quiet = Set.of();

    /** Whether an app is told of refunds. */
    public enum RefundNews {
        /** By a notification, as payments are. */
        TOLD,
        /** Not at all; it asks. */
        UNTOLD
    }

    /** The apps in a database. */
    public GatewayApps(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Registers an app; one that is there keeps its merchant. True when it is new. */
    public boolean register(GatewayApp app) {
        return database.transact(tx -> register(tx, app));
    }

    boolean register(Tx tx, GatewayApp app) {
        int added =
                tx.update(
                        """
                        insert into gateway_app
                          (app_id, merchant, seller_id, sign_types, created_at)
                        values (?, ?, ?, ?, ?) on conflict do nothing
                        """,
                        app.appId(),
                        app.merchant(),
                        app.sellerId(),
                        String.join(",", app.signing().signTypes()),
                        clock.instant());
        if (added == 1) {
            app.signing().publicKeys().forEach(key -> addKey(tx, app.appId(), key));
            app.signing().certificates().forEach(certificate -> add(tx, app.appId(), certificate));
        }
        return added == 1;
    }

    /** Gives an app a new certificate; those it has stay good for {@link #KEY_OVERLAP}. */
    public void replaceCertificate(String appId, GatewayApp.Certificate certificate) {
        database.transact(tx -> replaceCertificate(tx, appId, certificate));
    }

    int replaceCertificate(Tx tx, String appId, GatewayApp.Certificate certificate) {
        tx.update(
                """
                update gateway_app_certificate set valid_until = ?
                where app_id = ? and valid_until is null and serial_number <> ?
                """,
                clock.instant().plus(KEY_OVERLAP),
                appId,
                certificate.serialNumber());
        return add(tx, appId, certificate);
    }

    /** Lets an app be told of refunds or not; false if there is no such app. */
    public boolean set(String appId, RefundNews news) {
        int changed =
                database.transact(
                        tx ->
                                tx.update(
                                        """
                                        update gateway_app set tells_refunds = ? where app_id = ?
                                        """,
                                        news == RefundNews.TOLD,
                                        appId));
        refresh();
        return changed == 1;
    }

    /** Whether an app is told of refunds, as far as is known here. No I/O. */
    public RefundNews refundNews(String appId) {
        return quiet.contains(appId) ? RefundNews.UNTOLD : RefundNews.TOLD;
    }

    /** Takes in what other processes have changed. */
    public void refresh() {
        quiet =
                Set.copyOf(
                        database.read(
                                tx ->
                                        tx.query(
                                                """
                                                select app_id from gateway_app
                                                where not tells_refunds
                                                """,
                                                row -> row.text("app_id"))));
    }

    /** Gives an app a new key; those it has stay good for {@link #KEY_OVERLAP}. */
    public void replaceKey(String appId, String publicKey) {
        database.transact(tx -> replaceKey(tx, appId, publicKey));
    }

    int replaceKey(Tx tx, String appId, String publicKey) {
        tx.update(
                """
                update gateway_app_key set valid_until = ?
                where app_id = ? and valid_until is null and public_key <> ?
                """,
                clock.instant().plus(KEY_OVERLAP),
                appId,
                publicKey);
        return addKey(tx, appId, publicKey);
    }

    /** Where an app is told of what names no address of its own. */
    public Optional<String> notifyUrl(String appId) {
        return database.read(
                tx ->
                        tx.queryOne(
                                """
                                select notify_url from gateway_app
                                where app_id = ? and notify_url is not null
                                """,
                                row -> row.text("notify_url"),
                                appId));
    }

    /** The merchant whose account has this number. */
    public Optional<UUID> merchantOf(String sellerId) {
        return database.read(
                tx ->
                        tx.queryOne(
                                """
                                select merchant from gateway_app where seller_id = ?
                                order by created_at, app_id limit 1
                                """,
                                row -> row.uuid("merchant"),
                                sellerId));
    }

    /** The app that calls itself so, unless it is disabled. */
    public Optional<GatewayApp> find(String appId) {
        return database.read(
                tx ->
                        tx.queryOne(
                                SELECT + " where a.app_id = ? and a.disabled_at is null",
                                GatewayApps::app,
                                clock.instant(),
                                clock.instant(),
                                appId));
    }

    /** The apps of a merchant, oldest first. */
    public List<GatewayApp> of(UUID merchant) {
        return database.read(
                tx ->
                        tx.query(
                                SELECT + " where a.merchant = ? order by a.created_at, a.app_id",
                                GatewayApps::app,
                                clock.instant(),
                                clock.instant(),
                                merchant));
    }

    /** All apps, oldest first. */
    public List<GatewayApp> all() {
        return database.read(
                tx ->
                        tx.query(
                                SELECT + " order by a.created_at, a.app_id",
                                GatewayApps::app,
                                clock.instant(),
                                clock.instant()));
    }

    private int addKey(Tx tx, String appId, String publicKey) {
        return tx.update(
                """
                insert into gateway_app_key (app_id, public_key, created_at) values (?, ?, ?)
                on conflict (app_id, public_key) do update set valid_until = null
                """,
                appId,
                publicKey,
                clock.instant());
    }

    private int add(Tx tx, String appId, GatewayApp.Certificate certificate) {
        return tx.update(
                """
                insert into gateway_app_certificate
                  (app_id, serial_number, certificate, created_at)
                values (?, ?, ?, ?)
                on conflict (app_id, serial_number) do update set valid_until = null
                """,
                appId,
                certificate.serialNumber(),
                certificate.pem(),
                clock.instant());
    }

    private static GatewayApp app(Row row) throws SQLException {
        return new GatewayApp(
                row.text("app_id"),
                row.uuid("merchant"),
                row.text("seller_id"),
                new GatewayApp.Signing(
                        row.findText("public_keys").map(GatewayApps::split).orElse(List.of()),
                        row
                                .findText("certificates")
                                .map(GatewayApps::split)
                                .orElse(List.of())
                                .stream()
                                .map(GatewayApps::certificate)
                                .toList(),
                        split(row.text("sign_types"))));
    }

    private static GatewayApp.Certificate certificate(String numbered) {
        int space = numbered.indexOf(' ');
        return new GatewayApp.Certificate(
                numbered.substring(0, space), numbered.substring(space + 1));
    }

    private static List<String> split(String joined) {
        return List.of(joined.split(","));
    }
}
