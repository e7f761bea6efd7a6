package dev.handfast.merchantapi;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.handfast.merchants.Accounts;
import dev.handfast.merchants.ApiKey;
import dev.handfast.merchants.Merchant;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Tells who calls. */
final class Gatekeeper {
    private final ApiParts parts;
    private final Accounts accounts;

    Gatekeeper(ApiParts parts) {
        this.parts = parts;
        this.accounts = new Accounts(parts.database(), parts.who().merchants(), parts.clock());
    }

    /** Who calls, or why nobody knows. */
    sealed interface Entry {
        /** A merchant, by one of its keys. */
        record Admitted(Merchant merchant, ApiKey key) implements Entry {}

        /** Nobody. */
        record Turned(ApiError error) implements Entry {}
    }

    /**
     * For whom the call is made: oneself, or the merchant of a platform that the platform names.
     *
     * @param account what the header says, where it says something
     */
    Entry actingFor(Entry.Admitted platform, Optional<String> account) {
        if (account.isEmpty()) {
            return platform;
        }
        Optional<UUID> id = PublicIds.ACCOUNT.parse(account.get());
        if (id.filter(platform.merchant().id()::equals).isPresent()) {
            return platform;
        }
        return id.flatMap(known -> accounts.find(platform.merchant().id(), known))
                .flatMap(known -> parts.who().merchants().find(known.merchant()))
                .<Entry>map(merchant -> new Entry.Admitted(merchant, platform.key()))
                .orElseGet(
                        () ->
                                new Entry.Turned(
                                        ApiError.invalid(
                                                403,
                                                ApiCode.ACCOUNT_INVALID,
                                                "The key does not act for an account '%s'."
                                                        .formatted(Params.shown(account.get())))));
    }

    /** Looks at an {@code Authorization} header; keys are never put into messages. */
    Entry admit(Optional<String> authorization) {
        Optional<String> key = authorization.flatMap(Gatekeeper::keyIn);
        if (key.isEmpty()) {
            return turned(
                    ApiCode.API_KEY_MISSING,
                    "You did not provide an API key. Send it as 'Authorization: Bearer sk_test_...'"
                            + " or as the user of HTTP basic authentication.");
        }
        Optional<ApiKey> known = parts.who().keys().find(key.get());
        Optional<Merchant> merchant =
                known.flatMap(found -> parts.who().merchants().find(found.merchant()));
        if (known.isEmpty() || merchant.isEmpty()) {
            return turned(
                    ApiCode.API_KEY_INVALID,
                    "Invalid API Key provided; it is mistyped, revoked, or of another"
                            + " installation.");
        }
        if (known.get().mode() != parts.settings().mode()) {
            return turned(
                    ApiCode.LIVEMODE_MISMATCH,
                    "this installation is of mode %s, the key of mode %s"
                            .formatted(parts.settings().mode(), known.get().mode()));
        }
        return new Entry.Admitted(merchant.get(), known.get());
    }

    private static Entry turned(ApiCode code, String message) {
        return new Entry.Turned(ApiError.invalid(401, code, message));
    }

    private static Optional<String> keyIn(String authorization) {
        int blank = authorization.indexOf(' ');
        if (blank < 0) {
            return Optional.empty();
        }
        String rest = authorization.substring(blank + 1).strip();
        return switch (authorization.substring(0, blank).toLowerCase(Locale.ROOT)) {
            case "bearer" -> Optional.of(rest).filter(text -> !text.isEmpty());
            case "basic" -> userIn(rest);
            default -> Optional.empty();
        };
    }

    private static Optional<String> userIn(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), US_ASCII);
            int colon = pair.indexOf(':');
            return Optional.of(colon < 0 ? pair : pair.substring(0, colon))
                    .filter(text -> !text.isEmpty());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
