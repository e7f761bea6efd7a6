package dev.handfast.merchantapi;

import dev.handfast.merchants.Account;
import dev.handfast.merchants.Accounts;
import dev.handfast.merchants.Merchant;
import dev.handfast.money.Currency;
import dev.handfast.payouts.PayoutSchedule;
import dev.handfast.payouts.PayoutSchedule.Interval;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The calls on accounts: a platform, and the merchants it has brought. */
final class AccountCalls {
    private static final int NAME_LENGTH_MAX = 100;
    private static final String CATEGORY_USUAL = "5999";
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Pattern CATEGORY = Pattern.compile("[0-9]{4}");
    private static final String[] DAYS = {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
    };

    private final ApiParts parts;
    private final Accounts accounts;

    AccountCalls(ApiParts parts) {
        this.parts = parts;
        this.accounts = new Accounts(parts.database(), parts.who().merchants(), parts.clock());
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/accounts", "Adds a merchant for whom the platform's keys may act.")
                        .takes(
                                Param.word("type", "Which sort.", "standard"),
                                Param.text(
                                        "country", 2, "Two letters; the platform's if left out."),
                                Param.currency("default_currency", "The merchant's own currency."),
                                email(),
                                businessType(),
                                profile(),
                                settings(),
                                Param.metadata(),
                                Param.ignored("capabilities"),
                                Param.ignored("controller"),
                                Param.ignored("tos_acceptance"))
                        .answers(AccountShapes.ACCOUNT, this::create),
                Route.get("/v1/accounts", "Lists the platform's merchants, newest first.")
                        .takes(Param.page(PublicIds.ACCOUNT, Param.created()))
                        .answersPage(AccountShapes.ACCOUNT, this::list),
                Route.get("/v1/account", "Shows whose key it is.")
                        .answers(AccountShapes.ACCOUNT, call -> Answer.ok(own(call))),
                Route.get("/v1/accounts/{id}", "Shows a merchant.")
                        .answers(AccountShapes.ACCOUNT, this::retrieve),
                Route.post("/v1/accounts/{id}", "Changes a merchant, and when it is paid out.")
                        .takes(email(), businessType(), profile(), settings(), Param.metadata())
                        .answers(AccountShapes.ACCOUNT, this::update));
    }

    private static Param email() {
        return Param.text("email", Param.EMAIL_LENGTH_MAX, "Where to write to.");
    }

    private static Param businessType() {
        return Param.word(
                "business_type",
                "Who it is.",
                "company",
                "government_entity",
                "individual",
                "non_profit");
    }

    private static Param profile() {
        return Param.group(
                "business_profile",
                "What it does.",
                Param.text("name", NAME_LENGTH_MAX, "As it is shown to payers."),
                Param.text("mcc", 4, "Four digits, ISO 18245."),
                Param.text("url", Param.URL_LENGTH_MAX, "Its address on the web."));
    }

    private static Param settings() {
        Param schedule =
                Param.group(
                        "schedule",
                        "When it is paid out.",
                        Param.word("interval", "How often.", "manual", "daily", "weekly"),
                        Param.word("weekly_anchor", "On which day.", DAYS),
                        Param.whole(
                                "delay_days",
                                0,
                                PayoutSchedule.DELAY_DAYS_MAX,
                                "How many days until a payment is available."));
        return Param.group(
                "settings", "How it works.", Param.group("payouts", "Payouts.", schedule));
    }

    private Answer create(Call call) {
        Params params = call.params();
        Merchant platform = call.merchant();
        String country = params.text("country").orElse(platform.country());
        Optional<Params> profile = params.nested("business_profile");
        String category = profile.flatMap(some -> some.text("mcc")).orElse(CATEGORY_USUAL);
        if (!COUNTRY.matcher(country).matches()) {
            params.refuse(
                    "country",
                    ApiCode.PARAMETER_INVALID,
                    "country is two capital letters, got " + Params.shown(country));
        }
        if (!CATEGORY.matcher(category).matches()) {
            params.refuse(
                    "business_profile",
                    ApiCode.PARAMETER_INVALID,
                    "business_profile[mcc] is four digits, got " + Params.shown(category));
        }
        Optional<ApiError> problem = params.problem();
        if (problem.isPresent()) {
            return problem.get().answer(docs());
        }
        Currency currency = params.currency("default_currency").orElse(platform.currency());
        String name =
                profile.flatMap(some -> some.text("name"))
                        .or(() -> params.text("email"))
                        .filter(text -> text.length() <= NAME_LENGTH_MAX)
                        .orElse("Account");
        return Recorded.making(
                parts,
                call,
                id -> {
                    Merchant merchant =
                            new Merchant(
                                    id,
                                    platform.partner(),
                                    name,
                                    country,
                                    currency,
                                    category,
                                    platform.mode());
                    String details = changed(Details.none(), params).write();
                    Account account = accounts.add(platform.id(), merchant, details);
                    schedule(id, params);
                    return Answer.ok(shown(merchant, account));
                });
    }

    private Answer update(Call call) {
        Optional<UUID> id = PublicIds.ACCOUNT.parse(call.id());
        Optional<Account> account = id.flatMap(known -> accounts.find(call.merchant().id(), known));
        boolean own = id.filter(call.merchant().id()::equals).isPresent();
        if (account.isEmpty() && !own) {
            return missing(call);
        }
        return Recorded.making(
                parts,
                call,
                any -> {
                    schedule(id.orElseThrow(), call.params());
                    if (own) {
                        return Answer.ok(own(call));
                    }
                    Account before = account.orElseThrow();
                    String details = changed(Details.read(before.details()), call.params()).write();
                    accounts.change(before.platform(), before.merchant(), details);
                    return retrieve(call);
                });
    }

    /** What a client says of an account, over what was said before. */
    private static Details changed(Details before, Params params) {
        Details details =
                before.with("email", params.text("email"))
                        .with("business_type", params.text("business_type"))
                        .merged(params.metadata());
        params.nested("business_profile")
                .ifPresent(
                        profile ->
                                details.with("name", profile.text("name"))
                                        .with("mcc", profile.text("mcc"))
                                        .with("url", profile.text("url")));
        return details;
    }

    private void schedule(UUID merchant, Params params) {
        Optional<Params> wanted =
                params.nested("settings")
                        .flatMap(settings -> settings.nested("payouts"))
                        .flatMap(payouts -> payouts.nested("schedule"));
        if (wanted.isEmpty()) {
            return;
        }
        PayoutSchedule before = parts.what().payouts().store().schedule(merchant);
        Params schedule = wanted.get();
        PayoutSchedule after =
                new PayoutSchedule(
                        merchant,
                        schedule.text("interval")
                                .map(text -> Interval.valueOf(text.toUpperCase(Locale.ROOT)))
                                .orElse(before.interval()),
                        schedule.text("weekly_anchor")
                                .map(text -> DayOfWeek.valueOf(text.toUpperCase(Locale.ROOT)))
                                .orElse(before.anchor()),
                        schedule.whole("delay_days")
                                .map(Math::toIntExact)
                                .orElse(before.delayDays()));
        parts.what().payouts().store().schedule(after, parts.clock().instant());
    }

    private Answer retrieve(Call call) {
        Optional<UUID> id = PublicIds.ACCOUNT.parse(call.id());
        if (id.filter(call.merchant().id()::equals).isPresent()) {
            return Answer.ok(own(call));
        }
        return id.flatMap(known -> accounts.find(call.merchant().id(), known))
                .flatMap(this::shown)
                .map(Answer::ok)
                .orElseGet(() -> missing(call));
    }

    private Answer list(Call call) {
        Page page = Page.read(call.params(), PublicIds.ACCOUNT);
        List<Account> found = accounts.page(call.merchant().id(), page.slice());
        return page.answer("/v1/accounts", found, account -> shown(account).orElseThrow());
    }

    private ObjectNode own(Call call) {
        Merchant merchant = call.merchant();
        return shown(merchant, new Account(merchant.id(), merchant.id(), "{}", Instant.EPOCH));
    }

    private Optional<ObjectNode> shown(Account account) {
        return parts.who().merchants().find(account.merchant()).map(one -> shown(one, account));
    }

    private ObjectNode shown(Merchant merchant, Account account) {
        Details details = Details.read(account.details());
        ObjectNode profile = Json.object();
        profile.put("mcc", merchant.category());
        profile.put("name", details.text("name").asString(merchant.name()));
        profile.set("url", details.text("url"));
        ObjectNode json = Json.object();
        json.put("id", PublicIds.ACCOUNT.format(merchant.id()));
        json.put("object", "account");
        json.set("business_profile", profile);
        json.set("business_type", details.text("business_type"));
        json.set("capabilities", Json.object());
        json.put("charges_enabled", true);
        json.put("country", merchant.country());
        json.put("created", account.createdAt().getEpochSecond());
        json.put("default_currency", merchant.currency().code().toLowerCase(Locale.ROOT));
        json.put("details_submitted", true);
        json.set("email", details.text("email"));
        json.set("metadata", details.metadata());
        json.put("payouts_enabled", true);
        json.set("settings", settings(merchant));
        json.put("type", "standard");
        return json;
    }

    private ObjectNode settings(Merchant merchant) {
        PayoutSchedule known = parts.what().payouts().store().schedule(merchant.id());
        ObjectNode schedule = Json.object();
        schedule.put("delay_days", known.delayDays());
        schedule.put("interval", known.interval().name().toLowerCase(Locale.ROOT));
        if (known.interval() == Interval.WEEKLY) {
            schedule.put("weekly_anchor", known.anchor().name().toLowerCase(Locale.ROOT));
        }
        ObjectNode payouts = Json.object();
        payouts.set("schedule", schedule);
        ObjectNode settings = Json.object();
        settings.set("payouts", payouts);
        return settings;
    }

    private Answer missing(Call call) {
        return ApiError.missing("account", call.id()).answer(docs());
    }

    private String docs() {
        return parts.settings().docs();
    }
}
