package dev.handfast.merchants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.handfast.merchants.HandedTokens.Look;
import dev.handfast.secrets.SecretText;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.UUID;

@DatabaseTest
final class HandedTokensTest {
    private static final UUID MERCHANT = new UUID(0, 1);
    private static final SecretText TOKEN = SecretText.of("{\"data\":\"茶\"}");

    private final Fixture fixture = new Fixture();

    @Test
    void a_token_is_there_for_its_merchant_until_it_is_used(Database database) {
        HandedTokens tokens = tokens(database);
        UUID id = tokens.keep(MERCHANT, TOKEN);
        Look.There there = assertInstanceOf(Look.There.class, tokens.look(MERCHANT, id));
        assertEquals(TOKEN, there.token());
        assertEquals(fixture.clock.instant(), there.at());
        assertInstanceOf(Look.Unknown.class, tokens.look(new UUID(0, 2), id));
        assertInstanceOf(Look.Unknown.class, tokens.look(MERCHANT, UUID.randomUUID()));
        tokens.used(id);
        assertInstanceOf(Look.Used.class, tokens.look(MERCHANT, id));
    }

    @Test
    void a_token_waits_ten_minutes(Database database) {
        HandedTokens tokens = tokens(database);
        UUID id = tokens.keep(MERCHANT, TOKEN);
        fixture.clock.advance(HandedTokens.KEPT.minusMillis(1));
        assertInstanceOf(Look.There.class, tokens.look(MERCHANT, id));
        assertEquals(0, tokens.sweep());
        fixture.clock.advance(HandedTokens.KEPT);
        assertInstanceOf(Look.Expired.class, tokens.look(MERCHANT, id));
        assertEquals(1, tokens.sweep());
        assertInstanceOf(Look.Expired.class, tokens.look(MERCHANT, id));
    }

    @Test
    void a_token_is_forgotten_a_day_after_its_time(Database database) {
        HandedTokens tokens = tokens(database);
        UUID id = tokens.keep(MERCHANT, TOKEN);
        tokens.used(id);
        fixture.clock.advance(HandedTokens.KEPT.plus(HandedTokens.REMEMBERED).minusMillis(1));
        assertEquals(0, tokens.forget());
        assertInstanceOf(Look.Used.class, tokens.look(MERCHANT, id));
        fixture.clock.advance(Duration.ofMillis(1));
        assertEquals(1, tokens.forget());
        assertInstanceOf(Look.Unknown.class, tokens.look(MERCHANT, id));
    }

    private HandedTokens tokens(Database database) {
        return new HandedTokens(database, fixture.vault, fixture.clock, fixture.ids);
    }
}
