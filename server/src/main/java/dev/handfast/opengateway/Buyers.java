package dev.handfast.opengateway;

import dev.handfast.engine.Ids;
import dev.handfast.payments.Payer;
import dev.handfast.payments.Payment;
import dev.handfast.wallets.Wallet;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The dialect's numbers for payers.
 *
 * <p>What is decided inside a batch cannot look a wallet up. So an answer or notification is
 * recorded with {@value #PAYER}, our own id of who paid, and gets the dialect's fields in its place
 * when it is sent. Both say the same each time, for a wallet never changes its number.
 */
public final class Buyers {
    /** The field that holds our own id until the answer is sent. */
    static final String PAYER = "payer";

    /** What stands before the id of a wallet that pays. */
    static final String WALLET = "wallet:";

    private static final String CARD = "card:";
    private static final String LOGON_ID = "buyer_logon_id";

    /** Enough for everybody who pays within some hours; one entry has some 200 bytes. */
    private static final int KNOWN_MAX = 100_000;

    private static final long TWELVE_DIGITS = 1_000_000_000_000L;

    private final Function<UUID, Optional<Wallet>> wallets;
    private final Map<UUID, String> known = new ConcurrentHashMap<>();

    /** Buyers whose wallets are found by {@code wallets}. */
    public Buyers(Function<UUID, Optional<Wallet>> wallets) {
        this.wallets = wallets;
    }

    /** Our own id of who pays, to be recorded. */
    static Optional<String> payer(Payment payment) {
        return payment.backing()
                .map(
                        backing ->
                                switch (backing.payer()) {
                                    case Payer.WalletHolder holder -> WALLET + holder.wallet();
                                    case Payer.CardHolder holder -> CARD + holder.card();
                                    case Payer.PartnerHolder holder -> CARD + holder.attempt();
                                });
    }

    /** The answer with the buyer's number and masked name in place of our own id. */
    Answer named(Answer answer) {
        return answer.node().has(PAYER)
                ? new Answer(named(answer.node(), "buyer_user_id"))
                : answer;
    }

    /** The same for any object; {@code idField} is the name of the buyer's number in it. */
    ObjectNode named(ObjectNode node, String idField) {
        ObjectNode named = node.objectNode();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getKey().equals(PAYER)) {
                String userId = userId(field.getValue().asString());
                named.put(LOGON_ID, masked(userId));
                named.put(idField, userId);
            } else {
                named.set(field.getKey(), field.getValue());
            }
        }
        return named;
    }

    /** The same where the dialect calls whoever pays the payer. */
    ObjectNode payerNamed(ObjectNode node) {
        ObjectNode named = named(node, "payer_user_id");
        if (named.has(LOGON_ID)) {
            named.set("payer_logon_id", named.remove(LOGON_ID));
        }
        return named;
    }

    /** The masked name of who pays; {@code payer} is our own id. */
    String maskedName(String payer) {
        return masked(userId(payer));
    }

    /** The number of who pays, from our own id. */
    String userId(String payer) {
        if (payer.startsWith(CARD)) {
            // A card, or a partner's wallet, has no number here; this one follows from its id.
            UUID named = Ids.named("buyer", payer.substring(CARD.length()));
            long digits = Math.floorMod(named.getMostSignificantBits(), TWELVE_DIGITS);
            return "2088%012d".formatted(digits);
        }
        UUID wallet = UUID.fromString(payer.substring(WALLET.length()));
        String before = known.get(wallet);
        if (before != null) {
            return before;
        }
        String userId =
                wallets.apply(wallet)
                        .orElseThrow(() -> new IllegalStateException("no wallet " + wallet))
                        .userId();
        if (known.size() >= KNOWN_MAX) {
            known.clear();
        }
        known.put(wallet, userId);
        return userId;
    }

    /** A number as merchants show it to their customers: first three, last four. */
    static String masked(String userId) {
        return userId.substring(0, 3) + "****" + userId.substring(userId.length() - 4);
    }
}
