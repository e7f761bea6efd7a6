package dev.handfast.payouts;

import dev.handfast.engine.Ids;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.money.Currency;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Does the work of payouts that is due: makes those that a schedule asks for, hands to the bank
 * what leaves, and asks about what is in transit. Each round is driven from outside; several
 * processes may do rounds at the same time.
 */
public final class PayoutDesk {
    /** How many of each sort one round takes. */
    static final int ROUND = 100;

    /** How long the bank is left to answer before it is asked again. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long REST = 0x3FFF_FFFF_FFFF_FFFFL;
    private static final int MILLIS_SHIFT = 16;
    private static final long VERSION = 0x7000L;

    private final Payouts payouts;
    private final Merchants merchants;
    private final Bank bank;
    private final InstantSource clock;

    /** A desk for these payouts. */
    public PayoutDesk(Payouts payouts, Merchants merchants, Bank bank, InstantSource clock) {
        this.payouts = payouts;
        this.merchants = merchants;
        this.bank = bank;
        this.clock = clock;
    }

    /** Does one round; the number of things that were done. */
    public int round() {
        Instant now = clock.instant();
        List<PayoutStore.Due> rounds = payouts.store().roundsDue(now, ROUND);
        rounds.forEach(due -> pay(due, now));
        List<Payout> waiting =
                payouts.store().due(Payout.State.IN_TRANSIT, now.minus(GRACE), ROUND);
        waiting.forEach(this::ask);
        List<Payout> leaving = payouts.store().due(Payout.State.PENDING, now, ROUND);
        leaving.forEach(payout -> send(payout, now));
        return rounds.size() + waiting.size() + leaving.size();
    }

    /** Pays out all that is available; where nothing is, nothing happens. */
    private void pay(PayoutStore.Due due, Instant now) {
        merchants
                .find(due.schedule().merchant())
                .ifPresent(merchant -> pay(merchant, merchant.currency(), due.at()));
        payouts.store().roundDone(due, now);
    }

    private void pay(Merchant merchant, Currency currency, Instant round) {
        payouts.run(
                new PayoutRequest.Create(
                        idOf(merchant.id(), round),
                        new Payout.Owner(merchant.id(), merchant.partner()),
                        currency,
                        Optional.empty(),
                        Payout.Origin.SCHEDULE,
                        "{}"));
    }

    /** The id of a schedule's payout follows from its round, so that it is made once. */
    private static UUID idOf(UUID merchant, Instant round) {
        long mark =
                Ids.named("payout_round", merchant.toString(), round.toString())
                        .getLeastSignificantBits();
        return new UUID((round.toEpochMilli() << MILLIS_SHIFT) | VERSION, VARIANT | (mark & REST));
    }

    private void send(Payout payout, Instant now) {
        UUID merchant = payout.owner().merchant();
        PayoutOutcome left = payouts.run(new PayoutRequest.Leave(merchant, payout.id(), now));
        boolean ours =
                left instanceof PayoutOutcome.Done(Payout known)
                        && known.state() == Payout.State.IN_TRANSIT;
        if (ours) {
            takeIn(payout, bank.send(order(payout)));
        }
    }

    private void ask(Payout payout) {
        Bank.Answer answer = bank.inquire(payout.id());
        takeIn(
                payout,
                answer instanceof Bank.Answer.NeverHeard ? bank.send(order(payout)) : answer);
    }

    private void takeIn(Payout payout, Bank.Answer answer) {
        payouts.run(new PayoutRequest.Answered(payout.owner().merchant(), payout.id(), answer));
    }

    private static Bank.Order order(Payout payout) {
        return new Bank.Order(payout.id(), payout.owner().merchant(), payout.amount());
    }
}
