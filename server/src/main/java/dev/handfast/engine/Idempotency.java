package dev.handfast.engine;

import static dev.handfast.engine.ColumnType.INTEGER;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * One effect per key and the same answer to every duplicate: the first decision of a command that
 * carries an idempotency key, inside the transaction of its effect.
 *
 * <p>Source: draft-ietf-httpapi-idempotency-key-header-07 for the three cases (same request, other
 * request under the same key, original still running).
 */
public final class Idempotency {
    /** How long an answer is kept where nobody says otherwise. */
    public static final Duration KEPT = Duration.ofHours(24);

    /**
     * What a request calls itself.
     *
     * @param scope who asks, for instance a merchant's id; keys of two scopes never meet
     * @param key the client's key
     * @param fingerprint a digest of the canonical request, as text
     * @param kept how long the answer is kept; a request under the key after that is a new one
     */
    public record Key(String scope, String key, String fingerprint, Duration kept) {
        /** A key whose answer is kept for {@link #KEPT}. */
        public Key(String scope, String key, String fingerprint) {
            this(scope, key, fingerprint, KEPT);
        }

        UUID id() {
            return Ids.named("idempotency", scope, key);
        }
    }

    /** The answer to a request: what will be replayed, or a promise of it. */
    public sealed interface Reply {
        /** Final: an HTTP status and body. */
        record Final(int status, String body) implements Reply {}

        /** Not yet known; {@code subject} names what to look at, for instance a payment. */
        record Pending(UUID subject) implements Reply {}
    }

    /** What became of a request under a key. */
    public sealed interface Answer<R> {
        /** It ran, now, for the first time. */
        record First<R>(R result, Reply reply) implements Answer<R> {}

        /** It ran before: the recorded answer. */
        record Again<R>(int status, String body) implements Answer<R> {}

        /** It began before and its answer is not known yet. */
        record StillRunning<R>(UUID subject) implements Answer<R> {}

        /** The key belongs to a request with other content. */
        record KeyReused<R>() implements Answer<R> {}
    }

    record Entry(
            UUID id,
            String scope,
            String fingerprint,
            Optional<UUID> subject,
            Optional<Integer> status,
            Optional<String> body,
            Instant createdAt,
            Instant expiresAt) {}

    /** The recorded answers. */
    public static final Table<UUID, ?> TABLE = entries();

    @SuppressWarnings("unchecked") // the table above, under its own row type
    private static Table<UUID, Entry> table() {
        return (Table<UUID, Entry>) TABLE;
    }

    private static Table<UUID, Entry> entries() {
        return Table.<UUID, Entry>named("idempotency", Table.Access.LOCK)
                .fixed("id", UUID, Entry::id)
                .fixed("scope", TEXT, Entry::scope)
                .changing("fingerprint", TEXT, Entry::fingerprint)
                .changingOptional("subject", UUID, Entry::subject)
                .changingOptional("status", INTEGER, Entry::status)
                .changingOptional("body", TEXT, Entry::body)
                .changing("created_at", TIMESTAMP, Entry::createdAt)
                .changing("expires_at", TIMESTAMP, Entry::expiresAt)
                .readBy(
                        Entry::id,
                        fields ->
                                new Entry(
                                        fields.uuid(),
                                        fields.text(),
                                        fields.text(),
                                        fields.findUuid(),
                                        fields.findNumber().map(Math::toIntExact),
                                        fields.findText(),
                                        fields.instant(),
                                        fields.instant()));
    }

    private Idempotency() {}

    /**
     * Wraps a command so that it runs once under its key.
     *
     * @param reply renders the answer to be recorded; pure, called inside the transaction
     */
    public static <R> Command<Answer<R>> once(
            Key key, Command<R> command, Function<R, Reply> reply) {
        return new Once<>(key, command, reply);
    }

    /** Records the final answer of a request that was left pending. */
    public static Command<Reply.Final> finish(Key key, Reply.Final reply) {
        return new Finish(key, reply);
    }

    private record Once<R>(Key key, Command<R> command, Function<R, Reply> reply)
            implements Command<Answer<R>> {
        @Override
        public int lane() {
            return command.lane();
        }

        @Override
        public void name(Naming naming) {
            naming.row(table(), key.id());
            command.name(naming);
        }

        @Override
        public Decision<Answer<R>> decide(Working working) {
            Optional<Entry> before = working.find(table(), key.id());
            // One whose time is over may still be there, until it is swept away.
            if (before.isPresent() && working.now().isBefore(before.get().expiresAt())) {
                return new Decision.Done<>(answer(before.get()));
            }
            R result = working.attempt(command).result();
            Reply made = reply.apply(result);
            Entry entry = entry(key, made, working.now());
            if (before.isPresent()) {
                working.update(table(), entry);
            } else {
                working.insert(table(), entry);
            }
            return new Decision.Done<>(new Answer.First<>(result, made));
        }

        private Answer<R> answer(Entry entry) {
            if (!entry.fingerprint().equals(key.fingerprint())) {
                return new Answer.KeyReused<>();
            }
            if (entry.body().isPresent()) {
                return new Answer.Again<>(entry.status().orElseThrow(), entry.body().get());
            }
            return new Answer.StillRunning<>(entry.subject().orElseThrow());
        }
    }

    private static Entry entry(Key key, Reply made, Instant now) {
        Optional<Reply.Final> answer =
                made instanceof Reply.Final done ? Optional.of(done) : Optional.empty();
        return new Entry(
                key.id(),
                key.scope(),
                key.fingerprint(),
                made instanceof Reply.Pending(UUID subject)
                        ? Optional.of(subject)
                        : Optional.empty(),
                answer.map(Reply.Final::status),
                answer.map(Reply.Final::body),
                now,
                now.plus(key.kept()));
    }

    /** The first final answer wins, so that two who finish the same request agree. */
    private record Finish(Key key, Reply.Final reply) implements Command<Reply.Final> {
        @Override
        public void name(Naming naming) {
            naming.row(table(), key.id());
        }

        @Override
        public Decision<Reply.Final> decide(Working working) {
            Optional<Entry> before = working.find(table(), key.id());
            if (before.isEmpty()) {
                // Its time was over before there was an answer.
                working.insert(table(), entry(key, reply, working.now()));
                return new Decision.Done<>(reply);
            }
            Entry entry = before.get();
            if (entry.body().isPresent()) {
                return new Decision.Done<>(
                        new Reply.Final(entry.status().orElseThrow(), entry.body().get()));
            }
            working.update(
                    table(),
                    new Entry(
                            entry.id(),
                            entry.scope(),
                            entry.fingerprint(),
                            entry.subject(),
                            Optional.of(reply.status()),
                            Optional.of(reply.body()),
                            entry.createdAt(),
                            entry.expiresAt()));
            return new Decision.Done<>(reply);
        }
    }
}
