package dev.handfast.acceptance;

import dev.handfast.applepay.MerchantGateway;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Apple's gateway, called by each merchant with its own certificate over mutual TLS. */
public final class LiveGateways implements ApplePaySessions.Gateways, AutoCloseable {
    private final MerchantIdentities identities;
    private final ConcurrentMap<X509Certificate, MerchantGateway> open = new ConcurrentHashMap<>();

    /** Gateways for these identities; a connection is kept for each certificate in use. */
    public LiveGateways(MerchantIdentities identities) {
        this.identities = identities;
    }

    @Override
    public Optional<ApplePaySessions.Way> of(UUID merchant) {
        return identities
                .of(merchant)
                .map(
                        identity -> {
                            MerchantGateway gateway =
                                    open.computeIfAbsent(
                                            identity.certificate(),
                                            certificate ->
                                                    MerchantGateway.of(
                                                            identity.key(), certificate));
                            return new ApplePaySessions.Way(
                                    identity.identifier(), gateway::session);
                        });
    }

    @Override
    public void close() {
        open.values().forEach(MerchantGateway::close);
    }
}
