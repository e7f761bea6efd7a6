package dev.handfast.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import org.junit.jupiter.api.Test;

import java.util.Optional;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

final class CryptogramTest {
    private static final SecretKey KEY = new SecretKeySpec(new byte[16], "AES");
    private static final Money AMOUNT = new Money(1_000, Currency.of("USD"));

    @Test
    void comes_back_from_its_bytes_and_matches() {
        Cryptogram made = Cryptogram.make(KEY, 65_535, -1, AMOUNT);
        Cryptogram read = Cryptogram.parse(made.toBytes()).orElseThrow();

        assertEquals(made, read);
        assertArrayEquals(made.toBytes(), read.toBytes());
        assertTrue(read.matches(KEY, AMOUNT));
        assertEquals("Cryptogram[counter=65535]", made.toString());
    }

    @Test
    void covers_amount_currency_key_counter_and_number() {
        Cryptogram made = Cryptogram.make(KEY, 7, 8, AMOUNT);

        assertFalse(made.matches(KEY, new Money(1_001, Currency.of("USD"))));
        assertFalse(made.matches(KEY, new Money(1_000, Currency.of("EUR"))));
        byte[] other = new byte[16];
        other[15] = 1;
        assertFalse(made.matches(new SecretKeySpec(other, "AES"), AMOUNT));
        assertFalse(new Cryptogram(8, 8, made.code()).matches(KEY, AMOUNT));
        assertFalse(new Cryptogram(7, 9, made.code()).matches(KEY, AMOUNT));
    }

    @Test
    void any_changed_byte_is_another_layout_or_does_not_match() {
        byte[] good = Cryptogram.make(KEY, 7, 8, AMOUNT).toBytes();
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x10;
            Optional<Cryptogram> read = Cryptogram.parse(bad);
            assertFalse(read.isPresent() && read.get().matches(KEY, AMOUNT), "byte " + i);
        }
        assertEquals(Optional.empty(), Cryptogram.parse(new byte[0]));
        assertEquals(Optional.empty(), Cryptogram.parse(new byte[21]));
    }

    @Test
    void a_counter_out_of_range_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> Cryptogram.make(KEY, 0, 1, AMOUNT));
        assertThrows(IllegalArgumentException.class, () -> Cryptogram.make(KEY, 65_536, 1, AMOUNT));
    }
}
