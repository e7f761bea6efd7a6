package dev.handfast.opengateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A receiver in a {@code receiver_list}.
 *
 * <p>Source: {@code RoyaltyEntity} of the official client.
 *
 * @param type by what it is named: {@code userId} or {@code loginName}
 * @param account its number or login
 * @param name what it is called, where that is to be checked
 * @param memo what the merchant notes
 */
record RelationEntry(String type, String account, Optional<String> name, String memo) {
    static final String USER_ID = "userId";
    static final String LOGIN_NAME = "loginName";

    private static final int LIST_MAX = 20;

    /** More than the limit is read, so that the official code can be said. */
    private static final int READ_MAX = 1000;

    /** The fields of a call with such a list. */
    static final Shape SHAPE =
            Shape.of(
                    Param.text("out_request_no", TextRule.LABEL),
                    Param.items(
                            "receiver_list",
                            READ_MAX,
                            Shape.of(
                                    Param.text("type", TextRule.CODE).required(),
                                    Param.text("account", TextRule.LOGON_ID).required(),
                                    Param.text("name", TextRule.HOLDER),
                                    Param.text("memo", TextRule.TITLE))));

    /** Reads the list. */
    static List<RelationEntry> read(Fields all) {
        all.optional("out_request_no");
        List<Fields> items = all.items("receiver_list");
        if (items.isEmpty()) {
            all.refuse(RoyaltyCode.RECEIVER_LIST_EMPTY.error("receiver_list has 1 to 20 entries"));
        } else if (items.size() > LIST_MAX) {
            all.refuse(
                    RoyaltyCode.RECEIVER_LIST_OVERLOAD.error(
                            "receiver_list has 1 to 20 entries, got " + items.size()));
        }
        List<RelationEntry> entries = new ArrayList<>();
        for (Fields fields : items) {
            String type = fields.required("type");
            boolean login = type.equals(LOGIN_NAME);
            if (!login && !type.equals(USER_ID)) {
                fields.refuse(
                        RoyaltyCode.INVALID_RECEIVER_TYPE.error(
                                "type is userId or loginName, got " + type));
            }
            String account = fields.required("account");
            if (!login && !TextRule.USER.holdsFor(account)) {
                fields.refuse(Fields.invalid("account", TextRule.USER.words(), account));
            }
            entries.add(
                    new RelationEntry(
                            type,
                            account,
                            fields.optional("name"),
                            fields.optional("memo").orElse("")));
            all.take(fields);
        }
        return entries;
    }

    /** Who it is. */
    Optional<Receivers.Found> find(Receivers receivers) {
        return type.equals(LOGIN_NAME) ? receivers.byLogin(account) : receivers.byUserId(account);
    }
}
