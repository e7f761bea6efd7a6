package dev.handfast.build;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** What the shape of Java sources must be, read from the compiler's own syntax tree. */
final class Syntax {
    private static final int METHOD_LINES_MAX = 70;
    private static final int FILE_LINES_MAX = 500;
    private static final int PARAMETERS_MAX = 5;
    private static final Pattern TEST_NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)+");
    private static final Pattern TEST =
            Pattern.compile("@(\\w+\\.)*(Test|ParameterizedTest|RepeatedTest|TestFactory)\\b");

    private Syntax() {}

    /** The refusals a source declares: constants of enums named so, as {@code NAME (path)}. */
    record Refusal(String name, String path) {}

    /** What one pass over the sources gives. */
    record Reading(List<String> problems, List<Refusal> refusals) {}

    /** Reads all sources, given by their paths, in one run of the parser. */
    static Reading read(Map<String, String> sources) {
        var reading = new Reading(new ArrayList<>(), new ArrayList<>());
        sources.forEach(
                (path, source) -> {
                    long lines = source.lines().count();
                    if (path.contains("/src/main/") && lines > FILE_LINES_MAX) {
                        reading.problems.add(path + " has at most 500 lines, got " + lines);
                    }
                });
        List<Source> files =
                sources.entrySet().stream().map(e -> new Source(e.getKey(), e.getValue())).toList();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var options = List.of("-proc:none");
        JavacTask task =
                (JavacTask) compiler.getTask(null, null, problem -> {}, options, null, files);
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                String path = unit.getSourceFile().toUri().getPath().substring(1);
                new Visitor(unit, positions, reading).scan(unit, path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return reading;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String path, String text) {
            super(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Visitor extends TreePathScanner<@Nullable Object, String> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final Reading reading;

        Visitor(CompilationUnitTree unit, SourcePositions positions, Reading reading) {
            this.unit = unit;
            this.positions = positions;
            this.reading = reading;
        }

        @Override
        public @Nullable Object visitClass(ClassTree type, String path) {
            boolean main = path.contains("/src/main/");
            String name = type.getSimpleName().toString();
            if (main && type.getKind() == Tree.Kind.ENUM && name.endsWith("Refusal")) {
                for (Tree member : type.getMembers()) {
                    if (member instanceof VariableTree field && isConstant(field, name)) {
                        reading.refusals.add(new Refusal(field.getName().toString(), path));
                    }
                }
            }
            return super.visitClass(type, path);
        }

        /** A constant has its enum as type; a static field of that type would have modifiers. */
        private static boolean isConstant(VariableTree field, String name) {
            return field.getType().toString().endsWith(name)
                    && field.getInitializer() instanceof NewClassTree
                    && !field.getModifiers().toString().contains("private");
        }

        @Override
        public @Nullable Object visitMethod(MethodTree method, String path) {
            long first = line(positions.getStartPosition(unit, method));
            long last = line(positions.getEndPosition(unit, method));
            if (last - first + 1 > METHOD_LINES_MAX) {
                add(path + ":" + first, method, "has at most 70 lines, got " + (last - first + 1));
            }
            int parameters = method.getParameters().size();
            boolean main = path.contains("/src/main/");
            if (main && parameters > PARAMETERS_MAX && !isGivenFromOutside(method)) {
                add(path + ":" + first, method, "has at most 5 parameters, got " + parameters);
            }
            boolean test = TEST.matcher(method.getModifiers().toString()).find();
            if (test && !TEST_NAME.matcher(method.getName()).matches()) {
                add(
                        path + ":" + first,
                        method,
                        "is a test, so its name is a sentence_in_snake_case");
            }
            return super.visitMethod(method, path);
        }

        /** A method of a type that is not ours, or the constructor a record's components make. */
        private boolean isGivenFromOutside(MethodTree method) {
            Tree around = getCurrentPath().getParentPath().getLeaf();
            boolean record = around.getKind() == Tree.Kind.RECORD && method.getReturnType() == null;
            return record || method.getModifiers().toString().contains("@Override");
        }

        private long line(long position) {
            return position < 0 ? 0 : unit.getLineMap().getLineNumber(position);
        }

        private void add(String at, MethodTree method, String problem) {
            reading.problems.add(at + " " + method.getName() + " " + problem);
        }
    }
}
