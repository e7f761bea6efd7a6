package dev.handfast.rails;

import dev.handfast.alipay.Call;
import dev.handfast.alipay.GatewayClient;
import dev.handfast.alipay.GatewayResult;
import dev.handfast.alipay.GatewayResult.Proof;
import dev.handfast.alipay.ResultCode;
import dev.handfast.alipay.WireTime;
import dev.handfast.money.Money;
import dev.handfast.money.Parsed;
import dev.handfast.payments.CodeRail;
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
 * the codes their holders show, and shows codes for them to scan.
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
 * <p>An order that is offered by a code ({@code alipay.trade.precreate}) says the same: until when
 * it may be paid. One that is no longer wanted is closed, never cancelled: a close leaves money
 * alone that somebody has paid in the meantime, and it is for the payment to say where that goes.
 *
 * <p>Source: the models {@code AlipayTradePayModel}, {@code AlipayTradePrecreateModel}, {@code
 * AlipayTradeQueryModel}, {@code AlipayTradeCloseModel}, {@code AlipayTradeCancelModel}, {@code
 * AlipayTradeRefundModel} and {@code AlipayTradeFastpayRefundQueryModel} of the official Java
 * client, and their responses.
 */
public final class AlipayRail implements CodeRail {
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
    private final Clients clients;
    private final InstantSource clock;

    /**
     * What is agreed with the partner.
     *
     * @param name the rail's name
     * @param reach whose wallets it reaches, and how their codes begin; empty where no new payments
     *     go there
     * @param notifyUrl where the gateway is to send its news, if anywhere
     */
    public record Partnership(String name, Optional<Reach> reach, Optional<String> notifyUrl) {}

    /** The clients of one gateway. */
    @FunctionalInterface
    public interface Clients {
        /** The client by which something is asked about that was begun at this moment. */
        GatewayClient at(Instant begun);
    }

    /** A rail through these clients. */
    public AlipayRail(Partnership partnership, Clients clients, InstantSource clock) {
        this.partnership = partnership;
        this.clients = clients;
        this.clock = clock;
    }

    @Override
    public String name() {
        return partnership.name();
    }

    @Override
    public Optional<Reach> reach() {
        return partnership.reach();
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
        return switch (call(order.attempt(), told(Call.of("alipay.trade.pay", biz)))) {
            case GatewayResult.Answer(String result, ObjectNode fields) ->
                    result.equals(ResultCode.SUCCESS.code()) && isAbout(order.attempt(), fields)
                            ? paid(order, fields)
                            : new Answer.NoAnswer();
            case GatewayResult.Refused refused -> refused(refused);
            case GatewayResult.NoAnswer none -> new Answer.NoAnswer();
        };
    }

    private Answer paid(RailOrder order, ObjectNode fields) {
        return isTotal(order.attempt(), fields, order.amount())
                ? new Answer.Approved(text(fields, "trade_no"))
                : new Answer.NoAnswer();
    }

    /** Another amount is no answer to what was asked, and not to be set right without people. */
    private boolean isTotal(UUID attempt, ObjectNode fields, Money asked) {
        boolean same = amount(fields, "total_amount", asked).equals(Optional.of(asked));
        if (!same) {
            LOG.severe(
                    "%s says it took %s for attempt %s of %s; an operator must look"
                            .formatted(
                                    name(), text(fields, "total_amount"), attempt, asked.format()));
        }
        return same;
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
        return switch (call(attempt, Call.of("alipay.trade.query", numbered(attempt)))) {
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
        return call(attempt, Call.of("alipay.trade.cancel", numbered(attempt)))
                        instanceof GatewayResult.Answer(String result, ObjectNode fields)
                && result.equals(ResultCode.SUCCESS.code())
                && isAbout(attempt, fields)
                && !text(fields, "retry_flag").equals("Y");
    }

    /** Of a payment that was to be captured later all is taken; what was not captured goes back. */
    private Answer giveBackRest(RailTask task) {
        if (!(call(task.attempt(), Call.of("alipay.trade.query", numbered(task.attempt())))
                        instanceof GatewayResult.Answer(String result, ObjectNode fields))
                || !isAbout(task.attempt(), fields)) {
            return new Answer.NoAnswer();
        }
        Optional<Money> total = amount(fields, "total_amount", task.amount());
        if (total.isEmpty() || total.get().isLessThan(task.amount())) {
            return new Answer.Declined("the gateway took less than was captured");
        }
        Money rest = total.get().minus(task.amount());
        return rest.isPositive()
                ? refund(task, rest)
                : new Answer.Approved(text(fields, "trade_no"));
    }

    /**
     * Gives back. A refund that was done before may be refused at another try, when its time is
     * over or nothing is left, so that no refusal is believed before its query has been asked.
     */
    private Answer refund(RailTask task, Money amount) {
        ObjectNode biz = numbered(task.attempt());
        biz.put("refund_amount", amount.toDecimalString());
        biz.put("out_request_no", number(task.id()));
        Answer answer =
                switch (call(task.attempt(), Call.of("alipay.trade.refund", biz))) {
                    case GatewayResult.Answer(String result, ObjectNode fields) ->
                            result.equals(ResultCode.SUCCESS.code())
                                            && isAbout(task.attempt(), fields)
                                    ? new Answer.Approved(text(fields, "trade_no"))
                                    : new Answer.NoAnswer();
                    case GatewayResult.Refused refused -> refused(refused);
                    case GatewayResult.NoAnswer none -> new Answer.NoAnswer();
                };
        return answer instanceof Answer.Approved ? answer : refunded(task, amount).orElse(answer);
    }

    /** The refund, where the gateway says that it has made it. */
    private Optional<Answer> refunded(RailTask task, Money amount) {
        ObjectNode biz = numbered(task.attempt());
        biz.put("out_request_no", number(task.id()));
        return call(task.attempt(), Call.of("alipay.trade.fastpay.refund.query", biz))
                                instanceof GatewayResult.Answer(String result, ObjectNode fields)
                        && result.equals(ResultCode.SUCCESS.code())
                        && isAbout(task.attempt(), fields)
                        && text(fields, "out_request_no").equals(number(task.id()))
                        && text(fields, "refund_status").equals("REFUND_SUCCESS")
                        && amount(fields, "refund_amount", amount).equals(Optional.of(amount))
                ? Optional.of(new Answer.Approved(text(fields, "trade_no")))
                : Optional.empty();
    }

    @Override
    public Code show(Order order) {
        ObjectNode biz = numbered(order.id());
        biz.put("subject", order.description().isBlank() ? name() : order.description());
        biz.put("total_amount", order.amount().toDecimalString());
        biz.put("time_expire", WireTime.format(order.payableUntil()));
        return switch (call(order.id(), told(Call.of("alipay.trade.precreate", biz)))) {
            case GatewayResult.Answer(String result, ObjectNode fields) ->
                    result.equals(ResultCode.SUCCESS.code())
                                    && isAbout(order.id(), fields)
                                    && !text(fields, "qr_code").isEmpty()
                            ? new Code.Shown(text(fields, "qr_code"))
                            : new Code.NoAnswer();
            case GatewayResult.Refused refused ->
                    refused.proof() == Proof.SIGNED && !refused.isUnknownOutcome()
                            ? new Code.Refused(refused.error().subCode())
                            : new Code.NoAnswer();
            case GatewayResult.NoAnswer none -> new Code.NoAnswer();
        };
    }

    @Override
    public Fate ask(Order order, Wish wish) {
        boolean late = isOver(order.payableUntil().plus(CLOCKS_DIFFER_MAX));
        return switch (call(order.id(), Call.of("alipay.trade.query", numbered(order.id())))) {
            case GatewayResult.Answer(String result, ObjectNode fields) ->
                    result.equals(ResultCode.SUCCESS.code()) && isAbout(order.id(), fields)
                            ? fate(order, fields, late || wish == Wish.WITHDRAW)
                            : new Fate.Open();
            case GatewayResult.Refused refused -> {
                // Before anybody has scanned the code, there need be no trade at all.
                boolean none =
                        refused.proof() == Proof.SIGNED
                                && refused.error().subCode().equals(NOT_THERE);
                yield none && late ? new Fate.Over() : new Fate.Open();
            }
            case GatewayResult.NoAnswer none -> new Fate.Open();
        };
    }

    private Fate fate(Order order, ObjectNode fields, boolean ending) {
        return switch (text(fields, "trade_status")) {
            case "TRADE_SUCCESS", "TRADE_FINISHED" ->
                    isTotal(order.id(), fields, order.amount()) ? new Fate.Paid() : new Fate.Open();
            case "TRADE_CLOSED" -> new Fate.Over();
            case "WAIT_BUYER_PAY" ->
                    ending && close(order.id()) ? new Fate.Over() : new Fate.Open();
            default -> new Fate.Open();
        };
    }

    /** Makes sure that nobody pays any more; whether that is certain now. */
    private boolean close(UUID id) {
        return call(id, Call.of("alipay.trade.close", numbered(id)))
                        instanceof GatewayResult.Answer(String result, ObjectNode fields)
                && result.equals(ResultCode.SUCCESS.code())
                && isAbout(id, fields);
    }

    /** Calls as what is begun under one app is called about: under that app. */
    private GatewayResult call(UUID attempt, Call call) {
        return clients.at(begunAt(attempt)).call(call);
    }

    private Call told(Call call) {
        return partnership.notifyUrl().map(url -> call.with("notify_url", url)).orElse(call);
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

    private static Optional<Money> amount(ObjectNode fields, String name, Money like) {
        return Money.parse(text(fields, name), like.currency())
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
