package dev.handfast.build;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What pages of prose may not say, and what they must. */
public final class Pages {
    private static final Pattern HOST =
            Pattern.compile(
                    "repo1?\\.maven\\.|central\\.sonatype|registry\\.npmjs|pypi\\.org|crates\\.io"
                            + "|proxy\\.golang|docker\\.io|ghcr\\.io|quay\\.io");
    private static final Pattern ISSUE = Pattern.compile("(?:^|[\\s(])#\\d+\\b|\\bissues? #?\\d");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern MUST_SAY = Pattern.compile("(?i)\\bnull\\b");

    private Pages() {}

    /** A sentence per breach of a page; links are looked up beside it. */
    static List<String> problems(Path page, String text) {
        var found = new ArrayList<String>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String at = page.getFileName() + ":" + (i + 1) + " ";
            if (HOST.matcher(line).find()) found.add(at + "names a registry host");
            if (ISSUE.matcher(line).find()) found.add(at + "names an issue by number");
            Matcher link = LINK.matcher(line);
            while (link.find()) {
                String target = link.group(1);
                boolean outside = target.contains(":");
                if (!outside && !Files.exists(page.resolveSibling(target))) {
                    found.add(at + "links to " + target + ", which does not exist");
                }
            }
        }
        return found;
    }

    /**
     * The names that have no heading {@code ### `NAME`} on a page, for checks that everything a
     * program can answer is explained there.
     */
    public static List<String> withoutHeading(String page, Collection<String> names) {
        Set<String> headings =
                Set.copyOf(page.lines().filter(line -> line.startsWith("#")).toList());
        return names.stream()
                .filter(name -> headings.stream().noneMatch(h -> h.contains("`" + name + "`")))
                .sorted()
                .distinct()
                .toList();
    }

    /** A sentence per thing a {@code package-info.java} lacks. */
    static List<String> problemsOfPackage(String path, String text) {
        var found = new ArrayList<String>();
        if (!text.contains("@NullMarked")) found.add(path + " is not @NullMarked");
        if (!text.contains("Use")) found.add(path + " does not say what it may use");
        if (!MUST_SAY.matcher(text.replace("@NullMarked", "")).find()) {
            found.add(path + " says nothing about null");
        }
        if (!text.contains("Verb")) found.add(path + " does not list its verbs");
        if (!text.contains("Source")) found.add(path + " names no source");
        return found;
    }
}
