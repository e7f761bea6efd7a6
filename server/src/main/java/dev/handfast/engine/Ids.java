package dev.handfast.engine;

import dev.handfast.secrets.Jca;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids: in time order for what is new, from names for what must be found again by name.
 *
 * <p>Source: RFC 9562, sections 5.7 (version 7) and 5.8 (version 8).
 */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final int COUNTER_BITS = 12;

    private final InstantSource clock;

    /** The last id's milliseconds, and behind them its counter of twelve bits. */
    private final AtomicLong last = new AtomicLong();

    /** Ids whose time part comes from {@code clock}. */
    public Ids(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A fresh id: 48 bits of milliseconds, 12 of a counter, 62 random ones. Each is greater than
     * the one made before it here (RFC 9562, section 6.2, method 1), also within a millisecond and
     * when the clock stands still.
     */
    public UUID next() {
        long now = clock.millis() << COUNTER_BITS;
        long time = last.updateAndGet(before -> Math.max(before + 1, now));
        long high = (time >>> COUNTER_BITS << 16) | 0x7000L | (time & 0x0FFFL);
        long low = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** What every fresh id of this time or later is greater than, and no earlier one. */
    public static UUID before(Instant time) {
        return new UUID(Math.max(0, time.toEpochMilli()) << 16, 0);
    }

    /**
     * The id that belongs to a name: always the same, and another for every other name.
     *
     * @param kind what is named
     * @param parts the name; the boundaries between parts count
     */
    public static UUID named(String kind, String... parts) {
        byte[][] encoded = new byte[parts.length][];
        byte[] first = kind.getBytes(StandardCharsets.UTF_8);
        int length = Integer.BYTES + first.length;
        for (int i = 0; i < parts.length; i++) {
            encoded[i] = parts[i].getBytes(StandardCharsets.UTF_8);
            length += Integer.BYTES + encoded[i].length;
        }
        ByteBuffer name = ByteBuffer.allocate(length).putInt(first.length).put(first);
        for (byte[] part : encoded) {
            name.putInt(part.length).put(part);
        }
        ByteBuffer bytes = ByteBuffer.wrap(Jca.sha256().digest(name.array()));
        long high = (bytes.getLong() & ~0xF000L) | 0x8000L;
        long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
