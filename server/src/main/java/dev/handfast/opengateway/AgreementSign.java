package dev.handfast.opengateway;

import dev.handfast.alipay.WireTime;
import dev.handfast.mandates.Allowance;
import dev.handfast.mandates.Mandate;
import dev.handfast.money.Money;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a merchant proposes with {@code alipay.user.agreement.page.sign}.
 *
 * <p>Source: {@code AlipayUserAgreementPageSignModel} and {@code PeriodRuleParams}.
 */
final class AgreementSign {
    /** The scene of agreements that name none. */
    static final String SCENE = "DEFAULT|DEFAULT";

    static final String LOGON_ID = "external_logon_id";
    static final String CYCLE_PAY = "CYCLE_PAY_AUTH_P";

    private static final String WITHHOLDING = "GENERAL_WITHHOLDING_P";
    private static final Duration AGREE_MAX = Duration.ofDays(1);
    private static final long PERIODS_MAX = 10_000;
    private static final Shape RULE =
            Shape.of(
                    Param.text("period_type", TextRule.oneOf("DAY", "MONTH")).required(),
                    Param.count("period", PERIODS_MAX / 10).required(),
                    Param.text("execute_time", TextRule.DAY).required(),
                    Param.amount("single_amount").required(),
                    Param.amount("total_amount"),
                    Param.count("total_payments", PERIODS_MAX));
    private static final Pattern VALIDITY = Pattern.compile("([1-9][0-9]{0,3})([dm])");

    /** The fields of a proposal. */
    static final Shape SHAPE =
            Shape.of(
                    Param.text("personal_product_code", TextRule.CODE).required(),
                    Param.text("sign_scene", TextRule.SCENE),
                    Param.text("external_agreement_no", TextRule.AGREEMENT_REFERENCE),
                    Param.nested(
                                    "access_params",
                                    Shape.of(Param.text("channel", TextRule.CODE).required()))
                            .required(),
                    Param.text(LOGON_ID, TextRule.LOGON_ID),
                    Param.nested("period_rule_params", RULE),
                    Param.count("effect_time", AGREE_MAX.toSeconds()),
                    Param.text("sign_validity_period", TextRule.CODE));

    private AgreementSign() {}

    /**
     * The proposal in a call.
     *
     * @param returnUrl where the request sends the holder afterwards; may be empty
     */
    static Fields.Result<Mandate.Proposal> read(Call call, String returnUrl) {
        Fields fields = new Fields(call.biz(), SHAPE, AgreementCode.INVALID_PARAMETER.name());
        String product = fields.required("personal_product_code");
        if (!product.equals(CYCLE_PAY) && !product.equals(WITHHOLDING)) {
            fields.refuse(
                    AgreementCode.PRODUCT_CODE_NOT_SUPPORTED_ERROR.error(
                            "personal_product_code is %s or %s, got %s"
                                    .formatted(CYCLE_PAY, WITHHOLDING, product)));
        }
        String scene = fields.optional("sign_scene").orElse(SCENE);
        Optional<String> reference = fields.optional("external_agreement_no");
        if (reference.isPresent() && scene.equals(SCENE)) {
            fields.refuse(
                    Fields.invalid(
                            "sign_scene", "is another beside an external_agreement_no", SCENE));
        }
        Fields access = fields.within("access_params");
        access.required("channel");
        fields.take(access);
        Details details = Details.of(call);
        fields.optional(LOGON_ID).ifPresent(login -> details.put(LOGON_ID, login));
        if (!returnUrl.isEmpty()) {
            if (!TextRule.URL.holdsFor(returnUrl)) {
                fields.refuse(Fields.invalid("return_url", TextRule.URL.words(), returnUrl));
            }
            details.put(AgreementService.RETURN_URL, returnUrl);
        }
        notifyUrl(call, fields);
        Optional<Allowance> rule = rule(call, fields, product);
        Mandate.Times times =
                new Mandate.Times(call.now().plus(agreeWithin(fields)), validUntil(call, fields));
        return fields.complete(
                () ->
                        new Mandate.Proposal(
                                call.merchant().id(),
                                new Mandate.Kind(product, scene, reference),
                                Fields.CNY,
                                rule,
                                times,
                                details.text()));
    }

    private static void notifyUrl(Call call, Fields fields) {
        String url = call.common().notifyUrl();
        if (!url.isEmpty() && !TextRule.URL.holdsFor(url)) {
            fields.refuse(Fields.invalid("notify_url", TextRule.URL.words(), url));
        }
    }

    private static Optional<Allowance> rule(Call call, Fields fields, String product) {
        if (!product.equals(CYCLE_PAY)) {
            return Optional.empty();
        }
        Fields rule = fields.within("period_rule_params");
        String type = rule.required("period_type");
        Allowance.Unit unit =
                type.equals(Allowance.Unit.MONTH.name())
                        ? Allowance.Unit.MONTH
                        : Allowance.Unit.DAY;
        long period = rule.count("period").orElse(1L);
        Allowance.Cycle cycle = new Allowance.Cycle(unit, Math.toIntExact(period));
        LocalDate first = first(call, rule, cycle);
        Money single = rule.amount("single_amount");
        Optional<Money> total = rule.findAmount("total_amount");
        Optional<Long> payments = rule.count("total_payments");
        fields.take(rule);
        return Optional.of(
                new Allowance(
                        Optional.of(new Allowance.Plan(cycle, first)), single, total, payments));
    }

    private static LocalDate first(Call call, Fields rule, Allowance.Cycle cycle) {
        LocalDate today = LocalDate.ofInstant(call.now(), WireTime.ZONE);
        String text = rule.required("execute_time");
        Optional<LocalDate> day = day(text).filter(found -> !found.isBefore(today));
        if (day.isEmpty() || !cycle.admits(day.get())) {
            rule.refuse(
                    Fields.invalid(
                            "execute_time",
                            "is a day from today on, with MONTH at most a 28th",
                            text));
            return today.withDayOfMonth(1);
        }
        return day.get();
    }

    /** The day in {@code yyyy-MM-dd}. */
    static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException notOne) {
            return Optional.empty();
        }
    }

    private static Duration agreeWithin(Fields fields) {
        return fields.count("effect_time").map(Duration::ofSeconds).orElse(AGREE_MAX);
    }

    private static Optional<Instant> validUntil(Call call, Fields fields) {
        Optional<String> text = fields.optional("sign_validity_period");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher match = VALIDITY.matcher(text.get());
        if (!match.matches()) {
            fields.refuse(
                    Fields.invalid(
                            "sign_validity_period", "is a number and d or m, as 2m", text.get()));
            return Optional.empty();
        }
        long length = Long.parseLong(match.group(1));
        var now = call.now().atOffset(WireTime.ZONE);
        var end = match.group(2).equals("d") ? now.plusDays(length) : now.plusMonths(length);
        return Optional.of(end.toInstant());
    }
}
