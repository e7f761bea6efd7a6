package dev.handfast.sandbox;

import dev.handfast.merchants.ApiKey;
import dev.handfast.merchants.ApiKeys;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.Permissions;
import dev.handfast.secrets.ApiSecret;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.Locale;
import java.util.Optional;

/** Issues API keys for Harbor Coffee, to try what restricted and slow ones are refused. */
final class KeyCalls {
    private static final int PER_SECOND_MAX = 5_000;

    private final Sandbox.Parts parts;

    KeyCalls(Sandbox sandbox) {
        this.parts = sandbox.parts();
    }

    /** What a key of the sandbox may be; all are for tests. */
    private enum Kind {
        SECRET(ApiSecret.Kind.SECRET_TEST),
        PUBLISHABLE(ApiSecret.Kind.PUBLISHABLE_TEST),
        RESTRICTED(ApiSecret.Kind.RESTRICTED_TEST);

        private final ApiSecret.Kind kind;

        Kind(ApiSecret.Kind kind) {
            this.kind = kind;
        }
    }

    /** Issues a key; it is shown now and never again. */
    Reply issue(Input input) {
        Kind kind = input.word("kind", Kind.class);
        Permissions permissions = permissions(input);
        Optional<Integer> perSecond =
                input.has("per_second")
                        ? Optional.of(input.count("per_second", PER_SECOND_MAX))
                        : Optional.empty();
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        Merchant harbor =
                new Merchants(parts.database(), parts.clock())
                        .find(Cast.HARBOR_COFFEE)
                        .orElseThrow();
        String key =
                new ApiKeys(parts.database(), parts.clock(), parts.ids())
                        .issue(
                                harbor,
                                kind.kind,
                                new ApiKey.Terms(permissions, Optional.empty(), perSecond))
                        .use(text -> text);
        ObjectNode body = Json.object();
        body.put("key", key);
        body.put("kind", kind.name().toLowerCase(Locale.ROOT));
        body.put("allow", permissions.line());
        return Reply.good(body);
    }

    private static Permissions permissions(Input input) {
        String text = input.findText("allow").orElse("");
        try {
            return Permissions.of(text);
        } catch (IllegalArgumentException wrong) {
            input.wrong(
                    "allow",
                    "is a list such as payment_intents:write,events:read, got "
                            + Input.shown(text));
            return Permissions.none();
        }
    }
}
