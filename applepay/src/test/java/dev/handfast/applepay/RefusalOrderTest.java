package dev.handfast.applepay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One token spoilt in one more way each time: the refusal is always the first that applies. */
class RefusalOrderTest {
    private static final byte[] APPLICATION_DATA = {9, 8, 7};
    private static final Expectation AS_SEALED =
            Expectation.of(1000, "840").applicationData(APPLICATION_DATA);

    private static String sealed() {
        return Fixtures.AUTHORITY.seal(Fixtures.request().withApplicationData(APPLICATION_DATA));
    }

    private static Opening.Refused refused(String json, Expectation expectation) {
        return Fixtures.refused(Fixtures.opener().open(json, expectation, Fixtures.NOW));
    }

    @Test
    void opens_when_everything_is_as_asked_for() {
        Fixtures.opened(Fixtures.opener().open(sealed(), AS_SEALED, Fixtures.NOW));
    }

    @Test
    void compares_amount_then_currency_then_application_data() {
        Expectation otherData = AS_SEALED.applicationData(new byte[] {1});
        Expectation otherCurrency = otherData.currency("156");
        Expectation otherAmount = otherCurrency.amount(1001);

        assertEquals(Refusal.APPLICATION_DATA_MISMATCH, refused(sealed(), otherData).why());
        assertEquals(Refusal.CURRENCY_MISMATCH, refused(sealed(), otherCurrency).why());
        Opening.Refused amount = refused(sealed(), otherAmount);
        assertEquals(
                "AMOUNT_MISMATCH: the token's amount is not the one asked for;"
                        + " expected 1001 minor units, got 1000 minor units",
                amount.toString());
    }

    @Test
    void misses_application_data_that_the_token_lacks() {
        String without = Fixtures.AUTHORITY.seal(Fixtures.request());

        Opening.Refused refused = refused(without, AS_SEALED);

        assertEquals(Refusal.APPLICATION_DATA_MISMATCH, refused.why());
        assertEquals("none", refused.got());
    }

    @Test
    void refuses_a_second_opening_when_the_guard_has_claimed_the_first() {
        Set<String> claimed = new HashSet<>();
        TokenOpener opener =
                Fixtures.builder().replayGuard(token -> claimed.add(token.transactionId())).build();
        String token = sealed();

        assertEquals(
                Refusal.AMOUNT_MISMATCH,
                Fixtures.refused(opener.open(token, AS_SEALED.amount(1), Fixtures.NOW)).why());
        Fixtures.opened(opener.open(token, AS_SEALED, Fixtures.NOW));
        Opening.Refused second = Fixtures.refused(opener.open(token, AS_SEALED, Fixtures.NOW));
        assertEquals(Refusal.REPLAYED_TRANSACTION, second.why());
        assertEquals(claimed, Set.of(second.got()));
    }

    @Test
    void refuses_a_payload_that_is_no_payment() {
        List<String> payloads =
                List.of(
                        "",
                        "[]",
                        "{}",
                        payload().replace("4784000000380075", "47"),
                        payload().replace("290228", "291328"),
                        payload().replace("840", "USD"),
                        payload().replace(":1000", ":10.5"),
                        payload().replace(":1000", ":-1"),
                        payload().replace(":1000", ":99999999999999999999"),
                        payload().replace(":1000", ":\"1000\""),
                        payload().replace("3DSecure", "4DSecure"),
                        payload().replace("\"7\"", "\"seven\""),
                        payload().replace("/x2g", "****"),
                        payload() + "{}");
        for (String payload : payloads) {
            RefusedException refused =
                    assertThrows(
                            RefusedException.class,
                            () -> PaymentReader.read(payload.getBytes(StandardCharsets.UTF_8)),
                            payload);
            assertEquals(Refusal.PAYLOAD_MALFORMED, refused.refused().why(), payload);
        }
    }

    private static String payload() {
        return new String(PaymentWriter.write(Fixtures.payment()), StandardCharsets.UTF_8);
    }

    @Test
    void passes_over_names_it_does_not_know() throws RefusedException {
        String more = payload().replaceFirst("\\{", "{\"somethingNew\":[1,{\"a\":null}],");

        assertEquals(Fixtures.payment(), PaymentReader.read(more.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void says_that_a_merchant_id_may_be_wrong_when_the_key_fits_and_the_tag_does_not() {
        // The same key pair, certified for a mistyped merchant id.
        MerchantKey mistyped =
                MerchantKey.of(
                        Fixtures.MERCHANT.privateKey(),
                        Fixtures.AUTHORITY.issueProcessingCertificate(
                                "merchant.example.shpo",
                                Fixtures.MERCHANT.certificate().getPublicKey(),
                                Fixtures.NOW));
        TokenOpener opener =
                TokenOpener.builder().trust(Fixtures.AUTHORITY.root()).key(mistyped).build();

        Opening.Refused refused = Fixtures.refused(opener.open(sealed(), AS_SEALED, Fixtures.NOW));

        assertEquals(Refusal.DECRYPT_FAILED, refused.why());
        assertTrue(refused.expected().contains("merchant.example.shpo"), refused.expected());
        assertTrue(refused.got().contains("merchant id"), refused.got());
    }

    @Test
    void names_the_known_hashes_when_the_key_is_unknown() {
        MerchantKey other = Fixtures.AUTHORITY.issueMerchantKey("merchant.other", Fixtures.NOW);
        TokenOpener opener =
                TokenOpener.builder().trust(Fixtures.AUTHORITY.root()).key(other).build();

        Opening.Refused refused = Fixtures.refused(opener.open(sealed(), AS_SEALED, Fixtures.NOW));

        assertEquals(Refusal.UNKNOWN_PUBLIC_KEY, refused.why());
        assertEquals(Fixtures.MERCHANT.publicKeyHash(), refused.got());
        assertTrue(refused.expected().contains(other.publicKeyHash()), refused.expected());
    }

    @Test
    void opens_under_old_and_new_key_while_they_are_rotated() {
        MerchantKey next = Fixtures.AUTHORITY.issueMerchantKey(Fixtures.MERCHANT_ID, Fixtures.NOW);
        TokenOpener opener = Fixtures.builder().key(next).build();
        SealRequest toNext = SealRequest.of(next.certificate(), Fixtures.payment(), Fixtures.NOW);

        PaymentToken old = Fixtures.opened(opener.open(sealed(), AS_SEALED, Fixtures.NOW));
        PaymentToken fresh =
                Fixtures.opened(
                        opener.open(
                                Fixtures.AUTHORITY.seal(toNext),
                                Expectation.nothing(),
                                Fixtures.NOW));

        assertEquals(Fixtures.MERCHANT, old.sealedFor());
        assertEquals(next, fresh.sealedFor());
    }

    @Test
    void demands_a_signing_time_in_the_window_both_ways() {
        TokenOpener opener = Fixtures.opener();
        Duration five = Duration.ofMinutes(5);
        String token = sealed();
        for (Instant inside : List.of(Fixtures.NOW.plus(five), Fixtures.NOW.minus(five))) {
            Fixtures.opened(opener.open(token, AS_SEALED, inside));
        }
        Opening.Refused late =
                Fixtures.refused(
                        opener.open(token, AS_SEALED, Fixtures.NOW.plus(five).plusMillis(1)));
        Opening.Refused early =
                Fixtures.refused(
                        opener.open(token, AS_SEALED, Fixtures.NOW.minus(five).minusSeconds(1)));

        assertEquals(Refusal.SIGNING_TIME_OUT_OF_WINDOW, late.why());
        assertEquals("2026-03-01T12:00:00Z, PT5M0.001S ago", late.got());
        assertEquals(Refusal.SIGNING_TIME_OUT_OF_WINDOW, early.why());
        assertEquals("2026-03-01T12:00:00Z, PT5M1S ahead", early.got());
        assertEquals(
                "a signing time from 2026-03-01T11:49:59Z to 2026-03-01T11:59:59Z",
                early.expected());
    }

    @Test
    void demands_certificates_that_were_valid_when_the_token_was_signed() {
        Instant before = Fixtures.NOW.minus(Duration.ofDays(2));
        SealRequest backdated =
                SealRequest.of(Fixtures.MERCHANT.certificate(), Fixtures.payment(), before);
        TokenOpener opener = Fixtures.opener();
        // The chain is remembered first, and validity is still compared afterwards.
        Fixtures.opened(opener.open(sealed(), AS_SEALED, Fixtures.NOW));

        Opening.Refused refused =
                Fixtures.refused(
                        opener.open(
                                Fixtures.AUTHORITY.seal(backdated), Expectation.nothing(), before));

        assertEquals(Refusal.UNTRUSTED_SIGNER, refused.why());
        assertTrue(refused.expected().contains(before.toString()), refused.expected());
    }

    @Test
    void trusts_no_other_root_even_of_the_same_name() {
        TokenAuthority impostor = TokenAuthority.create("Test Wallet", Fixtures.NOW);

        Opening.Refused refused = refused(impostor.seal(Fixtures.request()), AS_SEALED);

        assertEquals(Refusal.UNTRUSTED_SIGNER, refused.why());
        assertEquals("an authority certified by Test Wallet Root CA", refused.expected());
    }

    @Test
    void refuses_a_token_of_another_signature() {
        String one = sealed();
        String other = sealed();
        String mixed = one.replace(field(one, "signature"), field(other, "signature"));

        assertEquals(Refusal.SIGNATURE_INVALID, refused(mixed, AS_SEALED).why());
    }

    private static String field(String json, String name) {
        int start = json.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return json.substring(start, json.indexOf('"', start));
    }

    @Test
    void recognises_the_simulator() {
        List<String> simulated =
                List.of(
                        "",
                        "{\"transactionIdentifier\":\"Simulated Identifier\",\"paymentMethod\":{},"
                                + "\"paymentData\":\"\"}",
                        "{\"paymentData\":\"\"}",
                        "{\"paymentData\":{}}",
                        "{\"version\":\"\",\"data\":\"\",\"signature\":\"\",\"header\":"
                                + "{\"ephemeralPublicKey\":\"\",\"publicKeyHash\":\"\","
                                + "\"transactionId\":\"\"}}",
                        "{\"transactionIdentifier\":\"Simulated Identifier\"}");
        for (String json : simulated) {
            assertEquals(Refusal.SIMULATED_TOKEN, refused(json, AS_SEALED).why(), json);
        }
    }

    @Test
    void refuses_what_is_no_token_with_the_field_and_the_rule() {
        String token = sealed();
        List<String> malformed = new ArrayList<>();
        for (String name :
                List.of(
                        "data",
                        "signature",
                        "publicKeyHash",
                        "ephemeralPublicKey",
                        "transactionId",
                        "applicationData")) {
            String value = field(token, name);
            malformed.add(token.replace(value, "%" + value));
            malformed.add(token.replace(value, value.substring(1)));
            malformed.add(token.replace("\"" + value + "\"", "17"));
            malformed.add(token.replace("\"" + value + "\"", "\"" + value + "\\u0000\""));
        }
        for (String name :
                List.of(
                        "data",
                        "signature",
                        "publicKeyHash",
                        "ephemeralPublicKey",
                        "transactionId",
                        "version",
                        "header")) {
            malformed.add(token.replace("\"" + name + "\"", "\"x" + name + "\""));
        }
        malformed.add(
                token.replace(
                        "\"ephemeralPublicKey\"",
                        "\"wrappedKey\":\"AAAA\",\"ephemeralPublicKey\""));
        malformed.add(token.replace("\"data\"", "\"version\":\"EC_v1\",\"data\""));
        malformed.add(token.substring(1));
        malformed.add(token + "x");
        malformed.add("null");
        malformed.add("{\"paymentData\":".repeat(4) + "{\"x\":1}" + "}".repeat(4));
        malformed.add("[".repeat(60_000));
        malformed.add(" ".repeat(Limits.TOKEN_CHARS_MAX) + token);
        for (String json : malformed) {
            assertEquals(Refusal.MALFORMED_TOKEN, refused(json, AS_SEALED).why(), json);
        }
    }

    @Test
    void refuses_an_ephemeral_key_off_the_curve_or_with_explicit_parameters() {
        String token = sealed();
        String key = field(token, "ephemeralPublicKey");
        byte[] offCurve = Base64.getDecoder().decode(key);
        offCurve[offCurve.length - 1] ^= 1;
        byte[] explicit = Base64.getDecoder().decode("MIIBSzCCAQMGByqGSM49AgEw");

        Opening.Refused off = refused(token.replace(key, Encoding.base64(offCurve)), AS_SEALED);
        Opening.Refused odd = refused(token.replace(key, Encoding.base64(explicit)), AS_SEALED);

        assertEquals(Refusal.MALFORMED_TOKEN, off.why());
        assertEquals("header.ephemeralPublicKey as a point on prime256v1", off.expected());
        assertEquals(Refusal.MALFORMED_TOKEN, odd.why());
        assertTrue(odd.expected().contains("named curve prime256v1"), odd.expected());
    }

    @Test
    void names_an_unsupported_version() {
        Opening.Refused refused = refused(sealed().replace("EC_v1", "EC_v9"), AS_SEALED);

        assertEquals(Refusal.UNSUPPORTED_VERSION, refused.why());
        assertEquals("\"EC_v9\"", refused.got());
    }

    @Test
    void puts_no_line_break_of_a_stranger_into_a_message() {
        String version = sealed().replace("EC_v1", "EC\\nWARN all is well");

        assertEquals("\"EC?WARN all is well\"", refused(version, AS_SEALED).got());
    }

    @Test
    void opens_with_either_provider() {
        TokenOpener platform = Fixtures.builder().platformProviders().build();

        assertEquals("JDK", platform.providerName());
        Fixtures.opened(platform.open(sealed(), AS_SEALED, Fixtures.NOW));
    }
}
