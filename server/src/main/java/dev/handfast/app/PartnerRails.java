package dev.handfast.app;

import dev.handfast.opengateway.PartnerNews;
import dev.handfast.payments.Rail;
import dev.handfast.payments.RailDesk;
import dev.handfast.rails.PartnerGateways;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The gateways of partners: the rails that reach them, and what they tell of their own accord. */
final class PartnerRails {
    private final List<PartnerGateways.Gateway> gateways;
    private final String publicUrl;

    /** Those that are registered now; {@code publicUrl} is where they reach us. */
    PartnerRails(PartnerGateways registered, String publicUrl) {
        this.gateways = registered.all();
        this.publicUrl = publicUrl;
    }

    /**
     * The rails.
     *
     * @param ours the time by which payments are made here
     * @param wall the time by which requests are dated
     */
    List<Rail> rails(InstantSource ours, InstantSource wall) {
        return gateways.stream()
                .<Rail>map(
                        gateway ->
                                gateway.rail(
                                        publicUrl + PartnerNews.path(gateway.name()), ours, wall))
                .toList();
    }

    /** Takes their news in. */
    PartnerNews news(RailDesk desk) {
        Map<String, PartnerNews.Source> sources = new HashMap<>();
        for (PartnerGateways.Gateway gateway : gateways) {
            sources.put(
                    gateway.name(),
                    new PartnerNews.Source(
                            gateway.access().appId(), Optional.empty(), gateway.access().keys()));
        }
        return new PartnerNews(name -> Optional.ofNullable(sources.get(name)), desk::heard);
    }
}
