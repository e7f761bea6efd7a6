package dev.handfast.opengateway;

import dev.handfast.build.Project;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What docs/reference/open-api-refusals.md says of a method.
 *
 * @param answered the codes of the official list that are answered
 * @param beyond those that are answered and stand in no list of the method's
 * @param never those of the list that cannot occur
 */
record RefusalPages(List<String> answered, List<String> beyond, List<String> never) {
    private static final Pattern ROW = Pattern.compile("\\| `([A-Za-z0-9_.-]+)` \\| .+");
    private static final Pattern CODE = Pattern.compile("`([A-Za-z0-9_.]+)`");

    /** Every method's, by its name. */
    static Map<String, RefusalPages> read() {
        Map<String, RefusalPages> methods = new TreeMap<>();
        RefusalPages now = new RefusalPages(List.of(), List.of(), List.of());
        List<String> rows = now.answered();
        for (String line : page().lines().toList()) {
            var row = ROW.matcher(line);
            if (line.startsWith("## `")) {
                now = new RefusalPages(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
                methods.put(line.substring(4, line.length() - 1), now);
                rows = now.answered();
            } else if (line.startsWith("## ")) {
                now = new RefusalPages(List.of(), List.of(), List.of());
            } else if (line.equals("Beyond the list:")) {
                rows = now.beyond();
            } else if (row.matches()) {
                rows.add(row.group(1));
            } else if (line.startsWith("- ")) {
                // A reason may show a code too: those that cannot occur stand behind its colon.
                never(line.substring(line.lastIndexOf(": ") + 1), now);
            } else if (line.startsWith("  ")) {
                never(line, now);
            }
        }
        return methods;
    }

    private static void never(String text, RefusalPages page) {
        CODE.matcher(text).results().forEach(match -> page.never().add(match.group(1)));
    }

    static String page() {
        return Project.read(Project.root().resolve("docs/reference/open-api-refusals.md"));
    }

    /** Every code of the official list. */
    Set<String> listed() {
        Set<String> listed = new TreeSet<>(answered);
        listed.addAll(never);
        return listed;
    }

    /**
     * The official list of a method: the enum of the official v3 client; empty where it has none.
     */
    static Set<String> official(String method) {
        StringBuilder name = new StringBuilder("com.alipay.v3.model.");
        for (MatchResult part : Pattern.compile("[^.]+").matcher(method).results().toList()) {
            String word = part.group();
            name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        Set<String> codes = new TreeSet<>();
        try {
            Class<?> list = Class.forName(name + "ErrorResponseModel$CodeEnum");
            for (Object constant : list.getEnumConstants()) {
                codes.add((String) list.getMethod("getValue").invoke(constant));
            }
        } catch (ClassNotFoundException none) {
            return codes;
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("the official client has changed", changed);
        }
        return codes;
    }
}
