package dev.handfast.rails;

import dev.handfast.alipay.Call;
import dev.handfast.alipay.GatewayClient;
import dev.handfast.alipay.GatewayResult;
import dev.handfast.alipay.GatewayResult.Proof;
import dev.handfast.alipay.ResultCode;
import dev.handfast.alipay.WireTime;
import dev.handfast.money.Money;
import dev.handfast.money.Parsed;
import dev.handfast.payments.Rail;
import dev.handfast.payments.RailOrder;
import dev.handfast.payments.RailTask;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Logger;

/**
 * A partner's gateway that speaks the Alipay Open API: takes payments from the partner's wallets by
 * the codes their holders show.
 *
 * <p>What came of a payment is known only from an answer that the gateway has signed and that names
 * our own number. A lost, late or doubtful answer is no answer: the reconciler then asks, by {@code
 * alipay.trade.query}, and where the payment still waits, cancels it.
 *
 * <p>A gateway knows nothing of a payment whose request is still on its way, so that it has never
 * heard of one proves little. But each request says until when it may be paid ({@code
 * time_expire}), and after that a late one is refused by the gateway itself. Only from then on,
 * with some time for clocks that differ, does {@link Answer.NeverHeard} leave this class.
 *
 * <p>The gateway takes the money at once: where a payment is held to be captured later, it is
 * taken, and what is not captured is given back.
 *
 * <p>Source: the models {@code AlipayTradePayModel}, {@code AlipayTradeQueryModel}, {@code
 * AlipayTradeCancelModel} and {@code AlipayTradeRefundModel} of the official Java client, and their
 * responses.
 */
public final class AlipayRail implements Rail {
    /** How long a payment may be paid: as long as a payment code lives. */
    static final Duration PAYABLE = Duration.ofMinutes(1);

    /** How far the gateway's clock may be behind ours. */
    static final Duration CLOCKS_DIFFER_MAX = Duration.ofSeconds(30);

    /** How long the payer is given to confirm on the phone before the payment is cancelled. */
    static final Duration CONFIRMABLE = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger("dev.handfast.rails");

    /** Refusals after which the payment may yet have been made: only a query tells. */
    private static final Set<String> DOUBTFUL =
            Set.of(
                    "ACQ.SYSTEM_ERROR",
                    "AQC.SYSTEM_ERROR",
                    "ACQ.TRADE_HAS_SUCCESS",
                    "ACQ.CONTEXT_INCONSISTENT");

    private static final String NOT_THERE = "ACQ.TRADE_NOT_EXIST";

    private final Partnership partnership;
    private final GatewayClient client;
    private final InstantSource clock;

    /**
     * What is agreed with the partner.
     *
     * @param name the rail's name
     * @param reach whose wallets it reaches, and how their codes begin
     * @param notifyUrl where the gateway is to send its news, if anywhere
     */
    public record Partnership(String name, Reach reach, Optional<String> notifyUrl) {}

    /** A rail through this client. */
    public AlipayRail(Partnership partnership, GatewayClient client, InstantSource clock) {
        this.partnership = partnership;
        this.client = client;
        this.clock = clock;
    }

    @Override
    public String name() {
        return partnership.name();
    }

    @Override
    public Optional<Reach> reach() {
        return Optional.of(partnership.reach());
    }

    @Override
    public Answer authorise(RailOrder order) {
        if (!(order.source() instanceof RailOrder.OfCode(String rail, var code, String subject))) {
            return new Answer.Declined("a partner's gateway takes payment codes, no cards");
        }
        ObjectNode biz = numbered(order.attempt());
        biz.put("scene", "bar_code");
        biz.put("auth_code", code.<String>use(text -> text));
        biz.put("subject", subject.isBlank() ? name() : subject);
        biz.put("total_amount", order.amount().toDecimalString());
        biz.put("time_expire", WireTime.format(payableUntil(order.attempt())));
        Call call = Call.of("alipay.trade.pay", biz);
        Call told = partnership.notifyUrl().map(url -> call.with("notify_url", url)).orElse(call);
        return switch (client.call(told)) {
            case GatewayResult.Answer(String result, ObjectNode fields) ->
                    result.equals(ResultCode.SUCCESS.code()) && isAbout(order.attempt(), fields)
                            ? paid(order, fields)
                            : new Answer.NoAnswer();
            case GatewayResult.Refused refused -> refused(refused);
            case GatewayResult.NoAnswer none -> new Answer.NoAnswer();
        };
    }

    private Answer paid(RailOrder order, ObjectNode fields) {
        Optional<Money> total = amount(fields, order.amount());
        if (!total.equals(Optional.of(order.amount()))) {
            LOG.severe(
                    "%s says it took %s for attempt %s of %s; an operator must look"
                            .formatted(
                                    name(),
                                    text(fields, "total_amount"),
                                    order.attempt(),
                                    order.amount().format()));
            return new Answer.NoAnswer();
        }
        return new Answer.Approved(text(fields, "trade_no"));
    }

    private static Answer refused(GatewayResult.Refused refused) {
        boolean certain =
                refused.proof() == Proof.SIGNED
                        && !refused.isUnknownOutcome()
                        && !DOUBTFUL.contains(refused.error().subCode());
        return certain ? new Answer.Declined(refused.error().subCode()) : new Answer.NoAnswer();
    }

    @Override
    public Answer inquire(UUID attempt) {
        return switch (client.call(Call.of("alipay.trade.query", numbered(attempt)))) {
            case GatewayResult.Answer(String result, ObjectNode fields) ->
                    result.equals(ResultCode.SUCCESS.code()) && isAbout(attempt, fields)
                            ? status(attempt, fields)
                            : new Answer.NoAnswer();
            case GatewayResult.Refused refused -> {
                boolean unknown =
                        refused.proof() == Proof.SIGNED
                                && refused.error().subCode().equals(NOT_THERE);
                yield unknown && isOver(payableUntil(attempt).plus(CLOCKS_DIFFER_MAX))
                        ? new Answer.NeverHeard()
                        : new Answer.NoAnswer();
            }
            case GatewayResult.NoAnswer none -> new Answer.NoAnswer();
        };
    }

    private Answer status(UUID attempt, ObjectNode fields) {
        return switch (text(fields, "trade_status")) {
            case "TRADE_SUCCESS", "TRADE_FINISHED" -> new Answer.Approved(text(fields, "trade_no"));
            case "TRADE_CLOSED" -> new Answer.Declined("the payment was closed at its gateway");
            case "WAIT_BUYER_PAY" ->
                    isOver(begunAt(attempt).plus(CONFIRMABLE)) && cancel(attempt)
                            ? new Answer.Declined("the payer did not confirm in time")
                            : new Answer.NoAnswer();
            default -> new Answer.NoAnswer();
        };
    }

    @Override
    public Answer tell(RailTask task) {
        return switch (task.kind()) {
            case CANCEL ->
                    cancel(task.attempt())
                            ? new Answer.Approved(number(task.attempt()))
                            : new Answer.NoAnswer();
            case CAPTURE -> giveBackRest(task);
            case REFUND -> refund(task, task.amount());
        };
    }

    /** Makes sure that the payer pays nothing; whether that is certain now. */
    private boolean cancel(UUID attempt) {
        return client.call(Call.of("alipay.trade.cancel", numbered(attempt)))
                        instanceof GatewayResult.Answer(String result, ObjectNode fields)
                && result.equals(ResultCode.SUCCESS.code())
                && isAbout(attempt, fields)
                && !text(fields, "retry_flag").equals("Y");
    }

    /** Of a payment that was to be captured later all is taken; what was not captured goes back. */
    private Answer giveBackRest(RailTask task) {
        if (!(client.call(Call.of("alipay.trade.query", numbered(task.attempt())))
                        instanceof GatewayResult.Answer(String result, ObjectNode fields))
                || !isAbout(task.attempt(), fields)) {
            return new Answer.NoAnswer();
        }
        Optional<Money> total = amount(fields, task.amount());
        if (total.isEmpty() || total.get().isLessThan(task.amount())) {
            return new Answer.Declined("the gateway took less than was captured");
        }
        Money rest = total.get().minus(task.amount());
        return rest.isPositive()
                ? refund(task, rest)
                : new Answer.Approved(text(fields, "trade_no"));
    }

    private Answer refund(RailTask task, Money amount) {
        ObjectNode biz = numbered(task.attempt());
        biz.put("refund_amount", amount.toDecimalString());
        biz.put("out_request_no", number(task.id()));
        return switch (client.call(Call.of("alipay.trade.refund", biz))) {
            case GatewayResult.Answer(String result, ObjectNode fields) ->
                    result.equals(ResultCode.SUCCESS.code()) && isAbout(task.attempt(), fields)
                            ? new Answer.Approved(text(fields, "trade_no"))
                            : new Answer.NoAnswer();
            case GatewayResult.Refused refused -> refused(refused);
            case GatewayResult.NoAnswer none -> new Answer.NoAnswer();
        };
    }

    private static ObjectNode numbered(UUID attempt) {
        return JsonNodeFactory.instance.objectNode().put("out_trade_no", number(attempt));
    }

    /** Our own number for an attempt or a refund at the gateway: 32 hex digits. */
    public static String number(UUID id) {
        return id.toString().replace("-", "");
    }

    /** The attempt of this number; empty if it is none of ours. */
    public static Optional<UUID> attempt(String number) {
        if (!number.matches("[0-9a-f]{32}")) {
            return Optional.empty();
        }
        return Optional.of(
                new UUID(
                        Long.parseUnsignedLong(number, 0, 16, 16),
                        Long.parseUnsignedLong(number, 16, 32, 16)));
    }

    /** An answer about another payment is signed as well, and no answer to this question. */
    private static boolean isAbout(UUID attempt, ObjectNode fields) {
        return text(fields, "out_trade_no").equals(number(attempt));
    }

    private static Optional<Money> amount(ObjectNode fields, Money like) {
        return Money.parse(text(fields, "total_amount"), like.currency())
                        instanceof Parsed.Valid<Money>(Money total)
                ? Optional.of(total)
                : Optional.empty();
    }

    private static String text(ObjectNode fields, String name) {
        JsonNode value = fields.path(name);
        return value.isString() ? value.stringValue() : "";
    }

    /** An attempt's id holds the moment it was begun (RFC 9562 section 5.7). */
    private static Instant begunAt(UUID attempt) {
        return Instant.ofEpochMilli(attempt.getMostSignificantBits() >>> 16);
    }

    /** To the second, as the gateway reads it. */
    private static Instant payableUntil(UUID attempt) {
        return Instant.ofEpochSecond(begunAt(attempt).plus(PAYABLE).getEpochSecond());
    }

    private boolean isOver(Instant moment) {
        return !clock.instant().isBefore(moment);
    }
}
