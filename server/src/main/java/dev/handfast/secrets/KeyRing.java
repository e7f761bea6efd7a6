package dev.handfast.secrets;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The keys of an installation, in one file that only its owner may read.
 *
 * <p>There is a list of numbered keys that seal values, of which the last is the active one, and
 * one key for look-up marks. {@link #rotate} adds an active key and keeps the others, so nothing
 * stops opening; other processes read the file again when it has changed before they seal, and when
 * they meet a key they do not know. {@link #retire} throws away a key under which nothing is left.
 * The look-up key does not rotate: every mark would have to be made anew from its value.
 *
 * <p>No key is used as it stands: each purpose gets one derived from it (HKDF-Expand, RFC 5869,
 * section 2.3). Safe for use by many threads and by several processes.
 */
public final class KeyRing {
    private static final int KEY_BYTES = 32;
    private static final int FINGERPRINT_BYTES = 8;

    /**
     * How long a key stays after another has become active: what was sealed under it just before is
     * stored by then, or never.
     */
    public static final Duration RETIRES_AFTER = Duration.ofMinutes(10);

    /** What is known is used while the file cannot be looked at. */
    private static final Object AWAY = List.of();

    private final Path file;
    private volatile KeyRingFile keys;
    private volatile Object version;

    /** Derived keys by number and purpose; few, and asked for with every value. */
    private final Map<Derived, SecretKey> derived = new ConcurrentHashMap<>();

    /** Which derived key: of which number, 0 for look-up, and for what. */
    private record Derived(int keyId, String purpose) {}

    private KeyRing(Path file, KeyRingFile keys, Object version) {
        this.file = file;
        this.keys = keys;
        this.version = version;
    }

    /**
     * Opens the ring, or makes one with random keys if there is no file.
     *
     * @throws KeyRingRefused if others than the owner may read the file, or it is damaged
     */
    public static KeyRing open(Path file) {
        return locked(
                file,
                () -> {
                    if (!Files.exists(file)) {
                        KeyRingFile.random().write(file);
                    }
                    Object version = version(file);
                    return new KeyRing(file, KeyRingFile.read(file), version);
                });
    }

    /** Adds a key, which is the active one from now on, and returns its number. */
    public int rotate() {
        return locked(
                file,
                () -> {
                    KeyRingFile grown = KeyRingFile.read(file).withNewKey();
                    grown.write(file);
                    keys = grown;
                    return grown.activeKeyId();
                });
    }

    /**
     * Throws a key away for good. Values under it never open again, so there must be none, in
     * backups neither.
     *
     * @param now by the machine's clock
     * @throws KeyRingRefused if it is the active key or none of the ring, or if the ring has
     *     changed within {@link #RETIRES_AFTER}
     */
    public void retire(int keyId, Instant now) {
        locked(
                file,
                () -> {
                    KeyRingFile whole = KeyRingFile.read(file);
                    if (keyId == whole.activeKeyId()) {
                        throw new KeyRingRefused(
                                "key %d: is the active one; rotate first".formatted(keyId));
                    }
                    if (whole.seal(keyId).isEmpty()) {
                        throw new KeyRingRefused(
                                "key %d: is not in the key ring %s".formatted(keyId, file));
                    }
                    Instant changed = Files.getLastModifiedTime(file).toInstant();
                    if (now.isBefore(changed.plus(RETIRES_AFTER))) {
                        throw new KeyRingRefused(
                                ("key %d: can be retired from %s on, as what was sealed under it"
                                                + " may still be on its way to the database")
                                        .formatted(keyId, changed.plus(RETIRES_AFTER)));
                    }
                    KeyRingFile shrunk = whole.withoutKey(keyId);
                    shrunk.write(file);
                    keys = shrunk;
                    derived.keySet().removeIf(one -> one.keyId() == keyId);
                    return shrunk;
                });
    }

    /** Returns the number of the key that seals new values, at least 1. */
    public int activeKeyId() {
        Object now = version(file);
        if (!now.equals(version) && !now.equals(AWAY)) { // Another process may have added a key.
            keys = KeyRingFile.read(file);
            version = now;
        }
        return keys.activeKeyId();
    }

    /** Returns the numbers of the keys that have not been retired, in order. */
    public List<Integer> keyIds() {
        return IntStream.rangeClosed(1, activeKeyId())
                .filter(keyId -> keys.seal(keyId).isPresent())
                .boxed()
                .toList();
    }

    /** What differs after the file has been replaced. */
    private static Object version(Path file) {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(String.valueOf(is.fileKey()), is.lastModifiedTime(), is.size());
        } catch (IOException away) {
            return AWAY;
        }
    }

    /**
     * Returns a text that is the same for the same ring and tells nothing of its keys, 16
     * hexadecimal digits. Stored beside the data, it tells a ring that does not belong to them.
     */
    public String fingerprint() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(lookupKey("fingerprint"));
            byte[] mark = mac.doFinal("handfast".getBytes(US_ASCII));
            return HexFormat.of().formatHex(mark, 0, FINGERPRINT_BYTES);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("HMAC-SHA-256 does not work here", failure);
        }
    }

    /** The key of that number for the purpose; a number not known yet is looked up in the file. */
    SecretKey sealKey(int keyId, String purpose) {
        var which = new Derived(keyId, purpose);
        SecretKey known = derived.get(which);
        if (known != null) {
            return known;
        }
        SecretKey key = derive(sealRoot(keyId), "seal " + purpose, "AES");
        derived.put(which, key);
        return key;
    }

    SecretKey lookupKey(String purpose) {
        return derive(keys.lookup(), "look up " + purpose, "HmacSHA256");
    }

    private SecretKey sealRoot(int keyId) {
        return keys.seal(keyId)
                .or(
                        () -> {
                            keys = KeyRingFile.read(file); // Another process may have added it.
                            return keys.seal(keyId);
                        })
                .orElseThrow(
                        () ->
                                new SealBroken(
                                        "sealed value: key %d is not in the key ring %s"
                                                .formatted(keyId, file)));
    }

    private static SecretKey derive(SecretKey root, String info, String algorithm) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            algorithm,
                            HKDFParameterSpec.expandOnly(root, info.getBytes(UTF_8), KEY_BYTES));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("HKDF-SHA-256 does not work here", failure);
        }
    }

    /** Something done while no other process writes the file. */
    private interface Locked<T> {
        T run() throws IOException;
    }

    /** One process, and in it one thread, at a time. */
    private static <T> T locked(Path file, Locked<T> action) {
        synchronized (KeyRing.class) {
            Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
            try (FileChannel channel =
                            FileChannel.open(
                                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                return action.run();
            } catch (IOException failure) {
                throw new KeyRingRefused("key ring %s: %s".formatted(file, failure), failure);
            }
        }
    }

    @Override
    public String toString() {
        return "KeyRing[%s, active key %d]".formatted(file, keys.activeKeyId());
    }
}
