package dev.handfast.sql;

import dev.handfast.secrets.Sealed;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * A column of sealed values, declared by the package whose table it is, so that the values can be
 * sealed anew when the key changes.
 *
 * @param place where it is
 * @param keyType the type of the table's key
 * @param context for what and whom a value is sealed, by its row's key as text
 */
public record SealedColumn(Place place, KeyType keyType, Function<String, Context> context) {
    /**
     * Where a column is; its names come from the program and go into SQL as they are.
     *
     * @param table its table
     * @param key the one column that is the table's primary key, or an expression of all of them
     * @param column the column
     */
    public record Place(String table, String key, String column) {
        @Override
        public String toString() {
            return table + "." + column;
        }
    }

    /** The types of keys. */
    public enum KeyType {
        /** An id; none is zero. */
        UUID,
        /** A name; none is empty. */
        TEXT;

        private Object lowest() {
            return parse(this == UUID ? "00000000-0000-0000-0000-000000000000" : "");
        }

        private Object parse(String text) {
            return switch (this) {
                case UUID -> java.util.UUID.fromString(text);
                case TEXT -> text;
            };
        }
    }

    /**
     * For what and whom a value is sealed.
     *
     * @param purpose what it is
     * @param owner whose it is
     */
    public record Context(String purpose, UUID owner) {}

    /** A value as it is stored, with the key of its row. */
    static final class Kept {
        private final String key;
        private final byte[] sealed;

        private Kept(String key, byte[] sealed) {
            this.key = key;
            this.sealed = sealed;
        }

        String key() {
            return key;
        }

        byte[] sealed() {
            return sealed.clone();
        }
    }

    /**
     * A column in a table with an {@code id}, whose values belong to the rows themselves.
     *
     * @param purpose what the values are
     */
    public static SealedColumn ofRows(Place place, String purpose) {
        return new SealedColumn(
                place, KeyType.UUID, id -> new Context(purpose, UUID.fromString(id)));
    }

    /** How many values are sealed under which key, by the key's number. */
    Map<Integer, Long> counts(Tx tx) {
        Map<Integer, Long> counts = new TreeMap<>();
        tx.query(
                        filled(
                                """
                                select substring(COLUMN from 2 for 4) as key_id, count(*) as number
                                from TABLE where COLUMN is not null group by 1
                                """),
                        row -> Map.entry(keyId(row.bytes("key_id")), row.number("number")))
                .forEach(count -> counts.merge(count.getKey(), count.getValue(), Long::sum));
        return counts;
    }

    /** The next values under other keys, in key order, at most so many, after that key. */
    List<Kept> others(Tx tx, int keyId, Optional<String> after, int most) {
        return tx.query(
                filled(
                        """
                        select KEY::text as key, COLUMN as sealed from TABLE
                        where KEY > ? and COLUMN is not null
                          and substring(COLUMN from 2 for 4) <> ?
                        order by KEY limit ?
                        """),
                row -> new Kept(row.text("key"), row.bytes("sealed")),
                after.map(keyType::parse).orElseGet(keyType::lowest),
                ByteBuffer.allocate(Integer.BYTES).putInt(keyId).array(),
                most);
    }

    /** Puts a value in the place of another, unless that has gone or changed: how many it was. */
    int replace(Tx tx, Kept old, Sealed fresh) {
        return tx.update(
                filled("update TABLE set COLUMN = ? where KEY = ? and COLUMN = ?"),
                fresh.bytes(),
                keyType.parse(old.key()),
                old.sealed());
    }

    private String filled(String sql) {
        return sql.replace("TABLE", place.table())
                .replace("KEY", place.key())
                .replace("COLUMN", place.column());
    }

    /** What is too short to name a key counts under 0, which no key has. */
    private static int keyId(byte[] bytes) {
        return bytes.length == Integer.BYTES ? ByteBuffer.wrap(bytes).getInt() : 0;
    }
}
