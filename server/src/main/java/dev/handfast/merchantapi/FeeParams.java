package dev.handfast.merchantapi;

import dev.handfast.merchants.Accounts;
import dev.handfast.merchants.Merchant;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.payments.Brokerage;
import dev.handfast.payments.Commission;
import dev.handfast.payments.Payment;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** What calls on payments say of a platform's part in them. */
final class FeeParams {
    static final String FEE = "application_fee_amount";
    static final String TRANSFER = "transfer_data";
    static final String REFUND_FEE = "refund_application_fee";
    static final String REVERSE = "reverse_transfer";

    private static final String DESTINATION = "destination";
    private static final String AMOUNT = "amount";

    private final ApiParts parts;
    private final Accounts accounts;

    FeeParams(ApiParts parts) {
        this.parts = parts;
        this.accounts = new Accounts(parts.database(), parts.who().merchants(), parts.clock());
    }

    /** Those of a new payment. */
    static List<Param> create() {
        return List.of(
                fee(),
                Param.group(
                        TRANSFER,
                        "Passes what is paid on to a merchant that the platform has brought.",
                        Param.id(DESTINATION, PublicIds.ACCOUNT, "To whom.").required(),
                        part()));
    }

    /** Those of a payment that is there. */
    static List<Param> update() {
        return List.of(
                fee().clearable(),
                Param.group(TRANSFER, "Passes another part on to the same merchant.", part()));
    }

    static Param fee() {
        return Param.amount(FEE, "What the platform gets of it; at most what is captured.");
    }

    private static Param part() {
        return Param.amount(AMOUNT, "How much; all that is captured if left out.");
    }

    /** What refunds say of it. */
    static List<Param> refund() {
        return List.of(
                Param.flag(REFUND_FEE, "Whether the platform's fee goes back, in proportion."),
                Param.flag(REVERSE, "Whether what was passed on comes back, in proportion."));
    }

    /** A platform's part in a new payment of this amount. */
    Optional<Brokerage> read(Call call, Money amount) {
        Params params = call.params();
        Optional<Money> fee = within(params, FEE, amount);
        Optional<Params> transfer = params.nested(TRANSFER);
        if (transfer.isPresent()) {
            Optional<Money> part = within(transfer.get(), AMOUNT, amount);
            refuseBoth(params, fee, part);
            return destination(call, transfer.get()).map(to -> new Brokerage.Onward(to, part, fee));
        }
        return fee.flatMap(given -> direct(call, given));
    }

    private Optional<Brokerage> direct(Call call, Money fee) {
        if (call.platform().isEmpty()) {
            call.params()
                    .refuse(
                            FEE,
                            ApiCode.PARAMETER_INVALID,
                            "application_fee_amount is for a platform's secret key that acts for"
                                    + " one of its merchants (Stripe-Account), or for payments with"
                                    + " transfer_data[destination]");
        }
        return call.platform().map(platform -> new Brokerage.Direct(platform, fee));
    }

    private Optional<UUID> destination(Call call, Params transfer) {
        Merchant platform = call.merchant();
        Optional<UUID> found =
                transfer.id(DESTINATION, PublicIds.ACCOUNT)
                        .flatMap(id -> accounts.find(platform.id(), id))
                        .flatMap(account -> parts.who().merchants().find(account.merchant()))
                        .filter(merchant -> merchant.partner().equals(platform.partner()))
                        .map(Merchant::id);
        if (found.isEmpty()) {
            transfer.refuse(
                    DESTINATION,
                    ApiCode.RESOURCE_MISSING,
                    "No such destination: '%s'"
                            .formatted(Params.shown(transfer.text(DESTINATION).orElse(""))));
        }
        return found;
    }

    /**
     * What a call changes of a platform's part in a payment; pure, as it runs inside a command.
     *
     * @param amount what the payment will be of, or what is captured of it
     */
    UnaryOperator<Optional<Brokerage>> changes(Call call, Payment payment, Money amount) {
        Params params = call.params();
        Optional<Brokerage> before = payment.terms().brokerage();
        boolean onward = before.filter(Brokerage.Onward.class::isInstance).isPresent();
        Optional<Money> fee = within(params, FEE, amount);
        boolean cleared = params.has(FEE) && fee.isEmpty();
        Optional<Money> part = part(params, amount, onward);
        if (onward) {
            Optional<Money> feeThen = params.has(FEE) ? fee : before.flatMap(Brokerage::agreedFee);
            refuseBoth(params, feeThen, part.or(() -> before.flatMap(Brokerage::agreedPart)));
            return known -> known.map(by -> changed(by, params.has(FEE), fee, part));
        }
        if (cleared) {
            return known -> Optional.empty();
        }
        Optional<Brokerage> direct = fee.flatMap(given -> direct(call, given));
        return known -> direct.isPresent() ? direct : known;
    }

    private static Optional<Money> part(Params params, Money amount, boolean onward) {
        Optional<Params> transfer =
                params.declares(TRANSFER) ? params.nested(TRANSFER) : Optional.empty();
        if (transfer.isPresent() && !onward) {
            params.refuse(
                    TRANSFER,
                    ApiCode.PARAMETER_INVALID,
                    "transfer_data was not given when the payment was created");
        }
        return transfer.flatMap(given -> within(given, AMOUNT, amount));
    }

    private static Brokerage changed(
            Brokerage by, boolean feeSaid, Optional<Money> fee, Optional<Money> part) {
        return by instanceof Brokerage.Onward(UUID to, var partBefore, var feeBefore)
                ? new Brokerage.Onward(to, part.or(() -> partBefore), feeSaid ? fee : feeBefore)
                : by;
    }

    private static void refuseBoth(Params params, Optional<Money> fee, Optional<Money> part) {
        if (fee.isPresent() && part.isPresent()) {
            params.refuse(
                    FEE,
                    ApiCode.PARAMETER_INVALID,
                    "application_fee_amount and transfer_data[amount] exclude each other");
        }
    }

    private static Optional<Money> within(Params params, String name, Money amount) {
        Currency currency = amount.currency();
        Optional<Money> share = params.amount(name, currency);
        share.filter(given -> given.isMoreThan(amount))
                .ifPresent(
                        given ->
                                params.refuse(
                                        name,
                                        ApiCode.AMOUNT_TOO_LARGE,
                                        "%s is at most %d, the payment's amount, got %d"
                                                .formatted(name, amount.minor(), given.minor())));
        return share;
    }

    /** What of a platform's commission goes back with a refund of a payment. */
    static Set<Commission.Part> restored(Call call, Payment payment) {
        Params params = call.params();
        Set<Commission.Part> parts = EnumSet.noneOf(Commission.Part.class);
        Optional<Brokerage> brokerage = payment.terms().brokerage();
        if (params.flag(REFUND_FEE)) {
            boolean theirs =
                    brokerage
                            .filter(by -> by.agreedFee().isPresent())
                            .filter(by -> isPlatform(call, by))
                            .isPresent();
            if (!theirs) {
                params.refuse(
                        REFUND_FEE,
                        ApiCode.PARAMETER_INVALID,
                        "refund_application_fee is for the platform that gets an application fee of"
                                + " this payment");
            }
            parts.add(Commission.Part.FEE);
        }
        if (params.flag(REVERSE)) {
            if (brokerage.filter(Brokerage.Onward.class::isInstance).isEmpty()) {
                params.refuse(
                        REVERSE,
                        ApiCode.PARAMETER_INVALID,
                        "reverse_transfer is for payments with transfer_data[destination]");
            }
            parts.add(Commission.Part.PASSED);
        }
        return parts;
    }

    private static boolean isPlatform(Call call, Brokerage by) {
        return switch (by) {
            case Brokerage.Onward onward -> true;
            case Brokerage.Direct(UUID platform, Money fee) ->
                    call.platform().filter(platform::equals).isPresent();
        };
    }
}
