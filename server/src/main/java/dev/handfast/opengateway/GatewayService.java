package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayAnswer;
import dev.handfast.alipay.GatewayError;
import dev.handfast.alipay.GatewayRequest;
import dev.handfast.alipay.RawRequest;
import dev.handfast.engine.Ids;
import dev.handfast.pages.Language;
import dev.handfast.pages.Texts;
import dev.handfast.web.Body;
import dev.handfast.web.WebServers;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.logging.Logger;

/**
 * {@code /gateway.do}: HTTP in, {@link Gateway}, HTTP out. GET and POST are the same, and every
 * answer has status 200, since the official clients take any other for a broken network. Only
 * browsers, which bring what {@link PageGateway} takes, are answered as browsers expect.
 */
public final class GatewayService implements HttpService {
    /** Where the official clients call. */
    public static final String PATH = "/gateway.do";

    /** The most bytes of a body; the longest official ones have a tenth of it. */
    static final int BODY_BYTES_MAX = 524_288;

    private static final int TIMED_OUT = 408;

    // What is too large here must get here, to be refused in the dialect's own words.
    static {
        if (BODY_BYTES_MAX >= WebServers.BODY_BYTES_MAX) {
            throw new AssertionError("the server takes larger bodies than the gateway");
        }
    }

    private static final HeaderName TRACE = HeaderNames.create(GatewayAnswer.TRACE_HEADER);

    private static final Logger LOG = Logger.getLogger("dev.handfast.opengateway");

    private final Gateway gateway;
    private final PageGateway pages;
    private final Ids ids;

    /**
     * The service of a gateway.
     *
     * @param pages the methods that a payer's browser brings
     * @param ids name its calls
     */
    public GatewayService(Gateway gateway, PageGateway pages, Ids ids) {
        this.gateway = gateway;
        this.pages = pages;
        this.ids = ids;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(PATH, this::handle).post(PATH, this::handle);
    }

    private void handle(ServerRequest request, ServerResponse response) {
        String traceId = ids.next().toString().replace("-", "");
        switch (Body.read(request, BODY_BYTES_MAX)) {
            case Body.Whole(byte[] bytes) -> {
                GatewayRequest.Reading reading = GatewayRequest.read(raw(request, bytes));
                if (PageGateway.takes(reading, bearer(request))) {
                    show(request, response, reading, traceId);
                } else {
                    send(response, gateway.answer(reading, traceId));
                }
            }
            case Body.TooLarge tooLarge -> {
                // The rest is not read, so nothing else can come on this connection.
                response.header(HeaderNames.CONNECTION, "close");
                send(response, gateway.tooLarge(raw(request, new byte[0]), traceId));
            }
            case Body.CutOff cutOff -> {
                response.header(HeaderNames.CONNECTION, "close");
                response.status(TIMED_OUT).send();
            }
        }
    }

    /** A browser is led to the cashier, or told in words why not. */
    private void show(
            ServerRequest request,
            ServerResponse response,
            GatewayRequest.Reading reading,
            String traceId) {
        response.header(TRACE, traceId);
        switch (pages.show(reading, traceId)) {
            case PageGateway.Shown.Cashier(String address) ->
                    response.status(Status.FOUND_302)
                            .header(HeaderNames.LOCATION, address)
                            .header(HeaderNames.CACHE_CONTROL, "no-store")
                            .send();
            case PageGateway.Shown.Refused(GatewayError error) -> {
                LOG.info(() -> traceId + ": a payer was shown " + error.subCode());
                Texts texts = Texts.in(Language.of(request, response));
                RefusalPage.of(texts, pages.stage(), error, traceId)
                        .send(response, RefusalPage.status(error));
            }
        }
    }

    /**
     * Browsers put HTML first among what they accept; the official clients name it last, if at all.
     */
    private static PageGateway.Bearer bearer(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.ACCEPT)
                .filter(types -> types.strip().startsWith("text/html"))
                .map(html -> PageGateway.Bearer.BROWSER)
                .orElse(PageGateway.Bearer.PROGRAM);
    }

    private static RawRequest raw(ServerRequest request, byte[] body) {
        return new RawRequest(
                request.prologue().query().rawValue(),
                body,
                request.headers().first(HeaderNames.CONTENT_TYPE).orElse(""));
    }

    private static void send(ServerResponse response, GatewayAnswer answer) {
        response.status(GatewayAnswer.STATUS)
                .header(HeaderNames.CONTENT_TYPE, answer.contentType())
                .header(TRACE, answer.traceId())
                .send(answer.body());
    }
}
