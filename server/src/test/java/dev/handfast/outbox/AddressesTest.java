package dev.handfast.outbox;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.UnknownHostException;

final class AddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.1.2.3",
                "169.254.169.254",
                "168.63.129.16",
                "192.88.99.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "2001::1",
                "3fff::1",
                "::7f00:1",
                "fd00:ec2::254",
                "64:ff9b::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1"
            })
    void special_addresses_are_not_public(String address) throws UnknownHostException {
        assertFalse(Addresses.isPublic(InetAddress.getByName(address)));
    }

    /** Some programs read these as addresses, each in a way of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost.",
                "a.localhost",
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "2130706433",
                "0x7f000001",
                "0xA9FEA9FE",
                "017700000001",
                "0177.0.0.1",
                "010.0.0.1",
                "127.1",
                "0",
                "[::1]",
                "[::]",
                "[fe80::1]",
                "[fe80::1%25eth0]",
                "[fd00::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:a00:1]",
                "[::127.0.0.1]",
                "[64:ff9b::7f00:1]"
            })
    void a_host_that_is_no_public_address_in_any_form_is_seen_by_its_form(String host) {
        assertFalse(Addresses.mayBePublic(host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.example",
                "localhost.example",
                "8.8.8.8",
                "[2606:4700::1]",
                "1e100.net"
            })
    void others_are_looked_at_when_they_are_called(String host) {
        assertTrue(Addresses.mayBePublic(host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "99.255.255.255",
                "100.128.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1",
                "2a00:1450::1",
                "::ffff:8.8.8.8"
            })
    void all_others_are(String address) throws UnknownHostException {
        assertTrue(Addresses.isPublic(InetAddress.getByName(address)));
    }
}
