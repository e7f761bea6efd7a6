package dev.handfast.secrets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.UUID;

final class VaultTest {
    private static final String PURPOSE = "test.pan";
    private static final UUID OWNER = UUID.fromString("00000000-0000-7000-8000-000000000001");
    private static final byte[] PLAINTEXT = "4111111111111111".getBytes(UTF_8);

    @TempDir Path folder;
    private Path file;
    private KeyRing ring;
    private Vault vault;

    @BeforeEach
    void open_ring() {
        file = folder.resolve("keys");
        ring = KeyRing.open(file);
        vault = new Vault(ring);
    }

    @Test
    void opens_what_it_sealed_for_the_same_purpose_and_owner() {
        Sealed sealed = vault.seal(PLAINTEXT, PURPOSE, OWNER);

        assertArrayEquals(PLAINTEXT, vault.open(Sealed.of(sealed.bytes()), PURPOSE, OWNER));
        assertEquals(1, sealed.keyId());
    }

    @Test
    void seals_an_empty_value_too() {
        Sealed sealed = vault.seal(new byte[0], PURPOSE, OWNER);

        assertEquals(0, vault.open(sealed, PURPOSE, OWNER).length);
    }

    @Test
    void seals_the_same_value_differently_every_time() {
        assertNotEquals(
                vault.seal(PLAINTEXT, PURPOSE, OWNER), vault.seal(PLAINTEXT, PURPOSE, OWNER));
    }

    @Test
    void does_not_open_for_another_owner_or_purpose() {
        Sealed sealed = vault.seal(PLAINTEXT, PURPOSE, OWNER);

        assertThrows(SealBroken.class, () -> vault.open(sealed, PURPOSE, new UUID(0, 2)));
        assertThrows(SealBroken.class, () -> vault.open(sealed, "test.key", OWNER));
    }

    @Test
    void does_not_open_when_any_single_bit_was_changed() {
        byte[] stored = vault.seal(PLAINTEXT, PURPOSE, OWNER).bytes();

        for (int bit = 0; bit < stored.length * Byte.SIZE; bit++) {
            byte[] changed = stored.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertThrows(
                    RuntimeException.class,
                    () -> vault.open(Sealed.of(changed), PURPOSE, OWNER),
                    "bit " + bit);
        }
    }

    @Test
    void says_what_is_wrong_with_stored_bytes_that_are_no_sealed_value() {
        var tooShort = assertThrows(IllegalArgumentException.class, () -> Sealed.of(new byte[32]));
        assertEquals("sealed value: has at least 33 bytes, got 32", tooShort.getMessage());

        var otherVersion =
                assertThrows(IllegalArgumentException.class, () -> Sealed.of(new byte[40]));
        assertEquals("sealed value: version must be 1, got 0", otherVersion.getMessage());
    }

    @Test
    void refuses_a_purpose_that_is_empty_or_too_long() {
        for (String purpose : new String[] {"", "p".repeat(65)}) {
            assertThrows(
                    IllegalArgumentException.class, () -> vault.seal(PLAINTEXT, purpose, OWNER));
        }
    }

    @Test
    void rotation_seals_with_the_new_key_and_opens_with_the_old() {
        Sealed before = vault.seal(PLAINTEXT, PURPOSE, OWNER);

        assertEquals(2, ring.rotate());

        assertFalse(vault.isCurrent(before));
        assertArrayEquals(PLAINTEXT, vault.open(before, PURPOSE, OWNER));
        Sealed after = vault.reseal(before, PURPOSE, OWNER);
        assertTrue(vault.isCurrent(after));
        assertEquals(2, after.keyId());
        assertArrayEquals(PLAINTEXT, vault.open(after, PURPOSE, OWNER));
    }

    @Test
    void another_process_learns_a_new_key_when_it_meets_it() {
        var elsewhere = new Vault(KeyRing.open(file));
        ring.rotate();

        Sealed sealed = vault.seal(PLAINTEXT, PURPOSE, OWNER);

        assertArrayEquals(PLAINTEXT, elsewhere.open(sealed, PURPOSE, OWNER));
        assertEquals(2, elsewhere.seal(PLAINTEXT, PURPOSE, OWNER).keyId());
    }

    @Test
    void names_the_key_that_no_ring_has() {
        var otherRing = KeyRing.open(folder.resolve("other"));
        otherRing.rotate();
        otherRing.rotate();
        Sealed sealed = new Vault(otherRing).seal(PLAINTEXT, PURPOSE, OWNER);

        var broken = assertThrows(SealBroken.class, () -> vault.open(sealed, PURPOSE, OWNER));

        assertEquals("sealed value: key 3 is not in the key ring " + file, broken.getMessage());
    }

    /**
     * What an earlier version has sealed must open for ever; this value was sealed by the first.
     */
    @Test
    void opens_a_value_sealed_by_the_first_version() throws IOException {
        Path old = folder.resolve("old");
        Files.createFile(
                old,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                old,
                """
                handfast key ring 1
                lookup AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=
                seal 1 ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=
                """);
        KeyRing oldRing = KeyRing.open(old);
        byte[] stored =
                HexFormat.of()
                        .parseHex(
                                "01000000016465666768696a6b6c6d6e6f0662cfc4df3c717b6cc6f3169f89a790"
                                        + "99aa5d5e26a1dd96bf1e4798aa81f8f1");

        assertArrayEquals(PLAINTEXT, new Vault(oldRing).open(Sealed.of(stored), PURPOSE, OWNER));
        assertEquals(
                "34dfdefeef20ebe3a0cd3695c48c14ade826bfacae305460b58a0132cb68bfdd",
                HexFormat.of().formatHex(LookupHash.of(oldRing, PURPOSE).hash(PLAINTEXT)));
        assertEquals("49aff4cd4dbbe9eb", oldRing.fingerprint());
    }
}
