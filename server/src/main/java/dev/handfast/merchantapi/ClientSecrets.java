package dev.handfast.merchantapi;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.LookupHash;
import dev.handfast.web.Form;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * What a payer's own program shows beside a publishable key, to see its own object and no other.
 */
final class ClientSecrets {
    private static final int DIGITS = 32;
    private static final List<PublicIds> KINDS =
            List.of(PublicIds.PAYMENT_INTENT, PublicIds.SETUP_INTENT);

    private final LookupHash mark;

    ClientSecrets(KeyRing keys) {
        mark = LookupHash.of(keys, "payment.client-secret");
    }

    /** The secret of an object. */
    String of(PublicIds kind, UUID id) {
        return kind.format(id) + "_secret_" + digits(id);
    }

    /** The part that cannot be guessed. */
    String digits(UUID id) {
        return HexFormat.of()
                .formatHex(mark.hash(id.toString().getBytes(US_ASCII)))
                .substring(0, DIGITS);
    }

    /** Whether a form shows the secret of the object with this id. */
    boolean shown(String id, Form form) {
        return form.fields().get("client_secret") instanceof Form.Value.Text(String shown)
                && KINDS.stream()
                        .flatMap(kind -> kind.parse(id).stream().map(known -> of(kind, known)))
                        .anyMatch(
                                secret ->
                                        MessageDigest.isEqual(
                                                secret.getBytes(UTF_8), shown.getBytes(UTF_8)));
    }
}
