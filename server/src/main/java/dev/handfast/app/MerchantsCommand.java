package dev.handfast.app;

import dev.handfast.engine.Ids;
import dev.handfast.merchants.ApiKeys;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.Mode;
import dev.handfast.partners.Partner;
import dev.handfast.partners.Partners;
import dev.handfast.secrets.ApiSecret;
import dev.handfast.sql.Database;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The merchants; the first one of a live installation is made here. */
@Command(
        name = "merchants",
        description = {
            "merchants: makes the first live one, and lists them",
            "While a server runs on an embedded database: POST /operator/merchants."
        })
final class MerchantsCommand {
    private static final InstantSource WALL = InstantSource.system();

    @Command(name = "list", description = "shows the merchants")
    int list(@Mixin Settings settings) {
        try (Ground ground = Ground.open(settings, line -> System.err.println(line))) {
            Map<?, String> partners =
                    Partners.in(ground.database()).stream()
                            .collect(Collectors.toMap(Partner::id, Partner::code));
            for (Merchant merchant : new Merchants(ground.database(), WALL).all()) {
                System.out.printf(
                        "%s  %s  %s, %s, %s  of %s  %s%n",
                        merchant.id(),
                        merchant.name(),
                        merchant.country(),
                        merchant.currency().code(),
                        merchant.category(),
                        partners.getOrDefault(merchant.partner(), "?"),
                        merchant.mode());
            }
        }
        return 0;
    }

    /** What is said of a merchant. */
    static final class Says {
        @Option(names = "--name", required = true, description = "as payers see it")
        private String name = "";

        @Option(names = "--country", required = true, description = "such as CN")
        private String country = "";

        @Option(names = "--currency", required = true, description = "such as CNY")
        private String currency = "";

        @Option(names = "--category", required = true, description = "four digits, ISO 18245")
        private String category = "";

        @Option(
                names = "--partner",
                required = true,
                description = "the code of the partner who owes it what it is paid")
        private String partner = "";

        @Option(names = "--partner-name", description = "makes a partner of that code")
        private Optional<String> partnerName = Optional.empty();

        @Option(names = "--partner-country", description = "of a new partner")
        private Optional<String> partnerCountry = Optional.empty();

        private MerchantForm form() {
            Map<String, String> texts =
                    new HashMap<>(
                            Map.of(
                                    "name", name,
                                    "country", country,
                                    "currency", currency,
                                    "category", category,
                                    "partner", partner));
            partnerName.ifPresent(text -> texts.put("partner_name", text));
            partnerCountry.ifPresent(text -> texts.put("partner_country", text));
            return new MerchantForm(
                    field -> Optional.ofNullable(texts.get(field)).filter(text -> !text.isBlank()));
        }
    }

    @Command(
            name = "add",
            description = "makes a live merchant; its secret key is shown now and never again")
    int add(@Mixin Settings settings, @Mixin Says says) {
        CryptoProvider.install();
        try (Ground ground = Ground.open(settings, line -> System.err.println(line))) {
            Database database = ground.database();
            Ids ids = new Ids(WALL);
            Merchant merchant =
                    says.form()
                            .add(
                                    new MerchantForm.Place(
                                            database,
                                            new Merchants(database, WALL),
                                            partner -> Partners.add(database, partner),
                                            ids,
                                            Mode.LIVE));
            System.out.println(merchant.id());
            ApiSecret secret =
                    new ApiKeys(database, WALL, ids).issue(merchant, ApiSecret.Kind.SECRET_LIVE);
            secret.use(
                    text -> {
                        System.out.println(text);
                        return text;
                    });
        }
        return 0;
    }
}
