package dev.handfast.opengateway;

import dev.handfast.mandates.Mandate;
import dev.handfast.mandates.Mandates;
import dev.handfast.wallets.Wallet;
import dev.handfast.wallets.WalletLogins;
import dev.handfast.wallets.Wallets;
import dev.handfast.web.PublicId;

import java.util.Optional;
import java.util.UUID;

/**
 * What the methods about agreements work with; the dialect calls a mandate so.
 *
 * @param mandates the agreements
 * @param wallets the wallets
 * @param logins finds wallets by what their holders are known by
 * @param publicUrl where holders reach this installation, without a slash at the end
 */
public record Agreements(
        Mandates mandates, Wallets wallets, WalletLogins logins, String publicUrl) {
    /** What the path of an agreement's page begins with. */
    static final String PATH = Mandate.PAGE;

    /** Where the holder agrees. */
    String page(UUID mandate) {
        return publicUrl + PATH + PublicId.format(Mandate.PAGE_PREFIX, mandate);
    }

    /** The agreement whose page has this last part of an address. */
    static Optional<UUID> onPage(String last) {
        return PublicId.parse(Mandate.PAGE_PREFIX, last);
    }

    /** How a call names an agreement, beside its number. */
    record Holder(Optional<String> userId, Optional<String> login, Mandate.Kind kind) {
        static final Shape SHAPE =
                Shape.of(
                        Param.text("external_agreement_no", TextRule.AGREEMENT_REFERENCE),
                        Param.text("alipay_user_id", TextRule.USER),
                        Param.text("alipay_logon_id", TextRule.LOGON_ID),
                        Param.text("personal_product_code", TextRule.CODE),
                        Param.text("sign_scene", TextRule.SCENE));

        /** Reads who it is and what the agreement is for. */
        static Holder read(Fields fields) {
            Optional<String> reference = fields.optional("external_agreement_no");
            return new Holder(
                    fields.optional("alipay_user_id"),
                    fields.optional("alipay_logon_id"),
                    new Mandate.Kind(
                            fields.optional("personal_product_code").orElse(""),
                            fields.optional("sign_scene").orElse(AgreementSign.SCENE),
                            reference));
        }

        boolean isEnough() {
            boolean known = userId.isPresent() || login.isPresent();
            return kind.reference().isPresent() || (known && !kind.product().isEmpty());
        }
    }

    /** The agreement that a call names. */
    Optional<Mandate> find(Call call, Optional<String> number, Holder holder) {
        UUID merchant = call.merchant().id();
        if (number.isPresent()) {
            return mandates.findByNumber(merchant, number.get());
        }
        Optional<UUID> wallet = wallet(holder).map(Wallet::id);
        if (holder.kind().reference().isEmpty() && wallet.isEmpty()) {
            return Optional.empty();
        }
        return mandates.findByKind(merchant, holder.kind(), wallet.orElse(new UUID(0, 0)))
                .filter(found -> wallet.isEmpty() || found.wallet().equals(wallet));
    }

    private Optional<Wallet> wallet(Holder holder) {
        return holder.userId().isPresent()
                ? logins.byUserId(holder.userId().get(), Fields.CNY)
                : holder.login().flatMap(logins::byLogin);
    }
}
