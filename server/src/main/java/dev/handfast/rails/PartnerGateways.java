package dev.handfast.rails;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.handfast.alipay.ClientApp;
import dev.handfast.alipay.GatewayClient;
import dev.handfast.alipay.GatewayKeys;
import dev.handfast.alipay.HttpTransport;
import dev.handfast.alipay.Keys;
import dev.handfast.alipay.Signatures;
import dev.handfast.alipay.SigningKey;
import dev.handfast.engine.Ids;
import dev.handfast.money.Currency;
import dev.handfast.payments.Rail;
import dev.handfast.secrets.Sealed;
import dev.handfast.secrets.SecretText;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The gateways that partners run, of which this installation is a client. */
public final class PartnerGateways {
    private static final String PURPOSE = "partner-gateway-key";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Pattern PREFIX = Pattern.compile("(2[5-9]|30)[0-9]{0,14}");

    private final Database database;
    private final Vault vault;
    private final InstantSource clock;

    /**
     * A partner's gateway.
     *
     * @param name the rail's name: lower-case letters, digits and dashes
     * @param reach whose wallets it reaches, and how their codes begin: 25 to 30, then more digits
     * @param access how it is called
     */
    public record Gateway(String name, Rail.Reach reach, Access access) {
        /** Checks the name and how codes begin. */
        public Gateway {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "a name has 1 to 40 lower-case letters, digits and dashes, got " + name);
            }
            if (!PREFIX.matcher(reach.codePrefix()).matches()) {
                throw new IllegalArgumentException(
                        "payment codes begin 25 to 30, got " + reach.codePrefix());
            }
        }

        /**
         * The rail that reaches it.
         *
         * @param notifyUrl where it is to send its news
         * @param ours the time by which payments are made here
         * @param wall the time by which requests are dated
         */
        public AlipayRail rail(String notifyUrl, InstantSource ours, InstantSource wall) {
            SigningKey key =
                    access.appKey().use(text -> SigningKey.rsa(text, Signatures.fastest()));
            GatewayClient client =
                    new GatewayClient(
                            ClientApp.of(access.appId(), key),
                            new GatewayClient.Endpoint(access.address(), HttpTransport.create()),
                            access.keys(),
                            wall);
            return new AlipayRail(
                    new AlipayRail.Partnership(name, reach, Optional.of(notifyUrl)), client, ours);
        }
    }

    /**
     * How a gateway is called.
     *
     * @param address such as {@code https://gateway.example/gateway.do}
     * @param appId our app there
     * @param appKey our app's private key: Base64 of PKCS#8
     * @param gatewayKey the gateway's public key: Base64 of X.509 SubjectPublicKeyInfo
     */
    public record Access(URI address, String appId, SecretText appKey, String gatewayKey) {
        /**
         * Checks the keys.
         *
         * @throws IllegalArgumentException if one is none
         */
        public Access {
            Keys.rsaPublic(gatewayKey);
            appKey.use(text -> SigningKey.rsa(text, Signatures.fastest()));
        }

        /** What answers and news of this gateway are verified with. */
        public GatewayKeys keys() {
            return GatewayKeys.of(Signatures.fastest(), Keys.rsaPublic(gatewayKey));
        }
    }

    /** Gateways in a database. */
    public PartnerGateways(Database database, Vault vault, InstantSource clock) {
        this.database = database;
        this.vault = vault;
        this.clock = clock;
    }

    /** Adds a gateway, or replaces the one of the same name; a server reads them at its start. */
    public void set(Gateway gateway) {
        Access access = gateway.access();
        UUID owner = owner(gateway.name());
        byte[] sealed =
                access.appKey()
                        .use(text -> vault.seal(text.getBytes(US_ASCII), PURPOSE, owner))
                        .bytes();
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into partner_gateway
                                  (name, partner, currency, code_prefix, address, app_id,
                                  sealed_key, gateway_key, added_at)
                                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                                on conflict (name) do update
                                set partner = excluded.partner, currency = excluded.currency,
                                  code_prefix = excluded.code_prefix,
                                  address = excluded.address, app_id = excluded.app_id,
                                  sealed_key = excluded.sealed_key,
                                  gateway_key = excluded.gateway_key,
                                  added_at = excluded.added_at
                                """,
                                gateway.name(),
                                gateway.reach().partner(),
                                gateway.reach().currency().code(),
                                gateway.reach().codePrefix(),
                                access.address().toString(),
                                access.appId(),
                                sealed,
                                access.gatewayKey(),
                                clock.instant()));
    }

    /** All gateways. */
    public List<Gateway> all() {
        return database.read(
                tx ->
                        tx.query(
                                """
                                select name, partner, currency, code_prefix, address, app_id,
                                  sealed_key, gateway_key
                                from partner_gateway order by name
                                """,
                                row -> {
                                    String name = row.text("name");
                                    byte[] key =
                                            vault.open(
                                                    Sealed.of(row.bytes("sealed_key")),
                                                    PURPOSE,
                                                    owner(name));
                                    return new Gateway(
                                            name,
                                            new Rail.Reach(
                                                    row.uuid("partner"),
                                                    Currency.of(row.text("currency")),
                                                    row.text("code_prefix")),
                                            new Access(
                                                    URI.create(row.text("address")),
                                                    row.text("app_id"),
                                                    SecretText.of(new String(key, US_ASCII)),
                                                    row.text("gateway_key")));
                                }));
    }

    private static UUID owner(String name) {
        return Ids.named("partner_gateway", name);
    }
}
