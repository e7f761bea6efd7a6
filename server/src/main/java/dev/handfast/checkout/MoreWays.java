package dev.handfast.checkout;

import dev.handfast.cashier.OtherWays;
import dev.handfast.payments.Channel;
import dev.handfast.payments.Payment;
import dev.handfast.visits.Visit;
import dev.handfast.visits.Visits;

import java.util.ArrayList;
import java.util.List;

/**
 * What the cashier offers beside its own wallets, by the pages of this package: Apple Pay where the
 * merchant takes it, and the wallets of partners that run gateways of their own.
 */
public final class MoreWays implements OtherWays {
    private final Parts parts;
    private final PartnerDesk partners;

    /** Ways over these parts. */
    public MoreWays(Parts parts) {
        this.parts = parts;
        partners = new PartnerDesk(parts);
    }

    /** The page of a visit's payment here. */
    static String path(Visit visit) {
        return "/checkout/" + Visits.name(visit);
    }

    @Override
    public List<Way> of(Visit visit, Payment payment) {
        if (payment.terms().channel() == Channel.MERCHANT_API || visit.way().code().isEmpty()) {
            return List
                    .of(); // Such a payer has come from these pages, or there is nothing to scan.
        }
        List<Way> ways = new ArrayList<>();
        if (parts.applePay().acceptance().identifierOf(payment.terms().merchant()).isPresent()) {
            ways.add(new Way.Device(path(visit)));
        }
        for (PartnerDesk.Choice choice : partners.choices(payment)) {
            ways.add(new Way.Partner(path(visit) + "/partners/" + choice.rail(), choice.name()));
        }
        return ways;
    }
}
