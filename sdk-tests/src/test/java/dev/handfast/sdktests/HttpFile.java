package dev.handfast.sdktests;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file of requests as the REST Client of VS Code reads it: variables, names for requests, and
 * answers by their JSON path. As there, a variable is put in as it is.
 */
final class HttpFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{([^}]+)}}");
    private static final Pattern SETTING = Pattern.compile("@(\\w+) *= *(.*)");
    private static final Pattern LINE = Pattern.compile("(GET|POST|DELETE) (\\S+)");
    private static final String ANSWER = ".response.body.$";

    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, JsonNode> answers = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    /**
     * A request of the file, with its variables not filled in yet.
     *
     * @param title what stands behind the three signs
     * @param name by which later requests know its answer
     * @param expected the statuses it may be answered with
     */
    record Entry(
            String title,
            Optional<String> name,
            List<Integer> expected,
            List<String> lines,
            String body) {}

    /** A request that can be sent. */
    record Sendable(String verb, String url, Map<String, String> headers, String body) {}

    /** Reads a file. */
    HttpFile(String text) {
        for (String part : text.split("(?m)^###+", -1)) {
            read(part.strip());
        }
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Gives a variable of the file another value. */
    void set(String variable, String value) {
        variables.put(variable, value);
    }

    /** Keeps what a request was answered, for those after it. */
    void answered(Entry entry, String body) {
        entry.name().ifPresent(name -> answers.put(name, JSON.readTree(body)));
    }

    /** Fills in what is known now. */
    Sendable fill(Entry entry) {
        Matcher line = LINE.matcher(filled(entry.lines().getFirst()));
        if (!line.matches()) {
            throw new IllegalStateException("no line of a request: " + entry);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header : entry.lines().subList(1, entry.lines().size())) {
            String[] pair = filled(header).split(": ", 2);
            headers.put(pair[0], pair[1]);
        }
        String body = filled(entry.body());
        boolean form = headers.getOrDefault("Content-Type", "").endsWith("form-urlencoded");
        return new Sendable(
                line.group(1),
                line.group(2),
                headers,
                form ? body.replaceAll("\\R&", "&").replace(' ', '+') : body);
    }

    private void read(String part) {
        List<String> all = part.lines().toList();
        for (String line : all) {
            Matcher setting = SETTING.matcher(line);
            if (setting.matches()) {
                variables.put(setting.group(1), setting.group(2));
            }
        }
        int start = 0;
        while (start < all.size() && !LINE.matcher(all.get(start)).matches()) {
            start++;
        }
        if (start == all.size()) {
            return;
        }
        int blank = start;
        while (blank < all.size() && !all.get(blank).isEmpty()) {
            blank++;
        }
        List<String> comments = all.subList(0, start);
        entries.add(
                new Entry(
                        all.getFirst().strip(),
                        comment(comments, "# @name ", Function.identity()),
                        comment(comments, "# answers ", HttpFile::statuses).orElse(List.of(200)),
                        all.subList(start, blank),
                        all.subList(Math.min(blank + 1, all.size()), all.size()).stream()
                                .collect(Collectors.joining("\n"))));
    }

    private static <T> Optional<T> comment(
            List<String> lines, String start, Function<String, T> read) {
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .map(line -> read.apply(line.substring(start.length())));
    }

    private static List<Integer> statuses(String text) {
        return Pattern.compile(" or ").splitAsStream(text).map(Integer::valueOf).toList();
    }

    private String filled(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
    }

    private String value(String name) {
        int dot = name.indexOf(ANSWER);
        if (dot < 0) {
            return filled(
                    Optional.ofNullable(variables.get(name))
                            .orElseThrow(() -> new IllegalStateException("no variable " + name)));
        }
        String pointer =
                name.substring(dot + ANSWER.length())
                        .replaceAll("\\[(\\d+)]", "/$1")
                        .replace('.', '/');
        JsonNode answer =
                Optional.ofNullable(answers.get(name.substring(0, dot)))
                        .orElseThrow(() -> new IllegalStateException("no answer yet: " + name));
        return answer.at(pointer).asString();
    }
}
