package dev.handfast.app;

import dev.handfast.home.HomeService;
import dev.handfast.home.QrService;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.Mode;
import dev.handfast.merchants.StaticCodes;
import dev.handfast.pages.PagesService;
import dev.handfast.web.WebServers;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpService;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** A running Handfast: the floors and edges over one ground, listening. */
final class Node implements AutoCloseable {
    private final Ground ground;
    private final Edges edges;
    private final Background background;
    private final WebServer web;

    private Node(Ground ground, Edges edges, Background background, WebServer web) {
        this.ground = ground;
        this.edges = edges;
        this.background = background;
        this.web = web;
    }

    /** Starts a node; what it does meanwhile is told to {@code progress}. */
    static Node start(Settings settings, Mode mode, Consumer<String> progress) {
        Instant begin = InstantSource.system().instant();
        // Meanwhile the database starts: loading the native library takes about as long.
        FutureTask<String> installing = new FutureTask<>(CryptoProvider::install);
        Thread.ofPlatform().name("handfast-crypto").start(installing);
        int port = settings.port() == 0 ? freePort() : settings.port();
        Ground ground = Ground.open(settings, progress);
        try {
            String provider = installed(installing);
            String publicUrl = settings.publicUrl().orElse("http://localhost:" + port);
            Edges edges =
                    new Edges(
                            ground,
                            settings,
                            new Edges.Site(
                                    mode,
                                    publicUrl,
                                    URI.create("http://127.0.0.1:" + port),
                                    settings.appleRoots()));
            List<HttpService> services = new ArrayList<>(edges.services());
            services.add(new HealthService(ground, provider, edges.core().engine()));
            services.add(new HomeService(edges.homeSources(), edges.tryout()));
            services.add(new PagesService());
            services.add(
                    new QrService(
                            new QrService.Codes(
                                    new StaticCodes(
                                            ground.database(), edges.core().clock(), publicUrl),
                                    edges.core().store(),
                                    edges.core().freezes()),
                            new Merchants(ground.database(), edges.core().clock()),
                            edges.visits(),
                            publicUrl));
            WebServer web =
                    WebServers.start(
                            new WebServers.Settings(settings.host(), port, services),
                            edges.core().ids()::next);
            edges.follow();
            edges.startDelivering();
            Background background = Background.start(edges.core(), edges::follow, edges::tidy);
            Duration took = Duration.between(begin, InstantSource.system().instant());
            progress.accept(
                    "Ready at %s after %d ms, on %s, with crypto by %s."
                            .formatted(publicUrl, took.toMillis(), ground.description(), provider));
            return new Node(ground, edges, background, web);
        } catch (Throwable failure) {
            ground.close();
            throw failure;
        }
    }

    private static String installed(FutureTask<String> installing) {
        try {
            return installing.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", interrupted);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("no provider of cryptography", failure.getCause());
        }
    }

    /** A port nobody uses now. Taken before anything is built, since addresses name it. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, as seen from this machine. */
    URI local() {
        return URI.create("http://127.0.0.1:" + web.port());
    }

    Edges edges() {
        return edges;
    }

    Ground ground() {
        return ground;
    }

    @Override
    public void close() {
        web.stop();
        background.close();
        edges.close();
        ground.close();
    }
}
