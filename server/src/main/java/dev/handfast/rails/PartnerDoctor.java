package dev.handfast.rails;

import dev.handfast.alipay.Call;
import dev.handfast.alipay.Certificates;
import dev.handfast.alipay.GatewayClient;
import dev.handfast.alipay.GatewayResult;
import dev.handfast.alipay.GatewayResult.Proof;
import dev.handfast.alipay.GatewayResult.Reason;

import tools.jackson.databind.node.JsonNodeFactory;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Says what fits and what does not in how a partner's gateway is called: from what is registered,
 * and by asking the gateway about a trade that nobody has made.
 */
public final class PartnerDoctor {
    private static final Duration ENDS_SOON = Duration.ofDays(30);

    /** 32 hex digits that no attempt of ours has, since they are no UUID of version 7. */
    private static final String NOBODYS_NUMBER = "0".repeat(32);

    private static final String NOT_THERE = "ACQ.TRADE_NOT_EXIST";

    private final InstantSource wall;

    /** How a thing is. */
    public enum Verdict {
        /** As it should be. */
        GOOD,
        /** It works, and will not for long, or not everywhere. */
        DOUBTFUL,
        /** It does not work. */
        WRONG
    }

    /**
     * One thing that was looked at.
     *
     * @param verdict how it is
     * @param text what it is, and what to do if it is not good
     */
    public record Finding(Verdict verdict, String text) {
        @Override
        public String toString() {
            return "%-8s %s".formatted(verdict.name().toLowerCase(Locale.ROOT), text);
        }
    }

    /** A doctor at this time. */
    public PartnerDoctor(InstantSource wall) {
        this.wall = wall;
    }

    /** Examines how a gateway is called now. */
    public List<Finding> examine(PartnerGateway gateway) {
        List<Finding> findings = new ArrayList<>();
        PartnerAccess access = gateway.access();
        findings.add(address(access.address()));
        access.certificates()
                .ifPresent(
                        files -> {
                            findings.add(
                                    certificate(
                                            "the app's certificate",
                                            files.app(),
                                            Optional.empty()));
                            findings.add(
                                    certificate(
                                            "the gateway's certificate",
                                            files.gateway(),
                                            Optional.of(files.roots())));
                            findings.add(keyFits(access));
                        });
        findings.add(asked(access));
        return findings;
    }

    private static Finding address(URI address) {
        return "https".equals(address.getScheme())
                ? new Finding(Verdict.GOOD, "the address is https")
                : new Finding(
                        Verdict.DOUBTFUL,
                        "the address is %s: all but signatures can be read on the way"
                                .formatted(address.getScheme()));
    }

    private Finding certificate(
            String what, List<X509Certificate> chain, Optional<List<X509Certificate>> roots) {
        X509Certificate leaf = chain.getFirst();
        Instant now = wall.instant();
        Instant end = leaf.getNotAfter().toInstant();
        if (now.isAfter(end) || now.isBefore(leaf.getNotBefore().toInstant())) {
            return new Finding(
                    Verdict.WRONG,
                    "%s is good from %s to %s"
                            .formatted(what, leaf.getNotBefore().toInstant(), end));
        }
        if (roots.isPresent() && !Certificates.leadsTo(roots.get(), chain, now)) {
            return new Finding(
                    Verdict.DOUBTFUL,
                    what
                            + " does not lead to the root certificates by what is in its file;"
                            + " one that replaces it will have to");
        }
        return now.plus(ENDS_SOON).isAfter(end)
                ? new Finding(Verdict.DOUBTFUL, "%s ends at %s".formatted(what, end))
                : new Finding(
                        Verdict.GOOD,
                        "%s, %s, is good until %s"
                                .formatted(what, Certificates.serialNumber(leaf), end));
    }

    private static Finding keyFits(PartnerAccess access) {
        return access.signsForItsCertificate()
                ? new Finding(Verdict.GOOD, "the app's key is that of its certificate")
                : new Finding(
                        Verdict.WRONG,
                        "the app's key is not that of its certificate: it was made for another");
    }

    private Finding asked(PartnerAccess access) {
        GatewayClient client =
                new GatewayClient(
                        access.client(),
                        new GatewayClient.Endpoint(access.address(), access.transport()),
                        access.keys(Optional.empty()),
                        wall);
        Call query =
                Call.of(
                        "alipay.trade.query",
                        JsonNodeFactory.instance.objectNode().put("out_trade_no", NOBODYS_NUMBER));
        return switch (client.call(query)) {
            case GatewayResult.Answer answer ->
                    new Finding(Verdict.DOUBTFUL, "it knows a trade that nobody has made");
            case GatewayResult.Refused refused ->
                    refused.proof() == Proof.SIGNED && refused.error().subCode().equals(NOT_THERE)
                            ? new Finding(
                                    Verdict.GOOD,
                                    "it takes our signature, and we take the gateway's")
                            : new Finding(
                                    Verdict.WRONG,
                                    "it refuses us: %s, %s"
                                            .formatted(
                                                    refused.error().subCode(),
                                                    refused.error().subMsg()));
            case GatewayResult.NoAnswer(var reason, String serialNumber)
                    when reason == Reason.UNKNOWN_CERTIFICATE ->
                    new Finding(
                            Verdict.WRONG,
                            "it signs with certificate "
                                    + serialNumber
                                    + ", which leads to none of the root certificates given here");
            case GatewayResult.NoAnswer(var reason, String detail) ->
                    new Finding(
                            Verdict.WRONG,
                            "it gives no answer that counts: %s, %s".formatted(reason, detail));
        };
    }
}
