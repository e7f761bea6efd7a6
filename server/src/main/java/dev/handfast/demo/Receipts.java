package dev.handfast.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Prints the story on a terminal: headings, receipts, tables. */
final class Receipts {
    private static final int WIDTH = 74;
    private static final int LABEL = 16;

    /** One line of a receipt. */
    record Line(String label, String text) {}

    private final PrintStream out;

    Receipts(PrintStream out) {
        this.out = out;
    }

    void heading(String text) {
        out.println();
        out.println("═".repeat(WIDTH));
        out.println("  " + text);
        out.println("═".repeat(WIDTH));
    }

    void say(String text) {
        out.println("  " + text);
    }

    /** A step that took this long and came to this. */
    void step(String title, Duration took, List<Line> lines) {
        String time = "%d ms".formatted(took.toMillis());
        out.println();
        out.println("  ┌─ " + title + " " + "─".repeat(rest(title, time)) + " " + time);
        for (Line line : lines) {
            out.println("  │  " + padded(line.label()) + line.text());
        }
        out.println("  └" + "─".repeat(WIDTH - 3));
    }

    void block(List<String> lines) {
        lines.forEach(line -> out.println("     " + line));
    }

    static Line line(String label, String text) {
        return new Line(label, text);
    }

    private static int rest(String title, String time) {
        return Math.max(1, WIDTH - 8 - title.length() - time.length());
    }

    private static String padded(String label) {
        return label + " ".repeat(Math.max(1, LABEL - label.length()));
    }
}
