package dev.handfast.alipay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.internal.util.AlipaySignature;

import dev.handfast.alipay.Signatures.SignedBytes;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;

/** The library's own SM2 against the official client's, which uses Bouncy Castle. */
final class Sm2Test {
    private static final String TEXT = "app_id=1&subject=咖啡";
    private static String publicKey;
    private static String privateKey;

    @BeforeAll
    static void makeKeys() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        generator.initialize(new ECGenParameterSpec("sm2p256v1"));
        KeyPair pair = generator.generateKeyPair();
        publicKey = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        privateKey = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    }

    @Test
    void hashes_as_the_official_client_at_every_length_around_a_block() throws Exception {
        var reference = MessageDigest.getInstance("SM3", new BouncyCastleProvider());
        byte[] message = new byte[200];
        new Random(5).nextBytes(message);
        for (int length = 0; length <= message.length; length++) {
            byte[] part = Arrays.copyOf(message, length);
            assertArrayEquals(reference.digest(part), Sm3.hash(part), "length " + length);
        }
    }

    @Test
    void the_official_client_and_this_library_accept_each_others_signatures() throws Exception {
        var signing = SigningKey.sm2(privateKey);
        var key = Keys.sm2Public(publicKey);
        byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 8; round++) {
            String ours = signing.sign(SignType.SM2, text);
            assertTrue(AlipaySignature.verify(TEXT, ours, publicKey, "utf-8", "SM2"));
            String theirs = AlipaySignature.sign(TEXT, privateKey, "utf-8", "SM2");
            assertTrue(verifies(key, theirs, text));
            assertTrue(verifies(key, ours, text));
            assertFalse(verifies(key, ours, "other".getBytes(StandardCharsets.UTF_8)));
        }
        assertEquals(publicKey, TestKeys.base64(key));
    }

    @Test
    void a_damaged_signature_is_refused_without_an_exception() {
        var signing = SigningKey.sm2(privateKey);
        var key = Keys.sm2Public(publicKey);
        byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
        byte[] good = Base64.getDecoder().decode(signing.sign(SignType.SM2, text));
        var random = new Random(6);
        for (int round = 0; round < 60; round++) {
            byte[] bad =
                    round % 3 == 0
                            ? Arrays.copyOf(good, random.nextInt(good.length))
                            : good.clone();
            if (round % 3 != 0) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
            }
            assertFalse(verifies(key, Base64.getEncoder().encodeToString(bad), text));
        }
    }

    @Test
    void a_request_signed_with_sm2_verifies_and_is_answered_with_sm2() {
        var request = TestRequests.query().with("sign_type", "SM2");
        request.signedWith(SigningKey.sm2(privateKey));
        var keys = AppKeys.of(TestKeys.APP.getPublic(), Keys.sm2Public(publicKey));
        GatewayRequest read = TestRequests.read(request.inBody());
        var verified = read.verify(keys, TestKeys.SIGNATURES, Instant.EPOCH);
        assertInstanceOf(Verification.Verified.class, verified);
        var writer = AnswerWriter.of(TestKeys.gateway(), SigningKey.sm2(privateKey));
        var refusal = Outcome.refused(GatewayFault.INVALID_METHOD.error());
        var answer = writer.write(read.replyForm(), refusal, "t");
        var reader =
                new AnswerReader(GatewayKeys.of(TestKeys.SIGNATURES, Keys.sm2Public(publicKey)));
        var result =
                reader.read(
                        read.replyForm(),
                        new AnswerReader.HttpAnswer(200, answer.contentType(), answer.body()));
        var refused = assertInstanceOf(GatewayResult.Refused.class, result);
        assertEquals(GatewayResult.Proof.SIGNED, refused.proof());
    }

    @Test
    void keys_off_the_curve_or_of_another_kind_are_refused() {
        byte[] der = Base64.getDecoder().decode(publicKey);
        der[der.length - 1] ^= 1;
        String off = Base64.getEncoder().encodeToString(der);
        assertThrows(IllegalArgumentException.class, () -> Keys.sm2Public(off));
        String rsa = TestKeys.base64Private(TestKeys.APP);
        assertThrows(IllegalArgumentException.class, () -> SigningKey.sm2(rsa));
        assertFalse(SigningKey.sm2(privateKey).toString().contains(privateKey.substring(60, 80)));
    }

    private static boolean verifies(java.security.PublicKey key, String sign, byte[] text) {
        return TestKeys.SIGNATURES.verify(SignType.SM2, key, new SignedBytes(text, sign));
    }
}
