package dev.handfast.app;

import dev.handfast.alipay.GatewayClient;
import dev.handfast.opengateway.PartnerNews;
import dev.handfast.payments.Rail;
import dev.handfast.payments.RailDesk;
import dev.handfast.payments.Rails;
import dev.handfast.rails.PartnerGateway;
import dev.handfast.rails.PartnerGateways;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The gateways of partners: the rails that reach them, and what they tell of their own accord.
 * Follows what operators change; a gateway that has not changed keeps its connection.
 */
final class PartnerRails {
    private final PartnerGateways registered;
    private final String publicUrl;
    private final InstantSource ours;
    private final InstantSource wall;
    private volatile Map<String, Connected> connected = Map.of();

    /** A gateway as it was read, and its connection. */
    private record Connected(PartnerGateway gateway, long overlapping, PartnerGateway.Open open) {
        boolean isStill(PartnerGateway now, Instant moment) {
            return gateway.equals(now) && overlapping == now.overlapping(moment);
        }
    }

    /**
     * Those that are registered now.
     *
     * @param publicUrl where they reach us
     * @param ours the time by which payments are made here
     * @param wall the time by which requests are dated
     */
    PartnerRails(
            PartnerGateways registered, String publicUrl, InstantSource ours, InstantSource wall) {
        this.registered = registered;
        this.publicUrl = publicUrl;
        this.ours = ours;
        this.wall = wall;
        follow();
    }

    /** The rails as they are now. */
    List<Rail> rails() {
        return connected.values().stream().<Rail>map(one -> one.open().rail()).toList();
    }

    /** Exchanges the rails if an operator has changed something; {@code fixed} stay. */
    void follow(Rails rails, List<Rail> fixed) {
        if (follow()) {
            rails.replace(Stream.concat(rails().stream(), fixed.stream()).toList());
        }
    }

    /** Reads what is registered; whether it has changed. */
    private synchronized boolean follow() {
        Map<String, Connected> now = new HashMap<>();
        boolean changed = false;
        for (PartnerGateway gateway : registered.all()) {
            Connected known = connected.get(gateway.name());
            boolean same = known != null && known.isStill(gateway, wall.instant());
            changed |= !same;
            now.put(gateway.name(), same ? known : connect(gateway));
        }
        changed |= now.size() != connected.size();
        connected = Map.copyOf(now);
        return changed;
    }

    private Connected connect(PartnerGateway gateway) {
        String notifyUrl = publicUrl + PartnerNews.path(gateway.name());
        return new Connected(
                gateway, gateway.overlapping(wall.instant()), gateway.open(notifyUrl, ours, wall));
    }

    /** Takes their news in. */
    PartnerNews news(RailDesk desk) {
        return new PartnerNews(this::sources, desk::heard);
    }

    private List<PartnerNews.Source> sources(String rail) {
        List<PartnerNews.Source> sources = new ArrayList<>();
        Connected known = connected.get(rail);
        if (known != null) {
            for (PartnerGateway.Line line : known.open().lines()) {
                GatewayClient client = line.client();
                sources.add(
                        new PartnerNews.Source(
                                line.app().appId(), line.app().sellerId(), client::trusted));
            }
        }
        return sources;
    }
}
