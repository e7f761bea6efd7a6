package dev.handfast.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a newcomer without the right JDK is told. */
final class LauncherTest {
    private static final String SENTENCE = "Handfast needs JDK 25, and none was found";

    @TempDir private Path folder;

    @Test
    void the_launcher_says_in_one_line_how_to_get_a_jdk() throws Exception {
        Said said = launch(Map.of("HANDFAST_JDK_FOLDERS", folder.toString()));
        assertEquals(1, said.status());
        assertEquals(1, said.text().lines().count(), said.text());
        assertTrue(said.text().startsWith(SENTENCE), said.text());
        assertTrue(said.text().contains("https://") && said.text().contains("JAVA_HOME"));
    }

    @Test
    void the_launcher_asks_a_jdk_for_its_version_and_does_not_believe_names() throws Exception {
        Path old = jdk("jdk-25", "17.0.15");
        Said said =
                launch(
                        Map.of(
                                "JAVA_HOME", old.toString(),
                                "HANDFAST_JDK_FOLDERS", folder.toString()));
        assertEquals(1, said.status());
        assertTrue(said.text().startsWith(SENTENCE), said.text());
    }

    /** Asked for a JDK of the far future, so that this machine is sure to lack it. */
    @Test
    void the_build_says_how_to_get_a_jdk() throws Exception {
        Path maven = Path.of(System.getProperty("handfast.maven", ""), "bin", "mvn");
        var command = List.of(maven.toString(), "-o", "-B", "-N", "initialize", "-Djdk.major=99");
        var builder = new ProcessBuilder(command).directory(Project.root().toFile());
        Said said = run(builder);
        assertEquals(1, said.status());
        String sentence = SENTENCE.replace("25", "99");
        assertTrue(said.text().contains("BuildException has occured: " + sentence), said.text());
    }

    private record Said(int status, String text) {}

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Path bin = Files.createDirectories(home.resolve("bin"));
        for (String tool : List.of("java", "javac")) {
            script(bin.resolve(tool), "echo 'openjdk version \"" + version + "\"' >&2");
        }
        return home;
    }

    private static void script(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    /** Runs the launcher on a PATH that holds no java, in an environment of nothing else. */
    private Said launch(Map<String, String> environment) throws Exception {
        Path tools = Files.createDirectories(folder.resolve("tools/bin"));
        for (String tool : List.of("bash", "dirname", "readlink", "grep", "head")) {
            script(tools.resolve(tool), "exec " + find(tool) + " \"$@\"");
        }
        var launcher = Project.root().resolve("handfast").toString();
        var builder = new ProcessBuilder(tools.resolve("bash").toString(), launcher, "serve");
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().putAll(environment);
        return run(builder);
    }

    private static Path find(String tool) {
        return List.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin").stream()
                .map(bin -> Path.of(bin, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private Said run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        int status = builder.start().waitFor();
        return new Said(status, Files.readString(output, StandardCharsets.UTF_8));
    }
}
