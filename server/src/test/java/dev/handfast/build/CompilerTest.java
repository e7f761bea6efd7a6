package dev.handfast.build;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Shows that the compiler's checks are on, by modules of this build that break them. */
final class CompilerTest {
    private static final String POM =
            """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <parent>
                <groupId>dev.handfast</groupId>
                <artifactId>handfast</artifactId>
                <version>VERSION</version>
                <relativePath>PARENT</relativePath>
              </parent>
              <artifactId>NAME</artifactId>
              <packaging>PACKAGING</packaging>
              MODULES
              <dependencies>
                <dependency>
                  <groupId>org.jspecify</groupId>
                  <artifactId>jspecify</artifactId>
                </dependency>
              </dependencies>
            </project>
            """;

    private static final String BUGS =
            """
            package bad;

            @org.jspecify.annotations.NullMarked
            class Bad {
                Object givesNull() {
                    return null;
                }

                boolean comparesApplesWithPears() {
                    return "1".equals(1);
                }
            }
            """;

    private static final String WARNINGS =
            """
            package bad;

            @org.jspecify.annotations.NullMarked
            class Bad {
                java.util.List forgetsOfWhat() {
                    return new java.util.ArrayList<String>();
                }
            }
            """;

    @TempDir private Path folder;

    /** Two modules, for the compiler looks for bugs only where it has nothing else to say. */
    @Test
    void null_and_bugs_and_warnings_fail_the_build() throws Exception {
        pom("bad", "pom", "<modules><module>bugs</module><module>warnings</module></modules>");
        module("bugs", BUGS);
        module("warnings", WARNINGS);
        Path output = folder.resolve("output.txt");
        int status = maven(output);
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertNotEquals(0, status, said);
        assertTrue(said.contains("[NullAway]"), said);
        assertTrue(said.contains("[EqualsIncompatibleType]"), said);
        assertTrue(said.contains("[rawtypes]") && said.contains("-Werror"), said);
        assertTrue(said.matches("(?s).*bugs [ .]+FAILURE.*warnings [ .]+FAILURE.*"), said);
    }

    private void module(String name, String source) throws IOException {
        pom(name, "jar", "");
        Path sources = Files.createDirectories(folder.resolve(name).resolve("src/main/java/bad"));
        Files.writeString(sources.resolve("Bad.java"), source);
    }

    private void pom(String name, String packaging, String modules) throws IOException {
        Path home = name.equals("bad") ? folder : folder.resolve(name);
        Files.createDirectories(home);
        // Maven takes only a relative path to a parent.
        Path root = Project.root().toRealPath();
        String parent = home.toRealPath().relativize(root) + "/pom.xml";
        String pom =
                POM.replace("VERSION", System.getProperty("handfast.version", ""))
                        .replace("PARENT", parent)
                        .replace("NAME", name)
                        .replace("PACKAGING", packaging)
                        .replace("MODULES", modules);
        Files.writeString(home.resolve("pom.xml"), pom);
    }

    /** The same Maven, offline: everything it needs has just been used to build this. */
    private int maven(Path output) throws IOException, InterruptedException {
        Path maven = Path.of(System.getProperty("handfast.maven", ""), "bin", "mvn");
        return new ProcessBuilder(List.of(maven.toString(), "-o", "-B", "-fae", "compile"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
    }
}
