package dev.handfast.payments;

import dev.handfast.engine.Reader;
import dev.handfast.sql.Database;
import dev.handfast.sql.Slice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads payments and refunds outside a batch. */
public final class PaymentStore {
    /** How many rows a page may have. */
    public static final int PAGE_MAX = 100;

    /** How many rows a range of ids may have: what one merchant makes in a millisecond. */
    static final int RANGE_MAX = 5_000;

    private final Database database;

    /** A store that reads from {@code database}. */
    public PaymentStore(Database database) {
        this.database = database;
    }

    /** The payment with this id, whoever's it is. */
    public Optional<Payment> find(UUID id) {
        return database.read(
                tx -> Reader.by(tx, PaymentTable.TABLE, List.of(id)).stream().findFirst());
    }

    /** The payment with this id, if it is this merchant's. */
    public Optional<Payment> find(UUID merchant, UUID id) {
        return find(id).filter(payment -> payment.terms().merchant().equals(merchant));
    }

    /** The payment to which this merchant gave this reference. */
    public Optional<Payment> findByReference(UUID merchant, String reference) {
        return claimed(Claim.idOf(Claim.Kind.REFERENCE, merchant.toString(), reference))
                .flatMap(this::find);
    }

    /** The payment whose QR code says this. */
    public Optional<Payment> findByCode(String code) {
        return claimed(Claim.idOf(Claim.Kind.QR_CODE, code)).flatMap(this::find);
    }

    /** The refund of this payment to which the merchant gave this reference. */
    public Optional<Refund> findRefund(UUID payment, String reference) {
        return claimed(Claim.idOf(Claim.Kind.REFUND_REFERENCE, payment.toString(), reference))
                .flatMap(this::findRefund);
    }

    /** The refund with this id, whoever's it is. */
    public Optional<Refund> findRefund(UUID id) {
        return database.read(tx -> Reader.by(tx, Refund.TABLE, List.of(id)).stream().findFirst());
    }

    /** The payments with these ids, whoever's they are. */
    public List<Payment> byIds(Collection<UUID> ids) {
        return database.read(tx -> Reader.by(tx, PaymentTable.TABLE, ids));
    }

    /** The refunds with these ids, whoever's they are. */
    public List<Refund> refundsByIds(Collection<UUID> ids) {
        return database.read(tx -> Reader.by(tx, Refund.TABLE, ids));
    }

    /** All refunds of a payment, oldest first. */
    public List<Refund> refundsOf(UUID payment) {
        return database.read(
                tx -> {
                    List<UUID> ids =
                            tx.query(
                                    """
                                    select id from refund where payment = ? order by id
                                    """,
                                    row -> row.uuid("id"),
                                    payment);
                    return Reader.by(tx, Refund.TABLE, ids);
                });
    }

    /** A part of a merchant's payments, newest first, of any time. */
    public List<Payment> page(UUID merchant, Slice slice) {
        return database.read(
                tx -> {
                    List<UUID> ids =
                            tx.query(
                                    """
                                    select id from payment
                                    where merchant = ? and id < ? and id > ?
                                    order by
                                    """
                                            + slice.order("id")
                                            + " limit ?",
                                    row -> row.uuid("id"),
                                    merchant,
                                    slice.below(),
                                    slice.above(),
                                    slice.limit());
                    return Reader.by(tx, PaymentTable.TABLE, ids).reversed();
                });
    }

    /** The same, but only payments that somebody has paid or is paying. */
    public List<Payment> paidPage(UUID merchant, Optional<String> containing, Slice slice) {
        return database.read(
                tx -> {
                    List<Object> arguments =
                            new ArrayList<>(
                                    List.of(
                                            merchant,
                                            slice.below(),
                                            slice.above(),
                                            slice.since(),
                                            slice.till()));
                    containing.ifPresent(arguments::add);
                    arguments.add(slice.limit());
                    List<UUID> ids =
                            tx.query(
                                    """
                                    select id from payment
                                    where merchant = ? and id < ? and id > ?
                                      and created_at >= ? and created_at < ?
                                      and issuer is not null
                                    """
                                            + (containing.isPresent() ? CONTAINING : "")
                                            + " order by "
                                            + slice.order("id")
                                            + " limit ?",
                                    row -> row.uuid("id"),
                                    arguments.toArray());
                    return Reader.by(tx, PaymentTable.TABLE, ids).reversed();
                });
    }

    /**
     * Which checkout sessions of a merchant are wanted.
     *
     * @param payment only that of this payment
     * @param link only those of this payment link
     * @param status only those that stand like this
     * @param customer only those of this customer: its id, and what details of its payments contain
     */
    public record Sold(
            Optional<UUID> payment,
            Optional<UUID> link,
            Optional<Status> status,
            Optional<Of> customer) {
        /** A customer, by id and by the JSON text that is in the details of its payments. */
        public record Of(UUID customer, String containing) {}

        /** How a session stands. */
        public enum Status {
            /** It can be paid, or is being paid. */
            OPEN,
            /** It has been paid. */
            COMPLETE,
            /** It can no longer be paid. */
            EXPIRED
        }
    }

    /**
     * A part of a merchant's checkout sessions, newest first: the ids of the payments and setups
     * that are sessions.
     */
    public List<UUID> soldPage(UUID merchant, Sold sold, Slice slice) {
        Optional<String> status = sold.status().map(Enum::name);
        List<Object> arguments =
                new ArrayList<>(
                        List.of(
                                merchant,
                                slice.below(),
                                slice.above(),
                                slice.since(),
                                slice.till()));
        for (Optional<?> twice : List.of(sold.payment(), sold.link(), status)) {
            arguments.add(twice);
            arguments.add(twice);
        }
        sold.customer()
                .ifPresent(
                        of -> {
                            arguments.add(of.customer());
                            arguments.add(of.containing());
                        });
        arguments.add(slice.limit());
        return slice.newestFirst(
                database.read(
                        tx ->
                                tx.query(
                                        SOLD
                                                + (sold.customer().isPresent() ? OF_CUSTOMER : "")
                                                + " order by "
                                                + slice.order("s.id")
                                                + " limit ?",
                                        row -> row.uuid("id"),
                                        arguments.toArray())));
    }

    private static final String SOLD =
            """
            select s.id from checkout_session s
            left join payment p on p.id = s.id left join setup_intent u on u.id = s.id
            where s.merchant = ? and s.id < ? and s.id > ?
              and s.created_at >= ? and s.created_at < ?
              and (?::uuid is null or p.id = ?::uuid)
              and (?::uuid is null or s.link = ?::uuid)
              and (?::text is null or ?::text = case coalesce(p.state, u.state)
                when 'CLOSED' then 'EXPIRED' when 'CANCELLED' then 'EXPIRED'
                when 'CAPTURED' then 'COMPLETE' when 'AUTHORISED' then 'COMPLETE'
                when 'SUCCEEDED' then 'COMPLETE' else 'OPEN' end)
            """;

    private static final String OF_CUSTOMER =
            """
            and (u.customer = ? or p.channel = 'MERCHANT_API'
              and (p.details like '%"metadata"%' or p.details like '%"customer"%')
              and p.details::jsonb @> ?::text::jsonb)
            """;

    /** A part of a merchant's refunds, newest first. */
    public List<Refund> refundPage(UUID merchant, Optional<UUID> payment, Slice slice) {
        return database.read(
                tx -> {
                    List<UUID> ids =
                            tx.query(
                                    """
                                    select id from refund
                                    where merchant = ? and id < ? and id > ?
                                      and created_at >= ? and created_at < ?
                                      and (?::uuid is null or payment = ?::uuid)
                                    order by
                                    """
                                            + slice.order("id")
                                            + " limit ?",
                                    row -> row.uuid("id"),
                                    merchant,
                                    slice.below(),
                                    slice.above(),
                                    slice.since(),
                                    slice.till(),
                                    payment,
                                    payment,
                                    slice.limit());
                    return Reader.by(tx, Refund.TABLE, ids).reversed();
                });
    }

    /**
     * Which payments of a merchant are wanted.
     *
     * @param containing only those whose details contain this, as JSON text; looked up by index
     *     where it names {@code metadata} or {@code customer}
     * @param status only those that stand like this
     * @param currency only those in this currency
     * @param least of at least so many minor units
     * @param under of fewer minor units than this
     */
    public record Wanted(
            Optional<String> containing,
            Optional<Standing> status,
            Optional<String> currency,
            Optional<Long> least,
            Optional<Long> under) {}

    /** How a payment stands, as a search asks for it. */
    public enum Standing {
        /** It waits, and is not offered to anybody. */
        WAITING,
        /** It waits, and its offer stands. */
        OFFERED,
        /** A rail was asked. */
        UNKNOWN,
        /** The money is held. */
        AUTHORISED,
        /** The money has moved. */
        CAPTURED,
        /** It is over. */
        CLOSED
    }

    /** A page of a merchant's payments of its own dialect, newest first. */
    public List<Payment> page(UUID merchant, Wanted wanted, Slice slice) {
        return database.read(
                tx -> {
                    List<UUID> ids =
                            tx.query(
                                    """
                                    select id from payment
                                    where merchant = ? and id < ? and id > ?
                                      and created_at >= ? and created_at < ?
                                      and (?::text is null or currency = ?::text)
                                      and (?::bigint is null or amount_minor >= ?::bigint)
                                      and (?::bigint is null or amount_minor < ?::bigint)
                                      and (?::text is null or ?::text = case
                                        when state <> 'WAITING' then state
                                        when state_at is null then 'WAITING' else 'OFFERED' end)
                                    """
                                            + (wanted.containing().isPresent() ? CONTAINING : "")
                                            + " order by "
                                            + slice.order("id")
                                            + " limit ?",
                                    row -> row.uuid("id"),
                                    arguments(merchant, wanted, slice));
                    return Reader.by(tx, PaymentTable.TABLE, ids).reversed();
                });
    }

    /** The condition under which payments stand in the index on their details. */
    private static final String CONTAINING =
            """
            and channel = 'MERCHANT_API'
              and (details like '%"metadata"%' or details like '%"customer"%')
              and details::jsonb @> ?::text::jsonb
            """;

    private static Object[] arguments(UUID merchant, Wanted wanted, Slice slice) {
        List<Object> all =
                new ArrayList<>(
                        List.of(
                                merchant,
                                slice.below(),
                                slice.above(),
                                slice.since(),
                                slice.till()));
        Optional<String> status = wanted.status().map(Enum::name);
        for (Optional<?> twice :
                List.of(wanted.currency(), wanted.least(), wanted.under(), status)) {
            all.add(twice);
            all.add(twice);
        }
        wanted.containing().ifPresent(all::add);
        all.add(slice.limit());
        return all.toArray();
    }

    /**
     * A merchant's payments whose ids lie in a range, in their order; at most {@link #RANGE_MAX}.
     *
     * @param from the least id
     * @param before the least id behind the range
     */
    public List<Payment> between(UUID merchant, UUID from, UUID before) {
        return database.read(
                tx -> {
                    List<UUID> ids =
                            tx.query(
                                    """
                                    select id from payment
                                    where merchant = ? and id >= ? and id < ?
                                    order by id limit ?
                                    """,
                                    row -> row.uuid("id"),
                                    merchant,
                                    from,
                                    before,
                                    RANGE_MAX);
                    return Reader.by(tx, PaymentTable.TABLE, ids);
                });
    }

    /** The newest payments of all merchants, newest first. */
    public List<Payment> newest(int limit) {
        return database.read(
                tx -> {
                    List<UUID> ids =
                            tx.query(
                                    """
                                    select id from payment order by id desc limit ?
                                    """,
                                    row -> row.uuid("id"),
                                    limit);
                    return Reader.by(tx, PaymentTable.TABLE, ids).reversed();
                });
    }

    /** Payments in doubt since before {@code moment}, oldest first. */
    List<Payment> inDoubt(Instant moment, int limit) {
        return dueBy(
                """
                select id from payment where state = 'UNKNOWN' and state_at <= ?
                order by state_at limit ?
                """,
                moment,
                limit);
    }

    /** The payment in doubt of which a rail knows this attempt. */
    Optional<Payment> inDoubtBy(UUID attempt) {
        return database.read(
                        tx ->
                                tx.queryOne(
                                        """
                                        select id from payment
                                        where state = 'UNKNOWN' and attempt = ?
                                        """,
                                        row -> row.uuid("id"),
                                        attempt))
                .flatMap(this::find);
    }

    /** Payments whose time, or whose hold's or offer's time, has run out at {@code moment}. */
    List<Payment> expired(Instant moment, int limit) {
        List<Payment> waiting =
                dueBy(
                        """
                        select id from payment where state = 'WAITING' and expires_at <= ?
                        order by expires_at limit ?
                        """,
                        moment,
                        limit);
        List<Payment> offered =
                dueBy(
                        """
                        select id from payment where state = 'WAITING' and state_at <= ?
                        order by state_at limit ?
                        """,
                        moment,
                        limit);
        List<Payment> held =
                dueBy(
                        """
                        select id from payment where state = 'AUTHORISED' and state_at <= ?
                        order by state_at limit ?
                        """,
                        moment,
                        limit);
        return Stream.of(waiting, offered, held).flatMap(List::stream).distinct().toList();
    }

    private List<Payment> dueBy(String sql, Instant moment, int limit) {
        return database.read(
                tx -> {
                    List<UUID> ids = tx.query(sql, row -> row.uuid("id"), moment, limit);
                    return Reader.by(tx, PaymentTable.TABLE, ids);
                });
    }

    private Optional<UUID> claimed(UUID claim) {
        return database.read(
                tx ->
                        tx.queryOne(
                                """
                                select subject from claim where id = ?
                                """,
                                row -> row.uuid("subject"),
                                claim));
    }
}
