package dev.handfast.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which package uses which, read from compiled classes and compared with a table.
 *
 * <p>Class files name every type a class touches in their constant pool: as a class, in a
 * descriptor or in a generic signature. Reading all three finds uses that an import list hides.
 */
final class Floors {
    private static final String ROOT = "dev/handfast/";
    private static final Pattern OURS =
            Pattern.compile("(?:^|(?<=[L\\[;<(]))" + ROOT + "([a-z]+)/");

    private Floors() {}

    /** A sentence for each use the table does not allow, and for each package it does not list. */
    static Set<String> problems(Path classes, Map<String, Set<String>> mayUse) {
        var found = new TreeSet<String>();
        for (Path file : Project.files(classes, ".class")) {
            ClassModel model = parse(file);
            String name = model.thisClass().asInternalName();
            if (!name.startsWith(ROOT)) continue;
            String from = name.substring(ROOT.length()).split("/", -1)[0];
            Set<String> allowed = mayUse.get(from);
            if (allowed == null) {
                found.add(from + " is on no floor");
                continue;
            }
            for (String to : uses(model)) {
                if (!to.equals(from) && !allowed.contains(to)) {
                    found.add(from + " may not use " + to + " (" + name + ")");
                }
            }
        }
        return found;
    }

    private static Set<String> uses(ClassModel model) {
        var found = new TreeSet<String>();
        for (PoolEntry entry : model.constantPool()) {
            String text =
                    switch (entry) {
                        case ClassEntry type -> type.asInternalName();
                        case Utf8Entry words -> words.stringValue();
                        default -> ""; // Numbers and pairs of the entries above.
                    };
            Matcher match = OURS.matcher(text);
            while (match.find()) found.add(match.group(1));
        }
        return found;
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Rows in order: each may name only rows above it, so the table itself has no cycle. */
    static Set<String> upward(SequencedMap<String, Set<String>> mayUse) {
        var above = new HashSet<String>();
        var found = new TreeSet<String>();
        mayUse.forEach(
                (row, names) -> {
                    for (String name : names) {
                        if (!above.contains(name)) found.add(row + " names " + name + " below it");
                    }
                    above.add(row);
                });
        return found;
    }

    /** The rows {@code | `ledger` | money, sql |} of a page. */
    static SequencedMap<String, Set<String>> table(String markdown) {
        var rows = new LinkedHashMap<String, Set<String>>();
        for (String line : markdown.lines().filter(line -> line.startsWith("| `")).toList()) {
            String[] cells = line.split("\\|", -1);
            String names = cells[2].replaceAll("[^a-z, ]", "").trim();
            var may = new TreeSet<String>();
            if (!names.isEmpty()) may.addAll(Arrays.asList(names.split(", *", -1)));
            rows.put(cells[1].replaceAll("[` ]", ""), may);
        }
        return rows;
    }
}
