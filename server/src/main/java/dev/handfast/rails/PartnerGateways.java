package dev.handfast.rails;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.handfast.alipay.SignType;
import dev.handfast.engine.Ids;
import dev.handfast.money.Currency;
import dev.handfast.payments.Rail;
import dev.handfast.secrets.Sealed;
import dev.handfast.secrets.SecretText;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.sql.Row;
import dev.handfast.sql.SealedColumn;
import dev.handfast.sql.Tx;

import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The gateways that partners run, of which this installation is a client, as they lie in a
 * database. Running processes follow changes within seconds.
 */
public final class PartnerGateways {
    private static final String PURPOSE = "partner-gateway-key";

    /** Where sealed values are kept; a row is known by its gateway and since when it holds. */
    public static final SealedColumn SEALED =
            new SealedColumn(
                    new SealedColumn.Place(
                            "partner_access",
                            "(gateway || ' ' || extract(epoch from since))",
                            "sealed_key"),
                    SealedColumn.KeyType.TEXT,
                    key ->
                            new SealedColumn.Context(
                                    PURPOSE, owner(key.substring(0, key.indexOf(' ')))));

    private final Database database;
    private final Vault vault;

    /** Gateways in a database. */
    public PartnerGateways(Database database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    /**
     * Adds a gateway, or changes whom the one of the same name reaches; from now on it is called as
     * the gateway's newest access says. What was begun before is asked about as it was begun.
     *
     * @throws IllegalArgumentException if the app's certificate is not that of its key
     */
    public void set(PartnerGateway gateway) {
        if (!gateway.access().signsForItsCertificate()) {
            throw new IllegalArgumentException(
                    "the app's certificate is that of its key, got a certificate of another key");
        }
        database.transact(
                tx -> {
                    tx.update(
                            """
                            insert into partner_gateway
                              (name, partner, currency, code_prefix, state, added_at)
                            values (?, ?, ?, ?, ?, ?)
                            on conflict (name) do update
                            set partner = excluded.partner, currency = excluded.currency,
                              code_prefix = excluded.code_prefix, state = excluded.state
                            """,
                            gateway.name(),
                            gateway.reach().partner(),
                            gateway.reach().currency().code(),
                            gateway.reach().codePrefix(),
                            gateway.state().name(),
                            gateway.access().since());
                    return add(tx, gateway.name(), gateway.access());
                });
    }

    private int add(Tx tx, String name, PartnerAccess access) {
        PartnerAccess.App app = access.app();
        byte[] sealed =
                app.key()
                        .use(text -> vault.seal(text.getBytes(US_ASCII), PURPOSE, owner(name)))
                        .bytes();
        Optional<PartnerAccess.Trust.ByCertificates> certificates =
                access.trust() instanceof PartnerAccess.Trust.ByCertificates all
                        ? Optional.of(all)
                        : Optional.empty();
        Optional<String> key =
                access.trust() instanceof PartnerAccess.Trust.ByKey(String text)
                        ? Optional.of(text)
                        : Optional.empty();
        return tx.update(
                """
                insert into partner_access
                  (gateway, since, address, app_id, seller_id, sign_type, sealed_key, gateway_key,
                  app_certificate, gateway_certificate, root_certificates, answer_within_ms)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                name,
                access.since(),
                access.address().toString(),
                app.appId(),
                app.sellerId(),
                app.signType().name(),
                sealed,
                key,
                certificates.map(PartnerAccess.Trust.ByCertificates::app),
                certificates.map(PartnerAccess.Trust.ByCertificates::gateway),
                certificates.map(PartnerAccess.Trust.ByCertificates::roots),
                access.patience().toMillis());
    }

    /** Lets new payments go to a gateway, or not; whether there is such a gateway. */
    public boolean turn(String name, PartnerGateway.State state) {
        return database.transact(
                tx ->
                        tx.update(
                                        """
                                        update partner_gateway set state = ? where name = ?
                                        """,
                                        state.name(),
                                        name)
                                == 1);
    }

    /** All gateways. */
    public List<PartnerGateway> all() {
        return database.read(
                tx ->
                        tx
                                .query(
                                        """
                                        select name, partner, currency, code_prefix, state
                                        from partner_gateway order by name
                                        """,
                                        PartnerGateways::known)
                                .stream()
                                .map(
                                        known ->
                                                new PartnerGateway(
                                                        known.name(),
                                                        known.reach(),
                                                        known.state(),
                                                        accesses(tx, known.name())))
                                .toList());
    }

    private record Known(String name, Rail.Reach reach, PartnerGateway.State state) {}

    private static Known known(Row row) throws SQLException {
        return new Known(
                row.text("name"),
                new Rail.Reach(
                        row.uuid("partner"),
                        Currency.of(row.text("currency")),
                        row.text("code_prefix")),
                PartnerGateway.State.valueOf(row.text("state")));
    }

    private List<PartnerAccess> accesses(Tx tx, String name) {
        return tx.query(
                """
                select since, address, app_id, seller_id, sign_type, sealed_key, gateway_key,
                  app_certificate, gateway_certificate, root_certificates, answer_within_ms
                from partner_access where gateway = ? order by since
                """,
                row -> {
                    byte[] key =
                            vault.open(Sealed.of(row.bytes("sealed_key")), PURPOSE, owner(name));
                    return new PartnerAccess(
                            row.instant("since"),
                            URI.create(row.text("address")),
                            new PartnerAccess.App(
                                    row.text("app_id"),
                                    row.findText("seller_id"),
                                    SignType.parse(row.text("sign_type")).orElseThrow(),
                                    SecretText.of(new String(key, US_ASCII))),
                            trust(row),
                            Duration.ofMillis(row.number("answer_within_ms")));
                },
                name);
    }

    private static PartnerAccess.Trust trust(Row row) throws SQLException {
        Optional<String> key = row.findText("gateway_key");
        return key.isPresent()
                ? new PartnerAccess.Trust.ByKey(key.get())
                : new PartnerAccess.Trust.ByCertificates(
                        row.text("app_certificate"),
                        row.text("gateway_certificate"),
                        row.text("root_certificates"));
    }

    private static UUID owner(String name) {
        return Ids.named("partner_gateway", name);
    }
}
