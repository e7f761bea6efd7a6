package dev.handfast.outbox;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells public addresses from all others, so that nobody can have this server call its own network.
 *
 * <p>Source: the IANA registries of special-purpose addresses (RFC 6890).
 */
final class Addresses {
    /** A public address in form, under which one large cloud's machines reach its own services. */
    private static final byte[] CLOUD_SERVICES = {(byte) 168, 63, (byte) 129, 16};

    /** RFC 6761, section 6.3. */
    private static final Pattern OWN_NAME = Pattern.compile("(.*\\.)?localhost\\.?");

    private Addresses() {}

    /**
     * Whether the host of an address may be a public one, as far as can be said without asking what
     * a name means: this machine's own name is not, and neither is a number in any of its forms
     * that some program would take for an address that is not.
     */
    static boolean mayBePublic(String host) {
        if (host.startsWith("[")) {
            return literal(InetAddress::ofLiteral, host.substring(1, host.length() - 1))
                    .filter(Addresses::isPublic)
                    .isPresent();
        }
        String name = host.toLowerCase(Locale.ROOT);
        return !OWN_NAME.matcher(name).matches()
                && Stream.<Function<String, InetAddress>>of(
                                InetAddress::ofLiteral, Inet4Address::ofPosixLiteral)
                        .flatMap(form -> literal(form, name).stream())
                        .allMatch(Addresses::isPublic);
    }

    private static Optional<InetAddress> literal(Function<String, InetAddress> form, String text) {
        try {
            return Optional.of(form.apply(text));
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return switch (address) {
            case Inet4Address four -> isPublic4(four.getAddress());
            case Inet6Address six -> isPublic6(six.getAddress());
            default -> false;
        };
    }

    private static boolean isPublic4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        int third = bytes[2] & 0xff;
        boolean special =
                first == 0 // This network.
                        || (first == 100 && second >= 64 && second <= 127) // Carriers' own, /10.
                        || (first == 192 && second == 0 && third == 0) // Protocol assignments.
                        || (first == 192 && second == 0 && third == 2) // Documentation.
                        || (first == 192 && second == 88 && third == 99) // Relays of old.
                        || (first == 198 && (second == 18 || second == 19)) // Benchmarks.
                        || (first == 198 && second == 51 && third == 100) // Documentation.
                        || (first == 203 && second == 0 && third == 113) // Documentation.
                        || first >= 240; // Reserved, and broadcast.
        return !special && !Arrays.equals(bytes, CLOUD_SERVICES);
    }

    private static boolean isPublic6(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        // Global unicast is 2000::/3; of it 2001::/23, 2001:db8::/32 and 3fff::/20 are special, and
        // 2002::/16 wraps an address of version 4 that could be anything. The other forms that wrap
        // one, such as 64:ff9b::/96, lie outside of it; ::ffff:0:0/96 the JDK unwraps by itself.
        boolean special =
                (first == 0x20
                                && ((second == 0x01 && (bytes[2] & 0xfe) == 0)
                                        || (second == 0x01
                                                && (bytes[2] & 0xff) == 0x0d
                                                && (bytes[3] & 0xff) == 0xb8)
                                        || second == 0x02))
                        || (first == 0x3f && second == 0xff && (bytes[2] & 0xf0) == 0);
        return (first & 0xe0) == 0x20 && !special;
    }
}
