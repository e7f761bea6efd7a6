package dev.handfast.engine;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The bulk statements of one table, composed from its declaration. Names come from constants in the
 * code, never from input.
 *
 * @param scan all rows in key order
 * @param read rows by an array of keys, in key order
 * @param load rows by an array of keys, in key order, locked where the table asks for it
 * @param insert rows from one array per column
 * @param update the changing columns from one array each, by key; empty when no column changes
 */
record Statements(String scan, String read, String load, String insert, String update) {

    static Statements of(
            String table, List<? extends Table.Column<?>> columns, Table.Access access) {
        String key = columns.getFirst().name();
        // The one place where rows are locked. In key order, so that two batches that want the
        // same rows wait for each other instead of deadlocking.
        String lock =
                switch (access) {
                    case READ -> "";
                    case LOCK -> " for update";
                };
        String scan =
                "select %s from %s order by %s".formatted(names(columns.stream()), table, key);
        String read =
                "select %s from %s where %s = any(?) order by %s"
                        .formatted(names(columns.stream()), table, key, key);
        String insert =
                "insert into %s (%s) select %s from unnest(%s) as u(%s)"
                        .formatted(
                                table,
                                names(columns.stream()),
                                names(columns.stream()),
                                arrays(columns.stream()),
                                names(columns.stream()));
        List<? extends Table.Column<?>> changing =
                columns.stream().filter(Table.Column::changing).toList();
        if (changing.isEmpty()) {
            return new Statements(scan, read, read + lock, insert, "");
        }
        Stream<Table.Column<?>> keyed =
                Stream.concat(Stream.of(columns.getFirst()), changing.stream());
        List<Table.Column<?>> written = keyed.toList();
        String assignments =
                changing.stream()
                        .map(column -> column.name() + " = u." + column.name())
                        .collect(Collectors.joining(", "));
        String update =
                "update %s as t set %s from unnest(%s) as u(%s) where t.%s = u.%s"
                        .formatted(
                                table,
                                assignments,
                                arrays(written.stream()),
                                names(written.stream()),
                                key,
                                key);
        return new Statements(scan, read, read + lock, insert, update);
    }

    private static String names(Stream<? extends Table.Column<?>> columns) {
        return join(columns, Table.Column::name);
    }

    private static String arrays(Stream<? extends Table.Column<?>> columns) {
        return join(columns, column -> "?::" + column.type().postgres() + "[]");
    }

    private static String join(
            Stream<? extends Table.Column<?>> columns, Function<Table.Column<?>, String> text) {
        return columns.map(text).collect(Collectors.joining(", "));
    }
}
