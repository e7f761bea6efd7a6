package dev.handfast.opengateway;

import dev.handfast.alipay.V3AnswerWriter;
import dev.handfast.alipay.V3Request;
import dev.handfast.engine.Ids;
import dev.handfast.web.Body;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** {@code /v3/alipay/...}: HTTP in, {@link RestGateway}, HTTP out. */
public final class RestService implements HttpService {
    private static final String PATHS = "/v3/alipay/*";
    private static final int TIMED_OUT = 408;
    private static final HeaderName APP_AUTH_TOKEN = HeaderNames.create("alipay-app-auth-token");
    private static final HeaderName ENCRYPT_TYPE = HeaderNames.create("alipay-encrypt-type");
    private static final HeaderName ROOT_CERT_SN = HeaderNames.create("alipay-root-cert-sn");

    private final RestGateway gateway;
    private final Ids ids;

    /** The service of a gateway; {@code ids} name its calls. */
    public RestService(RestGateway gateway, Ids ids) {
        this.gateway = gateway;
        this.ids = ids;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(PATHS, this::handle).post(PATHS, this::handle);
    }

    private void handle(ServerRequest request, ServerResponse response) {
        String traceId = ids.next().toString().replace("-", "");
        switch (Body.read(request, GatewayService.BODY_BYTES_MAX)) {
            case Body.Whole(byte[] bytes) ->
                    send(response, gateway.answer(input(request, bytes), traceId));
            case Body.TooLarge tooLarge -> {
                // The rest is not read, so nothing else can come on this connection.
                response.header(HeaderNames.CONNECTION, "close");
                send(response, gateway.tooLarge(traceId));
            }
            case Body.CutOff cutOff -> {
                response.header(HeaderNames.CONNECTION, "close");
                response.status(TIMED_OUT).send();
            }
        }
    }

    private static V3Request.Input input(ServerRequest request, byte[] body) {
        String path = request.prologue().uriPath().rawPath();
        String query = request.prologue().query().rawValue();
        return new V3Request.Input(
                request.prologue().method().text(),
                query.isEmpty() ? path : path + "?" + query,
                new V3Request.Headers(
                        header(request, HeaderNames.AUTHORIZATION),
                        header(request, APP_AUTH_TOKEN),
                        header(request, ENCRYPT_TYPE),
                        header(request, ROOT_CERT_SN),
                        header(request, HeaderNames.CONTENT_TYPE)),
                body);
    }

    private static String header(ServerRequest request, HeaderName name) {
        return request.headers().first(name).orElse("");
    }

    private static void send(ServerResponse response, V3AnswerWriter.Answer answer) {
        response.status(answer.status());
        answer.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        response.send(answer.body());
    }
}
