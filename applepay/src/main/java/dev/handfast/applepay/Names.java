package dev.handfast.applepay;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import javax.security.auth.x500.X500Principal;

/** Attributes of a distinguished name, taken from its DER and not from its printed form. */
final class Names {
    private Names() {}

    /** The first attribute of this type, if the name has one as a readable string. */
    static Optional<String> first(X500Principal name, Oid type) {
        try {
            BerReader rdns = BerReader.only(name.getEncoded(), BerReader.SEQUENCE).inside();
            while (rdns.more()) {
                BerReader attributes = rdns.next(BerReader.SET).inside();
                while (attributes.more()) {
                    BerReader attribute = attributes.next(BerReader.SEQUENCE).inside();
                    boolean wanted = type.is(attribute.next());
                    BerReader.Element value = attribute.next();
                    if (wanted) {
                        return Optional.of(new String(value.content(), StandardCharsets.UTF_8));
                    }
                }
            }
            return Optional.empty();
        } catch (BerException unreadable) {
            return Optional.empty();
        }
    }
}
