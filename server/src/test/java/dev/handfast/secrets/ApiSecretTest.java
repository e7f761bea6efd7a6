package dev.handfast.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

final class ApiSecretTest {
    @ParameterizedTest
    @EnumSource
    void is_parsed_back_from_its_text(ApiSecret.Kind kind) {
        ApiSecret secret = ApiSecret.generate(kind);
        String text = secret.use(Function.identity());

        assertEquals(kind.prefix().length() + 43 + 6, text.length());
        assertEquals(Optional.of(secret), ApiSecret.parse(text));
        assertEquals(kind, ApiSecret.parse(text).orElseThrow().kind());
    }

    @Test
    void has_the_same_length_for_the_least_and_the_greatest_number() {
        byte[] greatest = new byte[32];
        Arrays.fill(greatest, (byte) 0xff);

        for (byte[] random : new byte[][] {new byte[32], greatest}) {
            String text = ApiSecret.of(ApiSecret.Kind.SECRET_TEST, random).use(Function.identity());
            assertEquals("sk_test_".length() + 43 + 6, text.length());
            assertTrue(ApiSecret.parse(text).isPresent());
        }
    }

    @Test
    void is_none_with_any_character_changed() {
        String text = ApiSecret.generate(ApiSecret.Kind.SECRET_LIVE).use(Function.identity());

        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'x' ? 'y' : 'x';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            assertEquals(Optional.empty(), ApiSecret.parse(changed));
        }
    }

    @Test
    void is_none_when_it_is_something_else() {
        String text = ApiSecret.generate(ApiSecret.Kind.SECRET_LIVE).use(Function.identity());

        for (String other :
                new String[] {
                    "", "sk_live_", text + "0", text.substring(1), " " + text, "sk_live_\u00e9"
                }) {
            assertEquals(Optional.empty(), ApiSecret.parse(other));
        }
    }

    @Test
    void matches_its_own_hash_only() {
        ApiSecret secret = ApiSecret.generate(ApiSecret.Kind.SECRET_TEST);
        ApiSecret other = ApiSecret.generate(ApiSecret.Kind.SECRET_TEST);

        assertNotEquals(secret, other);
        assertTrue(secret.matches(secret.hash()));
        assertFalse(secret.matches(other.hash()));
        assertEquals(32, secret.hash().length);
    }
}
