package dev.handfast.secrets;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The content of a key ring's file; a value, never changed.
 *
 * <p>The file is text: a heading, then one key a line in Base64. The keys that seal are numbered
 * from 1 without a gap; one that has been retired keeps its number, and the last never is.
 *
 * <pre>{@code
 * handfast key ring 1
 * lookup <32 bytes>
 * seal 1 retired
 * seal 2 <32 bytes>
 * seal 3 <32 bytes>
 * }</pre>
 */
final class KeyRingFile {
    private static final String HEADING = "handfast key ring 1";
    private static final String RETIRED = "retired";
    private static final int KEY_BYTES = 32;
    private static final int LINES_BEFORE_SEAL = 2;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final SecretKey lookup;
    private final List<Optional<SecretKey>> seals;

    private KeyRingFile(SecretKey lookup, List<Optional<SecretKey>> seals) {
        this.lookup = lookup;
        this.seals = List.copyOf(seals);
    }

    static KeyRingFile random() {
        return new KeyRingFile(randomKey(), List.of(Optional.of(randomKey())));
    }

    KeyRingFile withNewKey() {
        var more = new ArrayList<>(seals);
        more.add(Optional.of(randomKey()));
        return new KeyRingFile(lookup, more);
    }

    KeyRingFile withoutKey(int keyId) {
        var fewer = new ArrayList<>(seals);
        fewer.set(keyId - 1, Optional.empty());
        return new KeyRingFile(lookup, fewer);
    }

    SecretKey lookup() {
        return lookup;
    }

    Optional<SecretKey> seal(int keyId) {
        return keyId >= 1 && keyId <= seals.size() ? seals.get(keyId - 1) : Optional.empty();
    }

    int activeKeyId() {
        return seals.size();
    }

    static KeyRingFile read(Path file) {
        try {
            refuseLooseRights(file);
            return parse(file, Files.readAllLines(file));
        } catch (IOException failure) {
            throw new KeyRingRefused(
                    "key ring %s: cannot be read: %s".formatted(file, failure), failure);
        }
    }

    private static void refuseLooseRights(Path file) throws IOException {
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(rights)) {
            throw new KeyRingRefused(
                    "key ring %1$s: only its owner may read it, got rights %2$s; chmod 600 %1$s"
                            .formatted(file, PosixFilePermissions.toString(rights)));
        }
    }

    private static KeyRingFile parse(Path file, List<String> lines) {
        if (lines.size() <= LINES_BEFORE_SEAL || !lines.getFirst().equals(HEADING)) {
            throw damaged(file, 1);
        }
        SecretKey lookup = key(file, lines, new Line(2, "lookup "));
        var seals = new ArrayList<Optional<SecretKey>>();
        for (int number = LINES_BEFORE_SEAL + 1; number <= lines.size(); number++) {
            String start = "seal " + (number - LINES_BEFORE_SEAL) + " ";
            boolean retired =
                    number < lines.size() && lines.get(number - 1).equals(start + RETIRED);
            seals.add(
                    retired
                            ? Optional.empty()
                            : Optional.of(key(file, lines, new Line(number, start))));
        }
        return new KeyRingFile(lookup, seals);
    }

    /** A line by its number, from 1, and what it must begin with. */
    private record Line(int number, String start) {}

    private static SecretKey key(Path file, List<String> lines, Line line) {
        String text = lines.get(line.number() - 1);
        if (!text.startsWith(line.start())) {
            throw damaged(file, line.number());
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.substring(line.start().length()));
        } catch (IllegalArgumentException notBase64) { // Its message quotes what it read.
            throw damaged(file, line.number());
        }
        if (bytes.length != KEY_BYTES) {
            throw damaged(file, line.number());
        }
        return new SecretKeySpec(bytes, "HKDF-SHA256");
    }

    private static KeyRingRefused damaged(Path file, int line) {
        return new KeyRingRefused(
                "key ring %s: damaged in line %d; put back a copy, as a new ring opens nothing"
                        .formatted(file, line));
    }

    /** Writes beside the file and renames, so that the file is always whole. */
    void write(Path file) throws IOException {
        var text = new StringBuilder(HEADING).append('\n');
        text.append("lookup ").append(base64(lookup)).append('\n');
        for (int keyId = 1; keyId <= seals.size(); keyId++) {
            text.append("seal ").append(keyId).append(' ');
            text.append(seals.get(keyId - 1).map(KeyRingFile::base64).orElse(RETIRED));
            text.append('\n');
        }
        Path part = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(part, text, StandardOpenOption.SYNC);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static String base64(SecretKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    private static SecretKey randomKey() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new SecretKeySpec(bytes, "HKDF-SHA256");
    }

    @Override
    public String toString() {
        return "KeyRingFile[hidden]";
    }
}
