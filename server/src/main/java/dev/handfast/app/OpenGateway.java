package dev.handfast.app;

import dev.handfast.alipay.AnswerWriter;
import dev.handfast.alipay.SignType;
import dev.handfast.alipay.Signatures;
import dev.handfast.alipay.SigningKey;
import dev.handfast.alipay.V3AnswerWriter;
import dev.handfast.cashier.Holders;
import dev.handfast.engine.Ids;
import dev.handfast.mandates.Mandate;
import dev.handfast.mandates.Mandates;
import dev.handfast.merchants.Authorizations;
import dev.handfast.merchants.ContentKeys;
import dev.handfast.merchants.GatewayAppDesk;
import dev.handfast.merchants.GatewayApps;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.Mode;
import dev.handfast.opengateway.AgreementService;
import dev.handfast.opengateway.Agreements;
import dev.handfast.opengateway.AppDirectory;
import dev.handfast.opengateway.BillService;
import dev.handfast.opengateway.Buyers;
import dev.handfast.opengateway.Desk;
import dev.handfast.opengateway.FreezeDesk;
import dev.handfast.opengateway.Funds;
import dev.handfast.opengateway.Gateway;
import dev.handfast.opengateway.GatewayMethods;
import dev.handfast.opengateway.GatewayService;
import dev.handfast.opengateway.NotificationSender;
import dev.handfast.opengateway.PageGateway;
import dev.handfast.opengateway.PageReturns;
import dev.handfast.opengateway.Platform;
import dev.handfast.opengateway.RestGateway;
import dev.handfast.opengateway.RestService;
import dev.handfast.opengateway.Shares;
import dev.handfast.pages.Page;
import dev.handfast.payments.PaymentStore;
import dev.handfast.secrets.Vault;
import dev.handfast.visits.Visits;

import io.helidon.webserver.http.HttpService;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The Alipay dialect of this installation: its keys and certificates, its apps, its services. */
final class OpenGateway {
    private final Mode mode;
    private final Gateway.Clocks clocks;
    private final Ids ids;
    private final Signatures signatures = Signatures.fastest();
    private final GatewayKey key;
    private final GatewayCertificates certificates;
    private final GatewayApps apps;
    private final ContentKeys contentKeys;
    private final Platform platform;

    /**
     * A gateway.
     *
     * @param clocks of the business, and the machine's, which nobody moves
     */
    OpenGateway(Ground ground, Mode mode, Gateway.Clocks clocks, Ids ids) {
        this.mode = mode;
        this.clocks = clocks;
        this.ids = ids;
        Vault vault = new Vault(ground.keys());
        key = GatewayKey.open(ground.database(), vault, clocks.wall().instant());
        certificates = GatewayCertificates.open(ground.database(), vault, key, clocks.wall());
        apps = new GatewayApps(ground.database(), clocks.business());
        contentKeys = new ContentKeys(ground.database(), vault, clocks.business());
        platform =
                new Platform(
                        certificates,
                        new Authorizations(
                                ground.database(), ground.keys(), clocks.business(), ids));
    }

    /** The public key as merchants paste it. */
    String publicKey() {
        return key.publicKey();
    }

    GatewayCertificates certificates() {
        return certificates;
    }

    /** An operator's calls about apps. */
    GatewayAppCalls appCalls(Ground ground, Merchants merchants) {
        GatewayAppDesk desk =
                new GatewayAppDesk(ground.database(), apps, contentKeys, clocks.business(), ids);
        return new GatewayAppCalls(desk, apps, merchants, mode, publicKey());
    }

    GatewayApps apps() {
        return apps;
    }

    /**
     * What is built over everything else.
     *
     * @param services both forms of the dialect over the same methods
     * @param pages the methods that payers bring
     */
    record Doors(List<HttpService> services, PageGateway pages) {}

    /** Opens the gateway; {@code visits} keeps how payers come to the cashier. */
    Doors open(Merchants merchants, Desk desk, Funds funds, Shares shares, Visits visits) {
        AppDirectory directory =
                new AppDirectory(
                        new AppDirectory.Sources(apps, contentKeys, merchants, mode),
                        platform,
                        clocks.wall());
        GatewayMethods methods = new GatewayMethods(desk, funds, shares, directory);
        Gateway gateway =
                new Gateway(
                        directory,
                        methods,
                        clocks,
                        new Gateway.Signing(
                                signatures,
                                AnswerWriter.of(signingKey())
                                        .withCertificate(certificates.serialNumber())
                                        .withCertificate(
                                                SignType.SM2,
                                                () -> certificates.sm2().serialNumber()),
                                diagnosis()));
        RestGateway rest =
                new RestGateway(
                        directory,
                        methods,
                        clocks,
                        new RestGateway.Signing(
                                signatures,
                                V3AnswerWriter.of(signingKey())
                                        .withCertificate(certificates.serialNumber()),
                                diagnosis()));
        FreezeDesk freezes =
                new FreezeDesk(shares.freezes(), desk.buyers(), desk.ids(), desk.publicUrl());
        PageGateway pages =
                new PageGateway(
                        gateway,
                        new PageGateway.Opens(desk, funds.agreements(), freezes),
                        visits,
                        stage());
        return new Doors(
                List.of(
                        new GatewayService(gateway, pages, ids),
                        new RestService(rest, ids),
                        new BillService(funds.bills(), funds.links(), clocks.business())),
                pages);
    }

    /** The way back to merchants of this dialect. */
    PageReturns returns() {
        return new PageReturns(signingKey());
    }

    /**
     * What the page of an agreement works with.
     *
     * @param elsewhere the way back to merchants of other dialects
     */
    AgreementService.Parts agreementParts(
            Agreements agreements,
            Merchants merchants,
            Optional<Holders> holders,
            Function<Mandate, Optional<String>> elsewhere) {
        return new AgreementService.Parts(agreements, merchants, holders, signingKey(), elsewhere);
    }

    private Page.Stage stage() {
        return switch (mode) {
            case TEST -> Page.Stage.SANDBOX;
            case LIVE -> Page.Stage.LIVE;
        };
    }

    /** Signs notifications. */
    NotificationSender sender(Buyers buyers, PaymentStore store, Mandates mandates) {
        return new NotificationSender(signingKey(), buyers, store, mandates);
    }

    private SigningKey signingKey() {
        return key.signing(signatures);
    }

    private Gateway.Diagnosis diagnosis() {
        return switch (mode) {
            case TEST -> Gateway.Diagnosis.FULL;
            case LIVE -> Gateway.Diagnosis.SHORT;
        };
    }
}
