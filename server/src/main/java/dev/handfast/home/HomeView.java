package dev.handfast.home;

import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.Balances;
import dev.handfast.money.Money;
import dev.handfast.partners.Partner;
import dev.handfast.payments.Payment;
import dev.handfast.payments.State;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the first page shows, read from the database at one moment.
 *
 * @param payments the newest payments, newest first
 * @param positions what partners owe each other
 * @param merchants the names of merchants
 */
record HomeView(
        List<Payment> payments,
        List<Position> positions,
        Map<UUID, String> partners,
        Function<UUID, Optional<String>> merchants) {
    private static final int PAYMENTS_SHOWN = 12;

    /** What one partner owes another. */
    record Position(String owing, String owed, Money amount) {}

    static HomeView read(HomeSources sources) {
        Map<UUID, String> names =
                sources.partners().all().stream()
                        .collect(Collectors.toMap(Partner::id, Partner::name));
        List<Position> positions =
                Balances.trial(sources.database()).stream()
                        .filter(line -> line.account().kind() == AccountKind.POSITION_PAYABLE)
                        .filter(line -> !line.creditBalance().isZero())
                        .map(
                                line ->
                                        new Position(
                                                names.getOrDefault(line.account().partner(), "?"),
                                                names.getOrDefault(line.account().holder(), "?"),
                                                line.creditBalance()))
                        .toList();
        return new HomeView(
                sources.store().newest(PAYMENTS_SHOWN), positions, names, sources.merchantName());
    }

    /** A payment's state in a word a visitor understands. */
    static String state(Payment payment) {
        return switch (payment.state()) {
            case State.Waiting waiting -> "waiting";
            case State.Unknown unknown -> "asking the issuer";
            case State.Authorised authorised -> "authorised";
            case State.Captured captured ->
                    captured.capture().refunded().isZero()
                            ? "paid"
                            : captured.capture().refundable().isZero()
                                    ? "refunded"
                                    : "partly refunded";
            case State.Closed closed -> "closed";
        };
    }

    /** The way a payment takes: from the payer's partner to the merchant's. */
    String way(Payment payment) {
        String to = partners.getOrDefault(payment.terms().acquirer(), "?");
        return payment.backing()
                .map(backing -> partners.getOrDefault(backing.issuer(), "?") + " → " + to)
                .orElse("→ " + to);
    }

    String merchant(Payment payment) {
        return merchants.apply(payment.terms().merchant()).orElse("a merchant");
    }

    static Instant at(Payment payment) {
        return payment.createdAt();
    }
}
