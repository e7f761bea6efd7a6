package dev.handfast.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PgArray;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/**
 * A one-dimensional array in PostgreSQL's binary form.
 *
 * <p>The driver sends arrays of UUIDs and instants as text, which costs more bytes and a parse on
 * either side; here they go as they lie in the server's memory. The form is the one of {@code
 * array_recv}: number of dimensions, a flag for nulls, the element type, then per dimension length
 * and lower bound, then each element behind its length, -1 for null; all big-endian {@code int4}.
 * An empty array has no dimension.
 *
 * <p>Source: PostgreSQL 18, {@code src/backend/utils/adt/arrayfuncs.c}, {@code array_recv}; type
 * numbers from {@code src/include/catalog/pg_type.dat}.
 */
final class BinaryArray {
    private static final int HEAD_BYTES = 3 * Integer.BYTES;
    private static final int DIMENSION_BYTES = 2 * Integer.BYTES;

    /** PostgreSQL counts microseconds from here: 2000-01-01T00:00:00Z. */
    private static final long EPOCH_SECONDS = 946_684_800L;

    private static final long MICROS = 1_000_000L;
    private static final int NANOS_OF_MICRO = 1_000;

    /**
     * Element types: the type's number, its array type's number, and how one element is written.
     */
    private enum Element {
        BOOL(16, 1000, 1),
        BYTEA(17, 1001, -1),
        INT8(20, 1016, 8),
        INT2(21, 1005, 2),
        INT4(23, 1007, 4),
        TEXT(25, 1009, -1),
        TIMESTAMPTZ(1184, 1185, 8),
        UUID(2950, 2951, 16);

        private final int type;
        private final int arrayType;

        /** Bytes of one element, or -1 where each has its own length. */
        private final int width;

        Element(int type, int arrayType, int width) {
            this.type = type;
            this.arrayType = arrayType;
            this.width = width;
        }
    }

    private BinaryArray() {}

    /**
     * Returns the array to bind, or null if the parameter is none of the array types known here.
     */
    static @Nullable Array of(BaseConnection connection, Object parameter) throws SQLException {
        return switch (parameter) {
            case long[] values -> longs(connection, values);
            case UUID[] values -> fixed(connection, Element.UUID, values);
            case Long[] values -> fixed(connection, Element.INT8, values);
            case Integer[] values -> fixed(connection, Element.INT4, values);
            case Short[] values -> fixed(connection, Element.INT2, values);
            case Boolean[] values -> fixed(connection, Element.BOOL, values);
            case Instant[] values -> fixed(connection, Element.TIMESTAMPTZ, values);
            case String[] values -> texts(connection, values);
            case byte[][] values -> varying(connection, Element.BYTEA, values);
            default -> null;
        };
    }

    /** Microseconds since PostgreSQL's epoch; finer parts are cut off towards the past. */
    static long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond() - EPOCH_SECONDS, MICROS),
                instant.getNano() / NANOS_OF_MICRO);
    }

    private static Array longs(BaseConnection connection, long[] values) throws SQLException {
        var shape = new Shape(values.length, 0, Math.multiplyExact(values.length, Long.BYTES));
        byte[] bytes = new byte[shape.bytes()];
        ByteBuffer out = start(bytes, Element.INT8, shape);
        for (long value : values) {
            out.putInt(Long.BYTES).putLong(value);
        }
        return new PgArray(connection, Element.INT8.arrayType, bytes);
    }

    private static Array fixed(
            BaseConnection connection, Element element, @Nullable Object[] values)
            throws SQLException {
        int nulls = 0;
        for (Object value : values) {
            nulls += value == null ? 1 : 0;
        }
        int content = Math.multiplyExact(values.length - nulls, element.width);
        var shape = new Shape(values.length, nulls, content);
        byte[] bytes = new byte[shape.bytes()];
        ByteBuffer out = start(bytes, element, shape);
        for (Object value : values) {
            if (value == null) {
                out.putInt(-1);
            } else {
                write(out.putInt(element.width), value);
            }
        }
        return new PgArray(connection, element.arrayType, bytes);
    }

    private static void write(ByteBuffer out, Object value) {
        switch (value) {
            case UUID uuid ->
                    out.putLong(uuid.getMostSignificantBits())
                            .putLong(uuid.getLeastSignificantBits());
            case Long number -> out.putLong(number);
            case Integer number -> out.putInt(number);
            case Short number -> out.putShort(number);
            case Boolean flag -> out.put((byte) (flag ? 1 : 0));
            case Instant instant -> out.putLong(micros(instant));
            default -> throw new IllegalStateException("no element: " + value.getClass());
        }
    }

    private static Array texts(BaseConnection connection, @Nullable String[] values)
            throws SQLException {
        byte[] @Nullable [] encoded = new byte[values.length] @Nullable [];
        for (int i = 0; i < values.length; i++) {
            String value = values[i];
            encoded[i] = value == null ? null : value.getBytes(UTF_8);
        }
        return varying(connection, Element.TEXT, encoded);
    }

    private static Array varying(
            BaseConnection connection, Element element, byte[] @Nullable [] values)
            throws SQLException {
        int nulls = 0;
        int content = 0;
        for (byte[] value : values) {
            if (value == null) {
                nulls++;
            } else {
                content = Math.addExact(content, value.length);
            }
        }
        var shape = new Shape(values.length, nulls, content);
        byte[] bytes = new byte[shape.bytes()];
        ByteBuffer out = start(bytes, element, shape);
        for (byte[] value : values) {
            if (value == null) {
                out.putInt(-1);
            } else {
                out.putInt(value.length).put(value);
            }
        }
        return new PgArray(connection, element.arrayType, bytes);
    }

    /** How many elements, how many of them null, and how many bytes the others take in all. */
    private record Shape(int length, int nulls, int contentBytes) {
        int dimensions() {
            return length == 0 ? 0 : 1;
        }

        /** Bytes of the whole array. */
        int bytes() {
            int lengths = Math.multiplyExact(length, Integer.BYTES);
            return Math.addExact(
                    HEAD_BYTES + dimensions() * DIMENSION_BYTES,
                    Math.addExact(lengths, contentBytes));
        }
    }

    private static ByteBuffer start(byte[] bytes, Element element, Shape shape) {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        out.putInt(shape.dimensions()).putInt(shape.nulls() == 0 ? 0 : 1).putInt(element.type);
        if (shape.dimensions() == 1) {
            out.putInt(shape.length()).putInt(1);
        }
        return out;
    }
}
