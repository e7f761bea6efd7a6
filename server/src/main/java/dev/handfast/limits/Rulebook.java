package dev.handfast.limits;

import dev.handfast.limits.LimitProfile.AccountClass;
import dev.handfast.limits.LimitProfile.Verification;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The rules, in the order in which they are checked.
 *
 * @param zone whose days and years count
 * @param rules no two with the same id
 */
public record Rulebook(ZoneId zone, List<Rule> rules) {
    private static final String RESOURCE = "/limits/rulebook.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /** Copies the list and checks the ids. */
    public Rulebook {
        rules = List.copyOf(rules);
        Set<String> ids = new HashSet<>();
        for (Rule rule : rules) {
            if (!ids.add(rule.id())) {
                throw new IllegalArgumentException("the rulebook has two rules " + rule.id());
            }
        }
    }

    /** The rulebook that comes with the program. */
    public static Rulebook included() {
        try (InputStream in = Rulebook.class.getResourceAsStream(RESOURCE)) {
            byte[] bytes = Objects.requireNonNull(in, RESOURCE).readAllBytes();
            return parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(RESOURCE, unreadable);
        }
    }

    /**
     * Reads a rulebook; resources/limits/rulebook.json shows its form.
     *
     * @throws IllegalArgumentException where it is not of that form; it names the rule
     */
    static Rulebook parse(String json) {
        JsonNode book = JSON.readTree(json);
        Currency currency = Currency.of(text(book, "currency"));
        Set<String> sources = new HashSet<>(book.path("sources").propertyNames());
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : book.path("rules")) {
            String source = text(rule, "source");
            if (!sources.contains(source)) {
                throw new IllegalArgumentException(
                        "rule %s: its source is one of %s, got %s"
                                .formatted(text(rule, "id"), sources, source));
            }
            rules.add(rule(rule, currency));
        }
        return new Rulebook(ZoneId.of(text(book, "zone")), rules);
    }

    /** The rules that hold a subject, in order. */
    List<Rule> holding(Limits.Subject subject, Optional<LimitProfile> profile) {
        return rules.stream().filter(rule -> rule.holds(subject, profile)).toList();
    }

    private static Rule rule(JsonNode node, Currency currency) {
        Set<Way> ways = new HashSet<>();
        node.path("ways").forEach(way -> ways.add(Way.valueOf(way.asString())));
        JsonNode max = node.path("max_minor");
        if (!max.isIntegralNumber() || !max.canConvertToLong()) {
            throw new IllegalArgumentException(
                    "rule %s: max_minor is a whole number of minor units, got %s"
                            .formatted(text(node, "id"), max));
        }
        return new Rule(
                text(node, "id"),
                ways,
                new Rule.Whom(
                        word(node, "account_class", AccountClass::valueOf),
                        word(node, "verification", Verification::valueOf)),
                Window.valueOf(text(node, "window")),
                new Money(max.longValue(), currency));
    }

    private static <T> Optional<T> word(JsonNode node, String name, Function<String, T> word) {
        return node.has(name) ? Optional.of(word.apply(text(node, name))) : Optional.empty();
    }

    private static String text(JsonNode node, String name) {
        JsonNode text = node.path(name);
        if (!text.isString()) {
            throw new IllegalArgumentException("%s is a text, got %s".formatted(name, text));
        }
        return text.stringValue();
    }
}
