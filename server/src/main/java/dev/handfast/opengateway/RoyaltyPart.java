package dev.handfast.opengateway;

import dev.handfast.money.Money;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of {@code royalty_parameters} or {@code refund_royalty_parameters}.
 *
 * <p>Source: {@code OpenApiRoyaltyDetailInfoPojo} of the official client.
 *
 * @param account of whoever gets or returns it, who is not the merchant
 * @param amount how much
 * @param description what the merchant notes
 */
record RoyaltyPart(String account, Money amount, String description) {
    private static final int PARTS_MAX = 50;
    private static final String TRANSFER = "transfer";

    /** Which of a part's two accounts is the receiver's. */
    enum Side {
        /** It gets money. */
        IN("trans_in", "trans_out"),
        /** It returns money. */
        OUT("trans_out", "trans_in");

        private final String receiver;
        private final String merchant;

        Side(String receiver, String merchant) {
            this.receiver = receiver;
            this.merchant = merchant;
        }
    }

    /** Reads the parts of this list. */
    static List<RoyaltyPart> read(Call call, Fields all, String name, Side side) {
        List<RoyaltyPart> parts = new ArrayList<>();
        for (Fields fields : all.items(name, PARTS_MAX)) {
            String type = fields.optional("royalty_type", TextRule.CODE).orElse(TRANSFER);
            if (!type.equals(TRANSFER)) {
                fields.refuse(Fields.invalid("royalty_type", "is " + TRANSFER, type));
            }
            Optional<String> account = fields.optional(side.receiver, TextRule.LOGON_ID);
            String kind = fields.optional(side.receiver + "_type", TextRule.CODE).orElse("userId");
            if (account.isEmpty()
                    || !kind.equals("userId")
                    || !TextRule.USER.holdsFor(account.get())) {
                fields.refuse(
                        Acq.ROYALTY_RECEIVER_INVALID.error(
                                "%s is a userId, got %s %s"
                                        .formatted(
                                                side.receiver, kind, account.orElse("nothing"))));
            }
            own(call, fields, side);
            Money amount = fields.amount("amount");
            String description = fields.optional("desc", TextRule.TITLE).orElse("");
            all.take(fields);
            parts.add(new RoyaltyPart(account.orElse(""), amount, description));
        }
        return parts;
    }

    /** The other account, where it is named, is the merchant's. */
    private static void own(Call call, Fields fields, Side side) {
        fields.optional(side.merchant, TextRule.LOGON_ID)
                .filter(account -> !account.equals(call.app().sellerId()))
                .ifPresent(
                        account ->
                                fields.refuse(
                                        Acq.MUST_ALLOC_FROM_ROOT_ACCOUNT.error(
                                                "%s is the app's own, %s, got %s"
                                                        .formatted(
                                                                side.merchant,
                                                                call.app().sellerId(),
                                                                account))));
    }
}
