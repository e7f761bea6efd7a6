package dev.handfast.outbox;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Tells public addresses from all others, so that nobody can have this server call its own network.
 *
 * <p>Source: the IANA registries of special-purpose addresses (RFC 6890).
 */
final class Addresses {
    private Addresses() {}

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
                        || (first == 198 && (second == 18 || second == 19)) // Benchmarks.
                        || (first == 198 && second == 51 && third == 100) // Documentation.
                        || (first == 203 && second == 0 && third == 113) // Documentation.
                        || first >= 240; // Reserved, and broadcast.
        return !special;
    }

    private static boolean isPublic6(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        // Global unicast is 2000::/3; of it 2001::/23 and 2001:db8::/32 are special, and 2002::/16
        // wraps an address of version 4 that could be anything.
        boolean special =
                first == 0x20
                        && ((second == 0x01 && (bytes[2] & 0xfe) == 0)
                                || (second == 0x01
                                        && (bytes[2] & 0xff) == 0x0d
                                        && (bytes[3] & 0xff) == 0xb8)
                                || second == 0x02);
        return (first & 0xe0) == 0x20 && !special;
    }
}
