package dev.handfast.opengateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of {@code royalty_parameters} or {@code refund_royalty_parameters}.
 *
 * <p>Source: {@code OpenApiRoyaltyDetailInfoPojo} of the official client.
 *
 * @param account of whoever gets or returns it, who is not the merchant
 * @param amount how much; what is returned is always an amount
 * @param description what the merchant notes
 */
record RoyaltyPart(String account, PartAmount amount, String description) {
    private static final int PARTS_MAX = 50;
    private static final String TRANSFER = "transfer";

    /** Which of a part's two accounts is the receiver's. */
    enum Side {
        /** It gets money. */
        IN("trans_in", "trans_out", Acq.ROYALTY_RECEIVER_INVALID, Acq.MUST_ALLOC_FROM_ROOT_ACCOUNT),
        /** It returns money. */
        OUT("trans_out", "trans_in", Acq.INVALID_PARAMETER, Acq.INVALID_PARAMETER);

        private final String receiver;
        private final String merchant;

        /** What the methods' official lists have for a wrong account on each side. */
        private final Acq wrongReceiver;

        private final Acq wrongMerchant;

        Side(String receiver, String merchant, Acq wrongReceiver, Acq wrongMerchant) {
            this.receiver = receiver;
            this.merchant = merchant;
            this.wrongReceiver = wrongReceiver;
            this.wrongMerchant = wrongMerchant;
        }
    }

    /** The parameter with this name: a list of parts. */
    static Param param(String name, Side side) {
        return Param.items(
                name,
                PARTS_MAX,
                switch (side) {
                    case IN ->
                            Shape.of(
                                    Param.text("royalty_type", TextRule.oneOf(TRANSFER)),
                                    Param.text(side.receiver, TextRule.LOGON_ID),
                                    Param.text(side.receiver + "_type", TextRule.CODE),
                                    Param.text(side.merchant, TextRule.LOGON_ID),
                                    Param.amount("amount"),
                                    Param.count("amount_percentage", PartAmount.WHOLE),
                                    Param.text("desc", TextRule.TITLE));
                    case OUT ->
                            Shape.of(
                                    Param.text("royalty_type", TextRule.oneOf(TRANSFER)),
                                    Param.text(side.receiver, TextRule.LOGON_ID),
                                    Param.text(side.receiver + "_type", TextRule.CODE),
                                    Param.text(side.merchant, TextRule.LOGON_ID),
                                    Param.amount("amount").required(),
                                    Param.text("desc", TextRule.TITLE));
                });
    }

    /** Reads the parts of this list. */
    static List<RoyaltyPart> read(Call call, Fields all, String name, Side side) {
        List<RoyaltyPart> parts = new ArrayList<>();
        for (Fields fields : all.items(name)) {
            fields.optional("royalty_type");
            Optional<String> account = fields.optional(side.receiver);
            String kind = fields.optional(side.receiver + "_type").orElse("userId");
            if (account.isEmpty()
                    || !kind.equals("userId")
                    || !TextRule.USER.holdsFor(account.get())) {
                fields.refuse(
                        side.wrongReceiver.error(
                                "%1$s is a userId, as is said by %1$s_type, got %2$s %3$s"
                                        .formatted(
                                                side.receiver, kind, account.orElse("nothing"))));
            }
            own(call, fields, side);
            PartAmount amount =
                    switch (side) {
                        case IN -> PartAmount.read(fields);
                        case OUT -> new PartAmount.Fixed(fields.amount("amount"));
                    };
            String description = fields.optional("desc").orElse("");
            all.take(fields);
            parts.add(new RoyaltyPart(account.orElse(""), amount, description));
        }
        return parts;
    }

    /** The other account, where it is named, is the merchant's. */
    private static void own(Call call, Fields fields, Side side) {
        fields.optional(side.merchant)
                .filter(account -> !account.equals(call.app().sellerId()))
                .ifPresent(
                        account ->
                                fields.refuse(
                                        side.wrongMerchant.error(
                                                "%s is the app's own, %s, got %s"
                                                        .formatted(
                                                                side.merchant,
                                                                call.app().sellerId(),
                                                                account))));
    }
}
