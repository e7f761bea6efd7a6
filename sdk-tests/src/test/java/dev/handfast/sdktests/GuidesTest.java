package dev.handfast.sdktests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The programs of the guides, taken out of their pages and run. */
@ExtendWith(SandboxExtension.class)
final class GuidesTest {
    private static final Path GUIDES = Path.of("..", "docs", "guides");

    @Test
    void the_java_page_pays(Sandbox sandbox, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("Pay.java"), program("alipay-java.md", "java"));
        Program.Ended ended =
                Program.run(
                        folder,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                absolute(System.getProperty("java.class.path")),
                                "Pay.java",
                                sandbox.paymentCode()),
                        environment(sandbox));
        assertEquals(0, ended.status(), ended.output());
        assertTrue(ended.output().contains("Given back: 25.00"), ended.output());
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
        Matcher block =
                Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(GUIDES.resolve(page)));
        assertTrue(block.find(), page);
        return block.group(1);
    }
}
