package dev.handfast.simulation;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What must come of every request, by its own arithmetic on plain numbers: no code of the server is
 * used here. Amounts are minor units of currencies with two decimals.
 */
final class Auditor {
    static final long HOLD_SECONDS = 7 * 24 * 3600;
    static final long ESCROW_SECONDS = 7 * 24 * 3600;

    /** A rate in millionths. */
    record Rate(long middle, long offered, Instant validUntil) {}

    /** Percentages in hundredths of a percent. */
    record Deal(long fee, long share, boolean open) {}

    /** A wallet or a card. */
    static final class Source {
        final UUID id;
        final String issuer;
        final String currency;
        final boolean card;
        boolean frozen;
        long toppedUp;

        Source(UUID id, String issuer, String currency, boolean card) {
            this.id = id;
            this.issuer = issuer;
            this.currency = currency;
            this.card = card;
        }

        String account() {
            return card
                    ? "CARD_RECEIVABLE %s rail %s".formatted(issuer, currency)
                    : "WALLET %s %s %s".formatted(issuer, id, currency);
        }
    }

    /** Who can get a part of a merchant's share: the holder of a wallet, or another merchant. */
    record Receiver(String id, String partner, Optional<Source> wallet) {
        String account(String currency) {
            return "%s %s %s %s"
                    .formatted(
                            wallet.isPresent() ? "WALLET" : "MERCHANT_PAYABLE",
                            partner,
                            id,
                            currency);
        }
    }

    enum Stage {
        WAITING,
        UNKNOWN,
        AUTHORISED,
        CAPTURED,
        CANCELLED,
        EXPIRED
    }

    /** Where a merchant's share is that is not simply payable. */
    static final class Proceeds {
        long unsettled;
        long escrow;
        long frozen;
        Optional<Instant> dueAt = Optional.empty();

        /** What receivers have got and not given back. */
        final Map<Receiver, Long> portions = new LinkedHashMap<>();

        long split() {
            return portions.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    static final class Purchase {
        final UUID id;
        final Offer offer;
        final String merchant;
        final String acquirer;
        final String currency;
        final long amount;
        final boolean manual;
        final Optional<Instant> expiresAt;
        Stage stage = Stage.WAITING;
        @Nullable Source source;
        @Nullable UUID attempt;
        long home;
        long middle;
        long fee;
        long share;
        Instant heldUntil = Instant.EPOCH;
        long captured;
        long refunded;

        /** Where the merchant's share is kept: nowhere, in escrow, or frozen for splits. */
        final String custody;

        final Proceeds proceeds = new Proceeds();

        Purchase(UUID id, Offer offer) {
            this.id = id;
            this.offer = offer;
            this.merchant = offer.merchant();
            this.acquirer = offer.acquirer();
            this.currency = offer.currency();
            this.amount = offer.amount();
            this.manual = offer.manual();
            this.expiresAt = offer.expiresAt();
            this.custody = offer.custody();
        }

        /** The money has moved. */
        void capture(long amountTaken, Instant now) {
            stage = Stage.CAPTURED;
            captured = amountTaken;
            switch (custody) {
                case "ESCROW" -> {
                    proceeds.unsettled = captured;
                    proceeds.escrow = shareLeft();
                    proceeds.dueAt = Optional.of(now.plusSeconds(ESCROW_SECONDS));
                }
                case "FROZEN" -> proceeds.frozen = shareLeft();
                default -> {}
            }
        }

        /** Whether the payer has all of it back. */
        boolean gone() {
            return captured == refunded;
        }

        /** What is left of the merchant's share. */
        long shareLeft() {
            return captured
                    - refunded
                    - (acquiringFee() - part(acquiringFee(), refunded, captured))
                    - (issuingFee() - part(issuingFee(), refunded, captured));
        }

        String say() {
            return switch (stage) {
                case WAITING -> "WAITING";
                case UNKNOWN -> "UNKNOWN " + home;
                case AUTHORISED -> "AUTHORISED " + home;
                case CAPTURED ->
                        "CAPTURED %d fees %d %d back %d"
                                .formatted(captured, acquiringFee(), issuingFee(), refunded);
                case CANCELLED -> "CLOSED CANCELLED";
                case EXPIRED -> "CLOSED EXPIRED";
            };
        }

        long issuingFee() {
            return Math.min(part(captured, share, 10_000), part(captured, fee, 10_000));
        }

        long acquiringFee() {
            return part(captured, fee, 10_000) - issuingFee();
        }
    }

    record Offer(
            String merchant,
            String acquirer,
            String currency,
            long amount,
            boolean manual,
            Optional<Instant> expiresAt,
            String custody) {}

    final Map<String, Rate> rates = new HashMap<>();
    final Map<String, Deal> deals = new HashMap<>();
    final Map<UUID, Source> sources = new HashMap<>();
    final Map<UUID, Purchase> purchases = new HashMap<>();
    final ProceedsAuditor shares = new ProceedsAuditor(this);
    final FreezeAuditor freezes = new FreezeAuditor(this);
    final Set<String> usedCounters = new HashSet<>();

    /** Half up, for what is not negative. */
    static long part(long value, long of, long whole) {
        BigInteger twice = BigInteger.valueOf(value).multiply(BigInteger.valueOf(of)).shiftLeft(1);
        return twice.add(BigInteger.valueOf(whole))
                .divide(BigInteger.valueOf(whole).shiftLeft(1))
                .longValueExact();
    }

    long available(Source wallet) {
        long left = wallet.toppedUp;
        for (Purchase purchase : purchases.values()) {
            if (purchase.source == wallet) {
                left -=
                        switch (purchase.stage) {
                            case AUTHORISED, UNKNOWN -> purchase.home;
                            case CAPTURED -> homeTaken(purchase) - homeBack(purchase);
                            case WAITING, CANCELLED, EXPIRED -> 0;
                        };
            }
            for (Map.Entry<Receiver, Long> part : purchase.proceeds.portions.entrySet()) {
                left += part.getKey().wallet().equals(Optional.of(wallet)) ? part.getValue() : 0;
            }
        }
        return left - freezes.restOf(wallet);
    }

    private static long homeTaken(Purchase p) {
        return part(p.home, p.captured, p.amount);
    }

    private static long homeBack(Purchase p) {
        return part(homeTaken(p), p.refunded, p.captured);
    }

    /** What paying must come to; {@code found} is the source, where the instrument is good. */
    String pay(Purchase p, Source source, Instant now) {
        Deal deal = deals.get(source.issuer + p.acquirer);
        if (deal == null) {
            return "REFUSED CORRIDOR_MISSING";
        }
        if (!deal.open()) {
            return "REFUSED CORRIDOR_CLOSED";
        }
        long home = p.amount;
        long middle = p.amount;
        if (!source.currency.equals(p.currency)) {
            Rate rate = rates.get(p.currency + source.currency);
            if (rate == null) {
                return "REFUSED RATE_MISSING";
            }
            if (!now.isBefore(rate.validUntil())) {
                return "REFUSED RATE_EXPIRED";
            }
            home = part(p.amount, rate.offered(), 1_000_000);
            middle = part(p.amount, rate.middle(), 1_000_000);
            if (home == 0) {
                return "REFUSED AMOUNT_TOO_SMALL";
            }
        }
        if (!source.card && home > available(source)) {
            return "REFUSED BALANCE_NOT_ENOUGH";
        }
        p.home = home;
        p.middle = middle;
        return back(p, source, deal, now);
    }

    /** The payer's money is held or moves, on these terms. */
    static String back(Purchase p, Source source, Deal deal, Instant now) {
        p.source = source;
        p.fee = deal.fee();
        p.share = deal.share();
        p.heldUntil = now.plusSeconds(HOLD_SECONDS);
        if (source.card) {
            p.stage = Stage.UNKNOWN;
            return "ASK " + p.say();
        }
        if (p.manual) {
            p.stage = Stage.AUTHORISED;
        } else {
            p.capture(p.amount, now);
        }
        return "DONE " + p.say();
    }

    /** Why a payment cannot be paid now, if it cannot. */
    static Optional<String> late(Purchase p, Instant now) {
        return switch (p.stage) {
            case WAITING -> due(p, now) ? Optional.of("PAYMENT_EXPIRED") : Optional.empty();
            case UNKNOWN -> Optional.of("PAYMENT_IN_PROGRESS");
            case AUTHORISED, CAPTURED -> Optional.of("PAYMENT_ALREADY_PAID");
            case CANCELLED, EXPIRED -> Optional.of("PAYMENT_CLOSED");
        };
    }

    private static boolean due(Purchase p, Instant now) {
        return p.expiresAt.isPresent() && !now.isBefore(p.expiresAt.get());
    }

    String capture(Purchase p, long amount, Instant now) {
        return switch (p.stage) {
            case WAITING -> "REFUSED NOT_AUTHORISED";
            case UNKNOWN -> "REFUSED PAYMENT_IN_PROGRESS";
            case CAPTURED -> "REFUSED PAYMENT_ALREADY_PAID";
            case CANCELLED, EXPIRED -> "REFUSED PAYMENT_CLOSED";
            case AUTHORISED -> {
                if (!now.isBefore(p.heldUntil)) {
                    yield "REFUSED AUTHORISATION_EXPIRED";
                }
                if (amount > p.amount || amount <= 0) {
                    yield "REFUSED CAPTURE_EXCEEDS_AUTHORISATION";
                }
                p.capture(amount, now);
                yield "DONE " + p.say();
            }
        };
    }

    String close(Purchase p) {
        return switch (p.stage) {
            case WAITING, AUTHORISED -> {
                p.stage = Stage.CANCELLED;
                yield "DONE " + p.say();
            }
            case UNKNOWN -> "REFUSED PAYMENT_IN_PROGRESS";
            case CAPTURED -> "REFUSED CANCEL_AFTER_CAPTURE";
            case CANCELLED, EXPIRED -> "REFUSED PAYMENT_CLOSED";
        };
    }

    String expire(Purchase p, Instant now) {
        boolean over =
                switch (p.stage) {
                    case WAITING -> due(p, now);
                    case AUTHORISED -> !now.isBefore(p.heldUntil);
                    case UNKNOWN, CAPTURED, CANCELLED, EXPIRED -> false;
                };
        if (!over) {
            return "ALREADY " + p.say();
        }
        p.stage = Stage.EXPIRED;
        return "DONE " + p.say();
    }

    /** What an answer must come to: {@code APPROVED}, {@code DECLINED} (or never heard), none. */
    String answered(Purchase p, UUID attempt, String answer, Instant now) {
        if (p.stage != Stage.UNKNOWN || !attempt.equals(p.attempt)) {
            return "ALREADY " + p.say();
        }
        return switch (answer) {
            case "APPROVED" -> {
                if (p.manual) {
                    p.stage = Stage.AUTHORISED;
                } else {
                    p.capture(p.amount, now);
                }
                yield "DONE " + p.say();
            }
            case "DECLINED" -> {
                p.stage = Stage.WAITING;
                p.source = null;
                yield "REFUSED DECLINED";
            }
            default -> "IN DOUBT " + p.say();
        };
    }

    /** What receivers give back with a refund: named amounts, or everyone the same part. */
    record Returns(Map<Receiver, Long> named, boolean inProportion) {
        static final Returns NONE = new Returns(Map.of(), false);
    }

    String refund(Purchase p, long amount, Returns wanted) {
        if (p.stage != Stage.CAPTURED) {
            return "REFUSED NOT_CAPTURED";
        }
        if (amount <= 0 || amount > p.captured - p.refunded) {
            return "REFUSED REFUND_EXCEEDS_CAPTURE";
        }
        Proceeds proceeds = p.proceeds;
        Map<Receiver, Long> returns = returns(p, amount, wanted);
        long returned = 0;
        for (Map.Entry<Receiver, Long> part : returns.entrySet()) {
            long has = proceeds.portions.getOrDefault(part.getKey(), 0L);
            if (part.getValue() <= 0 || part.getValue() > has) {
                return "REFUSED SPLIT_RETURN_EXCEEDED";
            }
            returned += part.getValue();
        }
        if (returned > amount) {
            return "REFUSED SPLIT_RETURN_EXCEEDED";
        }
        for (Map.Entry<Receiver, Long> part : returns.entrySet()) {
            if (part.getValue() > available(part.getKey(), p.currency)) {
                return "REFUSED RECEIVER_BALANCE_NOT_ENOUGH";
            }
        }
        long before = homeBack(p);
        long shareBefore = p.shareLeft();
        p.refunded += amount;
        returns.forEach((receiver, part) -> proceeds.portions.merge(receiver, -part, Long::sum));
        long needed = shareBefore - p.shareLeft() - returned;
        if (proceeds.unsettled > 0) {
            needed -= leaveEscrow(proceeds, Math.min(amount, proceeds.unsettled));
        }
        proceeds.frozen -= Math.clamp(needed, 0, proceeds.frozen);
        return "REFUNDED %d for %d, %s".formatted(amount, homeBack(p) - before, p.say());
    }

    private static Map<Receiver, Long> returns(Purchase p, long amount, Returns wanted) {
        if (!wanted.inProportion()) {
            return wanted.named();
        }
        Map<Receiver, Long> all = new LinkedHashMap<>();
        long room = amount;
        for (Receiver receiver : p.proceeds.portions.keySet()) {
            long has = p.proceeds.portions.getOrDefault(receiver, 0L);
            long due = Math.min(room, part(has, amount, p.captured - p.refunded));
            if (due > 0) {
                all.put(receiver, due);
                room -= due;
            }
        }
        return all;
    }

    /** Takes a part of the unsettled amount out of escrow; what that releases. */
    static long leaveEscrow(Proceeds proceeds, long amount) {
        long released = part(proceeds.escrow, amount, proceeds.unsettled);
        proceeds.unsettled -= amount;
        proceeds.escrow -= released;
        return released;
    }

    /** What can be taken from a receiver. */
    private long available(Receiver receiver, String currency) {
        return receiver.wallet().map(this::available).orElseGet(() -> payable(receiver, currency));
    }

    long payable(Receiver merchant, String currency) {
        List<Long> sums = books().get(merchant.account(currency));
        return sums == null ? 0 : sums.get(0) - sums.get(1);
    }

    /** Every account's posted credits less debits, then held debits and held credits. */
    Map<String, List<Long>> books() {
        Map<String, long[]> books = new TreeMap<>();
        for (Source source : sources.values()) {
            if (!source.card) {
                add(books, source.account(), 0, source.toppedUp);
                String reserve = "RESERVE %1$s %1$s %2$s".formatted(source.issuer, source.currency);
                add(books, reserve, 0, -source.toppedUp);
            }
        }
        for (Purchase purchase : purchases.values()) {
            Source source = purchase.source;
            if (source != null) {
                switch (purchase.stage) {
                    case UNKNOWN, AUTHORISED -> held(books, purchase, source);
                    case CAPTURED -> moved(books, purchase, source);
                    case WAITING, CANCELLED, EXPIRED -> {}
                }
            }
        }
        freezes.hold(books);
        Map<String, List<Long>> result = new TreeMap<>();
        books.forEach(
                (key, sums) -> {
                    if (sums[0] != 0 || sums[1] != 0 || sums[2] != 0) {
                        result.put(key, List.of(sums[0], sums[1], sums[2]));
                    }
                });
        return result;
    }

    static void add(Map<String, long[]> books, String account, int column, long amount) {
        books.computeIfAbsent(account, any -> new long[3])[column] += amount;
    }

    private static String own(String kind, String partner, String currency) {
        return "%s %s %s %s".formatted(kind, partner, partner, currency);
    }

    /** Who is owed what a payer pays: the merchant, or at first its partner. */
    static String target(Source source, String acquirer, String merchant, String currency) {
        return source.issuer.equals(acquirer)
                ? "MERCHANT_PAYABLE %s %s %s".formatted(acquirer, merchant, currency)
                : "POSITION_PAYABLE %s %s %s".formatted(source.issuer, acquirer, currency);
    }

    private static void held(Map<String, long[]> books, Purchase p, Source source) {
        add(books, source.account(), 1, p.home);
        add(books, target(source, p.acquirer, p.merchant, p.currency), 2, p.amount);
        if (!source.currency.equals(p.currency)) {
            add(books, own("CONVERSION", source.issuer, source.currency), 2, p.home);
            add(books, own("CONVERSION", source.issuer, p.currency), 1, p.amount);
        }
    }

    private static void moved(Map<String, long[]> books, Purchase p, Source source) {
        long home = homeTaken(p) - homeBack(p);
        long middleTaken = part(p.middle, p.captured, p.amount);
        long middle = middleTaken - part(middleTaken, p.refunded, p.captured);
        long left = p.captured - p.refunded;
        long acquiring = p.acquiringFee() - part(p.acquiringFee(), p.refunded, p.captured);
        long issuing = p.issuingFee() - part(p.issuingFee(), p.refunded, p.captured);
        add(books, source.account(), 0, -home);
        if (!source.currency.equals(p.currency)) {
            add(books, own("CONVERSION", source.issuer, source.currency), 0, middle);
            add(books, own("FX_MARGIN", source.issuer, source.currency), 0, home - middle);
            add(books, own("CONVERSION", source.issuer, p.currency), 0, -left);
        }
        Proceeds proceeds = p.proceeds;
        String merchant = "%s %s %s".formatted(p.acquirer, p.merchant, p.currency);
        add(
                books,
                "MERCHANT_PAYABLE " + merchant,
                0,
                left - acquiring - issuing - proceeds.escrow - proceeds.frozen - proceeds.split());
        add(books, "MERCHANT_ESCROW " + merchant, 0, proceeds.escrow);
        add(books, "MERCHANT_FROZEN " + merchant, 0, proceeds.frozen);
        proceeds.portions.forEach((receiver, part) -> given(books, p, receiver, part));
        add(books, own("FEE_INCOME", source.issuer, p.currency), 0, issuing);
        add(books, own("FEE_INCOME", p.acquirer, p.currency), 0, acquiring);
        if (!source.issuer.equals(p.acquirer)) {
            String pair = "%s %s %s";
            String owed = pair.formatted(source.issuer, p.acquirer, p.currency);
            String due = pair.formatted(p.acquirer, source.issuer, p.currency);
            add(books, "POSITION_PAYABLE " + owed, 0, left - issuing);
            add(books, "POSITION_RECEIVABLE " + due, 0, issuing - left);
        }
    }

    /** A part that a receiver has; where it is in another partner's books, that one is owed it. */
    private static void given(Map<String, long[]> books, Purchase p, Receiver to, long part) {
        add(books, to.account(p.currency), 0, part);
        if (!to.partner().equals(p.acquirer)) {
            String pair = "%s %s %s";
            String owed = pair.formatted(p.acquirer, to.partner(), p.currency);
            String due = pair.formatted(to.partner(), p.acquirer, p.currency);
            add(books, "POSITION_PAYABLE " + owed, 0, part);
            add(books, "POSITION_RECEIVABLE " + due, 0, -part);
        }
    }
}
