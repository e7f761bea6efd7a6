package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What docs/guides/webhooks.md shows, run as it stands there. */
@DatabaseTest
final class WebhookGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "guides", "webhooks.md");
    private static final Pattern BLOCK = Pattern.compile("(?s)```(\\w+)\n(.*?)```");

    /** How a program ended, and what it printed. */
    private record Ended(int status, String output) {}

    @TempDir private Path folder = Path.of("");
    private final Map<String, String> environment = new HashMap<>();
    private Shop shop;
    private Mailbox mailbox;

    @BeforeEach
    void open(Database database) throws Exception {
        shop = new Shop(database);
        mailbox = new Mailbox();
        // The programs hold signatures against the machine's own clock.
        shop.world.clock.advance(Duration.between(shop.world.clock.instant(), Mailbox.now()));
        environment.put("SECRET_KEY", shop.secretKey.use(key -> key));
        environment.put("RECEIVER", mailbox.url());
    }

    @AfterEach
    void close() {
        mailbox.close();
        shop.close();
    }

    @Test
    void the_calls_and_programs_of_the_guide_do_what_it_says() throws Exception {
        assumeTrue(there("curl") && there("openssl") && there("node"), "no curl, openssl or node");
        JsonNode made = call(0);
        String old = made.path("secret").asString();
        environment.put("ENDPOINT", made.path("id").asString());
        environment.put("SINCE", Long.toString(shop.world.clock.instant().getEpochSecond()));
        String fresh = call(4).path("secret").asString();
        shop.post("/v1/customers", "email=lin@example.com");
        mailbox.status.set(500);
        shop.deliverer.round();
        mailbox.status.set(200);
        JsonNode pending = call(1).path("data").path(0);
        environment.put("EVENT", pending.path("event").asString());
        assertEquals("event", call(2).path("object").asString());
        assertEquals(1, call(3).path("count").asInt());
        shop.deliverer.round();
        assertTrue(call(1).path("data").isEmpty());
        Mailbox.Letter letter = mailbox.letters().getLast();
        for (String secret : List.of(old, fresh)) {
            everyProgram(letter, secret, new Ended(0, "genuine"));
        }
        Mailbox.Letter forged = new Mailbox.Letter(letter.headers(), letter.body() + " ");
        everyProgram(forged, fresh, new Ended(1, "forged"));
    }

    private static boolean there(String program) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private void everyProgram(Mailbox.Letter letter, String secret, Ended expected)
            throws Exception {
        environment.put("WEBHOOK_SECRET", secret);
        String body = write("body.json", letter.body());
        Map<String, String> headers = letter.headers();
        String stripe = headers.getOrDefault("stripe-signature", "");
        List<String> java =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        absolute(System.getProperty("java.class.path")),
                        write("Verify.java", block("java", 0)),
                        body,
                        stripe);
        List<String> node =
                List.of(
                        "node",
                        write("verify.mjs", block("js", 0)),
                        body,
                        headers.getOrDefault("webhook-id", ""),
                        headers.getOrDefault("webhook-timestamp", ""),
                        headers.getOrDefault("webhook-signature", ""));
        List<String> bash = List.of("bash", write("verify.sh", block("bash", 0)), body, stripe);
        for (List<String> program : List.of(java, node, bash)) {
            Ended ended = run(program);
            assertEquals(expected.status(), ended.status(), ended.output());
            assertTrue(ended.output().startsWith(expected.output()), ended.output());
        }
    }

    private static String absolute(String classPath) {
        return String.join(
                File.pathSeparator,
                Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                        .splitAsStream(classPath)
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }

    /** The answer to a call of the guide's. */
    private JsonNode call(int index) throws Exception {
        String curl = block("sh", index).replace("http://localhost:8080", shop.base());
        Ended ended = run(List.of("bash", "-c", curl));
        assertEquals(0, ended.status(), ended.output());
        JsonNode answer = Json.parse(ended.output()).orElseThrow();
        assertTrue(answer.path("error").isMissingNode(), ended.output());
        return answer;
    }

    private Ended run(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static String block(String language, int index) throws IOException {
        return BLOCK.matcher(Files.readString(GUIDE))
                .results()
                .filter(found -> found.group(1).equals(language))
                .skip(index)
                .findFirst()
                .map(found -> found.group(2))
                .orElseThrow();
    }
}
