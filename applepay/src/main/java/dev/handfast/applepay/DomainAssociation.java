package dev.handfast.applepay;

import java.time.Instant;
import java.util.HexFormat;

/**
 * The file that shows a domain to be a merchant's, served at {@link #PATH}. Apple makes the real
 * one; it is served as it came, without redirect. For a sandbox this class makes one of the same
 * form.
 */
public final class DomainAssociation {
    /** Where Apple fetches the file, over https, on the domain itself. */
    public static final String PATH = "/.well-known/apple-developer-merchantid-domain-association";

    private DomainAssociation() {}

    /** A sandbox's file: one line of upper-case hex of a small JSON text. */
    public static String sandbox(TokenAuthority authority, String merchantId, Instant now) {
        HexFormat hex = HexFormat.of().withUpperCase();
        JsonObject json =
                new JsonObject()
                        .text("pspId", hex.formatHex(Encoding.sha256(Encoding.utf8(merchantId))))
                        .number("version", 1)
                        .number("createdOn", now.toEpochMilli());
        byte[] signature = authority.sign(Encoding.utf8(json.write()), now);
        return hex.formatHex(
                Encoding.utf8(json.text("signature", Encoding.hex(signature)).write()));
    }
}
