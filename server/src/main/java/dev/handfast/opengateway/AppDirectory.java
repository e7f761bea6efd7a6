package dev.handfast.opengateway;

import dev.handfast.alipay.AppKeys;
import dev.handfast.alipay.Keys;
import dev.handfast.alipay.SignType;
import dev.handfast.merchants.GatewayApp;
import dev.handfast.merchants.GatewayApps;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;

import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who may call, with keys ready for use. Looks an app up anew every few seconds, so that a changed
 * key holds soon in every process.
 */
public final class AppDirectory {
    /** How long what was looked up is believed. */
    static final Duration TRUSTED = Duration.ofSeconds(5);

    /** An app and what its requests are verified with. */
    record Known(Call.Caller caller, AppKeys keys) {}

    private record Entry(Known known, Instant until) {}

    private final GatewayApps apps;
    private final Merchants merchants;
    private final InstantSource wall;

    /** As many as there are apps: what is not registered is not kept. */
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /**
     * A directory of these apps of these merchants.
     *
     * @param wall the time as callers have it, which nobody moves
     */
    public AppDirectory(GatewayApps apps, Merchants merchants, InstantSource wall) {
        this.apps = apps;
        this.merchants = merchants;
        this.wall = wall;
    }

    Optional<Known> find(String appId) {
        Instant now = wall.instant();
        Entry entry = entries.get(appId);
        if (entry != null && now.isBefore(entry.until())) {
            return Optional.of(entry.known());
        }
        Optional<Known> found = apps.find(appId).map(this::known);
        found.ifPresentOrElse(
                known -> entries.put(appId, new Entry(known, now.plus(TRUSTED))),
                () -> entries.remove(appId));
        return found;
    }

    private Known known(GatewayApp app) {
        PublicKey[] keys =
                app.signing().publicKeys().stream().map(Keys::rsaPublic).toArray(PublicKey[]::new);
        AppKeys ready = AppKeys.of(keys);
        for (String name : app.signing().signTypes()) {
            ready = ready.allowing(SignType.parse(name).orElseThrow());
        }
        Merchant merchant =
                merchants
                        .find(app.merchant())
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "an app without a merchant: " + app.appId()));
        return new Known(new Call.Caller(app, merchant), ready);
    }
}
