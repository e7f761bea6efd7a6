package dev.handfast.disputes;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.money.Money;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.Event;
import dev.handfast.payments.Announcer.Announcement;
import dev.handfast.payments.Contest;
import dev.handfast.payments.Contests;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentRefusal;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Opens a dispute or takes it further.
 *
 * @param rules what every command needs
 * @param id a fresh id in time order
 * @param request what is asked
 */
record DisputeCommand(Rules rules, UUID id, DisputeRequest request)
        implements Command<DisputeOutcome> {
    /** What every dispute command needs. */
    record Rules(Contests contests, DisputeAnnouncer announcer) {}

    private UUID payment() {
        return request instanceof DisputeRequest.Open open ? open.payment() : about().payment();
    }

    private DisputeRequest.About about() {
        return switch (request) {
            case DisputeRequest.Open open -> throw new IllegalStateException("not opened yet");
            case DisputeRequest.Respond respond -> respond.what();
            case DisputeRequest.Accept accept -> accept.what();
            case DisputeRequest.Decide decide -> decide.what();
            case DisputeRequest.Expire expire -> expire.what();
        };
    }

    @Override
    public void name(Naming naming) {
        rules.contests().name(naming, payment());
        if (request instanceof DisputeRequest.Open open) {
            naming.row(Dispute.TABLE, open.id());
            naming.rows(DisputeFee.TABLE, working -> fee(working).stream().toList());
        } else {
            naming.row(Dispute.TABLE, about().dispute());
        }
    }

    private Optional<UUID> fee(Working working) {
        return rules.contests()
                .payment(working, payment())
                .flatMap(
                        payment ->
                                payment.backing()
                                        .map(
                                                backing ->
                                                        DisputeFee.idOf(
                                                                backing.issuer(),
                                                                payment.terms().acquirer(),
                                                                payment.terms()
                                                                        .amount()
                                                                        .currency())));
    }

    @Override
    public Decision<DisputeOutcome> decide(Working working) {
        if (request instanceof DisputeRequest.Open open) {
            return open(working, open);
        }
        Optional<Dispute> found =
                working.find(Dispute.TABLE, about().dispute())
                        .filter(known -> known.merchant().equals(about().merchant()));
        if (found.isEmpty()) {
            return refuse(DisputeRefusal.DISPUTE_NOT_FOUND, "no such dispute");
        }
        Dispute known = found.get();
        if (known.state().isOver()) {
            return refuse(
                    DisputeRefusal.DISPUTE_OVER,
                    "it is %s since %s".formatted(known.state(), known.stateAt()));
        }
        return switch (request) {
            case DisputeRequest.Open open -> throw new IllegalStateException("opened above");
            case DisputeRequest.Respond respond -> respond(working, known, respond);
            case DisputeRequest.Accept accept -> over(working, known, Dispute.State.LOST);
            case DisputeRequest.Decide decide ->
                    over(
                            working,
                            known,
                            switch (decide.verdict()) {
                                case WON -> Dispute.State.WON;
                                case LOST -> Dispute.State.LOST;
                            });
            case DisputeRequest.Expire expire ->
                    known.state() == Dispute.State.NEEDS_RESPONSE
                                    && !working.now().isBefore(known.dueAt())
                            ? over(working, known, Dispute.State.LOST)
                            : done(known);
        };
    }

    private Decision<DisputeOutcome> open(Working working, DisputeRequest.Open open) {
        Optional<Payment> payment = rules.contests().payment(working, open.payment());
        if (payment.isEmpty()) {
            return new Decision.Refused<>(
                    new DisputeOutcome.NotDisputable(
                            PaymentRefusal.PAYMENT_NOT_FOUND, "no such payment"));
        }
        Money fee =
                fee(working)
                        .flatMap(row -> working.find(DisputeFee.TABLE, row))
                        .map(DisputeFee::amount)
                        .orElse(Money.zero(payment.get().terms().amount().currency()));
        Contests.Opening opening =
                new Contests.Opening(open.payment(), open.id(), open.amount(), fee);
        return switch (rules.contests().open(working, opening)) {
            case Contests.Opened.Refused refused ->
                    new Decision.Refused<>(
                            new DisputeOutcome.NotDisputable(refused.why(), refused.detail()));
            case Contests.Opened.Kept(Contest contest) -> {
                Dispute dispute =
                        Dispute.opened(
                                open.id(),
                                payment.get(),
                                new Dispute.Claim(contest.amount(), open.reason()),
                                working.now());
                working.insert(Dispute.TABLE, dispute);
                announce(working, dispute, DisputeAnnouncer.Happening.OPENED);
                yield done(dispute);
            }
        };
    }

    private Decision<DisputeOutcome> respond(
            Working working, Dispute known, DisputeRequest.Respond respond) {
        if (known.state() == Dispute.State.UNDER_REVIEW
                && !respond.evidence().equals(known.file().evidence())) {
            return refuse(
                    DisputeRefusal.EVIDENCE_HANDED_IN,
                    "it was handed in at %s".formatted(known.stateAt()));
        }
        boolean handed =
                respond.handing() == DisputeRequest.Handing.SUBMITTED
                        && known.state() == Dispute.State.NEEDS_RESPONSE;
        Dispute changed =
                known.with(
                        new Dispute.File(
                                respond.evidence(),
                                respond.details(),
                                known.file().submissions() + (handed ? 1 : 0)));
        Dispute next = handed ? changed.in(Dispute.State.UNDER_REVIEW, working.now()) : changed;
        working.update(Dispute.TABLE, next);
        announce(working, next, DisputeAnnouncer.Happening.UPDATED);
        return done(next);
    }

    private Decision<DisputeOutcome> over(Working working, Dispute known, Dispute.State verdict) {
        Dispute decided = known.in(verdict, working.now());
        working.update(Dispute.TABLE, decided);
        rules.contests()
                .decide(
                        working,
                        known.payment(),
                        verdict == Dispute.State.WON ? Contest.State.WON : Contest.State.LOST);
        announce(working, decided, DisputeAnnouncer.Happening.DECIDED);
        return done(decided);
    }

    private void announce(Working working, Dispute dispute, DisputeAnnouncer.Happening what) {
        UUID partner =
                rules.contests()
                        .payment(working, dispute.payment())
                        .orElseThrow()
                        .terms()
                        .acquirer();
        DisputeAnnouncer.News news =
                new DisputeAnnouncer.News(what, dispute, partner, id, working.now());
        List<Announcement> all = rules.announcer().announce(news);
        for (Announcement announcement : all) {
            working.insert(Event.TABLE, announcement.event());
            announcement.deliveries().forEach(row -> working.insert(Delivery.TABLE, row));
        }
    }

    private static Decision<DisputeOutcome> done(Dispute dispute) {
        return new Decision.Done<>(new DisputeOutcome.Done(dispute));
    }

    private static Decision<DisputeOutcome> refuse(DisputeRefusal why, String detail) {
        return new Decision.Refused<>(new DisputeOutcome.Refused(why, detail));
    }
}
