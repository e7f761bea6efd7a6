package dev.handfast.merchants;

import dev.handfast.engine.Ids;
import dev.handfast.secrets.SecretText;
import dev.handfast.sql.Database;
import dev.handfast.sql.Tx;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What operators do to apps of the Alipay dialect. Each change is written down with who made it and
 * when, in the same transaction. Servers follow within seconds.
 */
public final class GatewayAppDesk {
    private final Database database;
    private final GatewayApps apps;
    private final ContentKeys contentKeys;
    private final InstantSource clock;
    private final Ids ids;

    /** A change of an app. */
    public sealed interface Change {
        /** It is new. */
        record Register(GatewayApp app) implements Change {}

        /** A new key, Base64; those it has stay good for {@link GatewayApps#KEY_OVERLAP}. */
        record PublicKey(String key) implements Change {}

        /** A new certificate; those it has stay good for {@link GatewayApps#KEY_OVERLAP}. */
        record Certificate(GatewayApp.Certificate certificate) implements Change {}

        /** A new key of content encryption, in place of any other. */
        record ContentKey(SecretText key) implements Change {}

        /** The sign types it may use. */
        record SignTypes(List<String> types) implements Change {
            /** Copies the list. */
            public SignTypes {
                types = List.copyOf(types);
            }
        }

        /** Where it is told of what names no address of its own; empty for nowhere. */
        record NotifyUrl(String url) implements Change {}

        /** It calls in vain from now on. */
        record Disable() implements Change {}

        /** It may call again. */
        record Enable() implements Change {}
    }

    /**
     * What was done to an app.
     *
     * @param what in one word
     * @param detail to what; nothing secret
     * @param by who did it
     */
    public record Entry(String what, String detail, String by, Instant at) {}

    /**
     * How an app stands.
     *
     * @param disabledAt since when it calls in vain, if it does
     * @param notifyUrl where it is told of what names no address of its own
     */
    public record Standing(
            Instant createdAt, Optional<Instant> disabledAt, Optional<String> notifyUrl) {}

    /**
     * A desk.
     *
     * @param apps the apps in {@code database}
     * @param contentKeys their keys of content encryption, there too
     */
    public GatewayAppDesk(
            Database database,
            GatewayApps apps,
            ContentKeys contentKeys,
            InstantSource clock,
            Ids ids) {
        this.database = database;
        this.apps = apps;
        this.contentKeys = contentKeys;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Makes changes, all or none, and writes them down.
     *
     * @param by who makes them
     * @return false where there is no such app, or one that is to be new is there already
     */
    public boolean make(String appId, List<Change> changes, String by) {
        if (by.isBlank()) {
            throw new IllegalArgumentException("who changes an app is said, got nothing");
        }
        return database.transact(
                tx -> {
                    boolean fresh = changes.stream().anyMatch(Change.Register.class::isInstance);
                    if (fresh == exists(tx, appId)) {
                        return false;
                    }
                    changes.forEach(change -> make(tx, appId, change, by));
                    return true;
                });
    }

    private static boolean exists(Tx tx, String appId) {
        return tx.queryOne(
                        "select app_id from gateway_app where app_id = ? for update",
                        row -> row.text("app_id"),
                        appId)
                .isPresent();
    }

    private void make(Tx tx, String appId, Change change, String by) {
        note(tx, appId, new Entry(what(change), carryOut(tx, appId, change), by, clock.instant()));
    }

    private static String what(Change change) {
        return switch (change) {
            case Change.Register register -> "registered";
            case Change.PublicKey key -> "public_key";
            case Change.Certificate certificate -> "certificate";
            case Change.ContentKey key -> "aes_key";
            case Change.SignTypes types -> "sign_types";
            case Change.NotifyUrl url -> "notify_url";
            case Change.Disable disable -> "disabled";
            case Change.Enable enable -> "enabled";
        };
    }

    /** Makes the change; what there is to say of it. */
    private String carryOut(Tx tx, String appId, Change change) {
        return switch (change) {
            case Change.Register(GatewayApp app) -> {
                apps.register(tx, app);
                yield "for merchant " + app.merchant();
            }
            case Change.PublicKey(String key) -> {
                apps.replaceKey(tx, appId, key);
                yield end(key);
            }
            case Change.Certificate(GatewayApp.Certificate certificate) -> {
                apps.replaceCertificate(tx, appId, certificate);
                yield certificate.serialNumber();
            }
            case Change.ContentKey(SecretText key) -> {
                contentKeys.set(tx, appId, key);
                yield "";
            }
            case Change.SignTypes(List<String> types) -> {
                String joined = String.join(",", types);
                tx.update("update gateway_app set sign_types = ? where app_id = ?", joined, appId);
                yield joined;
            }
            case Change.NotifyUrl(String url) -> {
                tx.update(
                        "update gateway_app set notify_url = nullif(?, '') where app_id = ?",
                        url,
                        appId);
                yield url;
            }
            case Change.Disable disable -> {
                tx.update(
                        "update gateway_app set disabled_at = ? where app_id = ?",
                        clock.instant(),
                        appId);
                yield "";
            }
            case Change.Enable enable -> {
                tx.update("update gateway_app set disabled_at = null where app_id = ?", appId);
                yield "";
            }
        };
    }

    /** By the end of a key people know it again. */
    private static String end(String key) {
        return "..." + key.substring(Math.max(0, key.length() - 12));
    }

    private void note(Tx tx, String appId, Entry entry) {
        tx.update(
                """
                insert into gateway_app_change (id, app_id, what, detail, made_by, created_at)
                values (?, ?, ?, ?, ?, ?)
                """,
                ids.next(),
                appId,
                entry.what(),
                entry.detail(),
                entry.by(),
                entry.at());
    }

    /** What was done to an app, newest first; at most 100. */
    public List<Entry> history(String appId) {
        return database.read(
                tx ->
                        tx.query(
                                """
                                select what, detail, made_by, created_at from gateway_app_change
                                where app_id = ? order by id desc limit 100
                                """,
                                row ->
                                        new Entry(
                                                row.text("what"),
                                                row.text("detail"),
                                                row.text("made_by"),
                                                row.instant("created_at")),
                                appId));
    }

    /** How an app stands, disabled or not. */
    public Optional<Standing> standing(String appId) {
        return database.read(
                tx ->
                        tx.queryOne(
                                """
                                select created_at, disabled_at, notify_url from gateway_app
                                where app_id = ?
                                """,
                                row ->
                                        new Standing(
                                                row.instant("created_at"),
                                                row.findInstant("disabled_at"),
                                                row.findText("notify_url")),
                                appId));
    }
}
