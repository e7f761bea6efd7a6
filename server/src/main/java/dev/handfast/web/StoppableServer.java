package dev.handfast.web;

import io.helidon.common.context.Context;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.FilterChain;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that stops as soon as nothing is under way.
 *
 * <p>Helidon's own stop also waits for connections on which nothing has been asked yet, such as
 * those a browser opens in advance, for as long as it would for a request. This one lets that go on
 * behind its back once the last request has its answer.
 */
final class StoppableServer implements WebServer {
    /** A request whose bytes are already here gets so long to be seen. */
    private static final Duration SETTLE = Duration.ofMillis(50);

    private static final Duration POLL = Duration.ofMillis(5);

    private final WebServer server;
    private final UnderWay underWay;

    /** How many requests are under way. */
    static final class UnderWay {
        private final AtomicInteger requests = new AtomicInteger();

        /** Serves one. */
        void serve(FilterChain chain) {
            requests.incrementAndGet();
            try {
                chain.proceed();
            } finally {
                requests.decrementAndGet();
            }
        }
    }

    StoppableServer(WebServer server, UnderWay underWay) {
        this.server = server;
        this.underWay = underWay;
    }

    @Override
    public WebServer start() {
        server.start();
        return this;
    }

    /** Takes no more connections, and returns when every request has its answer. */
    @Override
    public WebServer stop() {
        Thread stopping = Thread.ofVirtual().name("web-stop").start(server::stop);
        long begin = System.nanoTime();
        while (stopping.isAlive()
                && (underWay.requests.get() > 0 || System.nanoTime() - begin < SETTLE.toNanos())) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        return this;
    }

    @Override
    public boolean isRunning() {
        return server.isRunning();
    }

    @Override
    public int port(String socket) {
        return server.port(socket);
    }

    @Override
    public Context context() {
        return server.context();
    }

    @Override
    public boolean hasTls(String socket) {
        return server.hasTls(socket);
    }

    @Override
    public void reloadTls(String socket, Tls tls) {
        server.reloadTls(socket, tls);
    }

    @Override
    public WebServerConfig prototype() {
        return server.prototype();
    }
}
