package dev.handfast.ledger;

import dev.handfast.engine.Reader;
import dev.handfast.sql.Tx;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Walks the journal from its first row to its last, all lanes at once, and follows each lane's
 * chain of digests to its sealed head.
 *
 * <p>A row that was changed, put in, taken out or moved breaks the chain at that row; a row taken
 * from the end leaves the head behind. Whoever has the database but not the seal's key can mend the
 * chain, but not the head.
 */
final class JournalAudit implements Reader.Scanner<Transfer> {
    private static final String HEADS =
            """
            select lane, number, digest, at, seal from chain order by lane
            """;

    /** How far one lane has been walked. */
    private static final class Walk {
        private long number;
        private Optional<Digest> digest = Optional.of(Digest.ZERO);
        private Instant at = Instant.EPOCH;
        private @Nullable Transfer last;
    }

    private final AuditReport.Notes notes;
    private final Map<Integer, Walk> lanes = new TreeMap<>();
    private long count;

    private JournalAudit(AuditReport.Notes notes) {
        this.notes = notes;
    }

    static void run(Tx tx, AuditReport.Notes notes, Optional<Seal> seal) throws SQLException {
        JournalAudit audit = new JournalAudit(notes);
        Reader.scan(tx, LedgerTables.TRANSFER, audit);
        notes.checked("transfers, each with its digest", audit.count);
        List<Head> heads = tx.query(HEADS, Head::read);
        heads.forEach(head -> audit.compare(head, seal));
        notes.checked("heads of the journal", heads.size());
        audit.lanes.keySet().stream()
                .filter(lane -> heads.stream().noneMatch(head -> head.lane() == lane))
                .forEach(lane -> notes.found("the head of lane %d is missing".formatted(lane)));
    }

    @Override
    public void row(Transfer row) {
        Walk walk = step(row.id());
        if (walk.digest.isPresent() && !Digests.next(walk.digest.get(), row).equals(row.digest())) {
            notes.found(
                    "transfer %d does not fit its digest and the one before it"
                            .formatted(row.id()));
        }
        shape(row, walk);
        // From here on with what the row says, so that one change is not found in all that follow.
        walk.digest = Optional.of(row.digest());
        walk.at = row.at();
        walk.last = row;
    }

    @Override
    public void unreadable(String key, RuntimeException why) {
        notes.found("transfer %s cannot be read: %s".formatted(key, why.getMessage()));
        Walk walk = step(Long.parseLong(key));
        walk.digest = Optional.empty();
        walk.last = null;
    }

    /** Takes the next id of its lane: each one more than the last. */
    private Walk step(long id) {
        count++;
        int lane = Chain.laneOf(id);
        Walk walk = lanes.computeIfAbsent(lane, _ -> new Walk());
        long number = Chain.numberOf(id);
        if (number != walk.number + 1) {
            notes.found(
                    "transfer %d of lane %d is missing: %d comes next"
                            .formatted(idOf(lane, walk.number + 1), lane, id));
            // What came before it is not known, so its digest cannot be proved.
            walk.digest = Optional.empty();
            walk.last = null;
        }
        walk.number = number;
        return walk;
    }

    /** What every row must be by itself and beside the one before it. */
    private void shape(Transfer row, Walk walk) {
        boolean ends =
                switch (row.kind()) {
                    case POSTED, HELD -> false;
                    case HOLD_POSTED, HOLD_RELEASED, HOLD_EXPIRED -> true;
                };
        if (ends != row.hold().isPresent()) {
            notes.found(
                    "transfer %d is %s and names %s"
                            .formatted(
                                    row.id(),
                                    row.kind(),
                                    row.hold().map(hold -> "hold " + hold).orElse("no hold")));
        }
        if (!row.amount().isPositive() || row.debit().equals(row.credit())) {
            notes.found("transfer %d moves nothing".formatted(row.id()));
        }
        if (row.at().isBefore(walk.at)) {
            notes.found("transfer %d lies before the one before it".formatted(row.id()));
        }
        Transfer last = walk.last;
        boolean first = row.entry() == row.id();
        boolean follows =
                last != null
                        && row.entry() == last.entry()
                        && row.subject().equals(last.subject())
                        && row.at().equals(last.at());
        if (!first && !follows && (last != null || row.entry() > row.id())) {
            notes.found(
                    "transfer %d is no part of entry %d, which it names"
                            .formatted(row.id(), row.entry()));
        }
    }

    private void compare(Head head, Optional<Seal> seal) {
        Walk walk = lanes.getOrDefault(head.lane(), new Walk());
        if (walk.number < head.number()) {
            notes.found(
                    "transfer %d is missing: the head of lane %d counts %d transfers, got %d"
                            .formatted(
                                    idOf(head.lane(), walk.number + 1),
                                    head.lane(),
                                    head.number(),
                                    walk.number));
        } else if (walk.number > head.number()) {
            notes.found(
                    "transfer %d is one too many: the head of lane %d counts %d transfers"
                            .formatted(
                                    idOf(head.lane(), head.number() + 1),
                                    head.lane(),
                                    head.number()));
        } else if (!head.at().equals(walk.at)
                || (walk.digest.isPresent()
                        && !Arrays.equals(walk.digest.get().toBytes(), head.digest()))) {
            notes.found(
                    "the head of lane %d does not fit its last transfer, %d"
                            .formatted(head.lane(), idOf(head.lane(), walk.number)));
        }
        if (seal.isPresent() && !head.sealedBy(seal.get())) {
            notes.found("the seal on the head of lane %d is broken".formatted(head.lane()));
        }
    }

    private static long idOf(int lane, long number) {
        return Chain.begin(lane).id(number);
    }

    /** A head as it is stored. */
    @SuppressWarnings("ArrayRecordComponent") // bytes as they are stored; compared as bytes
    private record Head(int lane, long number, byte[] digest, Instant at, byte[] seal) {
        static Head read(dev.handfast.sql.Row row) throws SQLException {
            return new Head(
                    row.integer("lane"),
                    row.number("number"),
                    row.bytes("digest"),
                    row.instant("at"),
                    row.bytes("seal"));
        }

        boolean sealedBy(Seal key) {
            return digest.length == Digest.LENGTH
                    && Arrays.equals(
                            key.over(
                                    Digests.sealed(new Chain(lane, number, Digest.of(digest), at))),
                            seal);
        }
    }
}
