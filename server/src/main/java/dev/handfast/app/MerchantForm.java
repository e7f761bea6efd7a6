package dev.handfast.app;

import dev.handfast.engine.Ids;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.Mode;
import dev.handfast.money.Currency;
import dev.handfast.money.Parsed;
import dev.handfast.partners.Partner;
import dev.handfast.partners.Partners;
import dev.handfast.sql.Database;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads what an operator says of a merchant, by a command or by a call: also of the first one,
 * whose partner is not there yet. Other merchants are made by a platform, with its key.
 *
 * <p>What breaks a rule is an {@link IllegalArgumentException} that names field and rule.
 *
 * @param says the text under a field's name, where it is there
 */
record MerchantForm(Function<String, Optional<String>> says) {
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9]{0,31}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    /**
     * Where a merchant is added.
     *
     * @param database where partners are read
     * @param addPartner adds one
     * @param mode whether money is real there
     */
    record Place(
            Database database,
            Merchants merchants,
            Consumer<Partner> addPartner,
            Ids ids,
            Mode mode) {}

    /** Adds the merchant, and its partner where that is new; every field is looked at before. */
    Merchant add(Place place) {
        List<Partner> known = Partners.in(place.database());
        String code = required("partner");
        Optional<Partner> partner =
                known.stream().filter(one -> one.code().equals(code)).findFirst();
        Partner owner = partner.orElseGet(() -> fresh(code, place.ids(), known));
        Merchant merchant =
                new Merchant(
                        place.ids().next(),
                        owner.id(),
                        required("name"),
                        required("country"),
                        currency(),
                        required("category"),
                        place.mode());
        boolean taken =
                place.merchants().all().stream()
                        .anyMatch(
                                other ->
                                        other.name().equals(merchant.name())
                                                && other.partner().equals(merchant.partner())
                                                && other.mode() == merchant.mode());
        if (taken) {
            throw new IllegalArgumentException(
                    "name is that of no other merchant of the partner, got " + merchant.name());
        }
        if (partner.isEmpty()) {
            place.addPartner().accept(owner);
        }
        place.merchants().add(merchant);
        return merchant;
    }

    private Partner fresh(String code, Ids ids, List<Partner> known) {
        Optional<String> name = says.apply("partner_name");
        Optional<String> country = says.apply("partner_country");
        if (name.isEmpty() || country.isEmpty()) {
            throw new IllegalArgumentException(
                    "partner is one of %s, or a new one with partner_name and partner_country"
                                    .formatted(known.stream().map(Partner::code).toList())
                            + ", got "
                            + code);
        }
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException(
                    "partner has 1 to 32 lower-case letters and digits, got " + code);
        }
        if (!COUNTRY.matcher(country.get()).matches()) {
            throw new IllegalArgumentException(
                    "partner_country: two capital letters, got " + country.get());
        }
        return new Partner(ids.next(), code, name.get(), country.get());
    }

    private Currency currency() {
        return switch (Currency.parse(required("currency"))) {
            case Parsed.Valid<Currency>(Currency currency) -> currency;
            case Parsed.Refused<Currency>(var why, String message) ->
                    throw new IllegalArgumentException("currency: " + message);
        };
    }

    private String required(String name) {
        return says.apply(name)
                .orElseThrow(() -> new IllegalArgumentException(name + " is required"));
    }
}
