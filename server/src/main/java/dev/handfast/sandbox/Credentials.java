package dev.handfast.sandbox;

import dev.handfast.alipay.Certificates;
import dev.handfast.alipay.Keys;
import dev.handfast.applepay.Pem;
import dev.handfast.tokens.Device;
import dev.handfast.tokens.DeviceToken;
import dev.handfast.tokens.Devices;
import dev.handfast.tokens.Funding;
import dev.handfast.wallets.Wallet;
import dev.handfast.web.Json;
import dev.handfast.web.PublicId;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Base64;
import java.util.Comparator;

/** Shows everything a tool needs to play every part in the sandbox. */
final class Credentials {
    private final Sandbox sandbox;

    Credentials(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    ObjectNode show() {
        ObjectNode body = Json.object();
        body.set("merchant_api", merchantApi());
        body.set("alipay", alipay());
        body.set("applepay", applePay());
        body.set("wallets", wallets());
        body.set("devices", devices());
        return body;
    }

    /** The wallets, without any key. */
    ObjectNode holders() {
        ObjectNode body = Json.object();
        body.set("wallets", wallets());
        return body;
    }

    /** The devices with their tokens, without any key. */
    ObjectNode phones() {
        ObjectNode body = Json.object();
        body.set("devices", devices());
        return body;
    }

    private ObjectNode merchantApi() {
        ObjectNode body = Json.object();
        body.put("base_url", sandbox.site().baseUrl().get());
        body.put("secret_key", sandbox.keys().merchantSecretKey().<String>use(text -> text));
        body.put(
                "publishable_key",
                sandbox.keys().merchantPublishableKey().<String>use(text -> text));
        return body;
    }

    private ObjectNode alipay() {
        sandbox.apps().others();
        ObjectNode body = Json.object();
        body.put("gateway_url", sandbox.site().baseUrl().get() + "/gateway.do");
        body.put("app_id", Cast.JASMINE_TEA_APP);
        body.put("app_private_key", privateKey(Cast.JASMINE_TEA_APP));
        body.put("alipay_public_key", sandbox.site().alipayPublicKey().get());
        body.put("encrypt_key", contentKey(Cast.JASMINE_TEA_APP));
        body.put(
                "app_private_key_pkcs1",
                sandbox.keys().appPrivateKey(Cast.JASMINE_TEA_APP).<String>use(Keys::pkcs1));
        body.set("certificate_mode", certificateMode(Cast.JASMINE_TEA_CERTIFICATE_APP));
        body.set("sm2", sm2());
        body.set("sm2_certificate_mode", certificateMode(Cast.JASMINE_TEA_SM2_CERTIFICATE_APP));
        body.set("service_provider", serviceProvider());
        return body;
    }

    /** Another app of Jasmine Tea's, for clients set up with certificates. */
    private ObjectNode certificateMode(String appId) {
        Sandbox.Certificates gateway = SeedApps.certificates(sandbox.site(), appId);
        ObjectNode body = Json.object();
        body.put("app_id", appId);
        body.put("app_private_key", privateKey(appId));
        body.put("app_certificate", SeedApps.certificate(sandbox.keys(), sandbox.site(), appId));
        body.put("alipay_certificate", gateway.chainPem());
        body.put("alipay_root_certificate", gateway.rootPem());
        body.put("encrypt_key", contentKey(appId));
        return body;
    }

    /** The app whose keys are SM2. */
    private ObjectNode sm2() {
        String chain = sandbox.site().certificates().sm2().chainPem();
        byte[] gateway = Certificates.parse(chain).getFirst().getPublicKey().getEncoded();
        ObjectNode body = Json.object();
        body.put("app_id", Cast.JASMINE_TEA_SM2_APP);
        body.put("app_private_key", privateKey(Cast.JASMINE_TEA_SM2_APP));
        body.put("alipay_public_key", Base64.getEncoder().encodeToString(gateway));
        body.put("encrypt_key", contentKey(Cast.JASMINE_TEA_SM2_APP));
        return body;
    }

    /** The app of a company that acts for merchants. */
    private ObjectNode serviceProvider() {
        ObjectNode body = Json.object();
        body.put("app_id", Cast.LOTUS_SYSTEMS_APP);
        body.put("app_private_key", privateKey(Cast.LOTUS_SYSTEMS_APP));
        return body;
    }

    private String privateKey(String appId) {
        return sandbox.keys().appPrivateKey(appId).<String>use(text -> text);
    }

    private String contentKey(String appId) {
        return sandbox.keys().contentKey(appId).<String>use(text -> text);
    }

    private ObjectNode applePay() {
        ObjectNode body = Json.object();
        body.put("merchant_id", Cast.HARBOR_COFFEE_APPLE_PAY);
        body.put(
                "processing_certificate_pem",
                Pem.write(
                        sandbox.keys()
                                .processing(Cast.HARBOR_COFFEE_APPLE_PAY)
                                .key()
                                .certificate()));
        body.put("trust_root_pem", sandbox.keys().authority().rootPem());
        return body;
    }

    private ArrayNode wallets() {
        ArrayNode list = Json.array();
        sandbox.parts().wallets().all().stream()
                .sorted(Comparator.comparingInt((Wallet wallet) -> Cast.place(wallet.id())))
                .forEach(wallet -> list.add(wallet(sandbox.parts(), wallet)));
        return list;
    }

    /** A wallet and what is in it. */
    static ObjectNode wallet(Sandbox.Parts parts, Wallet wallet) {
        ObjectNode body = Json.object();
        body.put("id", PublicId.format(Views.WALLET, wallet.id()));
        body.put("holder", wallet.holder());
        body.put("currency", wallet.currency().code());
        body.put("balance_minor", parts.wallets().available(wallet).minor());
        return body;
    }

    private ArrayNode devices() {
        ArrayNode list = Json.array();
        new Devices(sandbox.parts().database())
                .all().stream()
                        .sorted(Comparator.comparingInt((Device device) -> Cast.place(device.id())))
                        .forEach(device -> list.add(device(device)));
        return list;
    }

    private ObjectNode device(Device device) {
        ObjectNode body = Json.object();
        body.put("id", PublicId.format(Views.DEVICE, device.id()));
        body.put("holder", device.holder());
        ArrayNode tokens = body.putArray("tokens");
        sandbox.parts().tokens().on(device.id()).forEach(token -> tokens.add(token(token)));
        return body;
    }

    /** A device token. */
    static ObjectNode token(DeviceToken token) {
        ObjectNode body = Json.object();
        body.put("id", PublicId.format(Views.TOKEN, token.id()));
        body.put("network", token.network());
        body.put("suffix", token.suffix());
        body.put(
                "funding",
                switch (token.funding()) {
                    case Funding.FromWallet from -> "wallet";
                    case Funding.FromCard from -> "card";
                });
        body.put("state", token.state().name());
        return body;
    }
}
