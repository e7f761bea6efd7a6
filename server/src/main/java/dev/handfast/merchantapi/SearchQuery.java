package dev.handfast.merchantapi;

import dev.handfast.web.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a search asks for, such as {@code status:'succeeded' AND metadata['order']:'6735'}: clauses
 * joined by AND, each a field, an operator and a value.
 *
 * @param clauses in order, at least one
 */
record SearchQuery(List<Clause> clauses) {
    private static final int QUERY_LENGTH_MAX = 1_000;
    private static final int LIMIT_MAX = 100;
    private static final int LIMIT_USUAL = 10;
    private static final int CLAUSES_MAX = 10;
    private static final String METADATA = "metadata";
    private static final String QUOTED = "(?:'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\")";
    private static final Pattern CLAUSE =
            Pattern.compile(
                    "\\s*([a-z_]+)(?:\\[("
                            + QUOTED
                            + ")])?\\s*(:|>=|<=|>|<)\\s*("
                            + QUOTED
                            + "|[0-9]{1,15})\\s*");
    private static final Pattern AND = Pattern.compile("(?i)AND\\s");

    /**
     * One condition.
     *
     * @param key of metadata, empty for other fields
     */
    record Clause(String field, String key, String operator, String value) {
        boolean isEqual() {
            return operator.equals(":");
        }
    }

    /**
     * What can be asked.
     *
     * @param words fields that are compared whole
     * @param numbers fields that have an order, too
     */
    record Grammar(List<String> words, List<String> numbers) {}

    /** Copies the list. */
    SearchQuery {
        clauses = List.copyOf(clauses);
    }

    static Param[] params() {
        return new Param[] {
            Param.text(
                            "query",
                            QUERY_LENGTH_MAX,
                            "Such as status:'succeeded' AND metadata['order']:'6735'.")
                    .required(),
            Param.whole("limit", 1, LIMIT_MAX, "How many at the most; 10 if left out."),
            Param.text("page", QUERY_LENGTH_MAX, "The next_page of the answer before.")
        };
    }

    /** Reads {@code query}; empty where it is wrong, which the parameters remember. */
    static Optional<SearchQuery> read(Params params, Grammar grammar) {
        String text = params.text("query").orElse("");
        List<Clause> clauses = new ArrayList<>();
        Matcher matcher = CLAUSE.matcher(text);
        int at = 0;
        while (at < text.length() || clauses.isEmpty()) {
            matcher.region(at, text.length());
            if (!matcher.lookingAt() || clauses.size() == CLAUSES_MAX) {
                return refused(
                        params, "expects up to ten clauses like field:'value' joined by AND");
            }
            Clause clause =
                    new Clause(
                            matcher.group(1),
                            matcher.group(2) == null ? "" : unquoted(matcher.group(2)),
                            matcher.group(3),
                            unquoted(matcher.group(4)));
            Optional<String> problem = problem(clause, clauses, grammar);
            if (problem.isPresent()) {
                return refused(params, problem.get());
            }
            clauses.add(clause);
            at = matcher.end();
            Matcher and = AND.matcher(text).region(at, text.length());
            if (at < text.length() && !and.lookingAt()) {
                return refused(params, "has something other than AND between two clauses");
            }
            at = at < text.length() ? and.end() : at;
        }
        return Optional.of(new SearchQuery(clauses));
    }

    private static Optional<SearchQuery> refused(Params params, String rule) {
        params.refuse("query", ApiCode.PARAMETER_INVALID, "query " + rule);
        return Optional.empty();
    }

    private static Optional<String> problem(Clause clause, List<Clause> before, Grammar grammar) {
        boolean metadata = clause.field().equals(METADATA);
        boolean number = grammar.numbers().contains(clause.field());
        String name = Params.shown(clause.field());
        if (!metadata && !number && !grammar.words().contains(clause.field())) {
            return Optional.of(
                    "has no field %s; there are metadata['key'], %s"
                            .formatted(
                                    name,
                                    String.join(", ", grammar.words())
                                            + ", "
                                            + String.join(", ", grammar.numbers())));
        }
        if (metadata == clause.key().isEmpty()) {
            return Optional.of("has a key in brackets for metadata and for nothing else");
        }
        if (!number && !clause.isEqual()) {
            return Optional.of("compares %s with a colon only".formatted(name));
        }
        if (number && !clause.value().matches("[0-9]{1,15}")) {
            return Optional.of("compares %s with a number".formatted(name));
        }
        boolean twice =
                before.stream()
                        .anyMatch(
                                other ->
                                        other.field().equals(clause.field())
                                                && other.key().equals(clause.key())
                                                && other.operator().equals(clause.operator()));
        return twice ? Optional.of("asks for %s twice".formatted(name)) : Optional.empty();
    }

    private static String unquoted(String text) {
        boolean quoted = text.startsWith("'") || text.startsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1") : text;
    }

    /** What a field must be; empty text where it may be anything. */
    String text(String field) {
        return clauses.stream()
                .filter(clause -> clause.field().equals(field))
                .map(Clause::value)
                .findFirst()
                .orElse("");
    }

    /** The bounds of a number: at least, and less than. */
    record Bounds(Optional<Long> from, Optional<Long> before) {}

    Bounds bounds(String field) {
        Optional<Long> from = Optional.empty();
        Optional<Long> before = Optional.empty();
        for (Clause clause : clauses) {
            if (!clause.field().equals(field)) {
                continue;
            }
            long number = Long.parseLong(clause.value());
            switch (clause.operator()) {
                case ">" -> from = Optional.of(number + 1);
                case ">=" -> from = Optional.of(number);
                case "<" -> before = Optional.of(number);
                case "<=" -> before = Optional.of(number + 1);
                default -> {
                    from = Optional.of(number);
                    before = Optional.of(number + 1);
                }
            }
        }
        return new Bounds(from, before);
    }

    TimeRange times(String field) {
        Bounds bounds = bounds(field);
        return new TimeRange(bounds.from().map(TimeRange::at), bounds.before().map(TimeRange::at));
    }

    /** What the details must contain, where metadata is asked for. */
    Optional<ObjectNode> containing() {
        ObjectNode metadata = Json.object();
        for (Clause clause : clauses) {
            if (clause.field().equals(METADATA)) {
                metadata.put(clause.key(), clause.value());
            }
        }
        if (metadata.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode json = Json.object();
        json.set(METADATA, metadata);
        return Optional.of(json);
    }

    /** Which part of what was found is wanted. */
    record Slice(Optional<UUID> after, int limit) {
        static Slice read(Params params, PublicIds kind) {
            return new Slice(
                    params.id("page", kind),
                    params.whole("limit").orElse((long) LIMIT_USUAL).intValue());
        }

        Answer answer(String url, List<ObjectNode> objects, Optional<String> next) {
            ArrayNode data = Json.array();
            objects.forEach(data::add);
            ObjectNode json = Json.object();
            json.put("object", "search_result");
            json.set("data", data);
            json.put("has_more", next.isPresent());
            json.set("next_page", CustomerJson.textOrNull(next.orElse("")));
            json.put("url", url);
            return Answer.ok(json);
        }
    }
}
