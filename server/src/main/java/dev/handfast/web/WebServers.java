package dev.handfast.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts HTTP servers with the limits that hold for every dialect: one virtual thread per
 * connection, bounded headers and bodies, bounded idle and read times, and an answer of last
 * resort.
 */
public final class WebServers {
    /** No body is larger, whatever a dialect allows itself. */
    public static final int BODY_BYTES_MAX = 1_048_576;

    private static final int HEADERS_BYTES_MAX = 16_384;
    private static final int FIRST_LINE_BYTES_MAX = 8_192;
    private static final int CONNECTIONS_MAX = 20_000;
    private static final int BACKLOG = 1_024;

    /** A client that sends nothing for so long in the middle of a request is gone. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(15);

    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(75);

    /** How long a stop waits for requests that are under way. */
    private static final Duration STOP_TIME_MAX = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger("dev.handfast.web");

    // A request must be read to its end before it counts as given up.
    static {
        if (READ_TIMEOUT.compareTo(Body.READ_TIME_MAX) > 0) {
            throw new AssertionError("one read may not take longer than the whole body");
        }
    }

    private WebServers() {}

    /**
     * Where to listen, and what to serve.
     *
     * @param host the address to bind, for instance {@code 127.0.0.1}, or {@code 0.0.0.0} for all
     * @param port 0 takes a free one
     * @param services asked in this order
     */
    public record Settings(String host, int port, List<HttpService> services) {
        /** Copies the list. */
        public Settings {
            services = List.copyOf(services);
        }
    }

    /**
     * Starts a server; {@code stop()} lets requests under way finish, {@code port()} says where it
     * listens.
     *
     * @param ids fresh ids, for the names of requests
     */
    public static WebServer start(Settings settings, Supplier<UUID> ids) {
        Http1Config http1 =
                Http1Config.builder()
                        .maxHeadersSize(HEADERS_BYTES_MAX)
                        .maxPrologueLength(FIRST_LINE_BYTES_MAX)
                        // Clients leave the brackets of a[b]=c as they are in a query; whoever
                        // reads a query checks it.
                        .validatePrologue(false)
                        .build();
        StoppableServer.UnderWay underWay = new StoppableServer.UnderWay();
        WebServer server =
                WebServer.builder()
                        .host(settings.host())
                        .port(settings.port())
                        .backlog(BACKLOG)
                        .maxTcpConnections(CONNECTIONS_MAX)
                        .maxPayloadSize(BODY_BYTES_MAX)
                        .connectionOptions(
                                options -> options.readTimeout(READ_TIMEOUT).tcpNoDelay(true))
                        .idleConnectionTimeout(IDLE_TIMEOUT)
                        .shutdownGracePeriod(STOP_TIME_MAX)
                        .shutdownHook(false) // The app stops its parts in its own order.
                        .addProtocol(http1)
                        .directHandlers(WebServers::directHandlers)
                        .routing(
                                routing -> {
                                    routing.addFilter((chain, _, _) -> underWay.serve(chain));
                                    route(routing, settings.services(), ids);
                                })
                        .build();
        return new StoppableServer(server, underWay).start();
    }

    private static void route(
            HttpRouting.Builder routing, List<HttpService> services, Supplier<UUID> ids) {
        routing.addFilter((chain, request, response) -> name(chain, request, response, ids));
        services.forEach(routing::register);
        routing.any(
                (request, response) ->
                        Answers.error(
                                response,
                                404,
                                "unknown_path",
                                "there is nothing at %s %s"
                                        .formatted(
                                                request.prologue().method().text(),
                                                request.path().path())));
        routing.error(Throwable.class, WebServers::lastResort);
    }

    private static void name(
            FilterChain chain,
            RoutingRequest request,
            RoutingResponse response,
            Supplier<UUID> ids) {
        RequestId id = RequestId.of(ids.get());
        request.context().register(id);
        response.header(RequestId.HEADER, id.text());
        chain.proceed();
    }

    private static void lastResort(
            ServerRequest request, ServerResponse response, Throwable failure) {
        switch (failure) {
            case HttpException refused ->
                    Answers.json(
                            response, refused.status().code(), refused(refused.status().code()));
            case RequestException refused -> {
                int status = refused.eventType().defaultStatus().code();
                Answers.json(response, status, refused(status));
            }
            default -> {
                String id = RequestId.of(request).text();
                LOG.log(Level.SEVERE, failure, () -> id + ": a bug, answered with status 500");
                Answers.error(
                        response,
                        500,
                        "internal_error",
                        "something went wrong here; the log knows it as " + id);
            }
        }
    }

    /** What never reaches the routing: requests that are no HTTP, or break a limit. */
    private static void directHandlers(DirectHandlers.Builder handlers) {
        DirectHandler neutral =
                (request, type, status, headers, message) ->
                        TransportResponse.builder()
                                .status(status)
                                .headers(headers)
                                .header(HeaderNames.CONTENT_TYPE, "application/json")
                                .entity(Json.write(refused(status.code())).getBytes(UTF_8))
                                .keepAlive(false)
                                .build();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, neutral);
        }
    }

    /** Our words for what Helidon refuses; its own may quote the request. */
    private static ObjectNode refused(int status) {
        return switch (status) {
            case 413 ->
                    Neutral.error(
                            status,
                            "body_too_large",
                            "a body has at most %d bytes".formatted(BODY_BYTES_MAX));
            case 431 ->
                    Neutral.error(
                            status,
                            "headers_too_large",
                            "headers have at most %d bytes".formatted(HEADERS_BYTES_MAX));
            default ->
                    Neutral.error(
                            status,
                            "request_refused",
                            "this is no HTTP request that can be served");
        };
    }
}
