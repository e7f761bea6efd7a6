package dev.handfast.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an audit has found.
 *
 * @param findings one sentence for each row that is not as it must be, at most {@link
 *     #FINDINGS_MAX}
 * @param unlisted how many more there are
 * @param checks what was checked, in order
 */
public record AuditReport(List<String> findings, long unlisted, List<Check> checks) {
    /** How many findings are put into words: a broken database has no end of them. */
    public static final int FINDINGS_MAX = 1_000;

    /**
     * Something that was checked.
     *
     * @param what in the plural, for instance {@code transfers}
     * @param count how many
     */
    public record Check(String what, long count) {}

    /** Copies the lists. */
    public AuditReport {
        findings = List.copyOf(findings);
        checks = List.copyOf(checks);
    }

    /** Whether everything is as it must be. */
    public boolean clean() {
        return findings.isEmpty();
    }

    /** The report as people read it: what was checked, each finding, and the verdict. */
    public List<String> lines() {
        String verdict =
                clean()
                        ? "The books hold."
                        : "The books do not hold: %d findings.".formatted(total());
        return Stream.of(
                        checks.stream()
                                .map(check -> "%,14d %s".formatted(check.count(), check.what())),
                        findings.stream().map(finding -> "FOUND " + finding),
                        Stream.of(verdict))
                .flatMap(lines -> lines)
                .toList();
    }

    private long total() {
        return findings.size() + unlisted;
    }

    /** All lines. */
    @Override
    public String toString() {
        return String.join("\n", lines());
    }

    /** Collects a report; used by one thread. */
    public static final class Notes {
        private final List<String> findings = new ArrayList<>();
        private final List<Check> checks = new ArrayList<>();
        private long unlisted;

        /** Notes that something was checked. */
        public void checked(String what, long count) {
            checks.add(new Check(what, count));
        }

        /** Notes something that is not as it must be. */
        public void found(String finding) {
            if (findings.size() < FINDINGS_MAX) {
                findings.add(finding);
            } else {
                unlisted++;
            }
        }

        /** The report so far. */
        public AuditReport report() {
            return new AuditReport(findings, unlisted, checks);
        }
    }
}
