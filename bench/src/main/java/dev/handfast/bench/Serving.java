package dev.handfast.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the server to be measured on a prepared folder, with the options the launcher gives. */
final class Serving {
    /** What the launcher adds for this program and not for the server. */
    private static final String OWN_HEAP = "-Xmx1g";

    private static final String RECORDING = "-XX:StartFlightRecording";

    private final Path home;

    /**
     * Servers on the folder {@code home/data}.
     *
     * @param home also holds the log and the archive of classes
     */
    Serving(Path home) {
        this.home = home;
    }

    Path data() {
        return home.resolve("data");
    }

    /** Starts the server, which trusts this root too. */
    MeasuredServer start(Path root) throws IOException {
        List<String> serve = List.of("--data", data().toString(), "--apple-root", root.toString());
        return MeasuredServer.start(options(), serve, home.resolve("server.log"));
    }

    /** As the launcher starts a server, the archive of classes included. */
    private List<String> options() {
        List<String> options = new ArrayList<>();
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!option.equals(OWN_HEAP)) {
                options.add(option);
            }
        }
        // A recording needs classes as the archive cannot hold them.
        if (options.stream().noneMatch(option -> option.startsWith(RECORDING))) {
            options.add("-XX:+AutoCreateSharedArchive");
            options.add("-XX:SharedArchiveFile=" + home.resolve("handfast.jsa"));
        }
        return options;
    }
}
