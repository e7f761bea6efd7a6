package dev.handfast.sql;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.handfast.testing.DatabaseTest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

@DatabaseTest
final class ParametersTest {
    private static final UUID ID = UUID.fromString("0193579b-1111-7abc-8def-0123456789ab");
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123456Z");

    @Test
    void every_type_comes_back_as_it_went(Database database) {
        database.read(
                tx -> {
                    assertEquals("żółw", one(tx, "text", Row::text, "żółw"));
                    assertEquals(-7, one(tx, "integer", Row::integer, -7));
                    assertEquals(-7, one(tx, "smallint", Row::integer, (short) -7));
                    assertEquals(Long.MIN_VALUE, one(tx, "bigint", Row::number, Long.MIN_VALUE));
                    assertEquals(true, one(tx, "boolean", Row::flag, true));
                    assertEquals(ID, one(tx, "uuid", Row::uuid, ID));
                    assertEquals(NOON, one(tx, "timestamptz", Row::instant, NOON));
                    byte[] bytes = {0, -1, 7};
                    assertArrayEquals(bytes, one(tx, "bytea", Row::bytes, bytes));
                    var rate = new BigDecimal("7.23450000");
                    assertEquals(rate, one(tx, "numeric", Row::decimal, rate));
                    return "all";
                });
    }

    @Test
    void an_empty_optional_is_null_and_a_full_one_is_its_value(Database database) {
        database.read(
                tx -> {
                    for (String type : List.of("text", "uuid", "timestamptz", "bytea", "bigint")) {
                        assertEquals(Optional.empty(), find(tx, type, Optional.empty()));
                    }
                    assertEquals(Optional.of("7"), find(tx, "bigint", Optional.of(7L)));
                    assertEquals(Optional.of(ID.toString()), find(tx, "uuid", Optional.of(ID)));
                    return "all";
                });
    }

    @Test
    void the_same_statement_takes_null_and_value_in_turn(Database database) {
        database.transact(
                tx -> {
                    tx.update("create table thing (id uuid, at timestamptz, memo text)");
                    String insert = "insert into thing (id, at, memo) values (?, ?, ?)";
                    for (int i = 0; i < 6; i++) {
                        boolean full = i % 2 == 0;
                        tx.updateExactly(
                                1,
                                insert,
                                full ? Optional.of(ID) : Optional.empty(),
                                full ? Optional.of(NOON) : Optional.empty(),
                                full ? Optional.of("memo") : Optional.empty());
                    }
                    long full =
                            tx.queryOne(
                                            """
                                            select count(*) as n from thing
                                            where id = ? and at = ? and memo = ?\
                                            """,
                                            row -> row.number("n"),
                                            ID,
                                            NOON,
                                            "memo")
                                    .orElseThrow();
                    assertEquals(3, full);
                    return "all";
                });
    }

    @Test
    void instants_are_cut_to_the_microsecond_never_rounded_up(Database database) {
        database.read(
                tx -> {
                    Instant almost = Instant.parse("2026-12-31T23:59:59.999999999Z");
                    Instant cut = Instant.parse("2026-12-31T23:59:59.999999Z");
                    assertEquals(cut, one(tx, "timestamptz", Row::instant, almost));
                    assertEquals(
                            List.of(cut),
                            tx.query(
                                    "select v from unnest(?) as t (v)",
                                    row -> row.instant("v"),
                                    (Object) new Instant[] {almost}));
                    return "all";
                });
    }

    @Test
    void instants_keep_their_value_over_centuries_and_summer_times(Database database) {
        var random = new Random(1);
        var instants = new ArrayList<Instant>();
        instants.add(Instant.parse("1970-01-01T00:00:00Z"));
        instants.add(Instant.parse("1999-12-31T23:59:59.999999Z"));
        instants.add(Instant.parse("0001-01-01T00:00:00Z"));
        instants.add(Instant.parse("9999-12-31T23:59:59.999999Z"));
        for (int i = 0; i < 200; i++) {
            long seconds = random.nextLong(-10_000_000_000L, 10_000_000_000L);
            instants.add(Instant.ofEpochSecond(seconds, random.nextInt(1_000_000) * 1_000L));
        }
        database.read(
                tx -> {
                    assertEquals(
                            instants,
                            tx.query(
                                    """
                                    select v from unnest(?) with ordinality as t (v, place)
                                    order by place\
                                    """,
                                    row -> row.instant("v"),
                                    (Object) instants.toArray(Instant[]::new)));
                    for (Instant instant : instants) {
                        assertEquals(instant, one(tx, "timestamptz", Row::instant, instant));
                    }
                    return "all";
                });
    }

    @Test
    void every_array_comes_back_element_by_element_nulls_too(Database database) {
        database.read(
                tx -> {
                    assertEquals(List.of("1", "null", "-3"), elements(tx, longs(1L, null, -3L)));
                    assertEquals(List.of("1", "-3"), elements(tx, new long[] {1, -3}));
                    assertEquals(
                            List.of("1", "null"), elements(tx, new @Nullable Integer[] {1, null}));
                    assertEquals(
                            List.of("null", "2"),
                            elements(tx, new @Nullable Short[] {null, (short) 2}));
                    assertEquals(
                            List.of("true", "null", "false"),
                            elements(tx, new @Nullable Boolean[] {true, null, false}));
                    assertEquals(
                            List.of(ID.toString(), "null"),
                            elements(tx, new @Nullable UUID[] {ID, null}));
                    assertEquals(
                            List.of("", "a,\"{}\\", "null", "NULL", "żółw"),
                            elements(
                                    tx,
                                    new @Nullable String[] {"", "a,\"{}\\", null, "NULL", "żółw"}));
                    assertEquals(
                            List.of("\\x", "\\x00ff"), elements(tx, new byte[][] {{}, {0, -1}}));
                    return "all";
                });
    }

    @Test
    void empty_arrays_of_every_type_have_no_element(Database database) {
        database.read(
                tx -> {
                    for (Object empty :
                            new Object[] {
                                new long[0],
                                new Long[0],
                                new Integer[0],
                                new Short[0],
                                new Boolean[0],
                                new UUID[0],
                                new String[0],
                                new Instant[0],
                                new byte[0][]
                            }) {
                        assertEquals(List.of(), elements(tx, empty));
                    }
                    return "all";
                });
    }

    @Test
    void an_array_of_another_type_is_made_by_name(Database database) {
        database.read(
                tx -> {
                    Object[] rates = {new BigDecimal("1.5"), new BigDecimal("2")};
                    assertEquals(List.of("1.5", "2"), elements(tx, tx.array("numeric", rates)));
                    return "all";
                });
    }

    @Test
    void an_array_by_name_keeps_the_type_that_was_named(Database database) {
        database.read(
                tx -> {
                    Instant[] instants = {NOON};
                    var binary = tx.array("timestamp with time zone", instants);
                    assertEquals(
                            List.of(NOON),
                            tx.query(
                                    "select v from unnest(?) as t (v)",
                                    row -> row.instant("v"),
                                    binary));
                    String[] documents = {"{\"a\": 1}"};
                    assertEquals(
                            List.of("jsonb"),
                            tx.query(
                                    "select pg_typeof(v)::text as v from unnest(?) as t (v)",
                                    row -> row.text("v"),
                                    tx.array("jsonb", documents)));
                    return "all";
                });
    }

    @Test
    void a_large_array_goes_whole(Database database) {
        var ids = new UUID[100_000];
        var random = new Random(2);
        for (int i = 0; i < ids.length; i++) {
            ids[i] = new UUID(random.nextLong(), random.nextLong());
        }
        database.read(
                tx -> {
                    assertEquals(
                            List.of(100_000L),
                            tx.query(
                                    "select count(distinct v) as n from unnest(?) as t (v)",
                                    row -> row.number("n"),
                                    (Object) ids));
                    return "all";
                });
    }

    @Test
    void refuses_a_type_it_does_not_know_by_place_and_name(Database database) {
        for (Object unknown : new Object[] {Fate.COMMITTED, 'c', new int[] {1}, List.of(1)}) {
            var refused =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> database.read(tx -> tx.update("select ?, ?", 1, unknown)));
            assertEquals(
                    "parameter 2: no such type of parameter, got a " + unknown.getClass().getName(),
                    refused.getMessage());
        }
    }

    @Test
    void a_column_read_as_never_null_names_itself(Database database) {
        List<RowMapper<?>> reads =
                List.of(
                        row -> row.text("v"),
                        row -> row.bytes("v"),
                        row -> row.number("n"),
                        row -> row.integer("n"),
                        row -> row.decimal("n"),
                        row -> row.uuid("u"),
                        row -> row.instant("at"),
                        row -> row.flag("f"));
        for (RowMapper<?> read : reads) {
            var refused =
                    assertThrows(
                            IllegalStateException.class,
                            () -> database.read(tx -> nulls(tx, read)));
            assertEquals(
                    ": read as never null, got null",
                    String.valueOf(refused.getMessage()).replaceFirst("^column \\w+", ""));
        }
    }

    @Test
    void a_column_that_may_be_null_is_found_or_not(Database database) {
        List<RowMapper<Optional<?>>> finds =
                List.of(
                        row -> row.findText("v"),
                        row -> row.findBytes("b"),
                        row -> row.findNumber("n"),
                        row -> row.findDecimal("n"),
                        row -> row.findUuid("u"),
                        row -> row.findInstant("at"));
        database.read(
                tx -> {
                    for (RowMapper<Optional<?>> find : finds) {
                        assertEquals(List.of(Optional.empty()), nulls(tx, find));
                    }
                    return "all";
                });
        assertThrows(SqlBug.class, () -> database.read(tx -> nulls(tx, row -> row.text("x"))));
    }

    private static <T> List<T> nulls(Tx tx, RowMapper<T> mapper) {
        return tx.query(
                """
                select null::text as v, null::bytea as b, null::bigint as n, null::uuid as u,
                       null::timestamptz as at, null::boolean as f\
                """,
                mapper);
    }

    private static @Nullable Long[] longs(@Nullable Long... values) {
        return values;
    }

    /** Reads a column of the row. */
    private interface Read<T> {
        T from(Row row, String column) throws SQLException;
    }

    private static <T> T one(Tx tx, String type, Read<T> read, Object parameter) {
        return tx.queryOne(
                        "select ?::%s as v".formatted(type), row -> read.from(row, "v"), parameter)
                .orElseThrow();
    }

    private static Optional<String> find(Tx tx, String type, Optional<?> parameter) {
        return tx.queryOne(
                        "select (?::%s)::text as v".formatted(type),
                        row -> row.findText("v"),
                        parameter)
                .orElseThrow();
    }

    private static List<String> elements(Tx tx, Object array) {
        return tx.query(
                """
                select coalesce(v::text, 'null') as v
                from unnest(?) with ordinality as t (v, place) order by place\
                """,
                row -> row.text("v"),
                array);
    }
}
