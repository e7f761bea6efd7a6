package dev.handfast.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * A mark in the database that says which migrations made its tables, so that a start on tables that
 * are up to date needs no migration tool: loading it and comparing script by script takes a
 * noticeable part of a start.
 *
 * <p>The mark is the comment on the tool's own table of history. It stands while both the scripts
 * and that table are as they were when it was set; in any doubt the tool is asked.
 */
final class MigrationMark {
    private static final String HISTORY = "flyway_schema_history";

    private final String scripts;

    private MigrationMark(String scripts) {
        this.scripts = scripts;
    }

    /**
     * The mark of the scripts in a folder of the class path; empty where the folder cannot be
     * listed, so that there is nothing to compare.
     */
    static Optional<MigrationMark> of(String folder) {
        URL url = MigrationMark.class.getClassLoader().getResource(folder);
        if (url == null) {
            return Optional.empty();
        }
        try {
            return switch (url.getProtocol()) {
                case "file" ->
                        Optional.of(new MigrationMark(ofFiles(Path.of(URI.create("" + url)))));
                case "jar" -> Optional.of(new MigrationMark(ofEntries(url, folder)));
                default -> Optional.empty();
            };
        } catch (IOException failure) {
            throw new UncheckedIOException("the migrations cannot be read: " + url, failure);
        }
    }

    /** Whether the tables are as these scripts left them. */
    boolean stands(Connection connection) throws SQLException {
        boolean exists = ask(connection, "select to_regclass('%s')::text").isPresent();
        return exists
                && ask(connection, "select obj_description('%s'::regclass, 'pg_class')")
                        .equals(Optional.of(text(connection)));
    }

    /** Sets the mark, after the migration tool has done its work. */
    void set(Connection connection) throws SQLException {
        // A comment takes no parameter; both parts are digits and letters of our own making.
        try (Statement statement = connection.createStatement()) {
            statement.execute("comment on table %s is '%s'".formatted(HISTORY, text(connection)));
        }
    }

    /** What the comment says: the scripts, and the history as it is now. */
    private String text(Connection connection) throws SQLException {
        Optional<String> history =
                ask(
                        connection,
                        """
                        select md5(string_agg(
                            concat_ws(':', version, checksum, success), ' '
                            order by installed_rank))
                        from %s
                        """);
        return scripts + " " + history.orElse("none");
    }

    /** The one value that a query about the table of history gives; empty where it is null. */
    private static Optional<String> ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql.formatted(HISTORY))) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }

    private static String ofFiles(Path folder) throws IOException {
        List<String> lines;
        try (Stream<Path> files = Files.list(folder)) {
            lines = files.map(file -> line(file.getFileName().toString(), crc(file))).toList();
        }
        return digest(lines);
    }

    private static String ofEntries(URL url, String folder) throws IOException {
        URLConnection connection = url.openConnection();
        if (!(connection instanceof JarURLConnection jar)) {
            throw new IOException("not a jar");
        }
        String prefix = folder + "/";
        try (JarFile file = jar.getJarFile()) {
            return digest(
                    file.stream()
                            .filter(entry -> entry.getName().startsWith(prefix))
                            .filter(entry -> !entry.isDirectory())
                            .map(
                                    entry ->
                                            line(
                                                    entry.getName().substring(prefix.length()),
                                                    entry.getCrc()))
                            .toList());
        }
    }

    private static long crc(Path file) {
        try {
            CRC32 crc = new CRC32();
            crc.update(Files.readAllBytes(file));
            return crc.getValue();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String line(String name, long crc) {
        return name + ":" + Long.toHexString(crc);
    }

    /** How many scripts there are, and a checksum of their names and checksums. */
    private static String digest(List<String> lines) {
        CRC32 crc = new CRC32();
        lines.stream().sorted().forEach(line -> crc.update((line + "\n").getBytes(UTF_8)));
        return lines.size() + ":" + Long.toHexString(crc.getValue());
    }
}
