package dev.handfast.opengateway;

import dev.handfast.alipay.AppKeys;
import dev.handfast.alipay.Certificates;
import dev.handfast.alipay.ContentKey;
import dev.handfast.alipay.GatewayError;
import dev.handfast.alipay.GatewayFault;
import dev.handfast.alipay.Keys;
import dev.handfast.alipay.SignType;
import dev.handfast.merchants.Authorizations.Grant;
import dev.handfast.merchants.Authorizations.Result;
import dev.handfast.merchants.ContentKeys;
import dev.handfast.merchants.GatewayApp;
import dev.handfast.merchants.GatewayApps;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.Mode;
import dev.handfast.secrets.SecretText;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Who may call, with keys ready for use, and for whom. Looks an app up anew every few seconds, so
 * that a changed key holds soon in every process; a token that lets one app act for another is
 * looked up at each call, so that a merchant who takes it back is heard at once.
 */
public final class AppDirectory {
    /** How long what was looked up is believed. */
    static final Duration TRUSTED = Duration.ofSeconds(5);

    /**
     * An app and what its requests are verified with.
     *
     * @param notifyUrl where it is told of what names no address of its own; may be empty
     */
    record Known(Call.Caller caller, AppKeys keys, String notifyUrl) {
        /** Where the outcome of a request that names this address is told. */
        String notifyUrl(String named) {
            return named.isEmpty() ? notifyUrl : named;
        }
    }

    /** For whom a call is made, or why it may not be. */
    sealed interface Acting {
        /** For this merchant. */
        record As(Call.Caller caller) implements Acting {}

        /** For nobody. */
        record Refused(GatewayError error) implements Acting {}
    }

    /**
     * Where apps are found.
     *
     * @param contentKeys by which some encrypt
     * @param mode of the merchants whose apps may call; to all others it says that they are unknown
     */
    public record Sources(
            GatewayApps apps, ContentKeys contentKeys, Merchants merchants, Mode mode) {}

    private record Entry(Known known, Instant until) {}

    private final Sources sources;
    private final Platform platform;
    private final InstantSource wall;

    /** As many as there are apps: what is not registered is not kept. */
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /**
     * A directory of these apps.
     *
     * @param platform what lets one app act for another
     * @param wall the time as callers have it, which nobody moves
     */
    public AppDirectory(Sources sources, Platform platform, InstantSource wall) {
        this.sources = sources;
        this.platform = platform;
        this.wall = wall;
    }

    /** What lets one app act for another. */
    Platform platform() {
        return platform;
    }

    Optional<Known> find(String appId) {
        Instant now = wall.instant();
        Entry entry = entries.get(appId);
        if (entry != null && now.isBefore(entry.until())) {
            return Optional.of(entry.known());
        }
        Optional<Known> found =
                sources.apps()
                        .find(appId)
                        .map(this::known)
                        .filter(known -> known.caller().merchant().mode() == sources.mode());
        found.ifPresentOrElse(
                known -> entries.put(appId, new Entry(known, now.plus(TRUSTED))),
                () -> entries.remove(appId));
        return found;
    }

    /**
     * For whom a verified app calls: for its own merchant, or by a token for another.
     *
     * @param token the app_auth_token; empty where there is none
     */
    Acting acting(Known app, String token) {
        if (token.isEmpty()) {
            return new Acting.As(app.caller());
        }
        GatewayApp by = app.caller().by();
        return switch (platform.authorizations().find(by.appId(), SecretText.of(token))) {
            case Result.Good<Grant>(Grant grant) ->
                    find(grant.merchantApp())
                            .map(known -> known.caller().calledBy(by))
                            .<Acting>map(Acting.As::new)
                            .orElseGet(() -> refused(GatewayFault.INVALID_APP_AUTH_TOKEN));
            case Result.TimeOut<Grant> late -> refused(GatewayFault.APP_AUTH_TOKEN_TIME_OUT);
            case Result.Unknown<Grant> unknown -> refused(GatewayFault.INVALID_APP_AUTH_TOKEN);
        };
    }

    private static Acting refused(GatewayFault fault) {
        return new Acting.Refused(fault.error());
    }

    /** An app and its merchant by the names of authorisations on the wire. */
    ObjectNode named(String appId) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("auth_app_id", appId);
        find(appId).ifPresent(known -> node.put("user_id", known.caller().app().sellerId()));
        return node;
    }

    private Known known(GatewayApp app) {
        Set<SignType> types =
                app.signing().signTypes().stream()
                        .map(name -> SignType.parse(name).orElseThrow())
                        .collect(Collectors.toSet());
        AppKeys ready = keys(app.signing(), types).allowingOnly(types);
        Optional<SecretText> contentKey = sources.contentKeys().find(app.appId());
        if (contentKey.isPresent()) {
            ready = ready.withContentKey(contentKey.get().use(ContentKey::parse));
        }
        Merchant merchant =
                sources.merchants()
                        .find(app.merchant())
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "an app without a merchant: " + app.appId()));
        return new Known(
                Call.Caller.of(app, merchant),
                ready,
                sources.apps().notifyUrl(app.appId()).orElse(""));
    }

    private AppKeys keys(GatewayApp.Signing signing, Set<SignType> types) {
        if (!signing.certificates().isEmpty()) {
            X509Certificate[] certificates =
                    signing.certificates().stream()
                            .map(kept -> Certificates.parse(kept.pem()).getFirst())
                            .toArray(X509Certificate[]::new);
            // Those of an app are all of one kind, as the way is in which it signs.
            Platform.Certificates own =
                    types.contains(SignType.SM2)
                            ? platform.certificates().sm2()
                            : platform.certificates();
            return AppKeys.ofCertificates(own.rootSerialNumber(), certificates);
        }
        return AppKeys.of(
                signing.publicKeys().stream().map(Keys::publicKey).toArray(PublicKey[]::new));
    }
}
