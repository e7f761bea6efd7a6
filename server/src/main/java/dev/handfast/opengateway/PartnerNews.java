package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayKeys;
import dev.handfast.alipay.Notification;
import dev.handfast.alipay.RawRequest;
import dev.handfast.rails.AlipayRail;
import dev.handfast.web.Answers;
import dev.handfast.web.Body;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Takes in what partners' gateways tell of their own accord, at the {@code notify_url} their rails
 * give them. News is believed only if the gateway has signed it for our app; and then its rail is
 * asked, so that one way alone leads to an outcome. The answer is exactly {@code success}, or the
 * gateway tells again.
 */
public final class PartnerNews implements HttpService {
    private static final int BODY_BYTES_MAX = 65_536;
    private static final String TAKEN = "success";
    private static final String NOT_TAKEN = "failure";

    private final Map<String, Source> sources;
    private final Consumer<UUID> heard;

    /**
     * Whose news it is.
     *
     * @param appId our app at the gateway
     * @param keys what the gateway signs with
     */
    public record Source(String appId, GatewayKeys keys) {}

    /**
     * The service.
     *
     * @param sources the gateways by their rails' names
     * @param heard told of an attempt that has an outcome now, it is said; throws if it could not
     *     find out
     */
    public PartnerNews(Map<String, Source> sources, Consumer<UUID> heard) {
        this.sources = Map.copyOf(sources);
        this.heard = heard;
    }

    /** Where the gateway of this rail sends its news, behind this server's address. */
    public static String path(String rail) {
        return "/partners/" + rail + "/notify";
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post(path("{rail}"), this::take);
    }

    private void take(ServerRequest request, ServerResponse response) {
        Optional<Source> source =
                Optional.ofNullable(sources.get(request.path().pathParameters().get("rail")));
        boolean taken =
                source.isPresent()
                        && Body.read(request, BODY_BYTES_MAX) instanceof Body.Whole(byte[] bytes)
                        && isTaken(source.get(), raw(request, bytes));
        Answers.text(response, 200, taken ? TAKEN : NOT_TAKEN);
    }

    private boolean isTaken(Source source, RawRequest raw) {
        if (!(Notification.read(raw, source.keys(), Notification.Rule.V1)
                        instanceof Notification.Genuine(var content))
                || !content.get("app_id").equals(source.appId())) {
            return false;
        }
        AlipayRail.attempt(content.get("out_trade_no")).ifPresent(heard);
        return true;
    }

    private static RawRequest raw(ServerRequest request, byte[] body) {
        return new RawRequest(
                "", body, request.headers().first(HeaderNames.CONTENT_TYPE).orElse(""));
    }
}
