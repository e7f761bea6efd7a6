package dev.handfast.acceptance;

import dev.handfast.applepay.GatewayHost;
import dev.handfast.applepay.MerchantGateway;
import dev.handfast.applepay.SessionRequest;

import java.util.Optional;
import java.util.UUID;

/**
 * Asks Apple's gateway, or the sandbox's, for the session with which a page may show the Apple Pay
 * sheet (Apple, "Requesting an Apple Pay payment session"). A session is opaque: it goes to the
 * page as it came, serves once, and lives five minutes. Safe for any number of threads; a call
 * waits for the gateway.
 */
public final class ApplePaySessions {
    private static final int DISPLAY_NAME_CHARS_MAX = 64;

    private final ApplePayDomains domains;
    private final Gateways gateways;
    private final String ownHost;

    /** How one merchant reaches a gateway. */
    @FunctionalInterface
    public interface Gateway {
        /** Asks for a session; {@code host} is one of Apple's. */
        MerchantGateway.Answer session(GatewayHost host, SessionRequest request)
                throws InterruptedException;
    }

    /**
     * A merchant's way to the gateway.
     *
     * @param merchantId what the merchant is to Apple Pay
     */
    public record Way(String merchantId, Gateway gateway) {}

    /** Knows each merchant's way. */
    @FunctionalInterface
    public interface Gateways {
        /** The way; empty for a merchant without a certificate for it. */
        Optional<Way> of(UUID merchant);
    }

    /**
     * Sessions for pages of merchants.
     *
     * @param domains which merchant has pages where
     * @param gateways how to ask
     * @param ownHost this server's own host, on which every merchant has pages
     */
    public ApplePaySessions(ApplePayDomains domains, Gateways gateways, String ownHost) {
        this.domains = domains;
        this.gateways = gateways;
        this.ownHost = ownHost;
    }

    /**
     * What is asked for.
     *
     * @param domain the host of the page, as the server knows it, never as the page says
     * @param displayName shown on the sheet; cut after 64 characters
     * @param validationUrl {@code event.validationURL}, where the page sent it along; only which of
     *     Apple's hosts it names is used
     */
    public record Asking(
            UUID merchant, String domain, String displayName, Optional<String> validationUrl) {}

    /** Why there is no session. */
    public enum Refusal {
        /** The page's domain is not registered for the merchant. */
        DOMAIN_NOT_REGISTERED,
        /** The validation address names none of Apple's hosts. */
        VALIDATION_URL_NOT_APPLES,
        /** The merchant has no merchant identity certificate here. */
        MERCHANT_IDENTITY_MISSING,
        /** Apple's gateway said no. */
        GATEWAY_DECLINED,
        /** Apple's gateway was not reached; asking again is harmless. */
        GATEWAY_AWAY
    }

    /** What came of it. */
    public sealed interface Answer {
        /**
         * A session.
         *
         * @param json handed to {@code completeMerchantValidation} unchanged
         */
        record Session(String json) implements Answer {}

        /** None; the message is for the merchant's developer and holds no secret. */
        record Refused(Refusal why, String message) implements Answer {}
    }

    /** Asks for a session. */
    public Answer open(Asking asking) throws InterruptedException {
        Optional<String> host = ApplePayDomains.host(asking.domain());
        if (host.isEmpty() || !isRegistered(asking.merchant(), host.get())) {
            return refused(
                    Refusal.DOMAIN_NOT_REGISTERED,
                    "the page's domain is one that is registered for the merchant, got "
                            + host.orElse("something else"));
        }
        Optional<GatewayHost> gateway =
                asking.validationUrl()
                        .map(GatewayHost::named)
                        .orElse(Optional.of(GatewayHost.GLOBAL));
        if (gateway.isEmpty()) {
            return refused(
                    Refusal.VALIDATION_URL_NOT_APPLES,
                    "validation_url is an https address on one of Apple's gateway hosts; leave it"
                            + " out to use "
                            + GatewayHost.GLOBAL.host());
        }
        Optional<Way> way = gateways.of(asking.merchant());
        if (way.isEmpty()) {
            return refused(
                    Refusal.MERCHANT_IDENTITY_MISSING,
                    "no merchant identity certificate is registered; the operator adds it with"
                            + " handfast applepay add");
        }
        SessionRequest request =
                SessionRequest.web(
                        way.get().merchantId(), shortened(asking.displayName()), host.get());
        return switch (way.get().gateway().session(gateway.get(), request)) {
            case MerchantGateway.Answer.Body(String json) -> new Answer.Session(json);
            case MerchantGateway.Answer.Declined(int status, String reason) ->
                    refused(
                            Refusal.GATEWAY_DECLINED,
                            "the gateway answered %d: %s".formatted(status, reason));
            case MerchantGateway.Answer.NoAnswer(String reason) ->
                    refused(Refusal.GATEWAY_AWAY, "no answer: " + reason);
        };
    }

    private boolean isRegistered(UUID merchant, String host) {
        return host.equals(ownHost) || domains.find(merchant, host).isPresent();
    }

    private static String shortened(String name) {
        int characters = name.codePointCount(0, name.length());
        return characters <= DISPLAY_NAME_CHARS_MAX
                ? name
                : name.substring(0, name.offsetByCodePoints(0, DISPLAY_NAME_CHARS_MAX));
    }

    private static Answer refused(Refusal why, String message) {
        return new Answer.Refused(why, message);
    }
}
