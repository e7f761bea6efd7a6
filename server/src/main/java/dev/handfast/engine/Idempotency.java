package dev.handfast.engine;

import static dev.handfast.engine.ColumnType.INTEGER;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

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
    /**
     * What a request calls itself.
     *
     * @param scope who asks, for instance a merchant's id; keys of two scopes never meet
     * @param key the client's key
     * @param fingerprint a digest of the canonical request, as text
     */
    public record Key(String scope, String key, String fingerprint) {
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
            Instant createdAt) {}

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
                .fixed("fingerprint", TEXT, Entry::fingerprint)
                .fixedOptional("subject", UUID, Entry::subject)
                .changingOptional("status", INTEGER, Entry::status)
                .changingOptional("body", TEXT, Entry::body)
                .fixed("created_at", TIMESTAMP, Entry::createdAt)
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
            if (before.isPresent()) {
                return new Decision.Done<>(answer(before.get()));
            }
            R result = working.attempt(command).result();
            Reply made = reply.apply(result);
            working.insert(table(), entry(made, working.now()));
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

        private Entry entry(Reply made, Instant now) {
            return switch (made) {
                case Reply.Final(int status, String body) ->
                        new Entry(
                                key.id(),
                                key.scope(),
                                key.fingerprint(),
                                Optional.empty(),
                                Optional.of(status),
                                Optional.of(body),
                                now);
                case Reply.Pending(UUID subject) ->
                        new Entry(
                                key.id(),
                                key.scope(),
                                key.fingerprint(),
                                Optional.of(subject),
                                Optional.empty(),
                                Optional.empty(),
                                now);
            };
        }
    }

    /** The first final answer wins, so that two who finish the same request agree. */
    private record Finish(Key key, Reply.Final reply) implements Command<Reply.Final> {
        @Override
        public void name(Naming naming) {
            naming.row(table(), key.id());
        }

        @Override
        public Decision<Reply.Final> decide(Working working) {
            Entry entry = working.get(table(), key.id());
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
                            entry.createdAt()));
            return new Decision.Done<>(reply);
        }
    }
}
