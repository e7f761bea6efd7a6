package dev.handfast.outbox;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Posts messages to addresses that others have chosen, and lets none of them lead it into a network
 * of its own. Safe for use by many threads.
 *
 * <p>A name is resolved once, every address it has is checked, and the connection goes to a checked
 * address; so a name that means something else a moment later leads nowhere. Redirects are answers
 * like any other and are not followed. The JDK's own client resolves by itself, after any check,
 * which is why it is not used here.
 */
final class Caller implements AutoCloseable {
    private static final Duration RESOLVE_MAX = Duration.ofSeconds(5);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    /** How many addresses of one name are tried. */
    private static final int ADDRESSES_MAX = 3;

    private static final int PORT_PLAIN = 80;
    private static final int PORT_SECURE = 443;

    private final Network network;
    private final Deliverer.Destinations destinations;
    private final Duration attemptMax;

    /** Names are resolved by the system, which may hold on to the thread that asks it. */
    private final ExecutorService resolving =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("delivery-names-", 0).factory());

    private final ScheduledThreadPoolExecutor deadlines =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("delivery-deadlines").factory());

    /** The addresses of a name. */
    interface Resolver {
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    /** Opens connections. */
    interface Dialer {
        Socket connect(InetSocketAddress to, Duration max) throws IOException;
    }

    /**
     * What lies between this machine and others.
     *
     * @param tls asked for when it is first needed, as reading all trusted roots takes its time
     */
    record Network(Resolver resolver, Dialer dialer, Supplier<SSLContext> tls) {
        /** That of this machine. */
        static Network real() {
            return new Network(
                    host -> List.of(InetAddress.getAllByName(host)),
                    Network::dial,
                    Network::trusted);
        }

        private static SSLContext trusted() {
            try {
                return SSLContext.getDefault();
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException("TLS does not work here", missing);
            }
        }

        private static Socket dial(InetSocketAddress to, Duration max) throws IOException {
            Socket socket = new Socket();
            try {
                socket.connect(to, Math.toIntExact(Math.max(1, max.toMillis())));
                return socket;
            } catch (IOException refused) {
                socket.close();
                throw refused;
            }
        }
    }

    /** What came of a call. */
    sealed interface Result {
        /** The receiver has answered. */
        record Answered(Exchange.Answer answer) implements Result {}

        /** It has not. */
        record Failed(Trouble trouble, String why) implements Result {}
    }

    /** A call that cannot be made, with the reason in words. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final Trouble trouble;

        private Refused(Trouble trouble, String why) {
            super(why);
            this.trouble = trouble;
        }
    }

    Caller(Network network, Deliverer.Destinations destinations, Duration attemptMax) {
        this.network = network;
        this.destinations = destinations;
        this.attemptMax = attemptMax;
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /** Posts a message, and has an answer or a reason after {@code attemptMax} at the latest. */
    Result post(String url, Sender.Message message) {
        long end = System.nanoTime() + attemptMax.toNanos();
        AtomicBoolean late = new AtomicBoolean();
        try {
            URI uri = parsed(url);
            boolean secure = uri.getScheme().equalsIgnoreCase("https");
            try (Socket socket = connected(addresses(uri.getHost()), port(uri, secure), end)) {
                ScheduledFuture<?> deadline =
                        deadlines.schedule(
                                () -> giveUp(socket, late),
                                end - System.nanoTime(),
                                TimeUnit.NANOSECONDS);
                try {
                    Socket channel = secure ? secured(socket, uri) : socket;
                    return new Result.Answered(exchange(channel, uri, message));
                } finally {
                    deadline.cancel(false);
                }
            }
        } catch (Refused refused) {
            return new Result.Failed(refused.trouble, String.valueOf(refused.getMessage()));
        } catch (IllegalArgumentException malformed) {
            return new Result.Failed(
                    Trouble.ADDRESS, "the address cannot be called: " + malformed.getMessage());
        } catch (IOException failure) {
            return late.get() ? tooLate() : broken(failure);
        }
    }

    private Result tooLate() {
        return new Result.Failed(
                Trouble.TIMEOUT, "no answer within " + attemptMax.toSeconds() + " s");
    }

    private static Result broken(IOException failure) {
        return new Result.Failed(
                failure instanceof SSLException ? Trouble.TLS : Trouble.PROTOCOL,
                String.valueOf(failure.getMessage()));
    }

    private static void giveUp(Socket socket, AtomicBoolean late) {
        late.set(true);
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // There is nothing left to close.
        }
    }

    private static Exchange.Answer exchange(Socket channel, URI uri, Sender.Message message)
            throws IOException {
        return Exchange.over(
                new BufferedInputStream(channel.getInputStream()),
                channel.getOutputStream(),
                uri,
                message);
    }

    private static URI parsed(String url) throws Refused {
        try {
            URI uri = URI.create(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            // Refused below, with the same rule.
        }
        throw new Refused(Trouble.ADDRESS, "the address is none of http or https with a host");
    }

    private static int port(URI uri, boolean secure) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return secure ? PORT_SECURE : PORT_PLAIN;
    }

    /** Every address of a host, all of which may be called. */
    private List<InetAddress> addresses(String host) throws Refused {
        List<InetAddress> found = resolved(host);
        if (destinations == Deliverer.Destinations.PUBLIC
                && !found.stream().allMatch(Addresses::isPublic)) {
            throw new Refused(Trouble.FORBIDDEN, "the address is not a public one");
        }
        return found;
    }

    private List<InetAddress> resolved(String host) throws Refused {
        Future<List<InetAddress>> asked = resolving.submit(() -> network.resolver().resolve(host));
        try {
            return asked.get(RESOLVE_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException unknown) {
            throw new Refused(Trouble.NAME, "the address names no known host: " + host);
        } catch (TimeoutException slow) {
            asked.cancel(true);
            throw new Refused(
                    Trouble.NAME,
                    "the name was not resolved within " + RESOLVE_MAX.toSeconds() + " s: " + host);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new Refused(Trouble.NAME, "interrupted");
        }
    }

    private Socket connected(List<InetAddress> addresses, int port, long end) throws Refused {
        String why = "the name has no address";
        for (InetAddress address : addresses.stream().limit(ADDRESSES_MAX).toList()) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            Duration max = left.compareTo(CONNECT_MAX) < 0 ? left : CONNECT_MAX;
            if (!max.isPositive()) {
                break;
            }
            try {
                return network.dialer().connect(new InetSocketAddress(address, port), max);
            } catch (SocketTimeoutException slow) {
                why = "no connection within " + CONNECT_MAX.toSeconds() + " s";
            } catch (IOException refused) {
                why = String.valueOf(refused.getMessage());
            }
        }
        throw new Refused(Trouble.CONNECTION, why);
    }

    /** TLS over the connection, with a certificate for the name in the address. */
    private Socket secured(Socket socket, URI uri) throws IOException {
        SSLSocket secure =
                (SSLSocket)
                        network.tls()
                                .get()
                                .getSocketFactory()
                                .createSocket(socket, uri.getHost(), port(uri, true), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        resolving.shutdownNow();
    }
}
