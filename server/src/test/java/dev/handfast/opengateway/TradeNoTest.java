package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.engine.Ids;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.UUID;

final class TradeNoTest {
    @Test
    void it_begins_with_the_day_in_china_and_leads_back_to_its_id() {
        Instant evening = Instant.parse("2026-11-24T16:00:00.123Z");
        UUID id = new Ids(() -> evening).next();
        String text = TradeNo.of(id);
        assertTrue(text.matches("20261125220000012[0-9]{11}"), text);
        TradeNo no = TradeNo.parse(text).orElseThrow();
        assertTrue(no.names(id));
        assertTrue(no.from().compareTo(id) <= 0 && no.before().compareTo(id) > 0);
    }

    @Test
    void ids_of_one_millisecond_have_numbers_of_their_own() {
        Ids ids = new Ids(() -> Instant.parse("2026-11-24T00:00:00Z"));
        HashSet<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            assertTrue(seen.add(TradeNo.of(ids.next())));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026112522000001234567890123",
                "2026112522999999991234567890",
                "2026133022000000121234567890",
                "202611252200000012123456789x",
                "20261125220000001212345678901"
            })
    void a_text_that_no_trade_can_have_leads_nowhere(String text) {
        boolean known = text.equals("2026112522000001234567890123");
        assertEquals(known, TradeNo.parse(text).isPresent());
        assertEquals(Optional.empty(), TradeNo.parse(text + "0"));
    }
}
