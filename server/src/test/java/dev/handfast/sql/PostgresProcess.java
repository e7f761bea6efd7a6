package dev.handfast.sql;

import java.nio.file.Path;
import java.util.Map;

/**
 * A Java process of its own that starts a server on a folder: the test's idea of another Handfast.
 *
 * <p>Prints {@code ready} with the number of the server's process and waits to be killed, or prints
 * why it was refused and ends with status 1.
 */
final class PostgresProcess {
    private static final int REFUSED = 1;

    private PostgresProcess() {}

    public static void main(String[] arguments) throws Exception {
        var options =
                new EmbeddedPostgres.Options(
                        Path.of(arguments[0]),
                        Path.of(arguments[1]),
                        Map.of("fsync", "off"),
                        _ -> {});
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(options);
            try (Database database = Database.open(postgres.config().withPoolSize(1))) {
                database.transact(
                        tx ->
                                tx.update(
                                        """
                                        create table if not exists thing (id bigint);
                                        insert into thing (id) values (1)\
                                        """));
            }
            System.out.println("ready " + postgres.pid());
            Thread.currentThread().join();
        } catch (PostgresNotStarted refused) {
            System.out.println(refused.getMessage());
            System.exit(REFUSED);
        }
    }
}
