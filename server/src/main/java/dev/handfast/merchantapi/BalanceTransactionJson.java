package dev.handfast.merchantapi;

import dev.handfast.ledger.Line;
import dev.handfast.ledger.LineKind;
import dev.handfast.money.Money;
import dev.handfast.payouts.PayoutSchedule;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Renders lines of a merchant's statement as balance transactions. Pure. */
final class BalanceTransactionJson {
    /** What the schedule makes available later. */
    private static final Set<LineKind> WAITING =
            EnumSet.of(
                    LineKind.CHARGE, LineKind.APPLICATION_FEE, LineKind.TRANSFER, LineKind.PAYMENT);

    private BalanceTransactionJson() {}

    static ObjectNode of(Line line, PayoutSchedule schedule) {
        return of(line, schedule, Instant.MIN);
    }

    /**
     * A balance transaction.
     *
     * @param schedule says when payments become available
     * @param now the time, for the status
     */
    static ObjectNode of(Line line, PayoutSchedule schedule, Instant now) {
        boolean waits = WAITING.contains(line.kind());
        Instant available = waits ? schedule.availableAt(line.at()) : line.at();
        ObjectNode json = Json.object();
        json.put("id", PublicIds.BALANCE_TRANSACTION.format(line.id()));
        json.put("object", "balance_transaction");
        json.put("amount", line.gross().minor());
        json.put("available_on", available.getEpochSecond());
        json.put("balance_type", "payments");
        json.put("created", line.at().getEpochSecond());
        json.put("currency", PaymentJson.lower(line.net()));
        json.putNull("description");
        json.putNull("exchange_rate");
        json.put("fee", line.fee().minor());
        json.set("fee_details", fees(line));
        json.put("net", line.net().minor());
        json.put("reporting_category", category(line.kind()));
        source(line)
                .ifPresentOrElse(text -> json.put("source", text), () -> json.putNull("source"));
        json.put("status", available.isAfter(now) ? "pending" : "available");
        json.put("type", type(line.kind()));
        return json;
    }

    private static ArrayNode fees(Line line) {
        ArrayNode details = Json.array();
        fee(details, "application_fee", line.applicationFee());
        fee(details, "stripe_fee", line.fee().minus(line.applicationFee()));
        return details;
    }

    private static void fee(ArrayNode details, String type, Money amount) {
        if (!amount.isZero()) {
            ObjectNode fee = Json.object();
            fee.put("amount", amount.minor());
            fee.putNull("application");
            fee.put("currency", PaymentJson.lower(amount));
            fee.put(
                    "description",
                    type.equals("application_fee") ? "application fee" : "processing fees");
            fee.put("type", type);
            details.add(fee);
        }
    }

    /** What it is about, by its id; empty where that has none. */
    static Optional<String> source(Line line) {
        return switch (line.kind()) {
            case CHARGE -> Optional.of(PublicIds.CHARGE.format(line.about().source()));
            case REFUND -> Optional.of(PublicIds.REFUND.format(line.about().source()));
            case DISPUTE, DISPUTE_REVERSAL ->
                    Optional.of(PublicIds.DISPUTE.format(line.about().source()));
            case PAYOUT, PAYOUT_FAILURE, PAYOUT_CANCEL ->
                    Optional.of(PublicIds.PAYOUT.format(line.about().source()));
            case APPLICATION_FEE ->
                    Optional.of(PublicIds.APPLICATION_FEE.format(line.about().source()));
            case APPLICATION_FEE_REFUND ->
                    Optional.of(PublicIds.FEE_REFUND.format(line.about().source()));
            case TRANSFER -> Optional.of(PublicIds.TRANSFER.format(line.about().source()));
            case TRANSFER_REFUND ->
                    Optional.of(PublicIds.TRANSFER_REVERSAL.format(line.about().source()));
            case PAYMENT -> Optional.of(PublicIds.PAYMENT.format(line.about().source()));
            case PAYMENT_REFUND ->
                    Optional.of(PublicIds.PAYMENT_REFUND.format(line.about().source()));
            case ADJUSTMENT -> Optional.empty();
        };
    }

    /** The word for a line's kind. */
    static String type(LineKind kind) {
        return switch (kind) {
            case DISPUTE, DISPUTE_REVERSAL, ADJUSTMENT -> "adjustment";
            case CHARGE,
                    REFUND,
                    PAYOUT,
                    PAYOUT_FAILURE,
                    PAYOUT_CANCEL,
                    APPLICATION_FEE,
                    APPLICATION_FEE_REFUND,
                    TRANSFER,
                    TRANSFER_REFUND,
                    PAYMENT,
                    PAYMENT_REFUND ->
                    kind.name().toLowerCase(Locale.ROOT);
        };
    }

    private static String category(LineKind kind) {
        return switch (kind) {
            case CHARGE -> "charge";
            case REFUND -> "refund";
            case DISPUTE -> "dispute";
            case DISPUTE_REVERSAL -> "dispute_reversal";
            case PAYOUT -> "payout";
            case PAYOUT_FAILURE, PAYOUT_CANCEL -> "payout_reversal";
            case APPLICATION_FEE -> "platform_earning";
            case APPLICATION_FEE_REFUND -> "platform_earning_refund";
            case TRANSFER -> "transfer";
            case TRANSFER_REFUND -> "transfer_reversal";
            case PAYMENT -> "charge";
            case PAYMENT_REFUND -> "refund";
            case ADJUSTMENT -> "other_adjustment";
        };
    }
}
