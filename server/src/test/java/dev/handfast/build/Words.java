package dev.handfast.build;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What no Java source may say, what to say instead, and the length of a line. */
final class Words {
    private static final int LINE_LENGTH_MAX = 100;

    /** These files hold the words in order to look for them. */
    private static final Predicate<String> HERE = path("/dev/handfast/build/");

    private static final Predicate<String> MAIN = path("/src/main/");
    private static final Predicate<String> TEST = path("/src/test/");
    private static final Predicate<String> ANYWHERE = path("");

    /** Nowhere, not even in a comment. */
    private static final List<Ban> WORDS =
            List.of(
                    new Ban("FIXME|\\bTODO\\b", "finish it, or say what is missing", ANYWHERE),
                    new Ban("\\bissue #?\\d", "say the reason itself", ANYWHERE),
                    new Ban("@author", "the history knows", ANYWHERE));

    /** Nowhere in code; a comment may explain why. */
    private static final List<Ban> CODE =
            List.of(
                    new Ban("^import [^;]*\\*;", "one import per type", ANYWHERE),
                    new Ban("@Disabled", "mend the test or delete it", ANYWHERE),
                    new Ban("(?i)select \\*", "name the columns", ANYWHERE),
                    new Ban("[Mm]ockito|EasyMock", "write a fake by hand", ANYWHERE),
                    new Ban("Thread\\.sleep\\(", "wait for the event, or move a test clock", TEST),
                    new Ban("\\bThrowable ignored\\b", "handle it or let it go up", MAIN),
                    new Ban("printStackTrace", "throw it or log it", MAIN),
                    new Ban("Math\\.random\\(|new Random\\(", "an injected RandomGenerator", MAIN),
                    new Ban(
                            "currentTimeMillis\\(|Instant\\.now\\(\\)|new Date\\(\\)"
                                    + "|Clock\\.system|Local(Date|Time|DateTime)\\.now\\(",
                            "the injected InstantSource",
                            MAIN.and(path("/handfast/(app|bench)/").negate())),
                    new Ban(
                            "System\\.(out|err)\\b",
                            "a result, or a log line",
                            MAIN.and(path("/handfast/(app|demo|bench)/").negate())),
                    new Ban(
                            "\\b([dD]ouble|[fF]loat)\\b",
                            "Money, Rate or Percentage",
                            MAIN.and(path("/handfast/(money|ledger|fx|wallets|payments|rails)/"))),
                    new Ban(
                            "\\bBigDecimal\\b",
                            "Money, Rate or Percentage",
                            path("^server/src/main/")
                                    .and(path("/handfast/(money|sql|engine)/").negate())));

    private static final List<Ban> ALL = Stream.of(WORDS, CODE).flatMap(List::stream).toList();

    private Words() {}

    private record Ban(Pattern word, String instead, Predicate<String> where) {
        Ban(String word, String instead, Predicate<String> where) {
            this(Pattern.compile(word), instead, where);
        }
    }

    private static Predicate<String> path(String pattern) {
        return Pattern.compile(pattern).asPredicate();
    }

    /** A sentence per breach, with path and line. */
    static List<String> problems(String path, String source) {
        var found = new ArrayList<String>();
        List<String> lines = source.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String at = path + ":" + (i + 1) + " ";
            int length = line.codePointCount(0, line.length());
            if (length > LINE_LENGTH_MAX && !line.startsWith("import ")) {
                found.add(at + "a line has at most 100 characters, got " + length);
            }
            if (HERE.test(path)) continue;
            if (line.contains("@SuppressWarnings") && !isExplained(lines, i)) {
                found.add(at + "a suppressed warning has its reason in a comment beside it");
            }
            List<Ban> bans = isComment(line) ? WORDS : ALL;
            for (Ban ban : bans) {
                if (ban.where.test(path) && ban.word.matcher(line).find()) {
                    found.add(at + "no \"" + line.strip() + "\"; instead: " + ban.instead);
                }
            }
        }
        return found;
    }

    private static boolean isComment(String line) {
        String start = line.strip();
        return start.startsWith("*") || start.startsWith("/*") || start.startsWith("//");
    }

    /** A comment on the line itself or on the line above. */
    private static boolean isExplained(List<String> lines, int at) {
        String above = at == 0 ? "" : lines.get(at - 1).strip();
        return lines.get(at).contains("//") || above.startsWith("//") || above.endsWith("*/");
    }
}
