package dev.handfast.applepay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A token of which anything was changed is refused: no plaintext, and no exception. */
class FlippedBytesTest {
    private static final long SEED = 20260301;
    private static final int MUTATIONS = 3_000;

    private static final List<SealRequest> REQUESTS =
            List.of(
                    Fixtures.request().withApplicationData(new byte[] {1}),
                    SealRequest.of(
                            Fixtures.RSA_MERCHANT.certificate(), Fixtures.payment(), Fixtures.NOW));

    private final TokenOpener opener = Fixtures.opener();

    private void demandRefusal(String changed, String how) {
        Opening opening;
        try {
            opening = opener.open(changed, Expectation.nothing(), Fixtures.NOW);
        } catch (RuntimeException | Error escaped) {
            throw new AssertionError(how + ": an exception escaped", escaped);
        }
        if (opening instanceof Opening.Opened) {
            fail(how + ": opened");
        }
    }

    /** 0x20 turns a letter into the other case: hex in two cases is refused as well. */
    @Test
    void refuses_a_token_with_any_character_changed() {
        for (SealRequest request : REQUESTS) {
            byte[] token = Fixtures.AUTHORITY.seal(request).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < token.length; i++) {
                for (int mask : new int[] {0x01, 0x20}) {
                    byte[] changed = token.clone();
                    changed[i] ^= (byte) mask;
                    demandRefusal(
                            new String(changed, StandardCharsets.UTF_8),
                            "character %d ^ %d".formatted(i, mask));
                }
            }
        }
    }

    @Test
    void refuses_a_token_with_any_byte_of_its_binary_fields_changed() {
        for (SealRequest request : REQUESTS) {
            String token = Fixtures.AUTHORITY.seal(request);
            for (String name :
                    List.of(
                            "signature",
                            "data",
                            "publicKeyHash",
                            "ephemeralPublicKey",
                            "wrappedKey")) {
                if (!token.contains("\"" + name + "\"")) {
                    continue;
                }
                int start = token.indexOf("\"" + name + "\":\"") + name.length() + 4;
                String value = token.substring(start, token.indexOf('"', start));
                byte[] bytes = Base64.getDecoder().decode(value);
                for (int i = 0; i < bytes.length; i++) {
                    for (int bit : new int[] {i % 8, (i + 3) % 8}) {
                        byte[] changed = bytes.clone();
                        changed[i] ^= (byte) (1 << bit);
                        demandRefusal(
                                token.replace(value, Encoding.base64(changed)),
                                "%s byte %d bit %d".formatted(name, i, bit));
                    }
                }
            }
        }
    }

    @Test
    void refuses_a_token_cut_short_anywhere() {
        String token = Fixtures.AUTHORITY.seal(Fixtures.request());
        for (int length = 0; length < token.length(); length++) {
            demandRefusal(token.substring(0, length), "cut to " + length);
        }
    }

    /** Bounded and seeded: the same mutations in every run. */
    @Test
    void survives_random_mutations_of_token_signature_payload_and_keys() {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] token = Fixtures.AUTHORITY.seal(Fixtures.request()).getBytes(StandardCharsets.UTF_8);
        byte[] payload = PaymentWriter.write(Fixtures.payment());
        byte[] certificate = Pem.der(Fixtures.MERCHANT.certificate());
        byte[] pem = Pem.write(Fixtures.MERCHANT.privateKey()).getBytes(StandardCharsets.UTF_8);
        Map<String, Integer> outcomes = new HashMap<>();
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] changed = mutate(token, random);
            if (!Arrays.equals(changed, token)) {
                demandRefusal(new String(changed, StandardCharsets.UTF_8), "mutation " + i);
            }
            outcomes.merge(payload(mutate(payload, random)), 1, Integer::sum);
            outcomes.merge(
                    credential(() -> Pem.certificate(mutate(certificate, random))),
                    1,
                    Integer::sum);
            String mutatedPem = new String(mutate(pem, random), StandardCharsets.UTF_8);
            outcomes.merge(credential(() -> Pem.privateKey(mutatedPem)), 1, Integer::sum);
        }
        assertEquals(3 * MUTATIONS, outcomes.values().stream().mapToInt(n -> n).sum());
    }

    private static String payload(byte[] bytes) {
        try {
            PaymentReader.read(bytes);
            return "read";
        } catch (RefusedException refused) {
            return refused.refused().why().name();
        }
    }

    private static String credential(Runnable load) {
        try {
            load.run();
            return "loaded";
        } catch (CredentialException refused) {
            return refused.why().name();
        }
    }

    private static byte[] mutate(byte[] original, SplittableRandom random) {
        byte[] bytes = original.clone();
        int changes = random.nextInt(1, 4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                case 2 -> {
                    int from = random.nextInt(bytes.length);
                    int count = Math.min(random.nextInt(1, 32), bytes.length - Math.max(at, from));
                    System.arraycopy(
                            original, Math.min(from, original.length - count), bytes, at, count);
                }
                default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return bytes;
    }
}
