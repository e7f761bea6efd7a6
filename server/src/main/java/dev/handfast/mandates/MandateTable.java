package dev.handfast.mandates;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.INTEGER;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Fields;
import dev.handfast.engine.Table;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** How mandates lie in the database. */
final class MandateTable {
    static final Table<UUID, Mandate> TABLE =
            Table.<UUID, Mandate>named("mandate", Table.Access.LOCK)
                    .fixed("id", UUID, Mandate::id)
                    .fixed("number", TEXT, Mandate::number)
                    .fixed("merchant", UUID, row -> row.proposal().merchant())
                    .fixed("product", TEXT, row -> row.proposal().kind().product())
                    .fixed("scene", TEXT, row -> row.proposal().kind().scene())
                    .fixedOptional("reference", TEXT, row -> row.proposal().kind().reference())
                    .fixed("currency", TEXT, row -> row.proposal().currency().code())
                    .fixedOptional("cycle_unit", TEXT, plan(plan -> plan.cycle().unit().name()))
                    .fixedOptional("cycle_length", INTEGER, plan(plan -> plan.cycle().length()))
                    .fixedOptional("first_on", TEXT, plan(plan -> plan.first().toString()))
                    .fixedOptional("single_minor", BIGINT, rule(rule -> rule.single().minor()))
                    .fixedOptional(
                            "total_minor",
                            BIGINT,
                            row -> whole(row).flatMap(Allowance::total).map(Money::minor))
                    .fixedOptional(
                            "payments_max", BIGINT, row -> whole(row).flatMap(Allowance::payments))
                    .fixed("agree_before", TIMESTAMP, row -> row.proposal().times().agreeBefore())
                    .fixedOptional(
                            "valid_until", TIMESTAMP, row -> row.proposal().times().validUntil())
                    .fixed("details", TEXT, row -> row.proposal().details())
                    .fixed("created_at", TIMESTAMP, Mandate::createdAt)
                    .changing("state", TEXT, row -> Name.of(row.state()).name())
                    .changingOptional("wallet", UUID, Mandate::wallet)
                    .changingOptional("agreed_at", TIMESTAMP, MandateTable::agreedAt)
                    .changingOptional("ended_at", TIMESTAMP, MandateTable::endedAt)
                    .changing("payments", BIGINT, row -> row.taken().payments())
                    .changing("taken_minor", BIGINT, row -> row.taken().minor())
                    .changingOptional("last_at", TIMESTAMP, row -> row.taken().lastAt())
                    .changingOptional(
                            "next_due", TEXT, row -> row.taken().nextDue().map(LocalDate::toString))
                    .readBy(Mandate::id, MandateTable::read);

    private enum Name {
        PROPOSED,
        ACTIVE,
        ENDED;

        static Name of(Mandate.State state) {
            return switch (state) {
                case Mandate.State.Proposed proposed -> PROPOSED;
                case Mandate.State.Active active -> ACTIVE;
                case Mandate.State.Ended ended -> ENDED;
            };
        }
    }

    private MandateTable() {}

    private static Optional<Allowance> whole(Mandate mandate) {
        return mandate.proposal().rule();
    }

    private static <T> Function<Mandate, Optional<T>> rule(Function<Allowance, T> value) {
        return mandate -> whole(mandate).map(value);
    }

    private static <T> Function<Mandate, Optional<T>> plan(Function<Allowance.Plan, T> value) {
        return mandate -> whole(mandate).flatMap(Allowance::plan).map(value);
    }

    private static Optional<Instant> agreedAt(Mandate mandate) {
        return switch (mandate.state()) {
            case Mandate.State.Proposed proposed -> Optional.empty();
            case Mandate.State.Active active -> Optional.of(active.agreedAt());
            case Mandate.State.Ended ended -> Optional.of(ended.agreedAt());
        };
    }

    private static Optional<Instant> endedAt(Mandate mandate) {
        return mandate.state() instanceof Mandate.State.Ended ended
                ? Optional.of(ended.endedAt())
                : Optional.empty();
    }

    private static Mandate read(Fields fields) throws SQLException {
        UUID id = fields.uuid();
        fields.text(); // The number follows from the id.
        UUID merchant = fields.uuid();
        Mandate.Kind kind = new Mandate.Kind(fields.text(), fields.text(), fields.findText());
        Currency currency = Currency.of(fields.text());
        Optional<Allowance> rule = readRule(fields, currency);
        Mandate.Times times = new Mandate.Times(fields.instant(), fields.findInstant());
        Mandate.Proposal proposal =
                new Mandate.Proposal(merchant, kind, currency, rule, times, fields.text());
        Instant createdAt = fields.instant();
        Mandate.State state = readState(fields);
        Mandate.Taken taken =
                new Mandate.Taken(
                        fields.number(),
                        fields.number(),
                        fields.findInstant(),
                        fields.findText().map(LocalDate::parse));
        return new Mandate(id, proposal, state, taken, createdAt);
    }

    private static Optional<Allowance> readRule(Fields fields, Currency currency)
            throws SQLException {
        Optional<Allowance.Unit> unit = fields.findText().map(Allowance.Unit::valueOf);
        Optional<Long> length = fields.findNumber();
        Optional<LocalDate> first = fields.findText().map(LocalDate::parse);
        Optional<Long> single = fields.findNumber();
        Optional<Money> total = fields.findNumber().map(minor -> new Money(minor, currency));
        Optional<Long> payments = fields.findNumber();
        Optional<Allowance.Plan> plan =
                unit.map(
                        known ->
                                new Allowance.Plan(
                                        new Allowance.Cycle(
                                                known, Math.toIntExact(length.orElseThrow())),
                                        first.orElseThrow()));
        return single.map(most -> new Allowance(plan, new Money(most, currency), total, payments));
    }

    private static Mandate.State readState(Fields fields) throws SQLException {
        Name name = Name.valueOf(fields.text());
        Optional<UUID> wallet = fields.findUuid();
        Optional<Instant> agreedAt = fields.findInstant();
        Optional<Instant> endedAt = fields.findInstant();
        return switch (name) {
            case PROPOSED -> new Mandate.State.Proposed();
            case ACTIVE -> new Mandate.State.Active(wallet.orElseThrow(), agreedAt.orElseThrow());
            case ENDED ->
                    new Mandate.State.Ended(
                            wallet.orElseThrow(), agreedAt.orElseThrow(), endedAt.orElseThrow());
        };
    }
}
