package dev.handfast.alipay;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** One of the two character sets of the protocol; any other is {@code isv.invalid-charset}. */
public enum WireCharset {
    /** UTF-8, which every current official client sends. */
    UTF_8("utf-8", StandardCharsets.UTF_8),
    /** GBK, the default of old integrations. */
    GBK("GBK", Charset.forName("GBK"));

    private final String wireName;
    private final Charset charset;

    WireCharset(String wireName, Charset charset) {
        this.wireName = wireName;
        this.charset = charset;
    }

    /** The name in headers and parameters, such as {@code utf-8}. */
    public String wireName() {
        return wireName;
    }

    /** The character set of the JDK. */
    public Charset charset() {
        return charset;
    }

    /**
     * The character set of this name in any letter case, or nothing when the protocol has no such.
     */
    public static Optional<WireCharset> parse(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "utf-8", "utf8" -> Optional.of(UTF_8);
            case "gbk", "gb2312" -> Optional.of(GBK);
            default -> Optional.empty();
        };
    }

    /** The character set a Content-Type header names, or nothing when it names none of the two. */
    static Optional<WireCharset> ofContentType(String contentType) {
        int at = contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (at < 0) {
            return Optional.empty();
        }
        String rest = contentType.substring(at + "charset=".length());
        int end = rest.indexOf(';');
        String name = end < 0 ? rest : rest.substring(0, end);
        return parse(name.replace("\"", "").strip());
    }

    /** The other one of the two, tried when a signature fails. */
    WireCharset other() {
        return switch (this) {
            case UTF_8 -> GBK;
            case GBK -> UTF_8;
        };
    }

    byte[] encode(String text) {
        return text.getBytes(charset);
    }

    /** The text of these bytes, or nothing when they are not valid in this character set. */
    Optional<String> decode(byte[] bytes, int length) {
        if (isAscii(bytes, length)) {
            return Optional.of(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        }
        try {
            CharBuffer text = charset.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return Optional.of(text.toString());
        } catch (CharacterCodingException notInThisCharset) {
            return Optional.empty();
        }
    }

    private static boolean isAscii(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
