package dev.handfast.sandbox;

import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeOutcome;
import dev.handfast.payments.FreezeRequest;
import dev.handfast.wallets.Wallet;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.Locale;
import java.util.Optional;

/**
 * What the holder of a wallet does where a merchant wants money frozen.
 *
 * @param parts what the sandbox is made of
 */
record FreezeCalls(Sandbox.Parts parts) {
    /** Agrees to the freeze that this code stands for; nothing where it stands for none. */
    Optional<Reply> scan(String code, Wallet wallet) {
        return parts.freezes().findByCode(code).map(freeze -> agree(freeze, wallet));
    }

    private Reply agree(Freeze freeze, Wallet wallet) {
        FreezeRequest request =
                new FreezeRequest.Agree(freeze.order().merchant(), freeze.id(), wallet.id());
        return switch (parts.freezes().run(request)) {
            case FreezeOutcome.Done(Freeze frozen, var operation) -> told(frozen);
            case FreezeOutcome.Again(Freeze frozen, var operation) -> told(frozen);
            case FreezeOutcome.Refused(var why, String detail) ->
                    Reply.refused(409, why.name().toLowerCase(Locale.ROOT), "code", detail);
        };
    }

    private static Reply told(Freeze freeze) {
        ObjectNode body = Json.object();
        body.put("status", freeze.state().name().toLowerCase(Locale.ROOT));
        body.put("title", freeze.order().title());
        Views.put(body, freeze.order().amount());
        return Reply.good(body);
    }
}
