package dev.handfast.ledger;

import dev.handfast.secrets.Jca;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;

/** The digests that chain the journal, and the seal on its head. */
final class Digests {
    private static final int ROW_BYTES_MAX = 256;

    private Digests() {}

    /** SHA-256 over the previous digest and every column of the row but its own digest. */
    static Digest next(Digest previous, Transfer row) {
        ByteBuffer bytes = ByteBuffer.allocate(ROW_BYTES_MAX);
        bytes.put(previous.toBytes());
        bytes.putLong(row.id()).putLong(row.entry()).put(row.kind().code());
        put(bytes, row.debit());
        put(bytes, row.credit());
        put(bytes, row.amount().currency().code());
        bytes.putLong(row.amount().minor());
        bytes.putLong(row.hold().orElse(0L));
        put(bytes, row.subject());
        put(bytes, row.purpose().name());
        bytes.putLong(micros(row.at()));
        MessageDigest sha256 = Jca.sha256();
        sha256.update(bytes.flip());
        return Digest.of(sha256.digest());
    }

    /** The bytes of a head that its seal covers. */
    static byte[] sealed(Chain head) {
        ByteBuffer bytes = ByteBuffer.allocate(ROW_BYTES_MAX);
        bytes.putInt(head.lane()).putLong(head.number()).put(head.digest().toBytes());
        bytes.putLong(micros(head.at()));
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static void put(ByteBuffer bytes, UUID id) {
        bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static void put(ByteBuffer bytes, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        bytes.put((byte) ascii.length).put(ascii);
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }
}
