package dev.handfast.merchants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.secrets.ApiSecret;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

@DatabaseTest
final class ApiKeysTest {
    private final Fixture fixture = new Fixture();

    @Test
    void a_key_is_found_by_its_text_and_by_nothing_else(Database database) {
        ApiKeys keys = new ApiKeys(database, fixture.clock, fixture.ids);
        Merchant merchant = fixture.merchant(Mode.TEST);
        ApiSecret secret = keys.issue(merchant, ApiSecret.Kind.SECRET_TEST);
        ApiKey found = secret.use(keys::find).orElseThrow();
        assertEquals(merchant.id(), found.merchant());
        assertTrue(found.isSecret());
        assertEquals(Mode.TEST, found.mode());
        ApiSecret never = ApiSecret.generate(ApiSecret.Kind.SECRET_TEST);
        assertTrue(never.use(keys::find).isEmpty());
        assertTrue(keys.find("").isEmpty());
        assertTrue(keys.find("sk_test_123").isEmpty());
        assertTrue(secret.use(text -> keys.find(text + "x")).isEmpty());
    }

    @Test
    void nothing_from_which_the_key_follows_is_stored(Database database) {
        ApiKeys keys = new ApiKeys(database, fixture.clock, fixture.ids);
        ApiSecret secret = keys.issue(fixture.merchant(Mode.TEST), ApiSecret.Kind.SECRET_TEST);
        String rows =
                database.read(
                                tx ->
                                        tx.query(
                                                "select to_jsonb(api_key)::text as row from"
                                                        + " api_key",
                                                row -> row.text("row")))
                        .toString();
        String random = secret.use(text -> text.substring("sk_test_".length(), 40));
        assertFalse(rows.contains(random));
    }

    @Test
    void a_revoked_key_ends_when_it_was_said_to(Database database) {
        ApiKeys keys = new ApiKeys(database, fixture.clock, fixture.ids);
        Merchant merchant = fixture.merchant(Mode.TEST);
        ApiSecret old = keys.issue(merchant, ApiSecret.Kind.SECRET_TEST);
        ApiSecret fresh = keys.issue(merchant, ApiSecret.Kind.SECRET_TEST);
        ApiKey key = old.use(keys::find).orElseThrow();
        keys.revoke(key.id(), fixture.clock.instant().plus(Duration.ofSeconds(10)));
        assertTrue(old.use(keys::find).isPresent());
        fixture.clock.advance(Duration.ofSeconds(10));
        assertTrue(old.use(keys::find).isEmpty());
        assertTrue(fresh.use(keys::find).isPresent());
    }

    @Test
    void another_process_hears_of_it_in_time(Database database) {
        ApiKeys here = new ApiKeys(database, fixture.clock, fixture.ids);
        ApiKeys there = new ApiKeys(database, fixture.clock, fixture.ids);
        ApiSecret secret = here.issue(fixture.merchant(Mode.LIVE), ApiSecret.Kind.SECRET_LIVE);
        ApiKey key = secret.use(there::find).orElseThrow();
        here.revoke(key.id(), fixture.clock.instant());
        fixture.clock.advance(ApiKeys.REMEMBERED);
        assertTrue(secret.use(there::find).isEmpty());
    }

    @Test
    void the_last_use_is_known(Database database) {
        ApiKeys keys = new ApiKeys(database, fixture.clock, fixture.ids);
        Merchant merchant = fixture.merchant(Mode.TEST);
        ApiSecret secret = keys.issue(merchant, ApiSecret.Kind.PUBLISHABLE_TEST);
        assertEquals(Optional.empty(), keys.of(merchant.id()).getFirst().lastUsedAt());
        fixture.clock.advance(Duration.ofHours(1));
        assertTrue(secret.use(keys::find).isPresent());
        assertEquals(
                Optional.of(fixture.clock.instant()),
                keys.of(merchant.id()).getFirst().lastUsedAt());
    }

    @Test
    void a_merchant_gets_keys_of_its_own_mode_only(Database database) {
        ApiKeys keys = new ApiKeys(database, fixture.clock, fixture.ids);
        Merchant merchant = fixture.merchant(Mode.LIVE);
        assertThrows(
                IllegalArgumentException.class,
                () -> keys.issue(merchant, ApiSecret.Kind.SECRET_TEST));
        assertThrows(
                IllegalArgumentException.class, () -> keys.issue(merchant, ApiSecret.Kind.WEBHOOK));
    }

    @Test
    void the_same_key_registered_twice_is_one_key(Database database) {
        ApiKeys keys = new ApiKeys(database, fixture.clock, fixture.ids);
        Merchant merchant = fixture.merchant(Mode.TEST);
        ApiSecret secret = ApiSecret.of(ApiSecret.Kind.SECRET_TEST, new byte[32]);
        keys.register(merchant, secret);
        keys.register(merchant, secret);
        assertEquals(1, keys.of(merchant.id()).size());
    }
}
