package dev.handfast.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints a value of every type of this package, made of known secrets, and looks for them. */
final class NothingPrintedTest {
    private static final String SENTINEL = "sentinel-4111111111111111";
    private static final UUID OWNER = new UUID(0, 1);

    @TempDir Path folder;

    @Test
    void no_type_prints_a_secret() throws IOException {
        for (Object value : values()) {
            String printed = "%s %s".formatted(value, List.of(value));
            for (String secret : secrets()) {
                assertFalse(printed.contains(secret), () -> value.getClass() + ": " + printed);
            }
        }
    }

    @Test
    void every_type_that_can_hold_something_is_printed_here() throws Exception {
        var printed =
                values().stream()
                        .map(value -> value.getClass().getSimpleName())
                        .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(typesWithFields(), printed);
    }

    @Test
    void secrets_are_equal_by_content_and_share_one_hash_code() {
        assertEquals(SecretText.of("a"), SecretText.of("a"));
        assertNotEquals(SecretText.of("a"), SecretText.of("b"));
        assertEquals(SecretText.of("a").hashCode(), SecretText.of("b").hashCode());
        assertEquals(SecretBytes.of(new byte[1]), SecretBytes.of(new byte[1]));
        assertNotEquals(SecretBytes.of(new byte[1]), SecretBytes.of(new byte[2]));
        assertEquals(
                SecretBytes.of(new byte[1]).hashCode(), SecretBytes.of(new byte[2]).hashCode());
    }

    @Test
    void lent_bytes_are_a_copy_and_cleared_afterwards() {
        byte[] given = {1, 2, 3};
        SecretBytes secret = SecretBytes.of(given);
        given[0] = 9;

        byte[] kept = secret.use(bytes -> bytes);

        assertEquals("000000", HexFormat.of().formatHex(kept));
        assertEquals("010203", secret.use(HexFormat.of()::formatHex));
        assertEquals(3, secret.length());
    }

    private List<Object> values() throws IOException {
        KeyRing ring = KeyRing.open(folder.resolve("keys"));
        var vault = new Vault(ring);
        Sealed sealed = vault.seal(SENTINEL.getBytes(UTF_8), "test", OWNER);
        return List.of(
                SecretText.of(SENTINEL),
                SecretBytes.of(SENTINEL.getBytes(UTF_8)),
                secretOfSentinel(),
                ring,
                KeyRingFile.read(folder.resolve("keys")),
                vault,
                sealed,
                LookupHash.of(ring, "test"));
    }

    /** Everything that must not appear: the sentinel, the ring's keys, in the usual notations. */
    private List<String> secrets() throws IOException {
        var secrets = new ArrayList<String>();
        secrets.add(SENTINEL);
        secrets.add(secretOfSentinel().use(text -> text.substring(8)));
        secrets.addAll(notations(SENTINEL.getBytes(UTF_8)));
        for (String line : Files.readAllLines(folder.resolve("keys"))) {
            String last = line.substring(line.lastIndexOf(' ') + 1);
            if (last.length() == 44) {
                secrets.addAll(notations(Base64.getDecoder().decode(last)));
            }
        }
        assertTrue(secrets.size() > 6);
        return secrets;
    }

    private static List<String> notations(byte[] secret) {
        return List.of(
                Base64.getEncoder().encodeToString(secret),
                HexFormat.of().formatHex(secret),
                Arrays.toString(secret));
    }

    private static ApiSecret secretOfSentinel() {
        byte[] bytes = Arrays.copyOf(SENTINEL.getBytes(UTF_8), 32);
        return ApiSecret.of(ApiSecret.Kind.SECRET_TEST, bytes);
    }

    /** Top-level classes of the package that are no exceptions. */
    private static Set<String> typesWithFields() throws IOException, URISyntaxException {
        var location =
                Objects.requireNonNull(KeyRing.class.getResource("KeyRing.class"), "KeyRing");
        Path classes = Objects.requireNonNull(Path.of(location.toURI()).getParent(), "folder");
        try (var files = Files.list(classes)) {
            Function<Path, String> simpleName =
                    file -> file.getFileName().toString().replace(".class", "");
            return files.map(simpleName)
                    .filter(name -> !name.contains("$") && !name.equals("package-info"))
                    .filter(name -> !isThrowable(name) && hasFields(name))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean isThrowable(String simpleName) {
        return Throwable.class.isAssignableFrom(type(simpleName));
    }

    private static boolean hasFields(String simpleName) {
        return Arrays.stream(type(simpleName).getDeclaredFields())
                .anyMatch(field -> !Modifier.isStatic(field.getModifiers()));
    }

    private static Class<?> type(String simpleName) {
        try {
            return Class.forName(KeyRing.class.getPackageName() + "." + simpleName);
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
