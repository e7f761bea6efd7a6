package dev.handfast.opengateway;

import dev.handfast.alipay.WireTime;
import dev.handfast.mandates.Allowance;
import dev.handfast.mandates.Mandate;
import dev.handfast.wallets.Wallet;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.LocalDate;

/** What answers and notifications say of an agreement. Pure. */
final class AgreementTold {
    /** When agreements end that have no end. */
    private static final String NEVER = "2115-02-01 00:00:00";

    private AgreementTold() {}

    /** The fields that answers and notifications share. */
    static ObjectNode common(Mandate mandate) {
        Mandate.Proposal proposal = mandate.proposal();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("agreement_no", mandate.number());
        node.put("personal_product_code", proposal.kind().product());
        node.put("sign_scene", proposal.kind().scene());
        proposal.kind()
                .reference()
                .ifPresent(reference -> node.put("external_agreement_no", reference));
        Details.read(proposal.details())
                .find(AgreementSign.LOGON_ID)
                .ifPresent(login -> node.put(AgreementSign.LOGON_ID, login));
        agreedAt(node, mandate);
        node.put("invalid_time", proposal.times().validUntil().map(WireTime::format).orElse(NEVER));
        return node;
    }

    private static void agreedAt(ObjectNode node, Mandate mandate) {
        switch (mandate.state()) {
            case Mandate.State.Proposed proposed -> {}
            case Mandate.State.Active(var wallet, Instant at) -> signed(node, at);
            case Mandate.State.Ended ended -> {
                signed(node, ended.agreedAt());
                node.put("unsign_time", WireTime.format(ended.endedAt()));
            }
        }
    }

    private static void signed(ObjectNode node, Instant at) {
        node.put("sign_time", WireTime.format(at));
        node.put("valid_time", WireTime.format(at));
    }

    /** Who has agreed. */
    static void holder(ObjectNode node, Wallet wallet, String idField) {
        node.put(idField, wallet.userId());
        node.put("alipay_logon_id", Buyers.masked(wallet.userId()));
    }

    /** The payments so far and the next one. */
    static void plan(ObjectNode node, Mandate mandate) {
        mandate.proposal()
                .rule()
                .map(Allowance::single)
                .ifPresent(single -> node.put("single_quota", single.toDecimalString()));
        mandate.taken().lastAt().ifPresent(at -> node.put("last_deduct_time", WireTime.format(at)));
        mandate.taken().nextDue().ifPresent(day -> node.put("next_deduct_time", midnight(day)));
    }

    /** The beginning of a day, as a time. */
    static String midnight(LocalDate day) {
        return WireTime.format(day.atStartOfDay().toInstant(WireTime.ZONE));
    }
}
