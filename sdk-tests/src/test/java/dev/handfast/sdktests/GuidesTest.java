package dev.handfast.sdktests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The programs of the guides, taken out of their pages and run. */
@ExtendWith(SandboxExtension.class)
final class GuidesTest {
    private static final Path GUIDES = Path.of("..", "docs", "guides");
    private static final String FIRST = "first-payment.md";

    /** What a screen or a printed page holds. */
    private static final int PAGE_LINES_MAX = 65;

    /** Where the page looks for a server. */
    private static final String USUAL = "http://localhost:8080";

    @Test
    void the_java_page_pays(Sandbox sandbox, @TempDir Path folder) throws IOException {
        String printed =
                java(
                        folder.resolve("Pay.java"),
                        program("alipay-java.md", "java"),
                        sandbox.paymentCode(),
                        environment(sandbox));
        assertTrue(printed.contains("Given back: 25.00"), printed);
    }

    @Test
    void the_node_page_pays(Sandbox sandbox) throws IOException {
        String printed =
                Node.script(
                        program("alipay-node.md", "js"),
                        environment(sandbox),
                        sandbox.paymentCode());
        assertTrue(printed.contains("Given back: 25.00"), printed);
    }

    @Test
    void the_first_payment_is_made_with_curl(Sandbox sandbox, @TempDir Path folder)
            throws IOException {
        String printed = shell(sandbox, folder, block(FIRST, "sh", 1));
        assertTrue(printed.contains("succeeded\n"), printed);
        assertTrue(printed.contains("\"object\":\"refund\""), printed);
    }

    @Test
    void the_first_payment_is_made_with_java(Sandbox sandbox, @TempDir Path folder)
            throws IOException {
        shell(sandbox, folder, "");
        String printed =
                java(
                        folder.resolve("FirstPayment.java"),
                        program(FIRST, "java").replace(USUAL, sandbox.baseUrl()),
                        folder.resolve("token.json").toString(),
                        secretKey(sandbox));
        assertTrue(printed.matches("pi_\\w+ succeeded\\Rre_\\w+ succeeded\\R"), printed);
    }

    @Test
    void the_first_payment_is_made_with_node(Sandbox sandbox, @TempDir Path folder)
            throws IOException {
        shell(sandbox, folder, "");
        String port = Integer.toString(URI.create(sandbox.baseUrl()).getPort());
        String printed =
                Node.script(
                        program(FIRST, "js").replace("8080", port),
                        secretKey(sandbox),
                        folder.resolve("token.json").toString());
        assertTrue(printed.matches("pi_\\w+ succeeded\\Rre_\\w+ succeeded\\R"), printed);
    }

    @Test
    void the_page_of_the_first_payment_is_one_page() throws IOException {
        int lines = Files.readAllLines(GUIDES.resolve(FIRST)).size();
        assertTrue(lines <= PAGE_LINES_MAX, lines + " lines");
    }

    private static Map<String, String> secretKey(Sandbox sandbox) {
        return Map.of("SECRET_KEY", sandbox.credential("/merchant_api/secret_key"));
    }

    /** Plays the phone of the page, and then does more, in one shell. */
    private static String shell(Sandbox sandbox, Path folder, String more) throws IOException {
        String script = block(FIRST, "sh", 0).replace(USUAL, sandbox.baseUrl()) + more;
        Program.Ended ended = Program.run(folder, List.of("bash", "-eu", "-c", script), Map.of());
        assertEquals(0, ended.status(), ended.output());
        return ended.output();
    }

    /** Runs a program of one file; answers what it printed. */
    private static String java(
            Path file, String text, String argument, Map<String, String> environment)
            throws IOException {
        Files.writeString(file, text);
        Path folder = Optional.ofNullable(file.getParent()).orElseThrow();
        Program.Ended ended =
                Program.run(
                        folder,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                absolute(System.getProperty("java.class.path")),
                                file.toString(),
                                argument),
                        environment);
        assertEquals(0, ended.status(), ended.output());
        return ended.output();
    }

    private static Map<String, String> environment(Sandbox sandbox) {
        return Map.of(
                "ALIPAY_GATEWAY", sandbox.credential("/alipay/gateway_url"),
                "ALIPAY_APP_ID", sandbox.credential("/alipay/app_id"),
                "ALIPAY_APP_PRIVATE_KEY", sandbox.credential("/alipay/app_private_key"),
                "ALIPAY_PUBLIC_KEY", sandbox.credential("/alipay/alipay_public_key"));
    }

    private static String absolute(String classPath) {
        return String.join(
                java.io.File.pathSeparator,
                Pattern.compile(java.io.File.pathSeparator, Pattern.LITERAL)
                        .splitAsStream(classPath)
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }

    /** The first block of this language on a page. */
    private static String program(String page, String language) throws IOException {
        return block(page, language, 0);
    }

    private static String block(String page, String language, int index) throws IOException {
        return Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDES.resolve(page)))
                .results()
                .skip(index)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no block %d on %s".formatted(index, page)))
                .group(1);
    }
}
