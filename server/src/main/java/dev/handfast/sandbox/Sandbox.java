package dev.handfast.sandbox;

import dev.handfast.acceptance.ApplePayAcceptance;
import dev.handfast.acceptance.ApplePayIdentities;
import dev.handfast.acceptance.ApplePaySessions;
import dev.handfast.applepay.DomainAssociation;
import dev.handfast.cashier.AppOrders;
import dev.handfast.disputes.Disputes;
import dev.handfast.engine.Ids;
import dev.handfast.fx.Rates;
import dev.handfast.mandates.Mandates;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.StaticCodes;
import dev.handfast.partners.Partners;
import dev.handfast.payments.Freezes;
import dev.handfast.payments.PaymentStore;
import dev.handfast.payments.Payments;
import dev.handfast.rails.SandboxIssuer;
import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.SecretText;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.sql.SealedColumn;
import dev.handfast.tokens.Tokens;
import dev.handfast.wallets.Wallets;

import io.helidon.webserver.http.HttpService;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The sandbox over one database. First {@link #seed}, then {@link #service}; any number of
 * processes may do both at the same time.
 */
public final class Sandbox {
    /** Where sealed values are kept. */
    public static final SealedColumn SEALED = SandboxSecrets.SEALED;

    /**
     * What the sandbox stands on.
     *
     * @param database migrated
     * @param keys the installation's keys
     * @param clock the time of everything else as well
     */
    public record Parts(
            Database database,
            KeyRing keys,
            SandboxClock clock,
            Ids ids,
            Partners partners,
            Rates rates,
            Wallets wallets,
            Tokens tokens,
            PaymentStore store,
            Payments payments,
            Mandates mandates,
            Freezes freezes,
            Disputes disputes,
            ApplePayIdentities identities) {}

    /**
     * Where the sandbox is found. Asked for each time, since a server learns its port late.
     *
     * @param baseUrl such as {@code http://localhost:8080}, without a slash at the end
     * @param alipayPublicKey what answers in the Alipay dialect are signed with: Base64 of X.509
     *     SubjectPublicKeyInfo
     * @param certificates the same for apps in certificate mode
     */
    public record Site(
            Supplier<String> baseUrl,
            Supplier<String> alipayPublicKey,
            Certificates certificates) {}

    /** The gateway's certificates, and how an app gets its own. */
    public interface Certificates {
        /** The root. */
        String rootPem();

        /** The certificate of the key that signs answers, then those below the root. */
        String chainPem();

        /** The same for apps that sign with SM2. */
        Certificates sm2();

        /** A fresh certificate for an app's key. */
        X509Certificate issue(String organisation, String appId, PublicKey key);
    }

    private final Parts parts;
    private final Site site;
    private final SandboxKeys keys;
    private final SandboxIssuer issuer;

    /** A sandbox; it does nothing before it is asked to. */
    public Sandbox(Parts parts, Site site) {
        this.parts = parts;
        this.site = site;
        keys =
                new SandboxKeys(
                        new SandboxSecrets(parts.database(), new Vault(parts.keys())),
                        parts.clock());
        issuer = new SandboxIssuer(parts.database(), parts.tokens(), parts.keys(), parts.clock());
    }

    /** Sets up what is not there yet: partners, merchants, wallets, devices, keys. */
    public void seed() {
        new Seed(parts, keys, issuer).run();
        apps().first();
    }

    /** What openers of the sandbox's Apple Pay tokens must trust. */
    public X509Certificate trustRoot() {
        return keys.root();
    }

    /** Apple's payment session gateway, as the sandbox plays it. */
    public ApplePaySessions.Gateways applePayGateways() {
        return appleGateway();
    }

    /** The file Apple would look for on a domain, of the sandbox's making. */
    public String domainAssociation() {
        return DomainAssociation.sandbox(
                keys.authority(), Cast.HARBOR_COFFEE_APPLE_PAY, parts.clock().instant());
    }

    AppleGateway appleGateway() {
        return new AppleGateway(parts, keys);
    }

    /** The secret key by which Harbor Coffee calls the merchant API. */
    public SecretText merchantSecretKey() {
        return keys.merchantSecretKey();
    }

    /** The private key by which Jasmine Tea signs in the Alipay dialect: Base64 of PKCS#8. */
    public SecretText appPrivateKey() {
        return keys.appPrivateKey(Cast.JASMINE_TEA_APP);
    }

    /** Seals tokens as the sandbox's devices do. */
    public DeviceWallet deviceWallet() {
        return new DeviceWallet(parts, keys);
    }

    /** The card issuer, which can be made to fail. */
    public SandboxIssuer issuer() {
        return issuer;
    }

    /** The wallets' holders, as the cashier knows them. */
    public SandboxHolders holders() {
        return new SandboxHolders(parts.database(), parts.keys(), parts.wallets(), parts.clock());
    }

    /**
     * The calls below {@code /sandbox}, for requests from this machine only.
     *
     * @param acceptance trusts {@link #trustRoot} and knows the seeded identities
     * @param appOrders opens what a merchant's app hands to the wallet's; empty where there is no
     *     gateway
     */
    public HttpService service(ApplePayAcceptance acceptance, Optional<AppOrders> appOrders) {
        return new SandboxService(this, acceptance, appOrders);
    }

    SeedApps apps() {
        return new SeedApps(parts, keys, site);
    }

    Parts parts() {
        return parts;
    }

    Site site() {
        return site;
    }

    /** Merchants' printed codes, under the address this sandbox has now. */
    StaticCodes staticCodes() {
        return new StaticCodes(parts.database(), parts.clock(), site.baseUrl().get());
    }

    PaymentView paymentView() {
        return new PaymentView(new Merchants(parts.database(), parts.clock()));
    }

    SandboxKeys keys() {
        return keys;
    }
}
