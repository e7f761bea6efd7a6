package dev.handfast.web;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells requests from this machine itself apart from all others. */
public final class Loopback {
    private static final List<HeaderName> BEHIND_A_PROXY =
            List.of(
                    HeaderNames.create("Forwarded"),
                    HeaderNames.create("X-Forwarded-For"),
                    HeaderNames.create("X-Real-Ip"));

    private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private Loopback() {}

    /**
     * Whether the request comes from a program on this machine and is meant for this machine.
     *
     * <p>A proxy here speaks for others, so its requests do not count. Nor do those addressed to
     * another name: a web page can have its own name point to this machine and let a browser here
     * send its requests.
     */
    public static boolean admits(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress peer
                && peer.getAddress() != null
                && peer.getAddress().isLoopbackAddress()
                && BEHIND_A_PROXY.stream().noneMatch(request.headers()::contains)
                && OWN_NAMES.contains(hostOf(request.authority()));
    }

    private static String hostOf(String authority) {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        return host.toLowerCase(Locale.ROOT);
    }
}
