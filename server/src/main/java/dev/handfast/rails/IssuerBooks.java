package dev.handfast.rails;

import dev.handfast.money.Money;
import dev.handfast.payments.Rail.Answer;
import dev.handfast.payments.RailTask;
import dev.handfast.payments.Terms;
import dev.handfast.sql.Row;
import dev.handfast.sql.Tx;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What the sandbox's issuer knows of a payment, and what it does about it. Each call belongs to one
 * transaction, in which nobody else touches the same payment.
 */
final class IssuerBooks {
    private static final String REFERENCE_PREFIX = "SI-";

    /** How a payment stands with the issuer. */
    private enum State {
        HELD,
        CAPTURED,
        DECLINED,
        CANCELLED
    }

    /**
     * A payment as the issuer knows it.
     *
     * @param mark of the card; empty where the issuer was told to cancel what it never saw
     * @param reason why it was declined, where it was
     */
    private record Known(Optional<byte[]> mark, State state, String reason, Figures figures) {}

    /** In the card's minor units. */
    private record Figures(long held, long captured, long refunded) {
        static final Figures NONE = new Figures(0, 0, 0);

        /** How much of the card's limit it takes. */
        long used() {
            return held + captured - refunded;
        }
    }

    private final Tx tx;
    private final UUID payment;
    private final Instant now;

    /** The books open at one payment; whoever else wants it waits for this transaction. */
    IssuerBooks(Tx tx, UUID payment, Instant now) {
        this.tx = tx;
        this.payment = payment;
        this.now = now;
        tx.query(
                """
                select pg_advisory_xact_lock(hashtextextended('issuer', ?)) is null as locked
                """,
                row -> row.flag("locked"),
                payment.getLeastSignificantBits());
    }

    /** How it stands. */
    Answer inquire() {
        return find().map(this::standing).orElseGet(Answer.NeverHeard::new);
    }

    /**
     * Approves it if the card's limit allows. What was approved or cancelled stands as it did; what
     * was declined is decided afresh, since its payer may try again, with another card too.
     */
    Answer authorise(byte[] mark, Money amount, Terms.CaptureMode capture) {
        Optional<Known> before = find();
        if (before.isPresent() && before.get().state() != State.DECLINED) {
            return standing(before.get());
        }
        int taken =
                tx.update(
                        """
                        update issuer_card set used_minor = used_minor + ?
                        where number_mark = ? and currency = ? and used_minor + ? <= limit_minor
                        """,
                        amount.minor(),
                        mark,
                        amount.currency().code(),
                        amount.minor());
        if (taken == 0) {
            return decline(mark, "the card is not known to its issuer, or its limit is reached");
        }
        Known approved =
                switch (capture) {
                    case AUTOMATIC ->
                            known(mark, State.CAPTURED, new Figures(0, amount.minor(), 0));
                    case MANUAL -> known(mark, State.HELD, new Figures(amount.minor(), 0, 0));
                };
        put(approved);
        return standing(approved);
    }

    /** Declines it, unless it was approved or cancelled. */
    Answer decline(byte[] mark, String reason) {
        Optional<Known> before = find();
        if (before.isPresent() && before.get().state() != State.DECLINED) {
            return standing(before.get());
        }
        Known declined = new Known(Optional.of(mark), State.DECLINED, reason, Figures.NONE);
        put(declined);
        return standing(declined);
    }

    /** Does what it is told, once for each task. */
    Answer tell(RailTask task) {
        boolean told =
                tx.queryOne(
                                """
                                select kind from issuer_message where id = ?
                                """,
                                row -> row.text("kind"),
                                task.id())
                        .isPresent();
        if (told) {
            return approved();
        }
        Optional<Known> known = find();
        Answer answer =
                switch (task.kind()) {
                    case CAPTURE -> capture(known, task.amount().minor());
                    case CANCEL -> cancel(known);
                    case REFUND -> refund(known, task.amount().minor());
                };
        if (answer instanceof Answer.Approved) {
            tx.updateExactly(
                    1,
                    """
                    insert into issuer_message (id, payment, kind, at) values (?, ?, ?, ?)
                    """,
                    task.id(),
                    payment,
                    task.kind().name(),
                    now);
        }
        return answer;
    }

    private Answer capture(Optional<Known> known, long amount) {
        if (known.isEmpty() || known.get().state() != State.HELD) {
            return new Answer.Declined("nothing is held for this payment");
        }
        if (amount > known.get().figures().held()) {
            return new Answer.Declined("more would be captured than is held");
        }
        return change(known.get(), State.CAPTURED, new Figures(0, amount, 0));
    }

    private Answer cancel(Optional<Known> known) {
        if (known.isEmpty()) {
            // Whatever of it is still on its way must not take effect when it arrives.
            put(new Known(Optional.empty(), State.CANCELLED, "cancelled before", Figures.NONE));
            return approved();
        }
        return known.get().figures().refunded() > 0
                ? new Answer.Declined("money has gone back already")
                : change(known.get(), State.CANCELLED, Figures.NONE);
    }

    private Answer refund(Optional<Known> known, long amount) {
        if (known.isEmpty() || known.get().state() != State.CAPTURED) {
            return new Answer.Declined("nothing was captured for this payment");
        }
        Figures before = known.get().figures();
        return amount > before.captured() - before.refunded()
                ? new Answer.Declined("more would go back than was captured")
                : change(
                        known.get(),
                        State.CAPTURED,
                        new Figures(0, before.captured(), before.refunded() + amount));
    }

    private Answer change(Known before, State state, Figures after) {
        put(new Known(before.mark(), state, before.reason(), after));
        long less = before.figures().used() - after.used();
        if (before.mark().isPresent() && less != 0) {
            tx.updateExactly(
                    1,
                    """
                    update issuer_card set used_minor = used_minor - ? where number_mark = ?
                    """,
                    less,
                    before.mark().get());
        }
        return approved();
    }

    private void put(Known known) {
        tx.updateExactly(
                1,
                """
                insert into issuer_payment
                  (payment, number_mark, state, reason, held_minor, captured_minor,
                   refunded_minor, changed_at)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (payment) do update set number_mark = excluded.number_mark,
                  state = excluded.state, reason = excluded.reason,
                  held_minor = excluded.held_minor, captured_minor = excluded.captured_minor,
                  refunded_minor = excluded.refunded_minor, changed_at = excluded.changed_at
                """,
                payment,
                known.mark(),
                known.state().name(),
                known.reason(),
                known.figures().held(),
                known.figures().captured(),
                known.figures().refunded(),
                now);
    }

    private Optional<Known> find() {
        return tx.queryOne(
                """
                select number_mark, state, reason, held_minor, captured_minor, refunded_minor
                from issuer_payment where payment = ?
                """,
                IssuerBooks::read,
                payment);
    }

    private static Known read(Row row) throws SQLException {
        return new Known(
                row.findBytes("number_mark"),
                State.valueOf(row.text("state")),
                row.text("reason"),
                new Figures(
                        row.number("held_minor"),
                        row.number("captured_minor"),
                        row.number("refunded_minor")));
    }

    private static Known known(byte[] mark, State state, Figures figures) {
        return new Known(Optional.of(mark), state, "", figures);
    }

    private Answer standing(Known known) {
        return switch (known.state()) {
            case HELD, CAPTURED -> approved();
            case DECLINED -> new Answer.Declined(known.reason());
            case CANCELLED -> new Answer.Declined("the payment was cancelled");
        };
    }

    private Answer approved() {
        return new Answer.Approved(REFERENCE_PREFIX + payment);
    }
}
