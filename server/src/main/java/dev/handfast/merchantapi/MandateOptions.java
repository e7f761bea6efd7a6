package dev.handfast.merchantapi;

import dev.handfast.customers.WalletAgreements;
import dev.handfast.mandates.Allowance;
import dev.handfast.mandates.Mandate;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/**
 * What a merchant may take from an account wallet later: {@code
 * payment_method_options[alipay][mandate_options]}, as it is declared, kept and read. It has the
 * fields that this dialect has for cards.
 */
final class MandateOptions {
    /** Under which it is kept in the details of setups and payments. */
    static final String NAME = "mandate_options";

    private static final String OPTIONS = "payment_method_options";
    private static final String AMOUNT = "amount";
    private static final String CURRENCY = "currency";
    private static final String INTERVAL = "interval";
    private static final String COUNT = "interval_count";
    private static final String START = "start_date";
    private static final String END = "end_date";
    private static final String SPORADIC = "sporadic";
    private static final long COUNT_MAX = 120;
    private static final long SECONDS_MAX = 4_102_444_800L;
    private static final int DAYS_IN_WEEK = 7;
    private static final int MONTHS_IN_YEAR = 12;

    private MandateOptions() {}

    /** {@code payment_method_options}, as it is declared. */
    static Param param() {
        return Param.group(
                OPTIONS,
                "More about how it is paid.",
                Param.group(
                        MethodTypes.ALIPAY,
                        "About account wallets.",
                        Param.group(
                                NAME,
                                "What may be taken later; left out, as much as the wallet allows.",
                                Param.amount(AMOUNT, "The most that one payment takes.").required(),
                                Param.word("amount_type", "That it is the most.", "maximum"),
                                Param.currency(CURRENCY, "Its currency."),
                                Param.word(
                                        INTERVAL,
                                        "How often; any time if left out.",
                                        "day",
                                        "week",
                                        "month",
                                        "year",
                                        SPORADIC),
                                Param.whole(COUNT, 1, COUNT_MAX, "Every how many of them."),
                                Param.whole(START, 0, SECONDS_MAX, "When the first is due."),
                                Param.whole(END, 0, SECONDS_MAX, "When it ends."))));
    }

    /**
     * Takes in what a call says; what is wrong with it is remembered.
     *
     * @param currency of the amount where the call names none
     * @param now when the first payment is due where the call does not say
     */
    static void take(Params params, Details details, Currency currency, Instant now) {
        params.nested(OPTIONS)
                .flatMap(options -> options.nested(MethodTypes.ALIPAY))
                .flatMap(alipay -> alipay.nested(NAME))
                .ifPresent(given -> details.with(NAME, kept(given, currency, now)));
    }

    private static ObjectNode kept(Params given, Currency currency, Instant now) {
        boolean periods = given.text(INTERVAL).filter(word -> !word.equals(SPORADIC)).isPresent();
        for (String name : new String[] {COUNT, START}) {
            if (given.has(name) && !periods) {
                given.refuse(
                        name,
                        ApiCode.PARAMETER_INVALID,
                        "%s is given with an interval that comes again".formatted(name));
            }
        }
        if (given.whole(END).filter(end -> end <= now.getEpochSecond()).isPresent()) {
            given.refuse(END, ApiCode.PARAMETER_INVALID, "end_date lies in the future");
        }
        ObjectNode json = Json.object();
        given.whole(AMOUNT).ifPresent(minor -> json.put(AMOUNT, minor));
        json.put("amount_type", "maximum");
        json.put(
                CURRENCY,
                given.currency(CURRENCY).orElse(currency).code().toLowerCase(Locale.ROOT));
        if (periods) {
            json.put(INTERVAL, given.text(INTERVAL).orElseThrow());
            json.put(COUNT, given.whole(COUNT).orElse(1L));
            json.put(START, given.whole(START).orElse(now.getEpochSecond()));
        }
        given.whole(END).ifPresent(end -> json.put(END, end));
        return json;
    }

    /** A payment's must be in the payment's own currency. */
    static void checkCurrency(Params params, Details details, Currency currency) {
        if (currency(details.group(NAME)).filter(other -> !other.equals(currency)).isPresent()) {
            params.refuse(
                    OPTIONS,
                    ApiCode.PARAMETER_INVALID,
                    "mandate_options[currency] is that of the payment");
        }
    }

    /** What may be taken according to the details of a setup. */
    static WalletAgreements.Extent extent(Details details, Currency otherwise) {
        JsonNode kept = details.group(NAME);
        Optional<Instant> end =
                kept.has(END)
                        ? Optional.of(Instant.ofEpochSecond(kept.path(END).asLong()))
                        : Optional.empty();
        return new WalletAgreements.Extent(
                currency(kept).orElse(otherwise), allowance(details), end);
    }

    /** When and how much, according to the details of a setup or a payment. */
    static Optional<Allowance> allowance(Details details) {
        JsonNode kept = details.group(NAME);
        return currency(kept)
                .map(
                        currency ->
                                new Allowance(
                                        plan(kept),
                                        new Money(kept.path(AMOUNT).asLong(), currency),
                                        Optional.empty(),
                                        Optional.empty()));
    }

    private static Optional<Currency> currency(JsonNode kept) {
        return kept.has(CURRENCY)
                ? Optional.of(Currency.of(kept.path(CURRENCY).asString().toUpperCase(Locale.ROOT)))
                : Optional.empty();
    }

    private static Optional<Allowance.Plan> plan(JsonNode kept) {
        if (!kept.has(INTERVAL)) {
            return Optional.empty();
        }
        int count = kept.path(COUNT).asInt(1);
        Allowance.Cycle cycle =
                switch (kept.path(INTERVAL).asString()) {
                    case "day" -> new Allowance.Cycle(Allowance.Unit.DAY, count);
                    case "week" -> new Allowance.Cycle(Allowance.Unit.DAY, DAYS_IN_WEEK * count);
                    case "month" -> new Allowance.Cycle(Allowance.Unit.MONTH, count);
                    default -> new Allowance.Cycle(Allowance.Unit.MONTH, MONTHS_IN_YEAR * count);
                };
        LocalDate day =
                LocalDate.ofInstant(Instant.ofEpochSecond(kept.path(START).asLong()), Mandate.ZONE);
        LocalDate first = cycle.admits(day) ? day : day.withDayOfMonth(Allowance.MONTH_DAY_MAX);
        return Optional.of(new Allowance.Plan(cycle, first));
    }
}
