package dev.handfast.alipay;

import dev.handfast.alipay.GatewayResult.NoAnswer;
import dev.handfast.alipay.GatewayResult.Reason;
import dev.handfast.alipay.Transport.Delivery;

import tools.jackson.databind.node.JsonNodeFactory;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A client of a gateway: signs a call, sends it once, checks the answer. It never retries by
 * itself, because only its user knows whether a call is safe to repeat.
 *
 * <p>In certificate mode an answer may be signed under a certificate not yet known. The client then
 * asks the gateway for it, as the official one does, and trusts it if it leads to a root
 * certificate it was given.
 */
public final class GatewayClient {
    private static final String DOWNLOAD = "alipay.open.app.alipaycert.download";

    private final ClientApp app;
    private final URI gateway;
    private final Transport transport;
    private final InstantSource clock;
    private final AtomicReference<GatewayKeys> keys;

    /** Where the gateway is and how it is reached. */
    public record Endpoint(URI gateway, Transport transport) {}

    /** A client of this app at this gateway, trusting these keys. */
    public GatewayClient(ClientApp app, Endpoint endpoint, GatewayKeys keys, InstantSource clock) {
        this.app = app;
        this.gateway = endpoint.gateway();
        this.transport = endpoint.transport();
        this.keys = new AtomicReference<>(keys);
        this.clock = clock;
    }

    /** What it trusts now: what it was given, and the certificates it has learned since. */
    public GatewayKeys trusted() {
        return keys.get();
    }

    /** Makes the call once and says what is known afterwards. */
    public GatewayResult call(Call call) {
        Instant now = clock.instant();
        return switch (transport.send(gateway, app.sign(call, now).post())) {
            case Delivery.Failed(var reason, var detail) -> new NoAnswer(reason, detail);
            case Delivery.Received(var answer) -> {
                ReplyForm form = app.replyForm(call.method());
                GatewayResult result = new AnswerReader(keys.get()).read(form, answer);
                yield result instanceof NoAnswer(Reason reason, String serialNumber)
                                && reason == Reason.UNKNOWN_CERTIFICATE
                                && learn(serialNumber, now)
                        ? new AnswerReader(keys.get()).read(form, answer)
                        : result;
            }
        };
    }

    /**
     * Fetches the certificate of this serial number, and keeps it if it leads to a trusted root.
     */
    private boolean learn(String serialNumber, Instant now) {
        var biz = JsonNodeFactory.instance.objectNode().put("alipay_cert_sn", serialNumber);
        var request = app.sign(Call.of(DOWNLOAD, biz), now).post();
        if (!(transport.send(gateway, request) instanceof Delivery.Received(var answer))) {
            return false;
        }
        // Its signature cannot be checked yet; the chain to the root proves the certificate
        // instead.
        Optional<String> content =
                AnswerReader.unprovenFields(app.replyForm(DOWNLOAD), answer)
                        .map(fields -> fields.path("alipay_cert_content").asString(""));
        List<X509Certificate> chain = content.map(Certificates::ofDownload).orElse(List.of());
        if (chain.isEmpty()
                || !Certificates.serialNumber(chain.getFirst()).equals(serialNumber)
                || !keys.get().trusts(chain, now)) {
            return false;
        }
        keys.updateAndGet(known -> known.with(chain.getFirst()));
        return true;
    }
}
