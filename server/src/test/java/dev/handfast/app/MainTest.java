package dev.handfast.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;

final class MainTest {
    private record Ran(int status, String out, String err) {}

    @Test
    void help_lists_every_command() {
        for (String[] asked : new String[][] {{"help"}, {"--help"}, {"-h"}}) {
            Ran ran = run(asked);
            assertEquals(0, ran.status());
            for (String name :
                    Set.of("serve", "demo", "audit", "keys", "gateway-apps", "partners")) {
                assertTrue(ran.out().contains("\n  " + name + " "), ran::out);
            }
        }
    }

    @Test
    void a_command_tells_its_own_options() {
        assertTrue(run("serve", "--help").out().contains("--sandbox"));
        assertTrue(run("help", "serve").out().contains("--sandbox"));
        assertTrue(run("keys", "retire", "-h").out().contains("handfast keys retire"));
    }

    @Test
    void what_is_unknown_is_named() {
        Ran unknown = run("sevre");
        assertEquals(CommandLine.ExitCode.USAGE, unknown.status());
        assertTrue(unknown.err().contains("sevre"), unknown::err);
        Ran option = run("serve", "--sandbx");
        assertEquals(CommandLine.ExitCode.USAGE, option.status());
        assertTrue(option.err().contains("--sandbx"), option::err);
    }

    @Test
    void only_the_command_that_is_named_is_read() {
        assertEquals(Set.of("serve"), Main.line("serve", "--sandbox").getSubcommands().keySet());
        assertFalse(Main.line("sevre").getSubcommands().isEmpty());
    }

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status =
                Main.line(arguments)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(arguments);
        return new Ran(status, out.toString(), err.toString());
    }
}
