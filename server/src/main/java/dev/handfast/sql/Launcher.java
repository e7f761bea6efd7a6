package dev.handfast.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The way to run PostgreSQL's programs as the current user.
 *
 * <p>They refuse to run as root. Root therefore runs them in a user namespace of their own, where
 * they are nobody ({@code unshare --user}); the files stay root's. Where the kernel or a container
 * forbids that, they run as another user ({@code setpriv}), to whom the files are given.
 *
 * <p>Each wrapper replaces itself by the program it runs, so the process started is the program.
 * The server also gets a session of its own ({@code setsid}), or an interrupt typed at the terminal
 * would reach it beside us, and end it before we have finished our work.
 */
final class Launcher {
    private static final List<Path> TOOL_FOLDERS =
            List.of(
                    Path.of("/usr/bin"),
                    Path.of("/bin"),
                    Path.of("/usr/sbin"),
                    Path.of("/sbin"),
                    Path.of("/usr/local/bin"));

    /** The user id that systems reserve for nobody. */
    private static final int NOBODY = 65_534;

    private final String name;
    private final List<String> wrapper;
    private final OptionalInt owner;

    private Launcher(String name, List<String> wrapper, OptionalInt owner) {
        this.name = name;
        this.wrapper = wrapper;
        this.owner = owner;
    }

    /** Returns the way to take here. */
    static Launcher find() throws IOException {
        return ways().stream()
                .findFirst()
                .orElseThrow(
                        () ->
                                new PostgresNotStarted(
                                        """
                                        PostgreSQL refuses to run as root, and neither unshare \
                                        nor setpriv can change that here; run as another user, \
                                        or give the address of a database (--database-url)\
                                        """));
    }

    /** Returns every way that works here, the best first. */
    static List<Launcher> ways() throws IOException {
        if (!isRoot()) {
            return List.of(new Launcher("direct", List.of(), OptionalInt.empty()));
        }
        var ways = new ArrayList<Launcher>();
        for (Optional<Launcher> way : List.of(namespace(), otherUser())) {
            if (way.isPresent() && way.get().works()) {
                ways.add(way.get());
            }
        }
        return List.copyOf(ways);
    }

    /** Root in a user namespace of its own. */
    private static Optional<Launcher> namespace() {
        return tool("unshare")
                .map(
                        unshare ->
                                new Launcher(
                                        "namespace",
                                        List.of(unshare, "--user"),
                                        OptionalInt.empty()));
    }

    /** Root as nobody. */
    private static Optional<Launcher> otherUser() {
        return tool("setpriv")
                .map(
                        setpriv ->
                                new Launcher(
                                        "nobody",
                                        List.of(
                                                setpriv,
                                                "--reuid=" + NOBODY,
                                                "--regid=" + NOBODY,
                                                "--clear-groups"),
                                        OptionalInt.of(NOBODY)));
    }

    /** A container may forbid either. */
    private boolean works() throws IOException {
        return run(Path.of(tool("true").orElse("/bin/true"))).status() == 0;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Says whether the programs run as another user than the files' owner would be. */
    boolean givesAway() {
        return owner.isPresent();
    }

    /** Gives the file or folder to the user the programs run as. */
    void give(Path path) throws IOException {
        if (owner.isPresent()) {
            Files.setAttribute(path, "unix:uid", owner.getAsInt());
            Files.setAttribute(path, "unix:gid", owner.getAsInt());
        }
    }

    /** What a finished program left: its exit status, and all it printed. */
    record Result(int status, String output) {}

    /** Runs a program to its end. */
    Result run(Path program, String... arguments) throws IOException {
        return runWithInput("", program, arguments);
    }

    Result runWithInput(String input, Path program, String... arguments) throws IOException {
        Process process = command(List.of(), program, List.of(arguments)).start();
        try {
            process.outputWriter(UTF_8).append(input).close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Result(process.waitFor(), output);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + program + " ran");
        }
    }

    /** Starts a program that stays; what it prints is appended to the log. */
    Process start(Path log, Path program, List<String> arguments) throws IOException {
        List<String> session = tool("setsid").map(List::of).orElse(List.of());
        return command(session, program, arguments)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private ProcessBuilder command(List<String> session, Path program, List<String> arguments) {
        var words = new ArrayList<String>(session);
        words.addAll(wrapper);
        words.add(program.toString());
        words.addAll(arguments);
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        // Settings of the environment, PGDATA or a locale, must not reach the server.
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        environment.put("LC_ALL", "C");
        return builder;
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private static Optional<String> tool(String name) {
        return TOOL_FOLDERS.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
