package dev.handfast.alipay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.alipay.api.AlipayApiException;
import com.alipay.api.internal.util.AlipayEncrypt;

import org.junit.jupiter.api.Test;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;

/** The library's own SM4 against the official client's, which uses Bouncy Castle. */
final class Sm4Test {
    private static final String KEY = "vEARwBsVE8dBrk0tiaNQtQ==";
    private static final ContentCipher CIPHER =
            new ContentCipher(EncryptType.SM4, ContentKey.parse(KEY));

    @Test
    void encrypts_the_block_of_the_standards_example() {
        byte[] block = HexFormat.of().parseHex("0123456789abcdeffedcba9876543210");
        assertEquals(
                "681edf34d206965e86b3e94f536e4246",
                HexFormat.of().formatHex(new Sm4(block).encryptBlock(block)));
    }

    @Test
    void the_official_client_and_this_library_read_each_other() throws AlipayApiException {
        for (int length = 0; length < 70; length++) {
            String text = "茶{}/\"".repeat(14).substring(0, length);
            assertEquals(
                    text,
                    AlipayEncrypt.decryptContent(
                            CIPHER.encrypt(text, WireCharset.UTF_8), "SM4", KEY, "UTF-8"));
            String theirs = AlipayEncrypt.encryptContent(text, "SM4", KEY, "GBK");
            assertEquals(Optional.of(text), CIPHER.decrypt(theirs, WireCharset.GBK));
        }
    }

    @Test
    void what_was_changed_or_cut_is_not_read() {
        byte[] good = Base64.getDecoder().decode(CIPHER.encrypt("out_trade_no", WireCharset.UTF_8));
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
            byte[] sent = round % 2 == 0 ? bad : java.util.Arrays.copyOf(good, round % good.length);
            assertEquals(
                    Optional.empty(),
                    CIPHER.decrypt(Base64.getEncoder().encodeToString(sent), WireCharset.UTF_8));
        }
        assertEquals(Optional.empty(), CIPHER.decrypt("not Base64", WireCharset.UTF_8));
    }

    @Test
    void a_key_of_another_length_is_good_for_aes_only() {
        ContentKey longer = ContentKey.parse(Base64.getEncoder().encodeToString(new byte[32]));
        AppKeys keys = AppKeys.of().withContentKey(longer);
        assertEquals(Optional.empty(), keys.cipher(EncryptType.SM4));
        assertEquals(EncryptType.AES, keys.cipher(EncryptType.AES).orElseThrow().type());
        assertThrows(
                IllegalArgumentException.class, () -> new ContentCipher(EncryptType.SM4, longer));
    }
}
