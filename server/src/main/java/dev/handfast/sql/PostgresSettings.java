package dev.handfast.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the embedded server is set up: for many small durable transactions on a machine it shares.
 *
 * <p>Given on the command line, so they follow the program and not the folder. Source: PostgreSQL
 * 18 documentation, chapter 19.
 */
final class PostgresSettings {
    private static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    // Only this machine, only with the password.
                    Map.entry("listen_addresses", "127.0.0.1"),
                    Map.entry("unix_socket_directories", ""),
                    Map.entry("max_connections", "60"),
                    // Acknowledged means durable.
                    Map.entry("fsync", "on"),
                    Map.entry("synchronous_commit", "on"),
                    // Memory: modest, as the operating system caches too.
                    Map.entry("shared_buffers", "256MB"),
                    Map.entry("effective_cache_size", "1GB"),
                    Map.entry("maintenance_work_mem", "128MB"),
                    // Log ahead: checkpoints by time rather than by size, spread out, packed.
                    Map.entry("wal_buffers", "16MB"),
                    Map.entry("max_wal_size", "4GB"),
                    Map.entry("min_wal_size", "512MB"),
                    Map.entry("checkpoint_timeout", "15min"),
                    Map.entry("wal_compression", "on"),
                    // Short statements: planning for parallel runs or compiling costs more.
                    Map.entry("jit", "off"),
                    Map.entry("max_parallel_workers_per_gather", "0"),
                    Map.entry("random_page_cost", "1.1"),
                    // Hot rows are updated over and over: clean up early.
                    Map.entry("autovacuum_naptime", "15s"),
                    Map.entry("autovacuum_vacuum_scale_factor", "0.05"),
                    // A client that is gone must not keep its locks.
                    Map.entry("client_connection_check_interval", "2s"),
                    // What stands in the log: no column values, which may be secret.
                    Map.entry("log_error_verbosity", "terse"),
                    Map.entry("log_min_error_statement", "panic"),
                    Map.entry("log_checkpoints", "off"),
                    Map.entry("log_timezone", "UTC"),
                    Map.entry("timezone", "UTC"));

    /** Linux as of this release tells every caller of {@code syncfs} of a failed write. */
    private static final List<Integer> SYNCFS_TELLS = List.of(5, 8);

    private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

    private PostgresSettings() {}

    /** Arguments for the server; {@code others} win over the settings here. */
    static List<String> arguments(Map<String, String> others) {
        var arguments = new ArrayList<String>();
        Map<String, String> system =
                ofSystem(System.getProperty("os.name"), System.getProperty("os.version"));
        for (Map<String, String> settings : List.of(SETTINGS, system, others)) {
            settings.forEach(
                    (name, value) -> {
                        arguments.add("-c");
                        arguments.add(name + "=" + value);
                    });
        }
        return arguments;
    }

    /**
     * What is good on this system alone. Before it recovers from a crash the server makes sure that
     * all its files are on disk: one by one in seconds, or where the system can be trusted with it
     * by one call in a fraction of a second (section 19.11, Error Handling).
     */
    static Map<String, String> ofSystem(String name, String version) {
        Matcher release = RELEASE.matcher(version);
        if (!name.equals("Linux") || !release.matches()) {
            return Map.of();
        }
        int major = Integer.parseInt(release.group(1));
        int minor = Integer.parseInt(release.group(2));
        boolean tells =
                major > SYNCFS_TELLS.getFirst()
                        || (major == SYNCFS_TELLS.getFirst() && minor >= SYNCFS_TELLS.getLast());
        return tells ? Map.of("recovery_init_sync_method", "syncfs") : Map.of();
    }
}
