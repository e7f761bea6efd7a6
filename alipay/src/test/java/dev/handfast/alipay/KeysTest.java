package dev.handfast.alipay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.Base64;

/** Keys from one form into another. */
final class KeysTest {
    private static final String PKCS8 =
            Base64.getEncoder().encodeToString(TestKeys.APP.getPrivate().getEncoded());

    @Test
    void a_private_key_goes_from_pkcs8_to_pkcs1_and_back() {
        String pkcs1 = Keys.pkcs1(PKCS8);
        assertEquals("MII", pkcs1.substring(0, 3));
        assertArrayEquals(
                TestKeys.APP.getPrivate().getEncoded(), Keys.rsaPrivate(pkcs1).getEncoded());
    }

    @Test
    void what_is_no_private_key_is_refused_without_showing_it() {
        String other =
                Base64.getEncoder()
                        .encodeToString(
                                "sentinel".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        String said =
                assertThrows(IllegalArgumentException.class, () -> Keys.pkcs1(other)).getMessage();
        assertEquals("an RSA private key is the Base64 of PKCS#8", said);
    }

    @Test
    void a_public_key_is_read_as_what_it_is() {
        assertEquals(
                "RSA",
                Keys.publicKey(
                                Base64.getEncoder()
                                        .encodeToString(TestKeys.APP.getPublic().getEncoded()))
                        .getAlgorithm());
    }
}
