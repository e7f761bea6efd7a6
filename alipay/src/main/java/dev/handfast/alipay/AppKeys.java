package dev.handfast.alipay;

import java.security.PublicKey;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What an app's requests are verified with: its public keys and the sign types it may use.
 *
 * <p>There may be several keys, because a changed key stays good for an overlap of some days; the
 * first that verifies wins.
 *
 * @param keys at least none: an app that has not set up a key yet is refused with {@code
 *     isv.missing-signature-config}
 * @param allowed the sign types accepted from this app
 */
public record AppKeys(List<PublicKey> keys, Set<SignType> allowed) {
    /** Copies both. */
    public AppKeys {
        keys = List.copyOf(keys);
        allowed = Set.copyOf(allowed);
    }

    /** These keys for RSA2 and SM2, each where it fits; RSA with SHA-1 stays refused. */
    public static AppKeys of(PublicKey... keys) {
        return new AppKeys(List.of(keys), EnumSet.of(SignType.RSA2, SignType.SM2));
    }

    /** The same keys accepting this sign type too. */
    public AppKeys allowing(SignType type) {
        var more = EnumSet.of(type);
        more.addAll(allowed);
        return new AppKeys(keys, more);
    }

    List<PublicKey> fitting(SignType type) {
        return keys.stream().filter(k -> k.getAlgorithm().equals(type.keyAlgorithm())).toList();
    }
}
