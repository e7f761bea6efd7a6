package dev.handfast.payments;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.INTEGER;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Fields;
import dev.handfast.engine.Table;
import dev.handfast.fx.Price;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.money.Percentage;
import dev.handfast.money.Rate;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How payments lie in the database: one row each, the columns of other states empty. */
final class PaymentTable {
    static final Table<UUID, Payment> TABLE =
            Table.<UUID, Payment>named("payment", Table.Access.LOCK)
                    .fixed("id", UUID, Payment::id)
                    .fixed("merchant", UUID, row -> row.terms().merchant())
                    .fixed("acquirer", UUID, row -> row.terms().acquirer())
                    .fixed("channel", TEXT, row -> row.terms().channel().name())
                    .fixed("currency", TEXT, row -> row.terms().amount().currency().code())
                    .changing("amount_minor", BIGINT, row -> row.terms().amount().minor())
                    .fixed("capture_mode", TEXT, row -> row.terms().capture().name())
                    .fixedOptional("reference", TEXT, row -> row.terms().reference())
                    .changing("description", TEXT, row -> row.terms().description())
                    .changing("details", TEXT, row -> row.terms().details())
                    .fixedOptional("expires_at", TIMESTAMP, row -> row.terms().expiresAt())
                    .fixedOptional("custody", TEXT, row -> custody(row.terms().custody()))
                    .fixedOptional("escrow_days", INTEGER, row -> days(row.terms().custody()))
                    .fixedOptional("planned_splits", TEXT, row -> planned(row.terms().custody()))
                    .changingOptional("platform", UUID, PaymentTable::platform)
                    .changingOptional("destination", UUID, PaymentTable::destination)
                    .changingOptional("application_fee_minor", BIGINT, share(Brokerage::agreedFee))
                    .changingOptional("passed_minor", BIGINT, share(Brokerage::agreedPart))
                    .fixed("created_at", TIMESTAMP, Payment::createdAt)
                    .changing("state", TEXT, row -> Name.of(row.state()).name())
                    .changingOptional("state_at", TIMESTAMP, PaymentTable::stateAt)
                    .changingOptional("closed_reason", TEXT, row -> closedReason(row.state()))
                    .changingOptional("wallet", UUID, PaymentTable::wallet)
                    .changingOptional("card", UUID, ofCard(Payer.CardHolder::card))
                    .changingOptional("token", UUID, row -> payer(row).flatMap(Payer::token))
                    .changingOptional("rail", TEXT, ofRail(Payer.ByRail::rail))
                    .changingOptional("attempt", UUID, ofRail(Payer.ByRail::attempt))
                    .changingOptional("issuer", UUID, of(Backing::issuer))
                    .changingOptional("home_currency", TEXT, ofPrice(PaymentTable::homeCode))
                    .changingOptional("home_minor", BIGINT, ofPrice(price -> price.home().minor()))
                    .changingOptional(
                            "middle_minor", BIGINT, ofPrice(price -> price.middle().minor()))
                    .changingOptional(
                            "rate", TEXT, ofPrice(price -> price.rate().toDecimalString()))
                    .changingOptional(
                            "merchant_fee_percent",
                            TEXT,
                            of(row -> row.merchantFee().toDecimalString()))
                    .changingOptional(
                            "issuing_share_percent",
                            TEXT,
                            of(row -> row.issuingShare().toDecimalString()))
                    .changingOptional("first_hold", BIGINT, row -> hold(row, 0))
                    .changingOptional("second_hold", BIGINT, row -> hold(row, 1))
                    .changingOptional("captured_minor", BIGINT, minor(Capture::amount))
                    .changingOptional("acquiring_fee_minor", BIGINT, minor(Capture::acquiringFee))
                    .changingOptional("issuing_fee_minor", BIGINT, minor(Capture::issuingFee))
                    .changingOptional("refunded_minor", BIGINT, minor(Capture::refunded))
                    .changingOptional("offer_return_url", TEXT, PaymentTable::returnUrl)
                    .changingOptional("failure", TEXT, failed(failure -> failure.why().name()))
                    .changingOptional("failure_detail", TEXT, failed(State.Waiting.Failure::detail))
                    .readBy(Payment::id, PaymentTable::read);

    /** The states as the column {@code state} names them. */
    enum Name {
        WAITING,
        UNKNOWN,
        AUTHORISED,
        CAPTURED,
        CLOSED;

        static Name of(State state) {
            return switch (state) {
                case State.Waiting waiting -> WAITING;
                case State.Unknown unknown -> UNKNOWN;
                case State.Authorised authorised -> AUTHORISED;
                case State.Captured captured -> CAPTURED;
                case State.Closed closed -> CLOSED;
            };
        }
    }

    private PaymentTable() {}

    private static Optional<String> custody(Custody custody) {
        return switch (custody) {
            case Custody.Payable payable -> Optional.empty();
            case Custody.Escrow escrow -> Optional.of("ESCROW");
            case Custody.Frozen frozen -> Optional.of("FROZEN");
            case Custody.Planned planned -> Optional.of("PLANNED");
        };
    }

    private static Optional<Integer> days(Custody custody) {
        return custody instanceof Custody.Escrow(int days) ? Optional.of(days) : Optional.empty();
    }

    private static Optional<String> planned(Custody custody) {
        return custody instanceof Custody.Planned(List<SplitRequest.Part> parts)
                ? Optional.of(
                        parts.stream()
                                .map(SplitRequest.Part::line)
                                .collect(Collectors.joining("\n")))
                : Optional.empty();
    }

    private static Custody readCustody(Fields fields, Currency currency) throws SQLException {
        Optional<String> custody = fields.findText();
        Optional<Long> days = fields.findNumber();
        Optional<String> planned = fields.findText();
        if (custody.isEmpty()) {
            return Custody.PAYABLE;
        }
        return switch (custody.get()) {
            case "ESCROW" -> new Custody.Escrow(Math.toIntExact(days.orElseThrow()));
            case "FROZEN" -> new Custody.Frozen();
            case "PLANNED" ->
                    new Custody.Planned(
                            planned.orElseThrow()
                                    .lines()
                                    .map(line -> SplitRequest.Part.ofLine(line, currency))
                                    .toList());
            default -> throw new IllegalStateException("no such custody: " + custody.get());
        };
    }

    private static Optional<UUID> platform(Payment payment) {
        return payment.terms()
                .brokerage()
                .filter(Brokerage.Direct.class::isInstance)
                .map(Brokerage::other);
    }

    private static Optional<UUID> destination(Payment payment) {
        return payment.terms()
                .brokerage()
                .filter(Brokerage.Onward.class::isInstance)
                .map(Brokerage::other);
    }

    private static Function<Payment, Optional<Long>> share(
            Function<Brokerage, Optional<Money>> which) {
        return payment -> payment.terms().brokerage().flatMap(which).map(Money::minor);
    }

    private static Optional<Brokerage> readBrokerage(Fields fields, Currency currency)
            throws SQLException {
        Optional<UUID> platform = fields.findUuid();
        Optional<UUID> destination = fields.findUuid();
        Optional<Money> fee = fields.findNumber().map(minor -> new Money(minor, currency));
        Optional<Money> part = fields.findNumber().map(minor -> new Money(minor, currency));
        return platform.<Brokerage>map(id -> new Brokerage.Direct(id, fee.orElseThrow()))
                .or(() -> destination.map(id -> new Brokerage.Onward(id, part, fee)));
    }

    private static Optional<Instant> stateAt(Payment payment) {
        return switch (payment.state()) {
            case State.Waiting waiting -> payment.offer().flatMap(Offer::until);
            case State.Unknown unknown -> Optional.of(unknown.askedAt());
            case State.Authorised authorised -> Optional.of(authorised.expiresAt());
            case State.Captured captured -> Optional.of(captured.capture().at());
            case State.Closed closed -> Optional.of(closed.at());
        };
    }

    private static Optional<String> closedReason(State state) {
        return state instanceof State.Closed closed
                ? Optional.of(closed.reason().name())
                : Optional.empty();
    }

    /** Empty text where an offered payment's payer goes nowhere. */
    private static Optional<String> returnUrl(Payment payment) {
        return payment.offer().map(offer -> offer.returnUrl().orElse(""));
    }

    private static Optional<Payer> payer(Payment payment) {
        return payment.backing().map(Backing::payer);
    }

    private static Optional<UUID> wallet(Payment payment) {
        return payer(payment).flatMap(payer -> walletOf(payer));
    }

    private static Optional<UUID> walletOf(Payer payer) {
        return payer instanceof Payer.WalletHolder holder
                ? Optional.of(holder.wallet())
                : Optional.empty();
    }

    private static <T> Function<Payment, Optional<T>> ofCard(Function<Payer.CardHolder, T> value) {
        return payment ->
                payer(payment)
                        .flatMap(
                                payer ->
                                        payer instanceof Payer.CardHolder holder
                                                ? Optional.of(holder)
                                                : Optional.empty())
                        .map(value);
    }

    private static <T> Function<Payment, Optional<T>> ofRail(Function<Payer.ByRail, T> value) {
        return payment ->
                payer(payment)
                        .flatMap(
                                payer ->
                                        payer instanceof Payer.ByRail holder
                                                ? Optional.of(holder)
                                                : Optional.empty())
                        .map(value);
    }

    private static <T> Function<Payment, Optional<T>> of(Function<Backing, T> value) {
        return payment -> payment.backing().map(value);
    }

    private static <T> Function<Payment, Optional<T>> ofPrice(Function<Price, T> value) {
        return payment -> payment.backing().flatMap(Backing::price).map(value);
    }

    private static Function<Payment, Optional<Long>> minor(Function<Capture, Money> value) {
        return payment -> payment.capture().map(value).map(Money::minor);
    }

    private static Function<Payment, Optional<String>> failed(
            Function<State.Waiting.Failure, String> value) {
        return payment ->
                payment.state() instanceof State.Waiting waiting
                        ? waiting.failure().map(value)
                        : Optional.empty();
    }

    private static String homeCode(Price price) {
        return price.home().currency().code();
    }

    private static Optional<Long> hold(Payment payment, int index) {
        return payment.backing()
                .map(Backing::holds)
                .flatMap(holds -> holds.stream().skip(index).findFirst());
    }

    private static Payment read(Fields fields) throws SQLException {
        UUID id = fields.uuid();
        UUID merchant = fields.uuid();
        UUID acquirer = fields.uuid();
        Channel channel = Channel.valueOf(fields.text());
        Currency currency = Currency.of(fields.text());
        Terms terms =
                new Terms(
                        merchant,
                        acquirer,
                        channel,
                        new Money(fields.number(), currency),
                        Terms.CaptureMode.valueOf(fields.text()),
                        fields.findText(),
                        fields.text(),
                        fields.text(),
                        fields.findInstant(),
                        readCustody(fields, currency),
                        readBrokerage(fields, currency));
        return readState(fields, Payment.waiting(id, terms, fields.instant()));
    }

    private static Payment readState(Fields fields, Payment waiting) throws SQLException {
        Currency currency = waiting.terms().amount().currency();
        Name name = Name.valueOf(fields.text());
        Optional<Instant> at = fields.findInstant();
        Optional<String> reason = fields.findText();
        Optional<Backing> backing = readBacking(fields);
        Optional<Long> captured = fields.findNumber();
        Optional<Long> acquiringFee = fields.findNumber();
        Optional<Long> issuingFee = fields.findNumber();
        Optional<Long> refunded = fields.findNumber();
        Optional<Offer> offer =
                fields.findText()
                        .map(url -> new Offer(Optional.of(url).filter(PaymentTable::some), at));
        Optional<State.Waiting.Failure> failure = readFailure(fields);
        State state =
                switch (name) {
                    case WAITING -> new State.Waiting(failure);
                    case UNKNOWN -> new State.Unknown(backing.orElseThrow(), at.orElseThrow());
                    case AUTHORISED ->
                            new State.Authorised(backing.orElseThrow(), at.orElseThrow());
                    case CAPTURED ->
                            new State.Captured(
                                    backing.orElseThrow(),
                                    new Capture(
                                            new Money(captured.orElseThrow(), currency),
                                            new Money(acquiringFee.orElseThrow(), currency),
                                            new Money(issuingFee.orElseThrow(), currency),
                                            new Money(refunded.orElseThrow(), currency),
                                            at.orElseThrow()));
                    case CLOSED ->
                            new State.Closed(
                                    State.Closed.Reason.valueOf(reason.orElseThrow()),
                                    at.orElseThrow());
                };
        return offer.map(waiting::offered).orElse(waiting).in(state);
    }

    private static boolean some(String text) {
        return !text.isEmpty();
    }

    private static Optional<State.Waiting.Failure> readFailure(Fields fields) throws SQLException {
        Optional<String> why = fields.findText();
        Optional<String> detail = fields.findText();
        return why.map(
                name ->
                        new State.Waiting.Failure(
                                PaymentRefusal.valueOf(name), detail.orElseThrow()));
    }

    private static Optional<Backing> readBacking(Fields fields) throws SQLException {
        Optional<UUID> wallet = fields.findUuid();
        Optional<UUID> card = fields.findUuid();
        Optional<UUID> token = fields.findUuid();
        Optional<String> rail = fields.findText();
        Optional<UUID> attempt = fields.findUuid();
        Optional<UUID> issuer = fields.findUuid();
        Optional<Price> price = readPrice(fields);
        Optional<String> merchantFee = fields.findText();
        Optional<String> issuingShare = fields.findText();
        List<Long> holds =
                Stream.of(fields.findNumber(), fields.findNumber())
                        .flatMap(Optional::stream)
                        .toList();
        if (issuer.isEmpty()) {
            return Optional.empty();
        }
        Payer payer =
                wallet.<Payer>map(id -> new Payer.WalletHolder(id, token))
                        .orElseGet(
                                () ->
                                        byRail(
                                                card,
                                                token,
                                                rail.orElseThrow(),
                                                attempt.orElseThrow()));
        return Optional.of(
                new Backing(
                        payer,
                        issuer.get(),
                        price,
                        Percentage.parse(merchantFee.orElseThrow()).orElseThrow(),
                        Percentage.parse(issuingShare.orElseThrow()).orElseThrow(),
                        holds));
    }

    private static Payer byRail(
            Optional<UUID> card, Optional<UUID> token, String rail, UUID attempt) {
        return card.<Payer>map(id -> new Payer.CardHolder(id, token, rail, attempt))
                .orElseGet(() -> new Payer.PartnerHolder(rail, attempt));
    }

    private static Optional<Price> readPrice(Fields fields) throws SQLException {
        Optional<Currency> currency = fields.findText().map(Currency::of);
        Optional<Long> home = fields.findNumber();
        Optional<Long> middle = fields.findNumber();
        Optional<String> rate = fields.findText();
        return currency.map(
                code ->
                        new Price(
                                new Money(home.orElseThrow(), code),
                                new Money(middle.orElseThrow(), code),
                                Rate.parse(rate.orElseThrow()).orElseThrow()));
    }
}
