package dev.handfast.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

final class KeyRingTest {
    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void name_file() {
        file = folder.resolve("keys");
    }

    @Test
    void is_made_at_first_for_its_owner_only_and_read_afterwards() throws IOException {
        String first = KeyRing.open(file).fingerprint();

        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(first, KeyRing.open(file).fingerprint());
        assertNotEquals(first, KeyRing.open(folder.resolve("other")).fingerprint());
    }

    @Test
    void refuses_a_file_that_others_may_read_and_says_how_to_mend_it() throws IOException {
        KeyRing.open(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        var refused = assertThrows(KeyRingRefused.class, () -> KeyRing.open(file));

        assertEquals(
                "key ring %1$s: only its owner may read it, got rights rw-r-----; chmod 600 %1$s"
                        .formatted(file),
                refused.getMessage());
    }

    @Test
    void refuses_a_damaged_file_by_line_without_quoting_it() throws IOException {
        KeyRing.open(file).rotate();
        List<String> whole = Files.readAllLines(file);

        for (int line = 0; line < whole.size(); line++) {
            var damaged = new ArrayList<>(whole);
            damaged.set(line, whole.get(line).replaceFirst("..$", "!!"));
            Files.write(file, damaged);

            var refused = assertThrows(KeyRingRefused.class, () -> KeyRing.open(file));

            assertEquals(
                    "key ring %s: damaged in line %d; put back a copy, as a new ring opens nothing"
                            .formatted(file, line + 1),
                    refused.getMessage());
        }
    }

    @Test
    void refuses_an_empty_file_rather_than_making_new_keys() throws IOException {
        KeyRing.open(file);
        Files.writeString(file, "");

        assertThrows(KeyRingRefused.class, () -> KeyRing.open(file));
    }

    @Test
    void loses_no_key_when_many_rotate_at_once() throws Exception {
        int rotations = 20;
        KeyRing.open(file);
        var numbers = new HashSet<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> rotation = () -> KeyRing.open(file).rotate();
            var futures = new ArrayList<Future<Integer>>();
            for (int i = 0; i < rotations; i++) {
                futures.add(threads.submit(rotation));
            }
            for (Future<Integer> future : futures) {
                numbers.add(future.get());
            }
        }

        assertEquals(rotations, numbers.size());
        assertEquals(rotations + 1, KeyRing.open(file).activeKeyId());
    }

    @Test
    void rotation_changes_neither_look_up_marks_nor_the_fingerprint() {
        KeyRing ring = KeyRing.open(file);
        String before = ring.fingerprint();
        byte[] mark = LookupHash.of(ring, "test.pan").hash("4111");

        ring.rotate();

        assertEquals(before, ring.fingerprint());
        assertEquals(
                SecretBytes.of(mark), SecretBytes.of(LookupHash.of(ring, "test.pan").hash("4111")));
    }

    @Test
    void a_key_is_retired_only_when_it_is_old_and_then_opens_nothing() throws IOException {
        KeyRing ring = KeyRing.open(file);
        Vault vault = new Vault(ring);
        UUID owner = new UUID(1, 2);
        Sealed old = vault.seal("old".getBytes(UTF_8), "purpose", owner);
        refusesToRetire(ring, 1, Instant.MAX, "key 1: is the active one; rotate first");
        ring.rotate();
        Instant rotated = Files.getLastModifiedTime(file).toInstant();
        Instant late = rotated.plus(KeyRing.RETIRES_AFTER);
        refusesToRetire(
                ring,
                1,
                late.minusMillis(1),
                "key 1: can be retired from "
                        + late
                        + " on, as what was sealed under it may still be on its way to the"
                        + " database");
        refusesToRetire(ring, 3, late, "key 3: is not in the key ring " + file);
        KeyRing elsewhere = KeyRing.open(file);

        ring.retire(1, late);

        assertEquals(List.of(2), ring.keyIds());
        assertEquals("seal 1 retired", Files.readAllLines(file).get(2));
        assertThrows(SealBroken.class, () -> vault.open(old, "purpose", owner));
        assertEquals(List.of(2), elsewhere.keyIds(), "another process learns of it");
        assertEquals(3, KeyRing.open(file).rotate());
        assertEquals(List.of(2, 3), elsewhere.keyIds());
        assertEquals(3, new Vault(elsewhere).seal(new byte[1], "purpose", owner).keyId());
        refusesToRetire(ring, 1, Instant.MAX, "key 1: is not in the key ring " + file);
    }

    private static void refusesToRetire(KeyRing ring, int keyId, Instant now, String why) {
        var refused = assertThrows(KeyRingRefused.class, () -> ring.retire(keyId, now));
        assertEquals(why, refused.getMessage());
    }

    @Test
    void a_ring_whose_file_is_away_goes_on_with_what_it_knows() throws IOException {
        KeyRing ring = KeyRing.open(file);
        Files.delete(file);
        assertEquals(1, ring.activeKeyId());
    }

    @Test
    void marks_of_two_purposes_have_nothing_in_common() {
        KeyRing ring = KeyRing.open(file);
        byte[] value = "4111".getBytes(UTF_8);

        assertFalse(
                SecretBytes.of(LookupHash.of(ring, "a").hash(value))
                        .equals(SecretBytes.of(LookupHash.of(ring, "b").hash(value))));
    }
}
