package dev.handfast.app;

import dev.handfast.alipay.SignType;
import dev.handfast.money.Currency;
import dev.handfast.money.Parsed;
import dev.handfast.partners.Partner;
import dev.handfast.payments.Rail;
import dev.handfast.rails.PartnerAccess;
import dev.handfast.rails.PartnerGateway;
import dev.handfast.secrets.SecretText;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads what an operator says of a partner's gateway, by a command or by a call.
 *
 * <p>What breaks a rule is an {@link IllegalArgumentException} that names field and rule; no key is
 * in it.
 *
 * @param says the text under a field's name, where it is there
 */
record PartnerGatewayForm(Function<String, Optional<String>> says) {
    private static final Pattern CODES = Pattern.compile("([A-Z]{3}):([0-9]+)");

    /** The gateway as it is said to be, called so from {@code since} on. */
    PartnerGateway read(Instant since, List<Partner> partners) {
        return new PartnerGateway(
                required("name"), reach(partners), PartnerGateway.State.ON, List.of(access(since)));
    }

    private PartnerAccess access(Instant since) {
        URI address = address();
        PartnerAccess.App app = app();
        PartnerAccess.Trust trust = trust();
        String field =
                switch (trust) {
                    case PartnerAccess.Trust.ByKey key -> "gateway_key";
                    case PartnerAccess.Trust.ByCertificates all -> "certificates";
                };
        try {
            PartnerAccess usual = new PartnerAccess(since, address, app, trust);
            field = "patience";
            Optional<Duration> patience = patience();
            return patience.isEmpty()
                    ? usual
                    : new PartnerAccess(since, address, app, trust, patience.get());
        } catch (IllegalArgumentException bad) {
            throw new IllegalArgumentException(field + ": " + bad.getMessage(), bad);
        }
    }

    private Rail.Reach reach(List<Partner> partners) {
        String named = required("partner");
        Partner partner =
                partners.stream()
                        .filter(
                                known ->
                                        known.code().equals(named)
                                                || known.id().toString().equals(named))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "partner is the code or id of one of %s, got %s"
                                                        .formatted(
                                                                partners.stream()
                                                                        .map(Partner::code)
                                                                        .toList(),
                                                                named)));
        Matcher codes = CODES.matcher(required("codes"));
        if (!codes.matches()) {
            throw new IllegalArgumentException(
                    "codes is a currency, a colon and how codes begin, as CNY:28, got "
                            + required("codes"));
        }
        return switch (Currency.parse(codes.group(1))) {
            case Parsed.Valid<Currency>(Currency currency) ->
                    new Rail.Reach(partner.id(), currency, codes.group(2));
            case Parsed.Refused<Currency>(var why, String message) ->
                    throw new IllegalArgumentException("codes: " + message);
        };
    }

    private URI address() {
        String text = required("address");
        try {
            URI address = URI.create(text);
            boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
            if (web && address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException malformed) {
            // Said below, as where it is no address of the web.
        }
        throw new IllegalArgumentException("address is a URL of http or https, got " + text);
    }

    /** How long an answer is waited for, where it is said. */
    private Optional<Duration> patience() {
        String text = says.apply("patience").orElse("");
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Duration.parse(text));
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException("a time is like PT15S, got " + text, malformed);
        }
    }

    private PartnerAccess.App app() {
        String type = says.apply("sign_type").orElse("RSA2");
        SignType signType =
                SignType.parse(type)
                        .filter(known -> known != SignType.RSA)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "sign_type is RSA2 or SM2, got " + type));
        SecretText key = SecretText.of(required("app_key"));
        try {
            return new PartnerAccess.App(
                    required("app_id"), says.apply("seller_id"), signType, key);
        } catch (IllegalArgumentException bad) {
            throw new IllegalArgumentException(
                    "app_key is a private key of %s: Base64 of PKCS#8".formatted(type), bad);
        }
    }

    private PartnerAccess.Trust trust() {
        Optional<String> key = says.apply("gateway_key");
        List<String> certificates =
                Stream.of("app_certificate", "gateway_certificate", "root_certificates")
                        .flatMap(name -> says.apply(name).stream())
                        .toList();
        if (key.isPresent() && certificates.isEmpty()) {
            return new PartnerAccess.Trust.ByKey(key.get());
        }
        if (key.isEmpty() && certificates.size() == 3) {
            return new PartnerAccess.Trust.ByCertificates(
                    certificates.get(0), certificates.get(1), certificates.get(2));
        }
        throw new IllegalArgumentException(
                "give either gateway_key, or app_certificate, gateway_certificate and"
                        + " root_certificates");
    }

    private String required(String name) {
        return says.apply(name)
                .orElseThrow(() -> new IllegalArgumentException(name + " is required"));
    }
}
