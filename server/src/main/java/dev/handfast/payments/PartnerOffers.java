package dev.handfast.payments;

import dev.handfast.engine.Engine;
import dev.handfast.engine.Ids;
import dev.handfast.engine.Reader;
import dev.handfast.money.Money;
import dev.handfast.payments.PartnerOfferCommand.Said;
import dev.handfast.sql.Database;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Offers waiting payments to the wallets of partners that run gateways of their own, and finds out
 * what becomes of it: from what a gateway tells, or by asking it. Safe for any number of callers
 * and processes.
 */
public final class PartnerOffers {
    /** How many offers one round asks about. */
    private static final int ROUND = 200;

    /** An offer is asked about ever more seldom, but at least so often. */
    private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

    private final Database database;
    private final InstantSource clock;
    private final Engine engine;
    private final Ids ids;
    private final Way way;

    /**
     * How payments are paid.
     *
     * @param rules what every command needs
     * @param rails the rails
     * @param store reads payments
     */
    record Way(Rules rules, Rails rails, PaymentStore store) {}

    /** Where offers are kept. */
    public record Ground(Database database, InstantSource clock, Engine engine, Ids ids) {}

    /** A partner to whose wallets a payment can be offered, by the rail that reaches it. */
    public record Choice(String rail, UUID partner) {}

    /** Offers of the payments of one database. */
    public PartnerOffers(Ground ground, Rules rules, Rails rails, PaymentStore store) {
        this.database = ground.database();
        this.clock = ground.clock();
        this.engine = ground.engine();
        this.ids = ground.ids();
        this.way = new Way(rules, rails, store);
    }

    /** The partners to whose wallets a payment can be offered now, in the order of their rails. */
    public List<Choice> choices(Payment payment) {
        return payment.state() instanceof State.Waiting && until(payment).isPresent()
                ? way.rails().showing().stream()
                        .flatMap(PartnerOffers::choice)
                        .sorted(Comparator.comparing(Choice::rail))
                        .toList()
                : List.of();
    }

    private static Stream<Choice> choice(CodeRail rail) {
        return rail.reach().map(reach -> new Choice(rail.name(), reach.partner())).stream();
    }

    /**
     * Offers a payment to the wallets of a partner, and gets the code that its gateway shows. Asked
     * again for the same payment, it gives the same code.
     */
    public Invited invite(Payment payment, String rail) {
        Optional<Instant> until = until(payment);
        if (until.isEmpty() || !(way.rails().find(rail).orElse(null) instanceof CodeRail there)) {
            return new Invited.Refused(
                    PaymentRefusal.PAYMENT_NOT_FOUND, "no payment on offer, or no such partner");
        }
        Invitation wanted =
                new Invitation(
                        payment.id(),
                        payment.terms().merchant(),
                        rail,
                        payment.terms().amount(),
                        until.get());
        Rules rules = way.rules().reaching(way.rails().reaches());
        Invited invited = engine.run(new InviteCommand(rules, ids.next(), wanted));
        if (!(invited instanceof Invited.NotShown(PartnerOffer offer))) {
            return invited;
        }
        return switch (there.show(order(offer, payment.terms().description()))) {
            case CodeRail.Code.Shown(String code) -> {
                PartnerOffer shown = said(offer, new Said.Shows(code));
                yield shown.progress().code().isPresent()
                        ? new Invited.Shown(shown)
                        : new Invited.NotShown(shown);
            }
            case CodeRail.Code.Refused refused -> invited;
            case CodeRail.Code.NoAnswer none -> invited;
        };
    }

    /**
     * Until when a waiting payment can be paid by whoever scans something; empty where it cannot.
     */
    private static Optional<Instant> until(Payment payment) {
        return Stream.of(payment.offer().flatMap(Offer::until), payment.terms().expiresAt())
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    /** The offer of a payment at a rail that can be taken up, where there is one. */
    public Optional<PartnerOffer> standing(Payment payment, String rail) {
        Instant now = clock.instant();
        return of(payment.id()).stream()
                .filter(offer -> offer.rail().equals(rail))
                .filter(offer -> offer.progress().state() == PartnerOffer.State.OPEN)
                .filter(offer -> offer.amount().equals(payment.terms().amount()))
                .filter(offer -> now.isBefore(offer.payableUntil()))
                .findFirst();
    }

    /** All offers of a payment, newest first. */
    public List<PartnerOffer> of(UUID payment) {
        return database.read(
                tx -> {
                    List<UUID> all =
                            tx.query(
                                    """
                                    select id from partner_offer where payment = ? order by id
                                    """,
                                    row -> row.uuid("id"),
                                    payment);
                    return Reader.by(tx, PartnerOffer.TABLE, all).reversed();
                });
    }

    /** The offer with this id. */
    public Optional<PartnerOffer> find(UUID id) {
        return database.read(
                tx -> Reader.by(tx, PartnerOffer.TABLE, List.of(id)).stream().findFirst());
    }

    /** Asks about the offers that are due; how many that were. */
    int round() {
        Instant now = clock.instant();
        List<UUID> due =
                database.read(
                        tx ->
                                tx.query(
                                        """
                                        select id from partner_offer
                                        where state in ('ASKED', 'OPEN') and due_at <= ?
                                        order by due_at limit ?
                                        """,
                                        row -> row.uuid("id"),
                                        now,
                                        ROUND));
        Crew.each(due, id -> find(id).filter(offer -> lease(offer, now)).ifPresent(this::ask));
        return due.size();
    }

    /**
     * Makes an offer due later. One row at a time, so that nobody waits for two locks; whoever
     * comes second finds it not due any more.
     */
    private boolean lease(PartnerOffer offer, Instant now) {
        Duration age = Duration.between(offer.createdAt(), now);
        Duration shortest = InviteCommand.FIRST_ASKED;
        Duration pause = age.compareTo(PAUSE_MAX) < 0 ? age : PAUSE_MAX;
        Instant next = now.plus(pause.compareTo(shortest) < 0 ? shortest : pause);
        return database.transact(
                tx ->
                        tx.update(
                                        """
                                        update partner_offer set due_at = ?
                                        where id = ? and due_at <= ?
                                        """,
                                        next,
                                        offer.id(),
                                        now)
                                == 1);
    }

    /** Asks what became of an offer, and takes the answer in; the offer as it is then. */
    PartnerOffer ask(PartnerOffer offer) {
        Optional<Payment> payment = way.store().find(offer.payment());
        if (!(way.rails().find(offer.rail()).orElse(null) instanceof CodeRail there)) {
            return offer;
        }
        CodeRail.Wish wish =
                payment.filter(known -> isWanted(known, offer)).isPresent()
                        ? CodeRail.Wish.KEEP
                        : CodeRail.Wish.WITHDRAW;
        String description = payment.map(known -> known.terms().description()).orElse("");
        return switch (there.ask(order(offer, description), wish)) {
            case CodeRail.Fate.Paid paid -> said(offer, new Said.Paid());
            case CodeRail.Fate.Over over -> said(offer, new Said.Over());
            case CodeRail.Fate.Open open -> offer;
        };
    }

    private static boolean isWanted(Payment payment, PartnerOffer offer) {
        return payment.state() instanceof State.Waiting
                && payment.terms().amount().equals(offer.amount());
    }

    private PartnerOffer said(PartnerOffer offer, Said said) {
        return engine.run(new PartnerOfferCommand(way.rules(), ids.next(), offer, said));
    }

    private static CodeRail.Order order(PartnerOffer offer, String description) {
        Money home = offer.home();
        return new CodeRail.Order(offer.id(), home, description, offer.payableUntil());
    }
}
