package dev.handfast.merchantapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.engine.Idempotency;
import dev.handfast.merchants.ApiKey;
import dev.handfast.merchants.Merchant;
import dev.handfast.secrets.Jca;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * An authenticated call whose parameters are as its route declares them.
 *
 * @param merchant on whose behalf
 * @param key by which it is known
 * @param target method and path, such as {@code POST /v1/refunds}
 * @param path what stands in the path for each name in braces
 * @param params its parameters
 * @param idempotencyKey what the client calls the request, where it does
 */
record Call(
        Merchant merchant,
        ApiKey key,
        String target,
        Map<String, String> path,
        Params params,
        Optional<String> idempotencyKey) {
    /** Copies the map. */
    Call {
        path = Map.copyOf(path);
    }

    /** The id in the path; empty text where the path has none. */
    String id() {
        return path.getOrDefault("id", "");
    }

    /** The platform that acts for one of its merchants, where one does. */
    Optional<UUID> platform() {
        return Optional.of(key.merchant()).filter(owner -> !owner.equals(merchant.id()));
    }

    /** The key under which the answer is recorded, where the client gave one. */
    Optional<Idempotency.Key> recordedUnder() {
        String scope = "merchant:" + merchant.id();
        return idempotencyKey.map(text -> new Idempotency.Key(scope, text, fingerprint()));
    }

    private String fingerprint() {
        MessageDigest digest = Jca.sha256();
        digest.update((target + "\n").getBytes(UTF_8));
        return HexFormat.of().formatHex(digest.digest(params.canonical().getBytes(UTF_8)));
    }
}
