package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayKeys;
import dev.handfast.alipay.Notification;
import dev.handfast.alipay.Parameters;
import dev.handfast.alipay.RawRequest;
import dev.handfast.payments.RailNews;
import dev.handfast.rails.AlipayRail;
import dev.handfast.web.Answers;
import dev.handfast.web.Body;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Logger;

/**
 * Takes in what partners' gateways tell of their own accord, at the {@code notify_url} their rails
 * give them. News is believed only if the gateway has signed it for our app and our seller, and if
 * it names one of our numbers and that one's amount; and then its rail is asked, so that one way
 * alone leads to an outcome. News that was taken before has no effect. The answer is exactly {@code
 * success}, or the gateway tells again.
 */
public final class PartnerNews implements HttpService {
    private static final Logger LOG = Logger.getLogger("dev.handfast.opengateway");
    private static final int BODY_BYTES_MAX = 65_536;
    private static final String TAKEN = "success";
    private static final String NOT_TAKEN = "failure";

    /** States that a trade does not leave by itself; of any other there is nothing to ask. */
    private static final Set<String> OUTCOMES =
            Set.of("TRADE_SUCCESS", "TRADE_FINISHED", "TRADE_CLOSED");

    private final Function<String, List<Source>> sources;
    private final Function<RailNews, RailNews.Taken> heard;

    /**
     * Whose news it is.
     *
     * @param appId our app at the gateway
     * @param sellerId our account there, where it is known
     * @param keys what the gateway signs with now
     */
    public record Source(String appId, Optional<String> sellerId, Supplier<GatewayKeys> keys) {}

    /**
     * The service.
     *
     * @param sources our apps at a gateway, by the name of its rail
     * @param heard told of what has an outcome now, it is said
     */
    public PartnerNews(
            Function<String, List<Source>> sources, Function<RailNews, RailNews.Taken> heard) {
        this.sources = sources;
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
        String rail = request.path().pathParameters().get("rail");
        List<Source> apps = sources.apply(rail);
        boolean taken =
                !apps.isEmpty()
                        && Body.read(request, BODY_BYTES_MAX) instanceof Body.Whole(byte[] bytes)
                        && isTaken(rail, apps, raw(request, bytes));
        Answers.text(response, 200, taken ? TAKEN : NOT_TAKEN);
    }

    private boolean isTaken(String rail, List<Source> apps, RawRequest raw) {
        for (Source source : apps) {
            if (Notification.read(raw, source.keys().get(), Notification.Rule.V1)
                            instanceof Notification.Genuine(Parameters content)
                    && content.get("app_id").equals(source.appId())) {
                return isTaken(rail, source, content);
            }
        }
        LOG.warning("news came for %s that is of none of our apps there".formatted(rail));
        return false;
    }

    private boolean isTaken(String rail, Source source, Parameters content) {
        String number = content.get("out_trade_no");
        Optional<UUID> attempt = AlipayRail.attempt(number);
        boolean ours =
                source.sellerId().stream().allMatch(content.get("seller_id")::equals)
                        && attempt.isPresent();
        if (!ours) {
            LOG.warning(
                    "%s tells of %s and seller %s, which is none of ours"
                            .formatted(rail, number, content.get("seller_id")));
            return false;
        }
        if (!OUTCOMES.contains(content.get("trade_status"))) {
            return true;
        }
        String total = content.get("total_amount");
        return switch (heard.apply(new RailNews(rail, attempt.get(), total))) {
            case KNOWN -> true;
            case NOT_YET -> false;
            case DIFFERS -> {
                LOG.severe(
                        "%s tells of %s for %s, which is not what was asked; an operator must look"
                                .formatted(rail, total, number));
                yield false;
            }
        };
    }

    private static RawRequest raw(ServerRequest request, byte[] body) {
        return new RawRequest(
                "", body, request.headers().first(HeaderNames.CONTENT_TYPE).orElse(""));
    }
}
