package dev.handfast.sandbox;

import dev.handfast.alipay.Certificates;
import dev.handfast.merchants.ContentKeys;
import dev.handfast.merchants.GatewayApp;
import dev.handfast.merchants.GatewayApps;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.Mode;
import dev.handfast.secrets.SecretText;
import dev.handfast.secrets.Vault;

import java.util.List;

/**
 * Sets up the apps of the Alipay dialect: one with a key and one with certificates, both once more
 * with SM2, and a provider's.
 */
final class SeedApps {
    private final Sandbox.Parts parts;
    private final SandboxKeys keys;
    private final Sandbox.Site site;
    private final GatewayApps apps;
    private final ContentKeys contentKeys;

    SeedApps(Sandbox.Parts parts, SandboxKeys keys, Sandbox.Site site) {
        this.parts = parts;
        this.keys = keys;
        this.site = site;
        apps = new GatewayApps(parts.database(), parts.clock());
        contentKeys = new ContentKeys(parts.database(), new Vault(parts.keys()), parts.clock());
    }

    /** The app that everybody starts with. */
    void first() {
        register(
                new GatewayApp(
                        Cast.JASMINE_TEA_APP,
                        Cast.JASMINE_TEA,
                        Cast.JASMINE_TEA_SELLER,
                        byKey(Cast.JASMINE_TEA_APP)));
    }

    /** The others. Nobody can use them before their keys are shown, so they are made then. */
    void others() {
        new Merchants(parts.database(), parts.clock())
                .add(
                        new Merchant(
                                Cast.LOTUS_SYSTEMS,
                                Cast.LANTERN,
                                "Lotus Systems",
                                "CN",
                                Cast.CNY,
                                "7372",
                                Mode.TEST));
        registerWithCertificate(Cast.JASMINE_TEA_CERTIFICATE_APP, "RSA2");
        register(
                new GatewayApp(
                        Cast.JASMINE_TEA_SM2_APP,
                        Cast.JASMINE_TEA,
                        Cast.JASMINE_TEA_SELLER,
                        new GatewayApp.Signing(
                                List.of(keys.appPublicKey(Cast.JASMINE_TEA_SM2_APP)),
                                List.of("SM2"))));
        registerWithCertificate(Cast.JASMINE_TEA_SM2_CERTIFICATE_APP, "SM2");
        register(
                new GatewayApp(
                        Cast.LOTUS_SYSTEMS_APP,
                        Cast.LOTUS_SYSTEMS,
                        Cast.LOTUS_SYSTEMS_SELLER,
                        byKey(Cast.LOTUS_SYSTEMS_APP)));
    }

    private void registerWithCertificate(String appId, String signType) {
        String pem = certificate(keys, site, appId);
        GatewayApp.Certificate certificate =
                new GatewayApp.Certificate(
                        Certificates.serialNumber(Certificates.parse(pem).getFirst()), pem);
        register(
                new GatewayApp(
                        appId,
                        Cast.JASMINE_TEA,
                        Cast.JASMINE_TEA_SELLER,
                        new GatewayApp.Signing(
                                List.of(), List.of(certificate), List.of(signType))));
    }

    private GatewayApp.Signing byKey(String appId) {
        return new GatewayApp.Signing(List.of(keys.appPublicKey(appId)), List.of("RSA2"));
    }

    private void register(GatewayApp app) {
        apps.register(app);
        if (contentKeys.find(app.appId()).isEmpty()) {
            SecretText key = keys.contentKey(app.appId());
            contentKeys.set(app.appId(), key);
        }
    }

    /** The certificate of an app of Jasmine Tea's; the same after every start. */
    static String certificate(SandboxKeys keys, Sandbox.Site site, String appId) {
        return keys.appCertificate(
                appId,
                key ->
                        Certificates.pem(
                                certificates(site, appId).issue("Jasmine Tea", appId, key)));
    }

    /** The gateway's certificates of the kind that an app has. */
    static Sandbox.Certificates certificates(Sandbox.Site site, String appId) {
        return Cast.SM2_APPS.contains(appId) ? site.certificates().sm2() : site.certificates();
    }
}
